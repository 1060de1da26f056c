import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { completeWords, createWords, extentFor } from './i18n/i18n.ts';
import { firstLanguage, keptLanguage } from './i18n/language.ts';
import { createLive, LIVE } from './live/live.ts';
import { createPages } from './router.ts';
import { Motion, MOTION, prefersStill } from './composables/motion.ts';
import './styles/tokens.css';

const language = firstLanguage(keptLanguage(localStorage), navigator.languages);
document.documentElement.lang = language;
const words = await createWords(language, extentFor(location.pathname));

createApp(App)
  .provide(LIVE, createLive())
  .provide(MOTION, new Motion(prefersStill))
  .use(createPinia())
  .use(words)
  .use(createPages((path) => completeWords(words, path)))
  .mount('#app');
