import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../shared/ids.ts';
import { DICTIONARY } from '../../../shared/metrics/dictionary.ts';
import { readFeeds } from '../../../shared/metrics/read.ts';
import { suppliesOf } from '../../../shared/metrics/supply.ts';
import { createTally, foldEntry } from '../../../shared/metrics/tally.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';

const AT = 1_730_000_000_000;

function supplied(events: PlatformEvent[]): string[] {
  const tally = createTally('s');
  foldEntry(tally, { id: `${AT}-0` as EntryId, arrivedAt: AT, feed: 'f', events });
  return (readFeeds(tally)[0]?.supplies ?? []).sort();
}

describe('what a metric rests on', () => {
  it('is known for every metric of the dictionary', () => {
    for (const { id } of DICTIONARY) expect(suppliesOf(id).length, id).toBeGreaterThan(0);
  });

  it('is both sides of a rate', () => {
    expect([...suppliesOf('gpm')].sort()).toEqual(['audience', 'orders']);
    expect(suppliesOf('wantUsers')).toEqual(['engagement']);
    expect([...suppliesOf('roi')].sort()).toEqual(['orders', 'spend']);
  });
});

describe('what a feed brings', () => {
  it('is told by what was counted from it', () => {
    expect(supplied([])).toEqual([]);
    expect(supplied([{ type: 'viewer.entered', at: AT, viewerId: 'v' }, { type: 'like.given', at: AT }])).toEqual(['audience', 'engagement']);
    expect(supplied([{ type: 'product.clicked', at: AT, viewerId: 'v', sku: 'a' }])).toEqual(['products']);
    expect(supplied([{ type: 'order.paid', at: AT, orderId: 'o', viewerId: 'v', lines: [{ sku: 'a', quantity: 1, amount: 100 }] }])).toEqual(['orders']);
  });

  it('and by what was sampled', () => {
    expect(supplied([{ type: 'audience.sampled', at: AT, online: 7 }, { type: 'metrics.sampled', at: AT, values: { gmv: 5 } }])).toEqual(['audience', 'orders']);
    expect(supplied([{ type: 'spend.sampled', at: AT, source: 'paid', amount: 5 }])).toEqual(['spend']);
  });
});
