import type { ProblemCode } from '../../../shared/protocol/problems.ts';
import { DealBook, type ModelDeal, type Plan } from './modelDeals.ts';

export interface ModelListing {
  number: number;
  title: string;
  price: number;
  floor: number;
  shelved: boolean;
}

/** What a commit set, so that an undo of it can be foretold. */
type Done =
  | { kind: 'take'; id: string; before: string | null; at: number; undo: boolean }
  | { kind: 'price'; id: string; before: number; after: number }
  | { kind: 'title'; id: string; before: string; after: string }
  | { kind: 'order'; before: string[]; after: string[] }
  | { kind: 'pin' | 'unpin'; before: string[]; after: string[] }
  | { kind: 'shelve'; id: string; before: string[]; after: string[]; wasPinned: boolean }
  | { kind: 'unshelve'; id: string; pins?: { before: string[]; after: string[] } }
  | { kind: 'host'; before: string; after: string }
  | { kind: 'plan'; before: ModelDeal | null; after: ModelDeal }
  | { kind: 'extend'; before: ModelDeal; after: ModelDeal }
  | { kind: 'stock'; sku: string; revision: number }
  | { kind: 'other' };

/** A show as a child would keep it on paper: no events, no sharing, nothing clever. */
export class Model {
  status: 'planned' | 'live' | 'paused' | 'ended' = 'planned';
  frozen = false;
  revision = 1;
  host = '小雨';
  onAir: string | null = null;
  onAirAt = 0;
  order: string[];
  pinned: string[] = [];
  /** By revision, from 1. */
  done: Done[] = [{ kind: 'other' }];
  /** The revision at which an entity last changed. */
  changed = new Map<string, number>();
  held: { id: string; price: number; by: string; listing: string; seen: number | undefined }[] = [];
  takes = new Map<string, number>();

  readonly deals = new DealBook();

  /** @param clock the moment of the command that was sent last. */
  constructor(readonly listings: Map<string, ModelListing>, private readonly clock: () => number) {
    this.order = [...listings.keys()];
  }

  did(done: Done, ...entities: string[]): 'ok' {
    this.revision++;
    this.done.push(done);
    for (const entity of entities) this.changed.set(entity, this.revision);
    return 'ok';
  }

  listing(id: string): ModelListing {
    const found = this.listings.get(id);
    if (!found) throw new Error(`the model has no ${id}`);
    return found;
  }

  get open(): boolean {
    return this.status !== 'ended';
  }

  get running(): boolean {
    return this.status === 'live' || this.status === 'paused';
  }

  stale(entity: string, seen: number | undefined): boolean {
    return seen !== undefined && (this.changed.get(entity) ?? 0) > seen;
  }

  go(from: readonly string[], to: 'live' | 'paused' | 'ended', sells: boolean): 'ok' | ProblemCode {
    if (!from.includes(this.status)) return 'WRONG_STATE';
    if (sells && this.frozen) return 'FROZEN';
    this.status = to;
    if (to === 'ended') {
      this.onAir = null;
      this.deals.stopAll(this.clock());
    }
    return this.did({ kind: 'other' }, 'status', ...(to === 'ended' ? ['onair'] : []));
  }

  freeze(to: boolean): 'ok' | ProblemCode {
    if (!this.open || (!to && !this.frozen)) return 'WRONG_STATE';
    this.frozen = to;
    if (to) this.deals.stopAll(this.clock());
    return this.did({ kind: 'other' }, 'status');
  }

  take(id: string, believed: string | null, at: number): 'ok' | ProblemCode {
    if (!this.running) return 'WRONG_STATE';
    if (this.frozen) return 'FROZEN';
    if (believed !== this.onAir) return 'STALE_REVISION';
    if (id === this.onAir || this.listing(id).shelved) return 'WRONG_STATE';
    this.count(id, 1);
    return this.putOnAir(id, at, false);
  }

  private putOnAir(id: string, at: number, undo: boolean): 'ok' {
    const before = this.onAir;
    this.onAir = id;
    this.onAirAt = at;
    return this.did({ kind: 'take', id, before, at, undo }, 'onair');
  }

  private count(id: string, by: 1 | -1): void {
    this.takes.set(id, (this.takes.get(id) ?? 0) + by);
  }

  price(id: string, to: number, seen: number | undefined, command: string, by: string): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    if (this.stale(`listing:${id}`, seen)) return 'STALE_REVISION';
    const listing = this.listing(id);
    if (this.belowFloor(id, to)) {
      this.held.push({ id: command, price: to, by, listing: id, seen });
      this.did({ kind: 'other' });
      return 'BELOW_FLOOR';
    }
    if (to === listing.price) return 'WRONG_STATE';
    return this.setPrice(id, to);
  }

  private setPrice(id: string, to: number): 'ok' {
    const listing = this.listing(id);
    const before = listing.price;
    listing.price = to;
    return this.did({ kind: 'price', id, before, after: to }, `listing:${id}`);
  }

  grant(by: string): 'ok' | ProblemCode {
    const held = this.held.at(-1);
    if (!this.open) return 'WRONG_STATE';
    if (!held) return 'NOT_FOUND';
    if (held.by === by) return 'FORBIDDEN';
    if (this.stale(`listing:${held.listing}`, held.seen)) return 'STALE_REVISION';
    if (this.listing(held.listing).price === held.price) return 'WRONG_STATE';
    this.held.pop();
    return this.setPrice(held.listing, held.price);
  }

  title(id: string, to: string): 'ok' | ProblemCode {
    const listing = this.listing(id);
    if (!this.open || listing.title === to) return 'WRONG_STATE';
    const before = listing.title;
    listing.title = to;
    return this.did({ kind: 'title', id, before, after: to }, `listing:${id}`);
  }

  move(id: string, index: number): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    const after = this.order.filter((each) => each !== id);
    after.splice(index, 0, id);
    if (after.join() === this.order.join()) return 'WRONG_STATE';
    const before = this.order;
    this.order = after;
    return this.did({ kind: 'order', before, after }, 'queue');
  }

  pin(id: string): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    if (this.frozen) return 'FROZEN';
    if (this.listing(id).shelved || this.pinned.includes(id)) return 'WRONG_STATE';
    if (this.pinned.length === 3) return 'LIMIT_REACHED';
    return this.setPins('pin', [...this.pinned, id]);
  }

  unpin(id: string): 'ok' | ProblemCode {
    if (!this.open || !this.pinned.includes(id)) return 'WRONG_STATE';
    return this.setPins('unpin', this.pinned.filter((each) => each !== id));
  }

  private setPins(kind: 'pin' | 'unpin', after: string[]): 'ok' {
    const before = this.pinned;
    this.pinned = after;
    return this.did({ kind, before, after }, 'pins');
  }

  shelve(id: string): 'ok' | ProblemCode {
    if (!this.open || this.listing(id).shelved) return 'WRONG_STATE';
    const before = this.pinned;
    this.pinned = before.filter((each) => each !== id);
    this.listing(id).shelved = true;
    return this.did({ kind: 'shelve', id, before, after: this.pinned, wasPinned: before.includes(id) }, `listing:${id}`);
  }

  unshelve(id: string): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    if (this.frozen) return 'FROZEN';
    if (!this.listing(id).shelved) return 'WRONG_STATE';
    this.listing(id).shelved = false;
    return this.did({ kind: 'unshelve', id }, `listing:${id}`);
  }

  changeHost(to: string): 'ok' | ProblemCode {
    if (!this.open || this.host === to) return 'WRONG_STATE';
    const before = this.host;
    this.host = to;
    return this.did({ kind: 'host', before, after: to }, 'host');
  }

  add(id: string, listing: ModelListing): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    this.listings.set(id, listing);
    this.order = [...this.order, id];
    return this.did({ kind: 'other' }, 'queue');
  }

  private belowFloor(id: string, price: number): boolean {
    return this.deals.paid(price, this.clock()) < this.listing(id).floor;
  }

  /** @param old the deal to plan anew; undefined for a new one, null for one that is not there. */
  plan(plan: Plan, old: ModelDeal | null | undefined): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    if (old === null) return 'NOT_FOUND';
    if (old && old.startsAt !== null) return 'WRONG_STATE';
    const after = old ? { ...old, ...plan } : this.deals.fresh(plan);
    if (old && this.deals.is(after)) return 'WRONG_STATE';
    if (this.belowFloor(plan.listing, plan.price)) return 'BELOW_FLOOR';
    this.deals.put(after);
    return this.did({ kind: 'plan', before: old ?? null, after });
  }

  start(deal: ModelDeal | null | undefined): 'ok' | ProblemCode {
    if (!this.running) return 'WRONG_STATE';
    if (this.frozen) return 'FROZEN';
    if (!deal) return 'NOT_FOUND';
    if (deal.startsAt !== null) return 'WRONG_STATE';
    const busy = this.deals.busy(deal, this.listing(deal.listing).shelved, this.clock());
    if (busy) return busy;
    if (this.belowFloor(deal.listing, deal.price)) return 'BELOW_FLOOR';
    this.deals.put(this.deals.started(deal, this.clock()));
    return this.did({ kind: 'other' });
  }

  extend(deal: ModelDeal | undefined, seconds: number, quantity: number): 'ok' | ProblemCode {
    if (!this.running) return 'WRONG_STATE';
    if (this.frozen) return 'FROZEN';
    if (!deal) return 'NOT_FOUND';
    if (!this.deals.open(deal, this.clock())) return 'DEAL_NOT_RUNNING';
    const after = { ...deal, seconds: deal.seconds + seconds, quantity: deal.quantity + quantity, endsAt: (deal.endsAt ?? 0) + seconds * 1_000 };
    this.deals.put(after);
    return this.did({ kind: 'extend', before: deal, after });
  }

  stopDeal(deal: ModelDeal | undefined): 'ok' | ProblemCode {
    if (!deal) return 'NOT_FOUND';
    if (deal.startsAt === null) this.deals.drop(deal);
    else if (this.deals.open(deal, this.clock())) this.deals.stop(deal, this.clock());
    else return 'DEAL_NOT_RUNNING';
    return this.did({ kind: 'other' });
  }

  coupon(amount: number, seconds: number | null): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    const now = this.clock();
    const coming = this.deals.rows.filter((deal) => ['planned', 'countdown', 'running'].includes(this.deals.phase(deal, now)));
    for (const [id, { price, floor, shelved }] of this.listings) {
      const prices = [...(shelved ? [] : [price]), ...coming.filter(({ listing }) => listing === id).map((deal) => deal.price)];
      for (const each of prices) {
        const after = this.deals.paid(each, now, [amount]);
        if (after < floor && after < this.deals.paid(each, now)) return 'BELOW_FLOOR';
      }
    }
    this.deals.coupons.push({ amount, endsAt: seconds === null ? null : now + seconds * 1_000 });
    return this.did({ kind: 'other' });
  }

  adjust(sku: string): 'ok' {
    return this.did({ kind: 'stock', sku, revision: this.revision + 1 }, `stock:${sku}`);
  }

  countStock(sku: string, seen: number | undefined): 'ok' | ProblemCode {
    return this.stale(`stock:${sku}`, seen) ? 'STALE_REVISION' : this.did({ kind: 'other' }, `stock:${sku}`);
  }

  say(): 'ok' | ProblemCode {
    return this.open ? this.did({ kind: 'other' }) : 'WRONG_STATE';
  }

  undo(revision: number, at: number): 'ok' | ProblemCode {
    if (!this.open) return 'WRONG_STATE';
    const done = this.done[revision - 1];
    if (!done) return 'NOT_FOUND';
    switch (done.kind) {
      case 'other':
        return 'WRONG_STATE';
      case 'take':
        if (this.frozen) return 'FROZEN';
        if (this.onAir !== done.id || this.onAirAt !== done.at) return 'STALE_REVISION';
        if (done.before === null || this.listing(done.before).shelved) return 'WRONG_STATE';
        // Taking back an undo is a take again; taking back a take uncounts it.
        if (done.undo) this.count(done.before, 1);
        else this.count(done.id, -1);
        return this.putOnAir(done.before, at, !done.undo);
      case 'price':
        if (this.listing(done.id).price !== done.after) return 'STALE_REVISION';
        if (this.belowFloor(done.id, done.before)) return 'BELOW_FLOOR';
        return this.setPrice(done.id, done.before);
      case 'title':
        if (this.listing(done.id).title !== done.after) return 'STALE_REVISION';
        return this.title(done.id, done.before);
      case 'order':
        if (this.order.join() !== done.after.join()) return 'STALE_REVISION';
        this.order = done.before;
        return this.did({ kind: 'order', before: done.after, after: done.before }, 'queue');
      case 'pin':
      case 'unpin':
        if (done.kind === 'unpin' && this.frozen) return 'FROZEN';
        if (this.pinned.join() !== done.after.join()) return 'STALE_REVISION';
        return this.setPins(done.kind === 'pin' ? 'unpin' : 'pin', done.before);
      case 'shelve':
        if (this.frozen) return 'FROZEN';
        if (!this.listing(done.id).shelved) return 'STALE_REVISION';
        if (done.wasPinned && this.pinned.join() !== done.after.join()) return 'STALE_REVISION';
        this.listing(done.id).shelved = false;
        if (!done.wasPinned) return this.did({ kind: 'unshelve', id: done.id }, `listing:${done.id}`);
        this.pinned = done.before;
        return this.did({ kind: 'unshelve', id: done.id, pins: { before: done.after, after: done.before } }, `listing:${done.id}`, 'pins');
      case 'unshelve':
        if (done.pins && this.pinned.join() !== done.pins.after.join()) return 'STALE_REVISION';
        if (this.listing(done.id).shelved) return 'STALE_REVISION';
        return this.shelve(done.id);
      case 'host':
        if (this.host !== done.after) return 'STALE_REVISION';
        return this.changeHost(done.before);
      case 'plan':
        if (!this.deals.is(done.after)) return 'STALE_REVISION';
        if (done.before === null) {
          this.deals.drop(done.after);
          return this.did({ kind: 'other' });
        }
        if (this.belowFloor(done.before.listing, done.before.price)) return 'BELOW_FLOOR';
        this.deals.put(done.before);
        return this.did({ kind: 'plan', before: done.after, after: done.before });
      case 'extend':
        if (!this.deals.is(done.after)) return 'STALE_REVISION';
        if (!this.deals.open(done.after, at)) return 'DEAL_NOT_RUNNING';
        if ((done.before.endsAt ?? 0) <= at) return 'WRONG_STATE';
        this.deals.put(done.before);
        return this.did({ kind: 'extend', before: done.after, after: done.before });
      case 'stock':
        return this.changed.get(`stock:${done.sku}`) === done.revision ? this.adjust(done.sku) : 'STALE_REVISION';
      default:
        return done satisfies never;
    }
  }
}
