import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { completeWords, createWords, extentFor } from './i18n/i18n.ts';
import { firstLanguage, keptLanguage } from './i18n/language.ts';
import { createHttp } from './live/http.ts';
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
// A page either follows a show or plays one: the router leaves it for the other.
const [, played] = /^\/shows\/([^/]+)\/playback\/?$/.exec(location.pathname) ?? [];
const live = played === undefined ? createLive() : (await import('./live/playback.ts')).createPlayback(decodeURIComponent(played), createHttp((...args) => fetch(...args)), () => performance.now());

createApp(App)
  .provide(LIVE, live)
  .provide(MOTION, new Motion(prefersStill))
  .use(createPinia())
  .use(words)
  .use(pages)
  .mount('#app');
