import { describe, expect, it } from 'vitest';
import { searchListings } from '../../../shared/show/search.ts';
import { Stage } from './make.ts';

const many = (): Stage => {
  const stage = new Stage({ listings: Array.from({ length: 500 }, (_, i) => ({ id: `L${i + 1}`, title: `商品 ${i}`, price: 1_000 + i, skus: [{ sku: `a${i}`, stock: 5 }, { sku: `b${i}`, stock: 5 }] })), segments: [] });
  stage.do('show.start', {});
  return stage;
};

/** CPU milliseconds one run takes, in the best of five batches: what else the machine does costs wall time, and says nothing about the code. */
function cost(times: number, run: (i: number) => void): number {
  const batches = Array.from({ length: 5 }, (_, batch) => {
    const start = process.cpuUsage();
    for (let i = 0; i < times; i++) run(batch * times + i);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / times;
  });
  return Math.min(...batches);
}

describe('with 500 listings', () => {
  it('a take and a price change cost well under a millisecond, commit included', () => {
    const stage = many();
    const price = cost(100, (i) => stage.do('listing.price', { listingId: `L${(i % 500) + 1}`, price: 9_000 + i }, { expectedRevision: stage.show.revision }));
    const take = cost(100, (i) => stage.do('listing.take', { listingId: `L${(i % 500) + 1}`, seenOnAir: stage.show.onAir?.listingId ?? null }, { expectedRevision: stage.show.revision }));
    expect(price).toBeLessThan(1);
    expect(take).toBeLessThan(1);
  });

  it('a search costs under five', () => {
    const { listings } = many().show;
    expect(cost(20, (i) => searchListings(listings, `商品 ${i}`))).toBeLessThan(5);
  });

  it('what did not change is shared, not copied', () => {
    const stage = many();
    const before = stage.show;
    stage.do('listing.price', { listingId: 'L7', price: 5 });
    const kept = stage.show.listings.filter((listing, i) => listing === before.listings[i]);
    expect(kept).toHaveLength(499);
    expect(stage.show.segments).toBe(before.segments);
    expect(before.listings[6]?.price).toBe(1_006);
  });
});
