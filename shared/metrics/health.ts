import type { FeedView } from './view.ts';

/** A feed silent for this many of its own intervals is stale: its numbers grey. Here, so that a page that needs it does not load the events' schemas. */
export const STALE_INTERVALS = 3;

export interface FeedHealth {
  feed: string;
  state: 'fresh' | 'stale';
  /** How long ago it last spoke, heartbeats included. Unit: ms, never negative. */
  age: number;
}

/** A feed is stale once it has been silent for three of its own intervals. `now` is server time, Unix ms. */
export function healthOf(feed: Pick<FeedView, 'feed' | 'lastContactAt' | 'intervalMs'>, now: number): FeedHealth {
  const age = Math.max(0, now - feed.lastContactAt);
  return { feed: feed.feed, state: age >= STALE_INTERVALS * feed.intervalMs ? 'stale' : 'fresh', age };
}
