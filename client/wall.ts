import { createApp } from 'vue';
import { arrive } from './arrive.ts';
import { Motion, MOTION, prefersStill } from './composables/motion.ts';
import { SEAT_WORDS } from './composables/seatWords.ts';
import { seatWordsIn } from './i18n/seat.ts';
import Wall from './pages/Wall.vue';
import { openWall, WALL } from './stores/wall.ts';
import './styles/wall.css';

/* The way in to /shows/:id/wall, which only shows: without the router, stores and words of the others. */

const { showId, token, language } = arrive();
const wall = openWall(showId, token);
createApp(Wall)
  .provide(WALL, wall)
  .provide(MOTION, new Motion(prefersStill))
  .provide(SEAT_WORDS, await seatWordsIn(language))
  .mount('#app');
