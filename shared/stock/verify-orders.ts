import { compareEntries, eventId, type EntryId, type EventId } from '../ids.ts';
import type { PlatformEvent } from '../metrics/events.ts';
import { soldUnder, type Sold } from '../metrics/sold.ts';
import type { Tally } from '../metrics/tally.ts';
import type { ClaimStatus, LedgerEvent } from './events.ts';

/** The little of claims that orders are judged by. */
export interface ClaimBook {
  find(claimId: string): { status: ClaimStatus; sku: string; quantity: number; orderId?: string; told?: true } | undefined;
  /** A feed has told of an order that the claim stands for: where it was held, it is sold. */
  confirm(claimId: string, orderId: string): void;
}

/** Units sold under an order, as the ledger has taken them in. */
interface BookedOrder {
  claimId?: string;
  units: Map<string, number>;
}

/** What an order sold after a fact of it was counted. */
interface Told {
  entry: EntryId;
  id: EventId;
  sold: Sold | undefined;
  /** It moved nothing when it came: the ledger may have taken it in without a word. */
  quiet: boolean;
}

type Applied = LedgerEvent & { type: 'sales.applied' };
type Effect = Applied['orders'][number];
type Agree = (what: string, journal: unknown, follows: unknown) => void;
type Part = (what: string) => never;

const wordsOf = (lines: readonly (readonly [string, number])[], claimId?: string): string =>
  [...lines.map(([sku, units]) => `${units} of ${sku}`), ...(claimId === undefined ? [] : [`claim ${claimId}`])].join(', ') || 'nothing';

/** Orders as the fold counts them, against what the ledger took in of them. */
export class OrderBook {
  private readonly booked = new Map<string, BookedOrder>();
  /** Orders that feeds told of and the ledger has not answered for, each with what it sold after each fact. */
  private readonly told = new Map<string, Told[]>();
  private readonly everTold = new Set<string>();

  constructor(
    private readonly tally: Tally,
    private readonly claims: ClaimBook,
  ) {}

  /** Takes note of the orders among facts that have just been counted. */
  note(entry: EntryId, events: readonly PlatformEvent[]): void {
    events.forEach((event, index) => {
      if (event.type !== 'order.paid' && event.type !== 'order.created') return;
      this.everTold.add(event.orderId);
      const told = this.told.get(event.orderId) ?? [];
      const sold = soldUnder(this.tally, event.orderId);
      told.push({ entry, id: eventId(entry, index), sold, quiet: this.effectsOf(event.orderId, sold).some(isNothing) });
      this.told.set(event.orderId, told);
    });
  }

  /** Units of a claim about to be paid that a feed had told of as this order. */
  covered(orderId: string, { claimId, sku, quantity }: { claimId: string; sku: string; quantity: number }, part: Part): number {
    const order = this.booked.get(orderId);
    if (order?.claimId !== undefined && order.claimId !== claimId) part(`order ${orderId} stands for claim ${order.claimId} already`);
    return Math.min(quantity, order?.units.get(sku) ?? 0);
  }

  /** A claim was paid as this order. */
  paid(orderId: string, { claimId, sku, quantity }: { claimId: string; sku: string; quantity: number }): void {
    const order = this.order(orderId);
    order.claimId = claimId;
    order.units.set(sku, Math.max(quantity, order.units.get(sku) ?? 0));
  }

  /** What the ledger took in is what the orders that feeds told of sold; and none up to the entry it names was left out. */
  check({ orders, upTo }: Applied, agree: Agree, part: Part): void {
    const answered = new Set<string>();
    for (const effect of orders) {
      const { orderId } = effect;
      answered.add(orderId);
      const told = this.told.get(orderId) ?? part(`no feed has told of order ${orderId} since the ledger last took it in`);
      const follows = this.candidates(orderId, told, upTo).flatMap((sold) => this.effectsOf(orderId, sold));
      const journal = wordsOf(effect.lines, effect.claimId);
      const words = follows.map(({ lines, claimId }) => wordsOf(lines, claimId));
      if (!words.includes(journal)) agree(`order ${orderId} sold`, journal, words[0]);
      this.book(effect);
      this.settle(orderId, told, upTo);
    }
    for (const [orderId, told] of this.told) {
      const [first] = told;
      if (answered.has(orderId) || !first || compareEntries(first.entry, upTo) > 0) continue;
      const effects = this.candidates(orderId, told, upTo).flatMap((sold) => this.effectsOf(orderId, sold));
      if (!first.quiet && !effects.some(isNothing)) part(`order ${orderId} of ${first.id} sold ${wordsOf(effects[0]?.lines ?? [], effects[0]?.claimId)}, and the ledger left it out`);
      this.settle(orderId, told, upTo);
    }
  }

  /** The first fact that sold something the ledger has not taken in. */
  waiting(): { id: EventId; what: string } | undefined {
    for (const [orderId, told] of this.told) {
      const [effect, ...others] = this.effectsOf(orderId, soldUnder(this.tally, orderId));
      const [first] = told;
      if (first && !first.quiet && effect && ![effect, ...others].some(isNothing)) return { id: first.id, what: `order ${orderId} sold ${wordsOf(effect.lines, effect.claimId)}, and the ledger has not taken it in` };
    }
    return undefined;
  }

  /** What the order may have been when the ledger took it in: as it stood at the entry named, or later. */
  private candidates(orderId: string, told: readonly Told[], upTo: string): (Sold | undefined)[] {
    const after = told.findIndex(({ entry }) => compareEntries(entry, upTo) > 0);
    const from = Math.max(0, (after < 0 ? told.length : after) - 1);
    return [...told.slice(from).map(({ sold }) => sold), soldUnder(this.tally, orderId)];
  }

  private settle(orderId: string, told: readonly Told[], upTo: string): void {
    const rest = told.filter(({ entry }) => compareEntries(entry, upTo) > 0);
    if (rest.length > 0) this.told.set(orderId, rest);
    else this.told.delete(orderId);
  }

  private order(orderId: string): BookedOrder {
    let order = this.booked.get(orderId);
    if (!order) this.booked.set(orderId, (order = { units: new Map() }));
    return order;
  }

  /** By how much an order that sold this in all moves the ledger. Two answers where a feed also told of the order its claim was paid as: whichever the ledger heard of first. */
  private effectsOf(orderId: string, sold: Sold | undefined): Effect[] {
    const claim = sold?.claimId === undefined || this.booked.get(orderId)?.claimId !== undefined ? undefined : this.standsFor(sold.claimId);
    const isUnsure = claim?.orderId !== undefined && this.everTold.has(claim.orderId);
    return [this.effectOf(orderId, sold, claim), ...(isUnsure ? [this.effectOf(orderId, sold, undefined)] : [])];
  }

  private effectOf(orderId: string, sold: Sold | undefined, claim: ReturnType<ClaimBook['find']>): Effect {
    const order = this.booked.get(orderId);
    const lines: [Effect['lines'][number][0], number][] = [];
    const units = new Map(order?.units);
    if (claim) {
      const before = units.get(claim.sku) ?? 0;
      if (before > 0) lines.push([claim.sku as Effect['lines'][number][0], -Math.min(before, claim.quantity)]);
      units.set(claim.sku, Math.max(before, claim.quantity));
    }
    for (const [sku, wanted] of sold?.units ?? []) {
      const more = wanted - (units.get(sku) ?? 0);
      const by = claim || order?.claimId !== undefined ? Math.max(0, more) : more;
      if (by !== 0) lines.push([sku as Effect['lines'][number][0], by]);
    }
    return { orderId, lines, ...(claim && sold?.claimId !== undefined ? { claimId: sold.claimId } : {}) };
  }

  /** The claim, where it can stand for an order: held or paid, and for no other order of a feed. */
  private standsFor(claimId: string): ReturnType<ClaimBook['find']> {
    const claim = this.claims.find(claimId);
    return claim?.told || (claim?.status !== 'held' && claim?.status !== 'paid') ? undefined : claim;
  }

  private book({ orderId, claimId, lines }: Effect): void {
    const order = this.order(orderId);
    if (claimId !== undefined) {
      const claim = this.claims.find(claimId);
      const before = order.units.get(claim?.sku ?? '') ?? 0;
      // What was sold before it was known to be the claim's goes back in the lines below, and stands as the claim's.
      if (claim) order.units.set(claim.sku, Math.max(before, claim.quantity) + Math.min(before, claim.quantity));
      order.claimId = claimId;
      this.claims.confirm(claimId, orderId);
    }
    for (const [sku, units] of lines) order.units.set(sku, (order.units.get(sku) ?? 0) + units);
  }
}

const isNothing = ({ lines, claimId }: Effect): boolean => lines.length === 0 && claimId === undefined;
