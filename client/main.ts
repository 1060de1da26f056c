import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { completeWords, createWords, firstLanguage, keptLanguage } from './i18n/i18n.ts';
import { createLive, LIVE } from './live/live.ts';
import { createPages } from './router.ts';
import { Motion, MOTION, prefersStill } from './composables/motion.ts';
import './styles/tokens.css';

const language = firstLanguage(keptLanguage(localStorage), navigator.languages);
document.documentElement.lang = language;
/** The host's tablet needs few words, and may be on a poor network. */
const words = await createWords(language, /^\/shows\/[^/]+\/host\/?$/.test(location.pathname) ? 'base' : 'all');

createApp(App)
  .provide(LIVE, createLive())
  .provide(MOTION, new Motion(prefersStill))
  .use(createPinia())
  .use(words)
  .use(createPages(() => completeWords(words)))
  .mount('#app');
