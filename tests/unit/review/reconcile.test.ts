import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_STATES, reconcile, type Around, type FileLine, type OurOrder, type Reason } from '../../../shared/review/reconcile.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 10, 12);
const AROUND: Around = { startedAt: START, endedAt: START + 6 * HOUR, gaps: [{ at: START + 2 * HOUR, to: START + 3 * HOUR }], offset: 8 * HOUR, most: 1_000 };
const ours = (more: Partial<OurOrder> = {}): OurOrder => ({ order_id: 'o1', gmv: 10_000, refunded: 0, subsidy: 0, status: 'paid', outside: null, created_at: START + HOUR, paid_at: START + HOUR, ...more });
const line = (more: Partial<FileLine> = {}): FileLine => ({ orderId: 'o1', amount: 10_000, state: 'paid', at: START + HOUR, ...more });
const reasons = (lines: FileLine[], orders: OurOrder[]): [Reason, number][] => reconcile(lines, orders, AROUND).bridge.map(({ reason, delta }) => [reason, delta]);

describe('a platform\'s orders held against ours', () => {
  it('agree where both count an order for the same', () => {
    expect(reconcile([line()], [ours()], AROUND)).toMatchObject({ matched: { orders: 1, amount: 10_000 }, bridge: [], differ: 0, there: { orders: 1, lines: 1, amount: 10_000 }, here: { orders: 1, amount: 10_000 } });
    expect(reconcile([line({ state: 'unpaid' })], [ours({ gmv: null, status: 'unpaid', paid_at: null })], AROUND)).toMatchObject({ matched: { orders: 0 }, differ: 0 });
  });

  it('adds the SKU lines of one order together', () => {
    expect(reconcile([line({ amount: 4_000 }), line({ amount: 6_000 })], [ours()], AROUND)).toMatchObject({ matched: { orders: 1, amount: 10_000 }, there: { lines: 2, orders: 1, amount: 10_000 } });
  });

  it.each<[string, FileLine[], OurOrder[], [Reason, number][]]>([
    ['the file repeats the order\'s amount on each line', [line(), line()], [ours()], [['lines', -10_000]]],
    ['the file has the refund taken off', [line({ amount: 7_500 })], [ours({ refunded: 2_500, status: 'partly' })], [['refund', 2_500]]],
    ['the file leaves out what was refunded whole', [], [ours({ refunded: 10_000, status: 'refunded' })], [['refund', 10_000]]],
    ['the file counts the platform\'s subsidy in', [line({ amount: 10_800 })], [ours({ subsidy: 800 })], [['subsidy', -800]]],
    ['refund and subsidy at once', [line({ amount: 8_300 })], [ours({ subsidy: 800, refunded: 2_500, status: 'partly' })], [['refund', 2_500], ['subsidy', -800]]],
    ['only paid down here', [line({ amount: 2_000 })], [ours({ gmv: null, status: 'deposit' })], [['deposit', -2_000]]],
    ['created before the show', [line()], [ours({ gmv: null, outside: 'scope' })], [['outside', -10_000]]],
    ['unknown here, and of another time', [line({ at: START - 1 })], [], [['outside', -10_000]]],
    ['paid too late to count', [line()], [ours({ gmv: null, outside: 'late' })], [['late', -10_000]]],
    ['unknown here, while a feed was silent', [line({ at: START + 2.5 * HOUR })], [], [['gap', -10_000]]],
    ['unknown here', [line()], [], [['notHere', -10_000]]],
    ['unpaid here', [line()], [ours({ gmv: null, status: 'unpaid', paid_at: null })], [['stateHere', -10_000]]],
    ['cancelled there', [line({ state: 'cancelled' })], [ours()], [['stateThere', 10_000]]],
    ['nothing explains it', [line({ amount: 9_999 })], [ours()], [['amount', 1]]],
  ])('%s', (_what, lines, orders, expected) => {
    expect(reasons(lines, orders)).toEqual(expected);
  });

  it('tells a day that the file does not cover from an order that it lacks, by the days of whoever exported it', () => {
    const other = line({ orderId: 'o2', at: START + HOUR });
    const known = ours({ order_id: 'o2' });
    // 22:00 in China on the file's day, and half past midnight on the next.
    expect(reasons([other], [known, ours({ paid_at: START + 2 * HOUR })])).toEqual([['notThere', 10_000]]);
    expect(reasons([other], [known, ours({ paid_at: START + 4.5 * HOUR })])).toEqual([['day', 10_000]]);
  });

  it('names the order and what each side has, those that weigh most first', () => {
    const { differing, differ } = reconcile([line({ amount: 1 }), line({ orderId: 'o2', amount: 50_000 })], [ours()], { ...AROUND, most: 1 });
    expect(differ).toBe(2);
    expect(differing).toEqual([{ orderId: 'o2', there: { amount: 50_000, state: 'paid', at: START + HOUR, lines: 1 }, here: null, reasons: [{ reason: 'notHere', delta: -50_000 }] }]);
  });

  it('leads from the file\'s total to ours to the minor unit, whatever both sides hold', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const money = fc.integer({ min: 0, max: 300 });
    const at = fc.integer({ min: START - 12 * HOUR, max: START + 30 * HOUR });
    const lines = fc.array(fc.record({ orderId: id, amount: money, state: fc.constantFrom(...FILE_STATES), refunded: money, subsidy: money, at }), { maxLength: 12 });
    const orders = fc.uniqueArray(
      fc.record({ order_id: id, gmv: fc.option(money), refunded: money, subsidy: money, status: fc.constantFrom<OurOrder['status']>('paid', 'unpaid', 'cancelled', 'refunded', 'partly', 'deposit'), outside: fc.option(fc.constantFrom<'scope' | 'late'>('scope', 'late')), created_at: at, paid_at: fc.option(at) }),
      { selector: ({ order_id }) => order_id },
    );
    fc.assert(
      fc.property(lines, orders, (sent, known) => {
        const { there, here, bridge, differing, differ } = reconcile(sent, known, AROUND);
        expect(there.amount + bridge.reduce((sum, { delta }) => sum + delta, 0)).toBe(here.amount);
        expect(differing).toHaveLength(differ);
        for (const order of differing) expect((order.there?.amount ?? 0) + order.reasons.reduce((sum, { delta }) => sum + delta, 0)).toBe(order.here?.amount ?? 0);
      }),
      { numRuns: 500 },
    );
  });
});
