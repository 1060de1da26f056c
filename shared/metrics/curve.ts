import { COL } from './columns.ts';
import { lowerBound } from './rows.ts';
import { samplesFrom } from './samples.ts';
import type { Tally } from './state.ts';
import { Steps } from './steps.ts';

/** The first second of the broadcast: its start, or where it never started, the first event; Infinity before either. */
export function broadcastFrom(t: Tally): number {
  if (t.startedAt !== null) return Math.max(1, Math.floor(t.startedAt / 1000));
  return t.firstAt === Infinity ? Infinity : Math.max(1, Math.floor(t.firstAt / 1000));
}

/** Views by event time, of every feed: what watch time is the area of. */
export function countedCurve(t: Tally): Steps {
  refresh(t);
  return t.countedCurve as Steps;
}

/** The audience as shown: samples of the feeds that sample, joins minus leaves of the others. */
export function displayCurve(t: Tally): Steps {
  refresh(t);
  return t.displayCurve ?? (t.countedCurve as Steps);
}

function refresh(t: Tally): void {
  const from = broadcastFrom(t);
  const dirty = t.curveDirty;
  t.curveDirty = Infinity;
  const counted = (t.countedCurve ??= new Steps());
  if (dirty < Infinity || !counted.startsAt(from)) counted.update(dirty, from, (sec) => changes(t, false, sec));
  if (!t.feeds.some((feed) => feed.series.has('online'))) {
    t.displayCurve = null;
    return;
  }
  const fresh = t.displayCurve === null;
  const display = (t.displayCurve ??= new Steps());
  if (dirty < Infinity || fresh || !display.startsAt(from)) display.update(fresh ? 0 : dirty, from, (sec) => changes(t, true, sec));
}

/** Steps from a second on, ascending: one for each second in which something changed. */
function changes(t: Tally, sampled: boolean, from: number): [number, number][] {
  const bySecond = new Map<number, number>();
  const put = (sec: number, by: number): void => void bySecond.set(sec, (bySecond.get(sec) ?? 0) + by);
  for (const feed of t.feeds) {
    if (sampled && feed.series.has('online')) {
      const samples = samplesFrom(t, feed, 'online', from);
      for (let i = 0; i < samples.length; i++) {
        const [sec, value] = samples[i] as [number, number];
        if (sec >= from) put(sec, value - (samples[i + 1]?.[1] ?? 0));
      }
      continue;
    }
    const seconds = t.rows.scope(feed.index);
    const order = seconds.order();
    for (let i = lowerBound(order, from); i < order.length; i++) {
      const sec = order[i] as number;
      const row = seconds.find(sec);
      const by = t.rows.store.floats(row)[t.rows.store.atFloat(row) + COL.online] as number;
      if (by !== 0) put(sec, by);
    }
  }
  return [...bySecond].sort((a, b) => a[0] - b[0]);
}
