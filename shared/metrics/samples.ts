import { second } from './columns.ts';
import type { Feed, Tally } from './state.ts';

/** A sample's record: time and value as floats, then the record of the sample before it. */
const NEXT = 4;

const valueOf = (t: Tally, s: number): number => t.samples.floats(s)[t.samples.atFloat(s) + 1] as number;
const atOf = (t: Tally, s: number): number => t.samples.floats(s)[t.samples.atFloat(s)] as number;
const beforeOf = (t: Tally, s: number): number => (t.samples.words(s)[t.samples.at(s) + NEXT] as number) - 1;

/**
 * Keeps a platform's cumulative figure. Of one second the sample with the greatest (time, value) stays, so that a history
 * grows by seconds and not by messages.
 */
export function addSample(t: Tally, feed: Feed, key: string, at: number, value: number): void {
  const sec = second(at);
  let later = -1;
  let s = (feed.series.get(key) ?? 0) - 1;
  while (s >= 0 && second(atOf(t, s)) > sec) {
    later = s;
    s = beforeOf(t, s);
  }
  if (s >= 0 && second(atOf(t, s)) === sec) {
    const known = atOf(t, s);
    if (at > known || (at === known && value > valueOf(t, s))) write(t, s, at, value);
    return;
  }
  const made = t.samples.add();
  write(t, made, at, value);
  t.samples.words(made)[t.samples.at(made) + NEXT] = s + 1;
  if (later < 0) feed.series.set(key, made + 1);
  else {
    t.samples.touch(later);
    t.samples.words(later)[t.samples.at(later) + NEXT] = made + 1;
  }
}

function write(t: Tally, s: number, at: number, value: number): void {
  const floats = t.samples.floats(s);
  const place = t.samples.atFloat(s);
  t.samples.touch(s);
  floats[place] = at;
  floats[place + 1] = value;
}

/**
 * How much a sampled total grew from second `from` on (0: from nothing), up to but not including `to`. Where no sample stands before the
 * range, it grew from nothing if the show began inside it, and otherwise only since its first sample.
 */
export function sampledSince(t: Tally, feed: Feed, key: string, from: number, to = Infinity): number {
  let s = (feed.series.get(key) ?? 0) - 1;
  while (s >= 0 && second(atOf(t, s)) >= to) s = beforeOf(t, s);
  if (s < 0) return 0;
  const last = valueOf(t, s);
  if (from <= 0) return last;
  let first = last;
  while (s >= 0 && second(atOf(t, s)) >= from) {
    first = valueOf(t, s);
    s = beforeOf(t, s);
  }
  if (s >= 0) return last - valueOf(t, s);
  return t.startedAt !== null && second(t.startedAt) >= from ? last : last - first;
}

/** Every sample from second `from` on, newest first, and then the one in force before it, as [second, value]. */
export function samplesFrom(t: Tally, feed: Feed, key: string, from: number): [number, number][] {
  const list: [number, number][] = [];
  for (let s = (feed.series.get(key) ?? 0) - 1; s >= 0; s = beforeOf(t, s)) {
    const sec = second(atOf(t, s));
    list.push([sec, valueOf(t, s)]);
    if (sec < from) break;
  }
  return list;
}

/** The key under which one source's ad spend is sampled. */
export const spendKey = (source: string): string => `spend:${source}`;
export const attributedKey = (source: string): string => `attributed:${source}`;
