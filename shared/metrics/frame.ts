import { COLS, second } from './columns.ts';
import { PEOPLE } from './rows.ts';
import type { Tally } from './state.ts';
import type { Window } from './view.ts';

/** A moment of reading: what `now` means for this show, and from where on the window counts. All in whole seconds. */
export interface Frame {
  window: Window;
  /** `now` while the show runs, its end once it ended, the last event's second where it never started. */
  now: number;
  /** First second of the window; 0 for the whole show, Infinity where nothing was ever on air. */
  from: number;
  /** Where open views and averages end: now, the last event or the end, whichever is first. */
  cut: number;
}

export interface Asked {
  /** Unix ms. */
  now: number;
  window: Window;
}

export const FIVE_MINUTES = 300;
const MINUTE = 60;

export function frameOf(t: Tally, { now, window }: Asked): Frame {
  const end = t.status === 'ended' && t.endedAt !== null ? t.endedAt : Infinity;
  const started = t.startedAt !== null;
  const at = Math.min(end, started || t.lastAt === 0 ? now : t.lastAt);
  const nowSec = second(at);
  const from = window === 'show' ? 0 : window === '5m' ? nowSec - FIVE_MINUTES + 1 : t.onAirSec;
  return { window, now: nowSec, from, cut: Math.min(nowSec, t.lastAt === 0 ? nowSec : second(t.lastAt)) };
}

/** The first second of "the last 60 seconds". */
export const lastMinute = (frame: Frame): number => frame.now - MINUTE + 1;

/** Every feed's columns over a frame, as arrays by feed. */
export function columnsIn(t: Tally, frame: Frame): Float64Array[] {
  return t.feeds.map((feed) => {
    if (frame.window === 'show') return feed.totals;
    if (frame.window === 'onair') return feed.onAir;
    const sums = new Float64Array(COLS);
    t.rows.sumAll(feed.index, sums, frame.from);
    return sums;
  });
}

/** People over a frame, by kind: distinct over the show, or those whose last time is inside the window. */
export function peopleIn(t: Tally, frame: Frame): Float64Array {
  if (frame.window === 'show') return t.people;
  const sums = new Float64Array(t.people.length);
  if (frame.window === 'onair') sums.set(t.peopleOnAir);
  else t.rows.sumAll(PEOPLE, sums, frame.from);
  // Those with an open view are present in every window that reaches to now; the seconds count only the others.
  sums[0] = (sums[0] as number) + t.openCount;
  return sums;
}
