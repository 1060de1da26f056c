import { beforeEach, describe, expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import { readDraft, draftOf, secondsOf, warningsOf, type DealDraft } from '../../../client/components/deal/draft.ts';
import { sellThrough, soldOutIn, speedOf, stepOf } from '../../../client/components/deal/pace.ts';
import { rhythmFor } from '../../../client/components/deal/rhythms.ts';
import { byNeed, coverOf, isShort, linesOf } from '../../../client/components/stock/cover.ts';
import { dealNow } from '../../../client/composables/dealNow.ts';
import { leftOf } from '../../../client/composables/stock.ts';
import { FIRST_HABIT } from '../../../client/stores/habit.ts';
import { useLedger } from '../../../client/stores/ledger.ts';
import { withMark, type Mark } from '../../../client/stores/marks.ts';
import type { ListingId, Sku } from '../../../shared/ids.ts';
import { minor } from '../../../shared/money.ts';
import type { StockRow } from '../../../shared/protocol/socket.ts';
import type { Coupon, Deal } from '../../../shared/show/deals.ts';
import type { Listing } from '../../../shared/show/show.ts';

const T = 1_700_000_000_000;
const MINUTE = 60_000;
const at = (seconds: number, taken: number): Mark => ({ at: T + seconds * 1_000, taken });
const deal = (more: Partial<Deal> = {}): Deal => ({ dealId: 'd1', listingId: 'l1' as ListingId, price: minor(14_900), quantity: 100, perBuyer: 2, seconds: 300, countdownSeconds: 0, holdSeconds: 300, ...more });
const open = { startsAt: T, endsAt: T + 300_000 };

describe('how far a deal is', () => {
  it('is paid, held and left, to the unit', () => {
    expect(sellThrough(100, { sold: 47, held: 14 })).toEqual({ sold: 47, held: 14, left: 39, soldShare: 0.47, heldShare: 0.14 });
  });
  it('is never more than all of it, also where it was made smaller again', () => {
    const through = sellThrough(50, { sold: 40, held: 20 });
    expect(through.left).toBe(0);
    expect(through.soldShare + through.heldShare).toBe(1);
  });
});

describe('how fast a deal sells', () => {
  it('is told over its whole time while that is less than a minute, also by a page that came later', () => {
    expect(speedOf(open, 20, [], T + 30_000)).toBe(40);
    expect(speedOf(open, 20, [at(29, 20)], T + 30_000)).toBe(40);
  });
  it('is then told over the last minute alone', () => {
    expect(speedOf(open, 70, [at(1, 10), at(60, 50), at(115, 70)], T + 2 * MINUTE)).toBe(20);
  });
  it('falls to nothing once nothing moves', () => {
    expect(speedOf(open, 50, [at(5, 20), at(10, 50)], T + 3 * MINUTE)).toBe(0);
  });
  it('is not below nothing where more is given back than taken, and no guess at the first moment', () => {
    expect(speedOf(open, 30, [at(50, 60), at(110, 30)], T + 2 * MINUTE)).toBe(0);
    expect(speedOf(open, 5, [], T + 1_000)).toBeUndefined();
  });
  it('says when it is sold out, and nothing where nothing sells', () => {
    expect(soldOutIn(39, 22)).toBeCloseTo(106_364, -1);
    expect(soldOutIn(39, 0)).toBeUndefined();
    expect(soldOutIn(39, undefined)).toBeUndefined();
  });
  it('keeps of its past what a speed needs: a minute, and the newest mark before it', () => {
    let marks: readonly Mark[] = [];
    for (let s = 0; s <= 300; s += 10) marks = withMark(marks, at(s, s));
    expect(marks[0]?.at).toBe(T + 240_000);
    expect(marks.at(-1)).toEqual(at(300, 300));
  });
  it('does not grow with ten ticks a second', () => {
    let marks: readonly Mark[] = [];
    for (let i = 0; i <= 3_000; i += 1) marks = withMark(marks, { at: T + i * 100, taken: i });
    expect(marks.length).toBeLessThan(140);
    expect(speedOf({ startsAt: T, endsAt: T + 600_000 }, 3_000, marks, T + 300_000)).toBeCloseTo(600, -1);
  });
});

describe('a step by which a deal is enlarged', () => {
  it.each([[1, 1], [3, 1], [10, 5], [20, 10], [80, 20], [100, 50], [1_000, 500], [1_500, 500]])('of %i is %i', (quantity, step) => expect(stepOf(quantity)).toBe(step));
});

describe('a deal as it is typed', () => {
  const typed = (more: Partial<DealDraft> = {}): DealDraft => ({ price: '149', quantity: '100', perBuyer: '2', length: '5:00', countdown: '10', hold: '5', ...more });
  it('is read with its lengths in minutes, or in minutes and seconds', () => {
    expect(readDraft(typed(), 'CNY').deal).toEqual({ price: 14_900, quantity: 100, perBuyer: 2, seconds: 300, countdownSeconds: 10, holdSeconds: 300 });
    expect([secondsOf('5'), secondsOf('0:30'), secondsOf('1:30:00'), secondsOf('2：30'), secondsOf('5:60'), secondsOf('soon'), secondsOf('')]).toEqual([300, 30, 5_400, 150, undefined, undefined, undefined]);
  });
  it('names every field that cannot be sent', () => {
    const bad = typed({ price: '149.999', quantity: '0', perBuyer: '1.5', length: '0:29', countdown: '301', hold: '0:09' });
    expect([...(readDraft(bad, 'CNY').wrong ?? [])].sort()).toEqual(['countdown', 'hold', 'length', 'perBuyer', 'price', 'quantity']);
    expect(readDraft(typed({ length: '24:00:01' }), 'CNY').wrong).toEqual(new Set(['length']));
    expect(readDraft(typed({ price: '' }), 'CNY').wrong).toEqual(new Set(['price']));
  });
  it('begins as the last one was, without a price', () => {
    const draft = draftOf({ ...FIRST_HABIT, seconds: 90 }, undefined, 'CNY');
    expect(draft).toMatchObject({ price: '', quantity: '100', length: '1:30' });
    expect(readDraft({ ...draft, price: '1' }, 'CNY').deal).toMatchObject({ seconds: 90, holdSeconds: 300 });
  });
});

describe('what somebody should know before a deal starts', () => {
  const around = { price: 19_900, floorPrice: 12_000, shelved: false, available: 500, coupons: [] as Coupon[] };
  const said = (more: Partial<Deal>, about: Partial<typeof around> = {}) => warningsOf(deal(more), { ...around, ...about }, T).map(({ what }) => what);
  it('is nothing where all is well', () => expect(said({})).toEqual([]));
  it('is a price below the floor, before all', () => expect(said({ price: minor(11_999), quantity: 501 })).toEqual(['floor', 'stock']));
  it('is a coupon that brings it below the floor, while that is good', () => {
    const coupons: Coupon[] = [{ id: 'c', at: T, title: '满100减30', amount: minor(3_000), threshold: minor(10_000), endsAt: T + 1 }];
    expect(warningsOf(deal(), { ...around, coupons }, T)).toEqual([{ what: 'floor', floor: 12_000, price: 11_900, coupon: '满100减30' }]);
    expect(warningsOf(deal(), { ...around, coupons }, T + 1)).toEqual([]);
  });
  it('is that there are fewer than it sells, that it is off the shelf, no cheaper, or gone to one buyer', () => {
    expect(warningsOf(deal(), { ...around, available: -3 }, T)).toEqual([{ what: 'stock', available: 0 }]);
    expect(said({ price: minor(19_900), perBuyer: 100 }, { shelved: true })).toEqual(['shelved', 'notCheaper', 'oneBuyer']);
  });
});

describe('the deal of a listing that is shown', () => {
  const plan = deal({ dealId: 'plan' });
  const running = deal({ dealId: 'running', ...open });
  const show = { deals: [plan, running], pending: [] };
  it('is the open one before a plan', () => {
    expect(dealNow(show, 'l1', T + 1, () => 0)).toMatchObject({ deal: { dealId: 'running' }, phase: 'running' });
    expect(dealNow(show, 'l1', T + 1, () => 100)).toMatchObject({ phase: 'soldOut' });
    expect(dealNow(show, 'l1', T - 1, () => 0)).toMatchObject({ phase: 'countdown' });
  });
  it('is the plan once that is over, and none of another listing', () => {
    expect(dealNow(show, 'l1', T + 300_000, () => 0)).toMatchObject({ deal: { dealId: 'plan' }, phase: 'planned' });
    expect(dealNow(show, 'l2', T, () => 0)).toBeUndefined();
  });
});

describe('the ledger on screen', () => {
  beforeEach(() => setActivePinia(createPinia()));
  const row = (sku: string, available: number, held = 0, sold = 0): StockRow => ({ sku, onHand: available + held + sold, available, held, sold });
  it('takes absolute figures, those that came before stay', () => {
    const ledger = useLedger();
    ledger.joined({ stock: [row('A', 10), row('B', 5)], deals: [], holds: 0, serverTime: T });
    ledger.ticked({ serverTime: T + 100, stock: [row('A', 7, 2, 1)], deals: [{ dealId: 'd1', held: 2, sold: 1 }], holds: 2 });
    expect([ledger.stock.get('A'), ledger.stock.get('B')]).toEqual([row('A', 7, 2, 1), row('B', 5)]);
    expect([ledger.takenOf('d1').held, ledger.takenOf('d2').sold, ledger.holds]).toEqual([2, 0, 2]);
    ledger.ticked({ serverTime: T + 200 });
    expect(ledger.holds).toBe(2);
    expect(ledger.marksOf('d1')).toEqual([{ at: T + 100, taken: 3 }]);
  });
  it('is another once another show is joined', () => {
    const ledger = useLedger();
    ledger.joined({ stock: [row('A', 10)], deals: [{ dealId: 'd1', held: 1, sold: 0 }], holds: 1, serverTime: T });
    ledger.clear();
    expect([ledger.stock.size, ledger.deals.size, ledger.holds, ledger.marksOf('d1').length]).toEqual([0, 0, 0, 0]);
  });
});

describe('stock by SKU', () => {
  const listing = (number: number, skus: Listing['skus']): Listing => ({ id: `l${number}` as ListingId, number, title: `商品 ${number}`, price: minor(100), skus, shelved: false, takes: 0 });
  const sku = (code: string, stock: number, safetyStock?: number): Listing['skus'][number] => ({ sku: code as Sku, name: code, stock, ...(safetyStock === undefined ? {} : { safetyStock }) });
  const stock = new Map<string, StockRow>([
    ['A', { sku: 'A', onHand: 100, available: 60, held: 0, sold: 40 }],
    ['B', { sku: 'B', onHand: 100, available: -3, held: 0, sold: 103 }],
    ['C', { sku: 'C', onHand: 100, available: 9, held: 1, sold: 90 }],
    ['D', { sku: 'D', onHand: 0, available: -7, held: 0, sold: 7 }],
    ['E', { sku: 'E', onHand: 10, available: 0, held: 10, sold: 0 }],
  ]);
  const lines = linesOf([listing(1, [sku('A', 100)]), listing(2, [sku('B', 100), sku('C', 100)]), listing(3, [sku('D', 0), sku('E', 10), sku('A', 100)])], stock, new Map([['A', 40]]));
  const line = (code: string) => lines.find((each) => each.sku === code);

  it('covers so many minutes at the speed of the last five', () => {
    expect(coverOf(60, 40)).toBe(7.5);
    expect(coverOf(60, 0)).toBeUndefined();
    expect(coverOf(-3, 10)).toBe(0);
    expect(line('A')?.cover).toBe(7.5);
  });
  it('is each SKU once, and says that others sell from it', () => {
    expect(lines.map((each) => each.sku)).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(line('A')?.shared).toBe(1);
  });
  it('says what is oversold, out, low or was never given', () => {
    expect(lines.map(({ state }) => state)).toEqual(['low', 'oversold', 'low', 'unknown', 'out']);
    expect(line('B')?.oversold).toBe(3);
    expect(line('C')?.safety).toBe(10);
    expect(lines.filter(isShort)).toHaveLength(4);
  });
  it('puts first what needs somebody first', () => {
    expect([...lines].sort(byNeed).map((each) => each.sku)).toEqual(['B', 'E', 'A', 'C', 'D']);
  });
  it('is added up over a listing, without what is oversold, and only where all is known', () => {
    expect(leftOf(listing(2, [sku('B', 100), sku('C', 100)]), (code) => stock.get(code)?.available)).toBe(9);
    expect(leftOf(listing(2, [sku('B', 100), sku('none', 100)]), (code) => stock.get(code)?.available)).toBeUndefined();
  });
});

describe('the reminder that a coupon or a draw fulfils', () => {
  const rhythms = ['扣 1', '发福袋', '发券'].map((label) => ({ label, everyMinutes: 10, lastAt: T }));
  it('is the one with its word in the name', () => {
    expect(rhythmFor({ rhythms }, 'draw')?.label).toBe('发福袋');
    expect(rhythmFor({ rhythms }, 'coupon')?.label).toBe('发券');
    expect(rhythmFor({ rhythms: rhythms.slice(0, 1) }, 'draw')).toBeUndefined();
  });
});
