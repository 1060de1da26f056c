import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { completeWords, createWords, extentFor } from './i18n/i18n.ts';
import { firstLanguage, keptLanguage } from './i18n/language.ts';
import { createLive, LIVE } from './live/live.ts';
import { createPages, fetchAhead } from './router.ts';
import { Motion, MOTION, prefersStill } from './composables/motion.ts';
import './styles/tokens.css';

const language = firstLanguage(keptLanguage(localStorage), navigator.languages);
document.documentElement.lang = language;
const arriving = createWords(language, extentFor(location.pathname));
const pages = createPages(async (path) => completeWords(await arriving, path));
fetchAhead(pages.resolve(location.pathname));
const words = await arriving;

createApp(App)
  .provide(LIVE, createLive())
  .provide(MOTION, new Motion(prefersStill))
  .use(createPinia())
  .use(words)
  .use(pages)
  .mount('#app');
