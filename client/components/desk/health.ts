import type { FeedView } from '../../../shared/metrics/view.ts';
import { STALE_INTERVALS } from '../../../shared/metrics/health.ts';

/** A feed by how long ago it last spoke: `slow` past one and a half of its intervals, `stale` at three. */
export interface FeedHealth extends FeedView {
  /** Time since its last contact, heartbeats included. Unit: ms. */
  age: number;
  state: 'fresh' | 'slow' | 'stale';
}

const SLOW_INTERVALS = 1.5;

/** @param now server time, Unix ms. @returns those that need a look first, else in their own order. */
export function healthOf(feeds: readonly FeedView[], now: number): FeedHealth[] {
  const judged = feeds.map((feed): FeedHealth => {
    const age = Math.max(0, now - feed.lastContactAt);
    const intervals = age / feed.intervalMs;
    return { ...feed, age, state: intervals >= STALE_INTERVALS ? 'stale' : intervals >= SLOW_INTERVALS ? 'slow' : 'fresh' };
  });
  const rank = { stale: 0, slow: 1, fresh: 1 } as const;
  return judged.sort((a, b) => rank[a.state] - rank[b.state]);
}

export interface Freshness {
  /** Unit: ms. */
  age: number;
  stale: boolean;
}

/** How old the numbers are as a whole: the age of the feed that spoke last, and stale when even that one is. */
export function freshness(feeds: readonly FeedHealth[]): Freshness | undefined {
  const youngest = feeds.reduce<FeedHealth | undefined>((best, feed) => (!best || feed.age < best.age ? feed : best), undefined);
  return youngest && { age: youngest.age, stale: feeds.every((feed) => feed.state === 'stale') };
}
