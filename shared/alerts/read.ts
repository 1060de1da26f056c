import { COL, second } from '../metrics/columns.ts';
import { healthOf } from '../metrics/health.ts';
import { readFeeds, readMetrics, readStream } from '../metrics/read.ts';
import { sampledSince } from '../metrics/samples.ts';
import type { Feed, Tally } from '../metrics/state.ts';
import type { Available } from '../show/listing-state.ts';
import type { Show } from '../show/show.ts';
import type { Sight, Stretch } from './sight.ts';

const TEN_MINUTES = 600;

/** The last ten minutes and the ten before, by event time. Dearer than the rest: ask every few seconds. */
export function readStretches(t: Tally, now: number): Pick<Sight, 'last10' | 'before10'> {
  const next = second(now) + 1;
  return { last10: stretch(t, next - TEN_MINUTES, Infinity), before10: stretch(t, next - 2 * TEN_MINUTES, next - TEN_MINUTES) };
}

function stretch(t: Tally, from: number, to: number): Stretch {
  const sum = (feed: Feed, id: 'ordersCreated' | 'orders' | 'refunds' | 'refundAmount'): number =>
    feed.series.has(id) ? sampledSince(t, feed, id, from, to) : t.rows.sum(feed.index, COL[id], from, to);
  const all: Stretch = { created: 0, paid: 0, refunds: 0, refundAmount: 0 };
  for (const feed of t.feeds) {
    all.refunds += sum(feed, 'refunds');
    all.refundAmount += sum(feed, 'refundAmount');
    // A rate never mixes a sampled and a counted part.
    if (feed.series.has('ordersCreated') !== feed.series.has('orders')) continue;
    all.created += sum(feed, 'ordersCreated');
    all.paid += sum(feed, 'orders');
  }
  return all;
}

/** What the rules look at, read from the tally. `stretches` are from `readStretches`; `now` is server time, Unix ms. */
export function readSight(t: Tally, show: Show, now: number, stretches: Pick<Sight, 'last10' | 'before10'>, available: Available = leftOf(t, show)): Sight {
  const feeds = readFeeds(t);
  const { online, gmv } = readMetrics(t, { now, window: 'show' });
  const heard = feeds.some((feed) => healthOf(feed, now).state === 'fresh');
  return {
    feeds,
    ...readStream(t),
    online: heard && typeof online === 'number' ? online : null,
    gmv: typeof gmv === 'number' ? gmv : 0,
    ...stretches,
    clicks: (listingId) => columnOf(t, t.listingSubject.get(listingId), COL.clicks),
    available,
  };
}

const columnOf = (t: Tally, subject: number | undefined, col: number): number =>
  subject === undefined ? 0 : (t.subjects.floats(subject)[t.subjects.atFloat(subject) + col] as number);

/** Opening stock less what this show sold, until a ledger says better; undefined where no opening stock was given. */
function leftOf(t: Tally, show: Show): Available {
  let opening: Map<string, number> | undefined;
  return (sku) => {
    opening ??= new Map(show.listings.flatMap(({ skus }) => skus.map((each) => [each.sku, each.stock] as const)));
    const stock = opening.get(sku) ?? 0;
    return stock === 0 ? undefined : stock - columnOf(t, t.skuSubject.get(sku), COL.units);
  };
}
