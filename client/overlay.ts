import { arrive } from './arrive.ts';
import { overlayPage } from './components/overlay/page.ts';
import { seatWordsIn } from './i18n/seat.ts';
import { openSeat, OVERLAY_SEAT } from './live/seat.ts';
import './styles/overlay.css';

/*
 * The way in to /shows/:id/overlay, which runs beside a program that encodes video: one card, drawn without the library the other
 * pages are made with, at a third of what that would weigh.
 */

const { showId, token, language } = arrive();
const page = overlayPage(document.body, await seatWordsIn(language));
const now = openSeat(OVERLAY_SEAT, showId, token, page);
/** Countdowns change with the second, wherever in it. Unit: ms. */
const EVERY_MS = 100;
setInterval(() => page.draw(now(), performance.now()), EVERY_MS);
