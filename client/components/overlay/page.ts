import type { OverlayView } from '../../../shared/seats/views.ts';
import type { SeatWords } from '../../i18n/seat.ts';
import { thirdOf, TRUSTED_MS, type Third } from './third.ts';

/** What is drawn of the overlay, and how it is told. */
export interface OverlayPage {
  shown(view: OverlayView): void;
  link(state: string): void;
  /** @param now server time, Unix ms. @param steady this machine's monotonic clock, ms */
  draw(now: number, steady: number): void;
}

function element(tag: string, className: string, parent: Element): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  parent.append(made);
  return made;
}

/** Text where there is any; its place goes where there is none. */
function say(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === '';
}

/** Draws the lower third and the label into a page, as text alone. */
export function overlayPage(page: Element, words: SeatWords): OverlayPage {
  const root = element('main', 'overlay', page);
  // For whoever has the page read out: on the stream it is not seen.
  element('h1', 'unseen', root).textContent = words.t('overlay');
  const label = element('p', 'label', root);
  const third = element('section', 'third', root);
  const image = document.createElement('img');
  image.className = 'picture';
  image.alt = '';
  image.referrerPolicy = 'no-referrer';
  third.append(image);
  const what = element('div', 'what', third);
  const title = element('p', 'title', what);
  const places = {
    number: element('b', 'number', title),
    title: element('span', '', title),
    offer: element('p', 'offer', what),
  };
  const prices = element('p', 'prices', what);
  const money = { price: element('b', 'price', prices), from: element('span', 'from', prices), before: element('s', 'before', prices), few: element('span', 'few', prices) };
  const deal = element('div', 'deal', third);
  const kind = element('p', 'kind', deal);
  const clock = element('p', 'clock', deal);
  const time = { clock: element('b', '', clock), clockWord: element('span', '', clock) };
  time.clock.setAttribute('role', 'timer');
  const note = element('p', 'then', deal);
  label.hidden = third.hidden = true;

  let view: OverlayView | undefined;
  let heardAt = -Infinity;
  let isOver = false;
  let broken = '';
  image.addEventListener('error', () => {
    broken = image.src;
    image.hidden = true;
  });

  function write(next: Third): void {
    for (const key of ['number', 'title', 'offer'] as const) say(places[key], next[key]);
    for (const key of ['price', 'from', 'before', 'few'] as const) say(money[key], next[key]);
    for (const key of ['clock', 'clockWord'] as const) say(time[key], next[key]);
    say(note, next.note);
    if (next.image !== '' && image.getAttribute('src') !== next.image) image.src = next.image;
    image.hidden = next.image === '' || image.src === broken;
    deal.hidden = next.phase === '';
    clock.hidden = next.clock === '';
    deal.className = `deal ${next.phase}`;
    third.className = next.phase === 'running' ? 'third dealing' : 'third';
    clock.className = next.isLast ? 'clock last' : 'clock';
    say(kind, words.t('deal'));
  }

  return {
    shown(next) {
      view = next;
      heardAt = performance.now();
    },
    link(state) {
      isOver = state === 'refused';
      document.title = `${words.t('overlay')} · ${words.t(isOver ? 'refused' : state === 'live' ? 'connected' : 'joining')}`;
    },
    draw(now, steady) {
      const trusted = !isOver && steady - heardAt < TRUSTED_MS ? view : undefined;
      say(label, trusted?.label ? words.t(trusted.label) : '');
      third.hidden = !trusted?.on;
      if (trusted?.on) write(thirdOf(trusted.on, now, words));
    },
  };
}
