import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../shared/ids.ts';
import { DICTIONARY, metricsOf } from '../../../shared/metrics/dictionary.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import { readTally } from '../../../shared/metrics/read.ts';
import { onlyParts, TALLY_PARTS } from '../../../shared/metrics/view.ts';
import { createTally, foldEntry, type Tally } from '../../../shared/metrics/tally.ts';
import { restoreTally, wholeDelta } from './support.ts';

const T = 1_700_000_000_000;
let n = 0;
const fold = (tally: Tally, events: PlatformEvent[], feed = 'douyin'): void =>
  foldEntry(tally, { id: `${T + n++}-0` as EntryId, arrivedAt: T + n, feed, events });

function small(): Tally {
  const tally = createTally('s');
  fold(tally, [
    { type: 'viewer.entered', at: T, viewerId: 'a', source: 'paid' },
    { type: 'viewer.entered', at: T + 1_000, viewerId: 'b', follower: true },
    { type: 'product.clicked', at: T + 2_000, viewerId: 'a', listingId: 'l1' },
    { type: 'cart.added', at: T + 3_000, viewerId: 'a', listingId: 'l1', quantity: 2 },
    { type: 'order.created', at: T + 4_000, orderId: 'o1', viewerId: 'b', lines: [{ listingId: 'l1', sku: 'S1', quantity: 2, amount: 5_000 }] },
    { type: 'order.paid', at: T + 5_000, orderId: 'o1' },
    { type: 'viewer.left', at: T + 70_000, viewerId: 'a' },
  ]);
  return tally;
}

describe('a small show', () => {
  it('counts what happened', () => {
    const view = readTally(small(), { now: T + 80_000, window: 'show' });
    expect(view.metrics).toMatchObject({
      viewers: 2, views: 2, productClicks: 1, clickUsers: 1, cartUnits: 2, ordersCreated: 1, orders: 1, gmv: 5_000, buyers: 1, fanGmv: 5_000, unpaidOrders: 0,
      online: 1, peakOnline: 2, longViews: 2, watchSeconds: 139,
    });
    expect(view.listings).toMatchObject([{ listingId: 'l1', metrics: { productClicks: 1, clickUsers: 1, gmv: 5_000, buyers: 1 } }]);
    expect(view.sources.find(({ source }) => source === 'paid')?.metrics).toMatchObject({ viewers: 1, productClicks: 1, gmv: 0, watchSeconds: 70 });
  });

  it('yields exactly the metrics of the dictionary', () => {
    const view = readTally(small(), { now: T + 80_000, window: '5m' });
    expect(Object.keys(view.metrics).sort()).toEqual(metricsOf('show').map(({ id }) => id).sort());
    expect(new Set(DICTIONARY.map(({ id }) => id)).size).toBe(DICTIONARY.length);
  });

  it('is told in part as it is told in whole, and the rest is empty', () => {
    const asked = { now: T + 80_000, window: '5m' } as const;
    const whole = readTally(small(), asked);
    for (const part of TALLY_PARTS) {
      const told = readTally(small(), asked, [part]);
      expect(told).toEqual(onlyParts({ ...whole, lastId: told.lastId, feeds: told.feeds }, [part]));
      expect(told[part]).toEqual(whole[part]);
    }
    expect(whole.skus).not.toEqual([]);
    expect(onlyParts(whole, ['skus']).listings).toEqual([]);
  });

  it('comes back from its chunks as it was', () => {
    const tally = small();
    const first = wholeDelta(tally).bytes;
    fold(tally, [{ type: 'viewer.entered', at: T + 71_000, viewerId: 'a' }, { type: 'order.refunded', at: T + 72_000, orderId: 'o1', refundId: 'r', amount: 100 }], 'other');
    const second = wholeDelta(tally).bytes;
    const back = restoreTally([first, second]);
    for (const window of ['show', '5m', 'onair'] as const) {
      expect(readTally(back, { now: T + 80_000, window })).toEqual(readTally(tally, { now: T + 80_000, window }));
    }
  });
});
