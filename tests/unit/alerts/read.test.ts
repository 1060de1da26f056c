import { describe, expect, it } from 'vitest';
import { readLately, readSight } from '../../../shared/alerts/read.ts';
import type { EntryId, ListingId, Sku } from '../../../shared/ids.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import { minor } from '../../../shared/money.ts';
import { createTally, foldEntry } from '../../../shared/metrics/tally.ts';
import { Ledger } from '../../../shared/stock/ledger.ts';
import { live } from '../show/make.ts';
import { MINUTE, SECOND } from './make.ts';

/** A show on air and a tally that has counted its decisions. */
function room() {
  const { show, commits, now: start } = live();
  const ledger = new Ledger();
  for (const { skus } of show.listings) for (const { sku, stock } of skus) ledger.open(sku, stock);
  const tally = createTally('show-1');
  let entry = 0;
  const send = (feed: string, at: number, ...events: PlatformEvent[]) => foldEntry(tally, { id: `${at}-${++entry}` as EntryId, arrivedAt: at, feed, events });
  foldEntry(tally, { id: '1-0' as EntryId, arrivedAt: start, feed: '', events: commits.flat() });
  const sight = (now: number) => readSight(tally, ledger, now, readLately(tally, now));
  return { start, send, sight, ledger };
}

const order = (orderId: string, at: number, quantity = 1): PlatformEvent => ({ type: 'order.created', at, orderId, viewerId: orderId, lines: [{ listingId: 'L1', sku: 'JM', quantity, amount: 8_900 * quantity }] });
const paid = (orderId: string, at: number): PlatformEvent => ({ type: 'order.paid', at, orderId });

describe('what the rules see', () => {
  it('is the last ten minutes and the ten before, by event time', () => {
    const { start, send, sight } = room();
    const now = start + 30 * MINUTE;
    const at = (minutesAgo: number) => now - minutesAgo * MINUTE;
    send('orders', now, order('a', at(19)), paid('a', at(18)), order('b', at(15)), order('c', at(9)), paid('c', at(8)), paid('b', at(7)), order('old', at(21)));
    send('orders', now, { type: 'order.refunded', at: at(1), orderId: 'a', refundId: 'r', amount: 500 });
    const { last10, before10, gmv } = sight(now);
    expect(last10).toEqual({ created: 1, paid: 2, refunds: 1, refundAmount: 500 });
    expect(before10).toEqual({ created: 2, paid: 1, refunds: 0, refundAmount: 0 });
    expect(gmv).toBe(3 * 8_900);
  });

  it('never divides what one feed samples by what another counts', () => {
    const { start, send, sight } = room();
    const now = start + 30 * MINUTE;
    send('counted', now, order('a', now - MINUTE), paid('a', now - MINUTE));
    send('sampled', now - 15 * MINUTE, { type: 'metrics.sampled', at: now - 15 * MINUTE, values: { orders: 100 } });
    send('sampled', now, { type: 'metrics.sampled', at: now, values: { orders: 900 } });
    expect(sight(now).last10).toMatchObject({ created: 1, paid: 1 });
    send('both', now - 15 * MINUTE, { type: 'metrics.sampled', at: now - 15 * MINUTE, values: { orders: 10, ordersCreated: 20 } });
    send('both', now, { type: 'metrics.sampled', at: now, values: { orders: 15, ordersCreated: 30 } });
    expect(sight(now).last10).toMatchObject({ created: 11, paid: 6 });
  });

  it('knows no audience while every feed is silent', () => {
    const { start, send, sight } = room();
    send('room', start, { type: 'audience.sampled', at: start, online: 320 });
    expect(sight(start + SECOND).online).toBe(320);
    expect(sight(start + 15 * SECOND).online).toBeNull();
  });

  it('counts clicks of a listing, and what a SKU sold in the last five minutes', () => {
    const { start, send, sight } = room();
    const now = start + 10 * MINUTE;
    send('shop', now, { type: 'product.clicked', at: now, listingId: 'L1', count: 4 }, order('a', now, 3), paid('a', now), order('b', now - 6 * MINUTE, 5), paid('b', now - 6 * MINUTE));
    const { clicks, soldLately } = sight(now);
    expect([clicks('L1'), clicks('L2'), soldLately('JM'), soldLately('MS'), soldLately('nowhere')]).toEqual([4, 0, 3, 0, 0]);
  });

  it('has what is left by the ledger, what was oversold, and which holds fall due', () => {
    const { start, sight, ledger } = room();
    ledger.apply({ type: 'sales.applied', at: start, upTo: '1-0', orders: [{ orderId: 'o', lines: [['JM' as Sku, 212], ['ghost' as Sku, 1]] }] });
    const hold = { buyerId: 'b', listingId: 'L2' as ListingId, sku: 'MS' as Sku, dealId: 'd', quantity: 2, unitPrice: minor(100), amount: minor(200), heldAt: start };
    ledger.apply({ type: 'claim.held', at: start, left: 0, claimId: 'c1', expiresAt: start + 50 * SECOND, ...hold });
    ledger.apply({ type: 'claim.held', at: start, left: 0, claimId: 'c2', expiresAt: start + 90 * SECOND, ...hold });
    const { available, overdrawn, taken, holdsDue } = sight(start);
    expect([available('JM'), available('ghost')]).toEqual([-2, undefined]);
    expect(overdrawn()).toEqual([{ sku: 'JM', available: -2 }]);
    expect([taken('d'), taken('none')]).toEqual([{ held: 4, sold: 0 }, { held: 0, sold: 0 }]);
    expect(holdsDue(start + MINUTE)).toEqual({ count: 1, amount: 200 });
  });

  it('has the stream and the platform\'s warnings as they were told', () => {
    const { start, send, sight } = room();
    send('room', start, { type: 'stream.changed', at: start, state: 'lost' }, { type: 'platform.warned', at: start, text: '夸大', level: '严重' });
    expect(sight(start)).toMatchObject({ stream: { state: 'lost', at: start }, warnings: [{ feed: 'room', level: '严重', text: '夸大' }], feeds: [{ feed: 'room', lastContactAt: start }] });
  });
});
