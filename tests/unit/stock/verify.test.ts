import { describe, expect, it } from 'vitest';
import type { EntryId, ListingId, Sku } from '../../../shared/ids.ts';
import type { Minor } from '../../../shared/money.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import { createShow } from '../../../shared/show/create.ts';
import type { StartedDeal } from '../../../shared/show/deals.ts';
import type { ShowEvent } from '../../../shared/show/events.ts';
import type { LedgerEvent } from '../../../shared/stock/events.ts';
import { Audit, compareLedger, type Parted } from '../../../shared/stock/verify.ts';

const T = 1_760_000_000_000;
const by = { id: 'p', name: 'p', role: 'admin' };
const decided = (at: number) => ({ at, by, commandId: `c${at}` });

type Unplaced = { kind: 'facts'; events: PlatformEvent[] } | { kind: 'decision'; events: ShowEvent[] } | { kind: 'ledger'; events: LedgerEvent[] };
const decision = (...events: ShowEvent[]): Unplaced => ({ kind: 'decision', events });
const ledger = (...events: LedgerEvent[]): Unplaced => ({ kind: 'ledger', events });
const facts = (...events: PlatformEvent[]): Unplaced => ({ kind: 'facts', events });

const deal: StartedDeal = {
  dealId: 'd', listingId: 'wash' as ListingId, price: 70 as Minor, quantity: 3, perBuyer: 2, seconds: 60, countdownSeconds: 0, holdSeconds: 30, startsAt: T + 10, endsAt: T + 60_010,
};

type HeldEvent = LedgerEvent & { type: 'claim.held' };
const held = (claimId: string, buyerId: string, at: number, quantity: number, left: number, more: Partial<HeldEvent> = {}): HeldEvent => {
  const unitPrice = more.dealId === undefined ? 100 : 70;
  return {
    type: 'claim.held', at, claimId, buyerId, listingId: 'wash' as ListingId, sku: 'A' as Sku, quantity, unitPrice: unitPrice as Minor, amount: (unitPrice * quantity) as Minor,
    heldAt: at, expiresAt: at + (more.dealId === undefined ? 300_000 : 30_000), left, ...more,
  };
};
const paid = (claimId: string, orderId: string, viewerId: string, at: number, quantity: number, amount: number, covered = 0, dealId?: string): LedgerEvent => ({
  type: 'order.paid', at, orderId, viewerId, claimId, covered,
  lines: [{ listingId: 'wash' as ListingId, sku: 'A' as Sku, quantity, amount: amount as Minor, ...(dealId === undefined ? {} : { dealId }) }],
});
const fed = (orderId: string, at: number, quantity: number, claimId?: string): PlatformEvent => ({
  type: 'order.paid', at, orderId, viewerId: 'v', lines: [{ sku: 'A', quantity, amount: 100 }], ...(claimId === undefined ? {} : { claimId }),
});

/** An evening in which everything that the ledger knows happens once, one entry a millisecond from 1-0 on. */
function evening(): Unplaced[] {
  const made = createShow({ id: 's', title: 's', currency: 'CNY', listings: [{ id: 'wash', title: 'w', price: 100, maxPerBuyer: 4, sku: 'A', stock: 20 }] }, { now: T, by, newId: () => 'x' });
  if (!made.ok) throw new Error(made.rejection.detail);
  return [
    decision(...made.events), // 1
    decision({ type: 'show.started', ...decided(T) }), // 2
    ledger(held('k1', 'b1', T + 5, 2, 18)), // 3
    decision({ type: 'deal.started', ...decided(T + 10), deal, before: null }), // 4
    ledger(held('k2', 'b1', T + 20, 2, 16, { dealId: 'd' }), held('k3', 'b2', T + 20, 1, 15, { dealId: 'd' })), // 5
    ledger(paid('k1', 'o1', 'b1', T + 30, 2, 200)), // 6
    ledger({ type: 'claim.cancelled', at: T + 40, claimId: 'k3', left: 16 }), // 7
    decision({ type: 'stock.adjusted', ...decided(T + 50), sku: 'A' as Sku, delta: -3, reason: 'broken', onHand: { before: 20, after: 17 } }), // 8
    facts(fed('p1', T + 60, 4), fed('p2', T + 60, 1)), // 9
    ledger({ type: 'sales.applied', at: T + 70, upTo: '9-0', orders: [{ orderId: 'p1', lines: [['A' as Sku, 4]] }, { orderId: 'p2', lines: [['A' as Sku, 1]] }] }), // 10
    ledger({ type: 'claim.expired', at: T + 30_020, claimId: 'k2', left: 10 }), // 11
    ledger(held('k4', 'b3', T + 30_030, 1, 9)), // 12
    facts(fed('p3', T + 30_040, 1, 'k4')), // 13
    ledger({ type: 'sales.applied', at: T + 30_050, upTo: '13-0', orders: [{ orderId: 'p3', claimId: 'k4', lines: [] }] }), // 14
    ledger(held('k5', 'b4', T + 30_060, 1, 8)), // 15
    facts(fed('p4', T + 30_070, 1)), // 16
    ledger({ type: 'sales.applied', at: T + 30_080, upTo: '16-0', orders: [{ orderId: 'p4', lines: [['A' as Sku, 1]] }] }), // 17
    ledger(paid('k5', 'p4', 'b4', T + 30_090, 1, 100, 1)), // 18
    decision({ type: 'stock.counted', ...decided(T + 30_100), sku: 'A' as Sku, counted: 11, onHand: { before: 17, after: 20 } }), // 19
    ledger(held('k6', 'b5', T + 30_110, 3, 8)), // 20
    decision({ type: 'hold.released', ...decided(T + 30_120) }), // 21
    ledger({ type: 'claim.expired', at: T + 30_130, claimId: 'k6', left: 11 }), // 22
  ];
}

function audited(journal: readonly (Unplaced | undefined)[]): { audit: Audit; parted: Parted | undefined } {
  const audit = new Audit('s');
  for (const [i, entry] of journal.entries()) {
    if (!entry) continue;
    const parted = audit.follow({ id: `${i + 1}-0` as EntryId, arrivedAt: T, feed: entry.kind === 'facts' ? 'f' : '', ...entry });
    if (parted) return { audit, parted };
  }
  return { audit, parted: audit.waiting() };
}

const account = { opening: 20, adjusted: 0, available: 11, held: 0, sold: 9 };

describe('a journal in which everything agrees', () => {
  it('is proven, and the ledger that follows from it is the one there is', () => {
    const { audit, parted } = audited(evening());
    expect(parted).toBeUndefined();
    expect(audit.ledger.accounts.get('A')).toEqual(account);
    expect(audit.ledger.deals.get('d')).toEqual({ held: 0, sold: 0 });
    expect(audit.statuses).toEqual({ held: 0, paid: 3, cancelled: 1, expired: 2 });
    expect(compareLedger(audit.ledger, [{ sku: 'A', onHand: 20, available: 11, held: 0, sold: 9 }], { total: 0, holds: [] })).toEqual([]);
  });

  it('is held against a store that says otherwise, every figure of it', () => {
    const { audit } = audited(evening());
    const hold = { claimId: 'ghost', sku: 'A', quantity: 1, expiresAt: T };
    expect(compareLedger(audit.ledger, [{ sku: 'A', onHand: 20, available: 12, held: 0, sold: 8 }, { sku: 'B', onHand: 1, available: 1, held: 0, sold: 0 }], { total: 1, holds: [hold] })).toEqual([
      'A: available is 12 in the store, 11 by the journal',
      'A: sold is 8 in the store, 9 by the journal',
      'B is in the store, and nowhere in the journal',
      '1 holds in the store, 0 by the journal',
      'claim ghost is held in the store, not by the journal',
    ]);
  });

  it('is not faulted for sales that the ledger has yet to take in, but they are named', () => {
    const { parted } = audited([...evening(), facts(fed('p9', T + 40_000, 2))]);
    expect(parted).toEqual({ id: '23-0.0', what: 'order p9 sold 2 of A, and the ledger has not taken it in' });
  });
});

/** Replaces the entry of a number (from 1), or drops it. */
const put = (at: number, entry?: Unplaced) => (journal: (Unplaced | undefined)[]) => journal.map((each, i) => (i + 1 === at ? entry : each));
const add = (after: number, entry: Unplaced) => (journal: (Unplaced | undefined)[]) => [...journal.slice(0, after), entry, ...journal.slice(after)];

describe('a journal that something is wrong with is faulted where they part', () => {
  it.each<[string, (journal: (Unplaced | undefined)[]) => (Unplaced | undefined)[], string, RegExp]>([
    ['a claim is missing', put(3), '5-0.0', /A left: the journal says 16.* follows 18/],
    ['a claim was taken twice', add(3, ledger(held('k1', 'b1', T + 6, 2, 16))), '4-0.0', /k1 was taken before/],
    ['a claim has another figure left', put(3, ledger(held('k1', 'b1', T + 5, 2, 17))), '3-0.0', /A left/],
    ['a claim at another price', put(3, ledger(held('k1', 'b1', T + 5, 2, 18, { unitPrice: 90 as Minor }))), '3-0.0', /unit price: the journal says 90.* follows 100/],
    ['a claim of more than there was', put(12, ledger(held('k4', 'b3', T + 30_030, 4, 6), held('k7', 'b6', T + 30_030, 4, 2), held('k8', 'b7', T + 30_030, 4, -2))), '12-0.2', /only 2 were available/],
    ['a claim above the buyer\'s cap', put(5, ledger(held('k2', 'b1', T + 20, 3, 15))), '5-0.0', /buyer b1 has 5 of listing wash, of at most 4/],
    ['a claim above the deal\'s cap', put(5, ledger(held('k2', 'b1', T + 20, 2, 16, { dealId: 'd' }), held('k3', 'b2', T + 20, 2, 14, { dealId: 'd' }))), '5-0.1', /deal d: 4 were taken, of at most 3/],
    ['a claim above the deal\'s cap for a buyer', put(5, ledger(held('k2', 'b2', T + 20, 3, 15, { dealId: 'd' }))), '5-0.0', /buyer b2 has 3 of deal d, of at most 2/],
    ['a claim before the deal opened', put(5, ledger(held('k2', 'b1', T + 9, 2, 16, { dealId: 'd' }))), '5-0.0', /deal d did not run/],
    ['a claim while nothing may be sold', put(2, decision({ type: 'show.started', ...decided(T) }, { type: 'show.frozen', ...decided(T) })), '3-0.0', /claims are: the journal says open.*frozen/],
    ['the deal\'s start is missing', put(4), '5-0.0', /deal d was not started/],
    ['a claim that nobody took is paid', put(6, ledger(paid('k9', 'o1', 'b1', T + 30, 2, 200))), '6-0.0', /k9 was never taken/],
    ['a claim is paid twice', add(6, ledger(paid('k1', 'o2', 'b1', T + 31, 2, 200))), '7-0.0', /k1 was paid already/],
    ['a claim is paid with another amount', put(6, ledger(paid('k1', 'o1', 'b1', T + 30, 2, 150))), '6-0.0', /amount: the journal says 150.* follows 200/],
    ['a claim is paid by somebody else', put(6, ledger(paid('k1', 'o1', 'b9', T + 30, 2, 200))), '6-0.0', /buyer: the journal says b9/],
    ['a claim is paid when its time is over', put(6, ledger(paid('k1', 'o1', 'b1', T + 300_005, 2, 200))), '6-0.0', /paid when its time was over/],
    ['two claims are paid as one order', put(7, ledger(paid('k3', 'o1', 'b2', T + 40, 1, 70, 0, 'd'))), '7-0.0', /o1 stands for claim k1 already/],
    ['a hold is given back early', put(11, ledger({ type: 'claim.expired', at: T + 30_019, claimId: 'k2', left: 10 })), '11-0.0', /given back before it was due/],
    ['a hold is given back twice', add(11, ledger({ type: 'claim.expired', at: T + 30_020, claimId: 'k2', left: 12 })), '12-0.0', /k2 was expired already/],
    ['holds were never released', put(21), '22-0.0', /given back before it was due/],
    ['an adjustment is missing', put(8), '11-0.0', /A left/],
    ['an adjustment without the ledger\'s figures', put(8, decision({ type: 'stock.adjusted', ...decided(T), sku: 'A' as Sku, delta: -3, reason: 'x' })), '8-0.0', /never filled in/],
    ['an adjustment of more than there was', put(8, decision({ type: 'stock.adjusted', ...decided(T), sku: 'A' as Sku, delta: -17, reason: 'x', onHand: { before: 20, after: 3 } })), '8-0.0', /17 were taken off, and only 16/],
    ['a count that comes to something else', put(19, decision({ type: 'stock.counted', ...decided(T), sku: 'A' as Sku, counted: 11, onHand: { before: 17, after: 19 } })), '19-0.0', /on hand after: the journal says 19.* follows 20/],
    ['an order of a feed is left out', put(10, ledger({ type: 'sales.applied', at: T, upTo: '9-0', orders: [{ orderId: 'p1', lines: [['A' as Sku, 4]] }] })), '10-0.0', /p2 of 9-0\.1 sold 1 of A, and the ledger left it out/],
    ['an order of a feed is taken in as more', put(10, ledger({ type: 'sales.applied', at: T, upTo: '9-0', orders: [{ orderId: 'p1', lines: [['A' as Sku, 5]] }] })), '10-0.0', /p1 sold: the journal says 5 of A.* follows 4 of A/],
    ['an order of a feed is taken in twice', add(10, ledger({ type: 'sales.applied', at: T, upTo: '9-0', orders: [{ orderId: 'p1', lines: [['A' as Sku, 4]] }] })), '11-0.0', /no feed has told of order p1/],
    ['the facts of an order are missing', put(9), '10-0.0', /no feed has told of order p1/],
    ['an order sells what its claim stands for', put(14, ledger({ type: 'sales.applied', at: T, upTo: '13-0', orders: [{ orderId: 'p3', lines: [['A' as Sku, 1]] }] })), '14-0.0', /the journal says 1 of A.* follows claim k4/],
    ['units that a feed had told of are sold again', put(18, ledger(paid('k5', 'p4', 'b4', T + 30_090, 1, 100, 0))), '18-0.0', /had told of: the journal says 0.* follows 1/],
  ])('%s', (_what, corrupt, id, words) => {
    const { parted } = audited(corrupt(evening()));
    expect(parted?.what).toMatch(words);
    expect(parted?.id).toBe(id);
  });
});
