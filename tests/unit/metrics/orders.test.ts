import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderLine } from '../../../shared/metrics/events.ts';
import { lineOf } from '../../../shared/metrics/lineSorts.ts';
import type { Cancellation, OrderFact, Refund } from '../../../shared/metrics/orderRecord.ts';
import { Orders } from '../../../shared/metrics/orders.ts';

const MOST = Number.MAX_SAFE_INTEGER;
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const text = fc.constantFrom('a', '商品', 'x'.repeat(40), '"');
const feed = fc.constantFrom(0, 1, 70_000);
const at = fc.constantFrom(0, 1_700_000_000_123, 8_640_000_000_000_000);
const money = fc.oneof(fc.nat(5), fc.constant(MOST));
const line: fc.Arbitrary<OrderLine> = fc.record({ listingId: optional(text), sku: optional(text), quantity: fc.constantFrom(1, 2, 1_000_000), amount: money, dealId: optional(text) }).map(
  ({ listingId, sku, quantity, amount, dealId }) => lineOf({ quantity, ...(listingId === null ? {} : { listingId }), ...(sku === null ? {} : { sku }), ...(dealId === null ? {} : { dealId }) }, amount),
);
const orderFact: fc.Arbitrary<OrderFact> = fc.record({
  at, feed, viewer: fc.constantFrom(-1, 0, 4_000_000), lines: optional(fc.array(line, { minLength: 1, maxLength: 4 })), firstOrder: optional(fc.boolean()),
  claimId: optional(text), subsidy: optional(money), deposit: optional(fc.boolean()),
});
type Step =
  | { part: 'created' | 'paid'; fact: OrderFact }
  | { part: 'cancelled'; fact: Cancellation }
  | { part: 'refund'; fact: Refund };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ part: fc.constantFrom('created', 'paid'), fact: orderFact }),
  fc.record({ part: fc.constant('cancelled'), fact: fc.record({ at, feed }) }),
  fc.record({ part: fc.constant('refund'), fact: fc.record({ refundId: text, at, feed, amount: money }) }),
);

/** What an order should be: its newest fact of each sort. */
interface Expected {
  created: OrderFact | null;
  paid: OrderFact | null;
  cancelled: Cancellation | null;
  refunds: Map<string, Refund>;
}

describe('orders in pages', () => {
  it('read back as the facts that were put into them, whatever they replaced', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), step), { maxLength: 60 }), (steps) => {
        const orders = new Orders();
        const expected = new Map<number, Expected>();
        for (const [which, { part, fact }] of steps) {
          const index = orders.numberOf(`o${which}`);
          const order = expected.get(index) ?? { created: null, paid: null, cancelled: null, refunds: new Map<string, Refund>() };
          expected.set(index, order);
          if (part === 'cancelled') orders.putCancellation(index, (order.cancelled = fact));
          else if (part === 'refund') {
            order.refunds.set(fact.refundId, fact);
            orders.putRefund(index, fact);
          } else orders.putFact(index, part, (order[part] = fact));
        }
        for (const [index, { refunds, ...order }] of expected) {
          const { refunds: read, ...rest } = orders.read(index);
          expect(rest).toEqual({ index, ...order });
          expect(new Map(read.map((refund) => [refund.refundId, refund]))).toEqual(refunds);
          expect(orders.createdAt(index)).toBe(order.created?.at ?? order.paid?.at ?? Infinity);
          expect(orders.paidAt(index)).toBe(order.paid?.at ?? null);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('take no more room when a fact replaces one of the same size', () => {
    const orders = new Orders();
    const index = orders.numberOf('o');
    const lines = [1, 2, 3].map((amount) => ({ sku: 'S', quantity: 1, amount }));
    for (let i = 0; i < 1_000; i++) orders.putFact(index, 'paid', { at: i, feed: 0, viewer: 1, lines, firstOrder: null, claimId: `k${i % 2}`, subsidy: 5, deposit: null });
    expect(orders.facts.count).toBe(4);
  });
});
