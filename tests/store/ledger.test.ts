import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import type { EntryId, ListingId, Sku } from '../../shared/ids.ts';
import type { Minor } from '../../shared/money.ts';
import { Refusal } from '../../shared/protocol/problems.ts';
import { createShow } from '../../shared/show/create.ts';
import { isStarted, type StartedDeal } from '../../shared/show/deals.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { Show } from '../../shared/show/show.ts';
import type { LedgerEvent } from '../../shared/stock/events.ts';
import { Audit, compareLedger } from '../../shared/stock/verify.ts';
import { Checkout, type Judged } from '../../server/checkout/checkout.ts';
import { decode } from '../../server/room/decode.ts';
import { keysOf } from '../../server/store/keys.ts';
import type { Sale } from '../../server/store/ledger.ts';
import type { Store } from '../../server/store/store.ts';
import { commitEvents, type Undecided } from '../support/commits.ts';
import { LedgerModel, type Verdict } from '../support/ledgerModel.ts';
import { onRedis } from '../support/onRedis.ts';
import { TESTER, makeShow } from '../support/store.ts';

const RUNS = 500;
const HOUR = 3_600_000;

let direct: Redis;
/** As many server processes, each with a checkout of its own; the first one hosts. */
let stores: Store[];
let checkouts: Checkout[];

onRedis(async ({ direct: line, open }) => {
  direct = line;
  stores = await Promise.all([open(), open(), open()]);
  checkouts = stores.map((store) => new Checkout({ ledger: store.ledger, onJournalled: () => undefined }));
});

const LISTINGS = [
  { id: 'wash', title: '洁面乳', price: 100, maxPerBuyer: 4, skus: [{ sku: 'A', stock: 6 }] },
  { id: 'serum', title: '精华液', price: 200, skus: [{ sku: 'B', stock: 4 }, { sku: 'C', stock: 2, price: 300 }] },
  { id: 'gift', title: '礼盒', price: 50, skus: [{ sku: 'A', stock: 6 }] },
];
const DEALS = { D1: { listingId: 'wash', price: 70, quantity: 4, perBuyer: 3 }, D2: { listingId: 'serum', price: 150, quantity: 3, perBuyer: 2 } } as const;
type DealName = keyof typeof DEALS;

type Buy = { via: number } & (
  | { do: 'take'; claimId: string; buyerId: string; listingId: string; sku: string | undefined; dealId: DealName | undefined; quantity: number }
  | { do: 'pay'; claimId: string; orderId: string | undefined; amount: 'right' | 'wrong' | undefined }
  | { do: 'cancel'; claimId: string }
);
type Desk = { via: number } & (
  | { do: 'adjust' | 'count'; sku: string; units: number }
  | { do: 'release' | 'freeze' }
  | { do: 'price'; price: number }
  | { do: 'shelve'; listingId: string }
  | { do: 'start' | 'extend' | 'stop'; deal: DealName }
);
type Host = { do: 'sales'; sales: Sale[] } | { do: 'sweep' };
/** What happens while no script runs: time passes. */
type Shift = { shift: 'due'; claimIds: string[] } | { shift: 'over' | 'early'; deal: DealName };
type Turn = { at: 'once'; buys: Buy[]; desks: Desk[]; host: Host | undefined } | ({ at: 'rest' } & Shift);

const via = fc.nat({ max: 2 });
const claimId = fc.constantFrom(...Array.from({ length: 12 }, (_, i) => `k${i}`));
const deal = fc.constantFrom<DealName>('D1', 'D2');
const sku = fc.constantFrom('A', 'B', 'C');
const listingId = fc.constantFrom('wash', 'wash', 'serum', 'serum', 'gift', 'none');
const quantity = fc.constantFrom(1, 1, 1, 2, 2, 3, 4);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const orderId = fc.constantFrom('o1', 'o2', 'o3');
const take = fc.oneof(
  fc.record({ via, do: fc.constant('take' as const), claimId, buyerId: fc.constantFrom('b1', 'b2', 'b3'), listingId, sku: maybe(sku), dealId: fc.constant(undefined), quantity }),
  deal.chain((dealId) => fc.record({
    via, do: fc.constant('take' as const), claimId, buyerId: fc.constantFrom('b1', 'b2', 'b3'), listingId: fc.constantFrom(DEALS[dealId].listingId, DEALS[dealId].listingId, 'gift'),
    sku: fc.constant(dealId === 'D1' ? undefined : 'B'), dealId: fc.constant(dealId), quantity,
  })),
);
const buy: fc.Arbitrary<Buy> = fc.oneof(
  { weight: 5, arbitrary: take },
  { weight: 3, arbitrary: fc.record({ via, do: fc.constant('pay' as const), claimId, orderId: maybe(orderId), amount: maybe(fc.constantFrom('right' as const, 'right' as const, 'wrong' as const)) }) },
  { weight: 2, arbitrary: fc.record({ via, do: fc.constant('cancel' as const), claimId }) },
);
const desk: fc.Arbitrary<Desk> = fc.oneof(
  fc.record({ via, do: fc.constant('adjust' as const), sku, units: fc.integer({ min: -5, max: 5 }).filter((units) => units !== 0) }),
  fc.record({ via, do: fc.constant('count' as const), sku, units: fc.nat({ max: 8 }) }),
  fc.record({ via, do: fc.constantFrom('release' as const, 'freeze' as const) }),
  fc.record({ via, do: fc.constant('price' as const), price: fc.constantFrom(100, 90) }),
  fc.record({ via, do: fc.constant('shelve' as const), listingId: fc.constantFrom('wash', 'gift') }),
  { weight: 4, arbitrary: fc.record({ via, do: fc.constantFrom('start' as const, 'start' as const, 'extend' as const, 'stop' as const), deal }) },
);
const sale: fc.Arbitrary<Sale> = fc.record({ orderId: fc.oneof(orderId, fc.constantFrom('p1', 'p2')), claimId: maybe(claimId), units: fc.uniqueArray(fc.tuple(sku, fc.integer({ min: 1, max: 3 })), { maxLength: 2, selector: ([name]) => name }) })
  .map(({ claimId: named, ...rest }) => (named === undefined ? rest : { ...rest, claimId: named }));
const host: fc.Arbitrary<Host> = fc.oneof(
  fc.record({ do: fc.constant('sales' as const), sales: fc.uniqueArray(sale, { minLength: 1, maxLength: 3, selector: ({ orderId: id }) => id }) }),
  fc.constant({ do: 'sweep' as const }),
);
const shift: fc.Arbitrary<Shift> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ shift: fc.constant('due' as const), claimIds: fc.uniqueArray(claimId, { minLength: 1, maxLength: 6 }) }) },
  fc.record({ shift: fc.constantFrom('over' as const, 'early' as const), deal }),
);
const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ at: fc.constant('once' as const), buys: fc.array(buy, { minLength: 1, maxLength: 9 }), desks: fc.array(desk, { maxLength: 2 }), host: maybe(host) }) },
  { weight: 1, arbitrary: shift.map((what) => ({ at: 'rest' as const, ...what })) },
);

/** What the desk decides, of a show as it stands. */
function decided(what: Desk, show: Show, now: number): Undecided[] {
  switch (what.do) {
    case 'adjust':
      return [{ type: 'stock.adjusted', sku: what.sku as Sku, delta: what.units, reason: 'found' }];
    case 'count':
      return [{ type: 'stock.counted', sku: what.sku as Sku, counted: what.units }];
    case 'release':
      return [{ type: 'hold.released' }];
    case 'freeze':
      return [{ type: show.frozen ? 'show.unfrozen' : 'show.frozen' }];
    case 'price':
      return [{ type: 'listing.priced', listingId: 'wash' as ListingId, before: 100 as Minor, after: what.price as Minor }];
    case 'shelve': {
      const id = what.listingId as ListingId;
      const shelved = show.listings.find((listing) => listing.id === id)?.shelved ?? false;
      return [shelved ? { type: 'listing.unshelved', listingId: id, before: true, after: false } : { type: 'listing.shelved', listingId: id, before: false, after: true }];
    }
    default: {
      const known = show.deals.find(({ dealId }) => dealId === what.deal);
      if (what.do === 'start') {
        if (known) return [];
        const { listingId: of, price, quantity: units, perBuyer } = DEALS[what.deal];
        const started: StartedDeal = {
          dealId: what.deal, listingId: of as ListingId, price: price as Minor, quantity: units, perBuyer, seconds: 7_200, countdownSeconds: 0, holdSeconds: 600,
          startsAt: now - HOUR, endsAt: now + HOUR,
        };
        return [{ type: 'deal.started', deal: started, before: null }];
      }
      if (!known || !isStarted(known) || known.stoppedAt !== undefined) return [];
      const after = what.do === 'stop' ? { ...known, endsAt: now - 1, stoppedAt: now - 1 } : { ...known, quantity: known.quantity + 1 };
      return [what.do === 'stop' ? { type: 'deal.stopped', dealId: what.deal, before: known, after } : { type: 'deal.extended', dealId: what.deal, before: known, after }];
    }
  }
}

interface Asked {
  buy: Buy;
  amount: number | undefined;
  answer: Judged | Refusal;
}

/** One show, one model of its ledger, and everything that is done to both. */
class Trial {
  private readonly keys;
  private readonly checkouts = checkouts;
  private last: EntryId = '0-0' as EntryId;
  private commands = 0;

  private constructor(private readonly showId: string, private model: LedgerModel, private readonly epoch: string) {
    this.keys = keysOf(showId);
  }

  static async begin(): Promise<Trial> {
    const made = createShow({ id: `s-${randomUUID()}`, title: '双11', currency: 'CNY', listings: LISTINGS }, { now: Date.now(), by: TESTER, newId: randomUUID });
    if (!made.ok) throw new Error(made.rejection.detail);
    const show = applyCommit(null, made.events);
    const store = stores[0] as Store;
    await store.shows.create(show, JSON.stringify(made.events));
    await commitEvents(store, show.id, 'start', () => [{ type: 'show.started' }]);
    const epoch = await store.leases.take(show.id);
    const trial = new Trial(show.id, new LedgerModel(show), epoch ?? '');
    await trial.follow(new Map(), undefined);
    return trial;
  }

  async play(next: Turn): Promise<void> {
    if (next.at === 'rest') return this.pass(next);
    const from = Date.now() - 1;
    const before = this.model.copy();
    // Everything is sent before the first answer can have come.
    const [asked, outcomes, hosted] = await Promise.all([
      Promise.all(next.buys.map((each) => this.ask(each))),
      Promise.all(next.desks.map((each) => this.commit(each))),
      next.host === undefined ? undefined : this.host(next.host),
    ]);
    const states = [before, ...(await this.follow(new Map(asked.flatMap((each) => (each.answer instanceof Refusal || each.answer.repeated ? [] : [[`${each.buy.do} ${each.buy.claimId}`, each]]))), next.host))];
    const settled = states.filter((state) => !state.isAnyDue());
    for (const each of asked) this.explain(each, settled, from);
    for (const { what, refusal } of outcomes) {
      if (refusal === undefined || (what.do !== 'adjust' && what.do !== 'count')) continue;
      // Refused for want of stock at a moment when there was as little of it as it says.
      expect(states.map((state) => state.available(what.sku))).toContain(refusal);
      expect(refusal + what.units).toBeLessThan(0);
    }
    if (hosted === 'swept' || asked.length > 0) expect(this.model.isAnyDue() && next.desks.every((each) => each.do !== 'release')).toBe(false);
    await this.expectLedger();
  }

  private async ask(what: Buy): Promise<Asked> {
    const checkout = this.checkouts[what.via] as Checkout;
    const claim = this.model.claims[what.claimId];
    const right = (claim?.unitPrice ?? 1) * (claim?.quantity ?? 1);
    const amount = what.do !== 'pay' || what.amount === undefined ? undefined : what.amount === 'right' ? right : right + 1;
    const judged = ((): Promise<Judged> => {
      if (what.do === 'cancel') return checkout.cancel(this.showId, what.claimId);
      if (what.do === 'pay') return checkout.pay(this.showId, what.claimId, { ...(what.orderId === undefined ? {} : { orderId: what.orderId }), ...(amount === undefined ? {} : { amount }) });
      const { claimId: id, listingId: of, sku: named, dealId, buyerId, quantity: units } = what;
      return checkout.take(this.showId, { claimId: id, listingId: of, buyerId, quantity: units, ...(named === undefined ? {} : { sku: named }), ...(dealId === undefined ? {} : { dealId }) });
    })();
    const answer = await judged.catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    return { buy: what, amount, answer };
  }

  private async commit(what: Desk): Promise<{ what: Desk; refusal: number | undefined }> {
    const now = Date.now();
    const committed = await commitEvents(stores[what.via] as Store, this.showId, `c${++this.commands}`, (show) => decided(what, show, now), now);
    return { what, refusal: committed?.status === 'refused' ? committed.available : undefined };
  }

  private async host(what: Host): Promise<'swept' | 'sold'> {
    const { ledger } = stores[0] as Store;
    const done = what.do === 'sweep' ? await ledger.sweep(this.showId, this.epoch) : await ledger.applySales(this.showId, this.epoch, await this.tell(what.sales), what.sales);
    expect(done).toBeDefined();
    return what.do === 'sweep' ? 'swept' : 'sold';
  }

  /** A feed reports the orders. Of what is said of an order the earliest holds, so what is said later is said of a time before. */
  private async tell(sales: readonly Sale[]): Promise<EntryId> {
    const events = sales.map(({ orderId: id, claimId: named, units }) => ({
      type: 'order.paid', at: HOUR - ++this.commands, orderId: id, ...(named === undefined ? {} : { claimId: named }),
      ...(units.length === 0 ? {} : { lines: units.map(([name, n]) => ({ sku: name, quantity: n, amount: 1 })) }),
    }));
    const appended = await (stores[0] as Store).journal.append({ showId: this.showId, feed: 'f', batchId: randomUUID(), hash: '', count: events.length, body: Buffer.from(JSON.stringify(events)) });
    return appended.id;
  }

  /** What the journal alone says of all that was done: nothing in it contradicts the rest, and the ledger that follows is the one there is. */
  async audit(): Promise<void> {
    const audit = new Audit(this.showId);
    const store = stores[0] as Store;
    for (const stored of await store.journal.after(this.showId, '0-0', 1_000)) expect(audit.follow(decode(stored))).toBeUndefined();
    expect(audit.waiting()).toBeUndefined();
    const state = await store.ledger.state(this.showId);
    const stock = [...state.accounts].map(([name, { opening, adjusted, ...rest }]) => ({ sku: name, onHand: opening + adjusted, ...rest }));
    expect(compareLedger(audit.ledger, stock, { total: state.holds.length, holds: state.holds })).toEqual([]);
  }

  /** Time passes, and no script runs meanwhile. */
  private async pass(what: Shift): Promise<void> {
    if (what.shift === 'due') {
      for (const id of what.claimIds) {
        await direct.zadd(this.keys.holds, 'XX', 1, id);
        const claim = this.model.claims[id];
        if (claim?.status === 'held') claim.due = true;
      }
      return;
    }
    const known = this.model.deals[what.deal];
    if (!known) return;
    const now = Date.now();
    Object.assign(known, what.shift === 'over' ? { startsAt: now - 2 * HOUR, endsAt: now - HOUR } : { startsAt: now + HOUR, endsAt: now + 2 * HOUR });
    await direct.hset(this.keys.gate, `d${what.deal}`, [known.startsAt, known.endsAt, known.price, known.quantity, known.perBuyer, known.holdSeconds, known.listingId].join(' '));
  }

  /** Follows what was journalled in its order, each event judged by the model as it then stood. @returns the model after each */
  private async follow(claims: Map<string, Asked>, what: Host | undefined): Promise<LedgerModel[]> {
    const states: LedgerModel[] = [];
    const entries = await (stores[0] as Store).journal.after(this.showId, this.last, 1_000);
    for (const stored of entries) {
      this.last = stored.id;
      const entry = decode(stored);
      if (entry.kind === 'decision') {
        if (entry.events[0]?.type === 'show.created') continue;
        for (const event of entry.events) {
          if (event.type === 'stock.adjusted' || event.type === 'stock.counted') {
            const before = this.model.onHand(event.sku);
            this.model.decide(event);
            expect(event.onHand).toEqual({ before, after: this.model.onHand(event.sku) });
            if (event.type === 'stock.adjusted' && event.delta < 0) expect(this.model.available(event.sku)).toBeGreaterThanOrEqual(0);
          } else this.model.decide(event);
        }
        this.model.show = applyCommit(this.model.show, entry.events);
        states.push(this.model.copy());
      }
      if (entry.kind === 'ledger') {
        for (const event of entry.events) {
          this.judge(event, claims, what);
          states.push(this.model.copy());
        }
      }
    }
    expect([...claims.keys()]).toEqual([]);
    return states;
  }

  /** One journalled event: the model would have decided so too. Those asked for are taken from `claims`. */
  private judge(event: LedgerEvent, claims: Map<string, Asked>, what: Host | undefined): void {
    const { model } = this;
    if (event.type === 'claim.expired') expect(model.claims[event.claimId]).toMatchObject({ status: 'held', due: true });
    else if (event.type === 'sales.applied') {
      const sales = what?.do === 'sales' ? what.sales : [];
      const moved = sales.flatMap((each) => {
        const { claimId: confirmed, lines } = model.sell(each);
        return confirmed === undefined && lines.length === 0 ? [] : [{ orderId: each.orderId, ...(confirmed === undefined ? {} : { claimId: confirmed }), lines }];
      });
      expect(event.orders).toEqual(moved);
    } else {
      const name = `${event.type === 'claim.held' ? 'take' : event.type === 'order.paid' ? 'pay' : 'cancel'} ${event.claimId}`;
      const asked = claims.get(name);
      if (!asked) throw new Error(`${JSON.stringify(event)} was journalled, and nobody was told so`);
      claims.delete(name);
      expect(model.judge(askOf(asked), event.at)).toEqual({ is: { 'claim.held': 'held', 'order.paid': 'paid', 'claim.cancelled': 'cancelled' }[event.type] });
      if (event.type === 'claim.held') {
        expect(event.unitPrice).toBe(model.priceOf(event.listingId, event.sku, event.dealId ?? ''));
        expect(event.amount).toBe(event.unitPrice * event.quantity);
        expect(event.expiresAt - event.heldAt).toBe(event.dealId === undefined ? 300_000 : 600_000);
      }
      if (event.type === 'order.paid') expect(event.covered).toBe(Math.min(model.claims[event.claimId]?.quantity ?? 0, model.orders[event.orderId]?.units[model.claims[event.claimId]?.sku ?? ''] ?? 0));
    }
    model.follow(event);
    if (event.type === 'claim.held') {
      expect(event.left).toBe(model.available(event.sku));
      expect(event.left).toBeGreaterThanOrEqual(0);
      const { perBuyer = Infinity, quantity: most = Infinity } = model.deals[event.dealId ?? ''] ?? {};
      expect(model.bought(event.buyerId, 'deal', event.dealId ?? '-')).toBeLessThanOrEqual(perBuyer);
      const taken = model.takenOf(event.dealId ?? '-');
      expect(taken.held + taken.sold).toBeLessThanOrEqual(most);
      if (event.listingId === 'wash') expect(model.bought(event.buyerId, 'listing', 'wash')).toBeLessThanOrEqual(4);
    }
    if (event.type === 'claim.cancelled' || event.type === 'claim.expired') expect(event.left).toBe(model.available(model.claims[event.claimId]?.sku ?? ''));
  }

  /** An answer that changed nothing was right at some moment of the turn. */
  private explain({ buy: what, amount, answer }: Asked, states: readonly LedgerModel[], from: number): void {
    if (!(answer instanceof Refusal) && !answer.repeated) return;
    const wanted: Verdict = answer instanceof Refusal
      ? { code: answer.code, about: String(answer.extra.params?.['about']), figure: answer.extra.params?.['figure'] as number | undefined }
      : { is: 'seen' };
    const verdicts = states.flatMap((state) => [from, Date.now()].map((now) => state.judge(askOf({ buy: what, amount, answer }), now)));
    expect(verdicts).toContainEqual(wanted);
  }

  /** The ledger in Redis, every figure of it, against the model; and what must hold whatever happened. */
  private async expectLedger(): Promise<void> {
    const { model, keys } = this;
    const [state, holds, claims, buyers] = await Promise.all([
      (stores[1] as Store).ledger.state(this.showId), direct.zrange(keys.holds, '0', '-1'), direct.hgetall(keys.claims), direct.hgetall(keys.buyers),
    ]);
    for (const [name, { opening, adjusted, available, held, sold }] of state.accounts) {
      expect({ name, opening, adjusted, available, held, sold }).toEqual({ name, ...(model.skus[name] ?? { opening: 0, adjusted: 0 }), available: model.available(name), held: model.held(name), sold: model.sold(name) });
      expect(opening + adjusted).toBe(available + held + sold);
    }
    for (const dealId of Object.keys(model.deals)) expect(state.deals.get(dealId) ?? { held: 0, sold: 0 }).toEqual(model.takenOf(dealId));
    expect(Object.fromEntries(Object.entries(claims).map(([id, text]) => [id, statusOf(text)]))).toEqual(Object.fromEntries(Object.entries(model.claims).map(([id, { status }]) => [id, status])));
    expect(holds.sort()).toEqual(Object.entries(model.claims).filter(([, { status }]) => status === 'held').map(([id]) => id).sort());
    expect(state.holds.map(({ claimId: id }) => id).sort()).toEqual(holds);
    for (const buyer of ['b1', 'b2', 'b3']) {
      for (const { id } of LISTINGS) expect(Number(buyers[`l${id.length}:${id}${buyer}`] ?? 0)).toBe(model.bought(buyer, 'listing', id));
      for (const id of Object.keys(DEALS)) expect(Number(buyers[`d${id.length}:${id}${buyer}`] ?? 0)).toBe(model.bought(buyer, 'deal', id));
    }
  }
}

const statusOf = (text: string): string => (JSON.parse(text) as { status: string }).status;

function askOf({ buy: what, amount }: Asked): Parameters<LedgerModel['judge']>[0] {
  if (what.do === 'cancel') return { op: 'cancel', claimId: what.claimId };
  if (what.do === 'pay') return { op: 'pay', claimId: what.claimId, ...(what.orderId === undefined ? {} : { orderId: what.orderId }), ...(amount === undefined ? {} : { amount }) };
  const { claimId: id, buyerId, listingId: of, sku: named, dealId, quantity: units } = what;
  return { op: 'take', claimId: id, buyerId, listingId: of, quantity: units, ...(named === undefined ? {} : { sku: named }), ...(dealId === undefined ? {} : { dealId }) };
}

describe('the ledger, from several processes at once', () => {
  it(`does what a ledger that is added up anew each time does, over ${RUNS} sequences`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 3, maxLength: 9 }), async (turns) => {
        const trial = await Trial.begin();
        for (const next of turns) await trial.play(next);
        // Where time was made to pass behind the journal's back, it cannot know.
        if (turns.every(({ at }) => at === 'once')) await trial.audit();
      }),
      { numRuns: RUNS },
    );
  }, 180_000);
});

describe('names', () => {
  it('are kept as they were sent, half a character as the sign for it, and found by it again', async () => {
    const show = makeShow({ listings: LISTINGS });
    const [store, checkout] = [stores[0] as Store, checkouts[0] as Checkout];
    await store.shows.create(show, '[]');
    await commitEvents(store, show.id, 'start', () => [{ type: 'show.started' }]);
    const odd = '小明 "\\/\n\u0000\u007f\u2028 \\ud800 😀';
    const wanted = { claimId: '"\\/k~', buyerId: `${odd}\ud83d`, listingId: 'wash', quantity: 1 };
    const { claim } = await checkout.take(show.id, wanted);
    expect(claim).toMatchObject({ ...wanted, buyerId: `${odd}\ufffd`, status: 'held', unitPrice: 100 });
    expect(await checkout.take(show.id, { ...wanted, buyerId: `${odd}\ude00` })).toEqual({ claim, repeated: true });
    expect(await checkout.read(show.id, wanted.claimId)).toEqual(claim);
    await expect(checkout.take(show.id, { ...wanted, claimId: 'k', listingId: odd })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const paid = await checkout.pay(show.id, wanted.claimId, { orderId: `${odd}\ud83d`, amount: 100 });
    expect(paid.claim).toEqual({ ...claim, status: 'paid', orderId: `${odd}\ufffd` });
    expect((await store.ledger.sales(show.id)).get(`${odd}\ufffd`)).toEqual({ claimId: wanted.claimId, lines: { A: 1 } });
    const told = (await store.journal.after(show.id, '0-0', 10)).map(decode).flatMap((entry) => (entry.kind === 'ledger' ? entry.events : []));
    expect(told).toMatchObject([{ type: 'claim.held', buyerId: `${odd}\ufffd` }, { type: 'order.paid', orderId: `${odd}\ufffd`, viewerId: `${odd}\ufffd` }]);
  });
});
