import { COL, second } from '../metrics/columns.ts';
import { frameOf } from '../metrics/frame.ts';
import { healthOf } from '../metrics/health.ts';
import { windowSums } from '../metrics/listingWindow.ts';
import { readFeeds, readMetrics, readStream } from '../metrics/read.ts';
import { sampledSince } from '../metrics/samples.ts';
import type { Feed, Tally } from '../metrics/state.ts';
import type { Account, Hold, Ledger, Taken } from '../stock/ledger.ts';
import type { Sight, Stretch } from './sight.ts';

const TEN_MINUTES = 600;

/** What is dearer to read than the rest: to be asked every few seconds. */
export type Lately = Pick<Sight, 'last10' | 'before10' | 'soldLately'>;

/** The last ten minutes and the ten before, and what each SKU sold in the last five, by event time. `now` is server time, Unix ms. */
export function readLately(t: Tally, now: number): Lately {
  const next = second(now) + 1;
  const { from } = frameOf(t, { now, window: '5m' });
  // Only where somebody asks: from then on every fact adds to the sums.
  let sums: ReturnType<typeof windowSums> | undefined;
  const soldLately = (sku: string): number => (sums ??= windowSums(t, from))[t.skuSubject.get(sku) ?? -1]?.[COL.units] ?? 0;
  return { soldLately, last10: stretch(t, next - TEN_MINUTES, Infinity), before10: stretch(t, next - 2 * TEN_MINUTES, next - TEN_MINUTES) };
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

const NOTHING: Taken = { held: 0, sold: 0 };

/** What the rules look at, as far as it can be read from the tally and the ledger. `now` is server time, Unix ms. */
export function readSight(t: Tally, ledger: Pick<Ledger, 'accounts' | 'deals' | 'holds'>, now: number, lately: Lately): Omit<Sight, 'unrecordedSince'> {
  const feeds = readFeeds(t);
  const { online, gmv } = readMetrics(t, { now, window: 'show' });
  const heard = feeds.some((feed) => healthOf(feed, now).state === 'fresh');
  return {
    feeds,
    ...readStream(t),
    online: heard && typeof online === 'number' ? online : null,
    gmv: typeof gmv === 'number' ? gmv : 0,
    ...lately,
    clicks: (listingId) => columnOf(t, t.listingSubject.get(listingId), COL.clicks),
    available: (sku) => leftOf(ledger.accounts.get(sku)),
    overdrawn: () => [...ledger.accounts].flatMap(([sku, account]) => ((leftOf(account) ?? 0) < 0 ? [{ sku, available: account.available }] : [])),
    taken: (dealId) => ledger.deals.get(dealId) ?? NOTHING,
    holdsDue: (until) => due(ledger.holds.values(), until),
  };
}

const columnOf = (t: Tally, subject: number | undefined, col: number): number =>
  subject === undefined ? 0 : (t.subjects.floats(subject)[t.subjects.atFloat(subject) + col] as number);

/** Undefined where no stock was ever given: then nobody counts it here, and nothing can run out. */
const leftOf = (account: Account | undefined): number | undefined => (account && account.opening + account.adjusted > 0 ? account.available : undefined);

function due(holds: Iterable<Hold>, until: number): { count: number; amount: number } {
  let count = 0;
  let amount = 0;
  for (const hold of holds) {
    if (hold.expiresAt > until) continue;
    count++;
    amount += hold.amount;
  }
  return { count, amount };
}
