import { STALE_INTERVALS } from './events.ts';
import type { FeedView } from './view.ts';

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
