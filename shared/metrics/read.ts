import { frameOf, type Asked } from './frame.ts';
import { readListings, readSkus } from './readListings.ts';
import { approximations, showMetrics } from './readShow.ts';
import { readDeals, readShifts, readSources } from './readSlices.ts';
import type { Tally, Warning } from './state.ts';
import { suppliedBy } from './supply.ts';
import { TALLY_PARTS, type Comment, type FeedView, type MetricValues, type TallyPart, type TallyView } from './view.ts';

export { approximations } from './readShow.ts';
export { readListings, readSkus } from './readListings.ts';
export type { Asked } from './frame.ts';

/** Every show-wide metric of the dictionary by its id. `now` is server time, Unix ms: a show that runs is read as of it. */
export function readMetrics(t: Tally, asked: Asked): MetricValues {
  return showMetrics(t, frameOf(t, asked));
}

/**
 * The display tally. Metrics, listings and SKUs are of the window; deals, sources and shifts always of the whole show.
 * @param parts what to read of it; the rest stays empty.
 */
export function readTally(t: Tally, asked: Asked, parts: readonly TallyPart[] = TALLY_PARTS): TallyView {
  const wanted = new Set(parts);
  return {
    at: asked.now,
    window: asked.window,
    lastId: t.lastId,
    feeds: readFeeds(t),
    metrics: wanted.has('metrics') ? readMetrics(t, asked) : {},
    approximate: approximations(t),
    listings: wanted.has('listings') ? readListings(t, asked).listings : [],
    skus: wanted.has('skus') ? readSkus(t, asked) : [],
    deals: wanted.has('deals') ? readDeals(t) : [],
    sources: wanted.has('sources') ? readSources(t, asked.now) : [],
    shifts: wanted.has('shifts') ? readShifts(t, asked.now) : [],
  };
}

/** Feeds by name; what the product itself journals is no feed. */
export function readFeeds(t: Tally): FeedView[] {
  return t.feeds
    .filter(({ name }) => name !== '')
    .map((feed) => ({
      feed: feed.name,
      lastContactAt: feed.lastContactAt,
      intervalMs: feed.intervalMs,
      gaps: feed.gaps.map(([from, to]): [number, number] => [from, to]),
      events: feed.events,
      duplicates: feed.duplicates,
      samples: feed.series.size > 0,
      supplies: suppliedBy(feed),
    }))
    .sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

/** The newest comments after the one with this event id, at most `limit`, oldest first. */
export function readComments(t: Tally, after = '', limit = Infinity): Comment[] {
  const known = t.comments.findIndex(({ id }) => id === after);
  return t.comments.slice(Math.max(known + 1, t.comments.length - limit));
}

/** The stream as last reported, and the platform's last warnings, oldest first. */
export function readStream(t: Tally): { stream: Tally['stream']; warnings: readonly Warning[] } {
  return { stream: t.stream, warnings: t.warnings };
}
