import { eventId, type EntryId, type EventId } from '../ids.ts';
import { createTally, foldEntry } from '../metrics/tally.ts';
import type { PlatformEvent } from '../metrics/events.ts';
import { dealOf, isStarted } from '../show/deals.ts';
import { applyCommit } from '../show/evolve.ts';
import type { ShowEvent, ShowEventOf } from '../show/events.ts';
import type { Show } from '../show/show.ts';
import { HOLD_SECONDS } from './claims.ts';
import { isPaidClaim, type ClaimStatus, type Held, type LedgerEvent, type PaidClaim } from './events.ts';
import { gateState, openingsOf } from './gate.ts';
import { Ledger, type Account } from './ledger.ts';
import { OrderBook, type ClaimBook } from './verify-orders.ts';

/** A journal entry, read: facts of a feed, one decision, or what the ledger's scripts did in one call. */
export type AuditEntry = { id: EntryId; arrivedAt: number; feed: string } & (
  | { kind: 'facts'; events: readonly PlatformEvent[] }
  | { kind: 'decision'; events: readonly ShowEvent[] }
  | { kind: 'ledger'; events: readonly LedgerEvent[] }
);

/** Where the journal and what follows from it part. */
export interface Parted {
  id: EventId;
  what: string;
}

interface AuditedClaim extends Held {
  status: ClaimStatus;
  orderId?: string;
  /** A feed has told of an order that this claim stands for. */
  told?: true;
}

class Disagreement extends Error {}
const part = (what: string): never => {
  throw new Disagreement(what);
};
function agree(what: string, journal: unknown, follows: unknown): void {
  if (journal !== follows) part(`${what}: the journal says ${String(journal)}, from what came before follows ${String(follows)}`);
}

/**
 * Proves from the journal alone that stock, holds, claims and orders agree: it follows every entry, and asks of every event of the ledger
 * whether it may follow from what came before. Nothing of the store is read.
 */
export class Audit {
  readonly ledger = new Ledger();
  /** Entries followed so far. */
  entries = 0;
  private show: Show | undefined;
  private readonly tally;
  private readonly claims = new Map<string, AuditedClaim>();
  /** Units held or paid by a buyer, of a listing or a deal. */
  private readonly bought = new Map<string, number>();
  private readonly orders: OrderBook;

  constructor(showId: string) {
    this.tally = createTally(showId);
    const book: ClaimBook = {
      find: (claimId) => this.claims.get(claimId),
      confirm: (claimId, orderId) => this.confirm(claimId, orderId),
    };
    this.orders = new OrderBook(this.tally, book);
  }

  /** What became of the claims, by status. */
  get statuses(): Record<ClaimStatus, number> {
    const counts = { held: 0, paid: 0, cancelled: 0, expired: 0 };
    for (const { status } of this.claims.values()) counts[status]++;
    return counts;
  }

  /** Follows the next entry. @returns where they part; what comes after it proves nothing any more */
  follow(entry: AuditEntry): Parted | undefined {
    let index = 0;
    try {
      this.entries++;
      if (entry.kind === 'ledger') {
        for (; index < entry.events.length; index++) this.judge(entry.events[index] as LedgerEvent, entry);
        return undefined;
      }
      foldEntry(this.tally, entry);
      if (entry.kind === 'facts') this.orders.note(entry.id, entry.events);
      else this.decide(entry.events, (at) => (index = at));
      return undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { id: eventId(entry.id, index), what: error instanceof Disagreement ? error.message : `it cannot be followed: ${error.message}` };
    }
  }

  /** The first fact that sold something the ledger has not taken in; it does so within moments of it while the show is hosted. */
  waiting(): Parted | undefined {
    return this.orders.waiting();
  }

  /** @param at told which event is looked at */
  private decide(events: readonly ShowEvent[], at: (index: number) => void): void {
    const before = this.show;
    events.forEach((event, index) => {
      at(index);
      if (event.type === 'stock.adjusted' || event.type === 'stock.counted') this.correct(event);
      if (event.type === 'hold.released') this.ledger.release();
    });
    // It says of the store what happened to it, and is no revision of the show.
    if (events[0]?.type === 'journal.rewound') return;
    const after = applyCommit(before ?? null, events);
    this.show = after;
    for (const [sku, units] of openingsOf(before ?? null, after)) this.ledger.open(sku, units);
  }

  private correct(event: ShowEventOf<'stock.adjusted' | 'stock.counted'>): void {
    const { opening, adjusted, available, sold } = this.account(event.sku);
    const { onHand } = event;
    if (!onHand) return part(`${event.sku}: the ledger's figures were never filled in`);
    agree(`${event.sku} on hand before`, onHand.before, opening + adjusted);
    const delta = event.type === 'stock.adjusted' ? event.delta : event.counted + sold - onHand.before;
    agree(`${event.sku} on hand after`, onHand.after, onHand.before + delta);
    if (event.type === 'stock.adjusted' && delta < 0 && available + delta < 0) part(`${event.sku}: ${-delta} were taken off, and only ${available} were available`);
    this.ledger.adjust(event.sku, delta);
  }

  private account(sku: string): Account {
    return this.ledger.accounts.get(sku) ?? { opening: 0, adjusted: 0, available: 0, held: 0, sold: 0 };
  }

  private judge(event: LedgerEvent, entry: AuditEntry): void {
    switch (event.type) {
      case 'claim.held':
        return this.take(event);
      case 'claim.cancelled':
      case 'claim.expired':
        return this.giveBack(event);
      case 'order.paid':
        return this.pay(event, entry);
      case 'sales.applied':
        this.orders.check(event, agree, part);
        return this.ledger.apply(event);
      default:
        return part(`${String((event as { type: unknown }).type)} is not of the ledger`);
    }
  }

  private take(event: LedgerEvent & { type: 'claim.held' }): void {
    const { claimId, buyerId, listingId, sku, dealId, quantity, at } = event;
    const claim = `claim ${claimId}`;
    if (this.claims.has(claimId)) part(`${claim} was taken before`);
    const { show } = this;
    if (!show) return part('a claim before there was a show');
    agree('claims are', 'open', gateState(show));
    const listing = show.listings.find(({ id }) => id === listingId);
    const of = listing?.skus.find((each) => each.sku === sku);
    if (!listing || !of) return part(`${claim}: ${listingId} has no SKU ${sku}`);
    if (listing.shelved) part(`${claim}: ${listingId} was off the shelf`);
    if (!(Number.isInteger(quantity) && quantity > 0)) part(`${claim}: ${quantity} units`);
    const has = this.buys('l', listingId, buyerId, quantity);
    if (listing.maxPerBuyer !== undefined && has > listing.maxPerBuyer) part(`buyer ${buyerId} has ${has} of listing ${listingId}, of at most ${listing.maxPerBuyer}`);
    const deal = dealId === undefined ? undefined : this.dealFor(dealId, show, event);
    agree(`${claim}: unit price`, event.unitPrice, deal?.price ?? of.price ?? listing.price);
    agree(`${claim}: amount`, event.amount, event.unitPrice * quantity);
    agree(`${claim}: held at`, event.heldAt, at);
    agree(`${claim}: expires at`, event.expiresAt, at + (deal?.holdSeconds ?? HOLD_SECONDS) * 1000);
    const left = this.account(sku).available - quantity;
    if (left < 0) part(`${claim}: ${quantity} of ${sku} were held, and only ${left + quantity} were available`);
    agree(`${sku} left`, event.left, left);
    const { type: _, left: __, at: ___, ...held } = event;
    this.claims.set(claimId, { ...held, status: 'held' });
    this.ledger.apply(event);
  }

  private dealFor(dealId: string, show: Show, { claimId, buyerId, listingId, quantity, at }: Held & { at: number }) {
    const deal = dealOf(show, dealId);
    if (!deal || !isStarted(deal)) return part(`claim ${claimId}: deal ${dealId} was not started`);
    if (deal.listingId !== listingId) part(`claim ${claimId}: deal ${dealId} is for another listing`);
    if (at < deal.startsAt || at >= deal.endsAt) part(`claim ${claimId}: at ${at} deal ${dealId} did not run: it did from ${deal.startsAt} to ${deal.endsAt}`);
    const taken = this.ledger.deals.get(dealId) ?? { held: 0, sold: 0 };
    const all = taken.held + taken.sold + quantity;
    if (all > deal.quantity) part(`deal ${dealId}: ${all} were taken, of at most ${deal.quantity}`);
    const has = this.buys('d', dealId, buyerId, quantity);
    if (has > deal.perBuyer) part(`buyer ${buyerId} has ${has} of deal ${dealId}, of at most ${deal.perBuyer}`);
    return deal;
  }

  /** @returns what the buyer then has */
  private buys(sort: 'l' | 'd', id: string, buyerId: string, units: number): number {
    const key = JSON.stringify([sort, id, buyerId]);
    const has = (this.bought.get(key) ?? 0) + units;
    this.bought.set(key, has);
    return has;
  }

  /** A claim that is held, as whoever ends it must find it. */
  private held(claimId: string): AuditedClaim {
    const claim = this.claims.get(claimId);
    if (!claim) return part(`claim ${claimId} was never taken`);
    return claim.status === 'held' ? claim : part(`claim ${claimId} was ${claim.status} already`);
  }

  private dueAt(claimId: string): number {
    return this.ledger.holds.get(claimId)?.expiresAt ?? 0;
  }

  private giveBack(event: LedgerEvent & { type: 'claim.cancelled' | 'claim.expired' }): void {
    const claim = this.held(event.claimId);
    const isDue = this.dueAt(claim.claimId) <= event.at;
    if (isDue !== (event.type === 'claim.expired')) part(`claim ${claim.claimId} was ${isDue ? 'cancelled when it was' : 'given back before it was'} due`);
    agree(`${claim.sku} left`, event.left, this.account(claim.sku).available + claim.quantity);
    claim.status = event.type === 'claim.expired' ? 'expired' : 'cancelled';
    this.buys('l', claim.listingId, claim.buyerId, -claim.quantity);
    if (claim.dealId !== undefined) this.buys('d', claim.dealId, claim.buyerId, -claim.quantity);
    this.ledger.apply(event);
  }

  private pay(event: PaidClaim, entry: AuditEntry): void {
    const claim = this.held(event.claimId);
    const name = `order ${event.orderId}`;
    if (this.dueAt(claim.claimId) <= event.at) part(`claim ${claim.claimId} was paid when its time was over`);
    const [line, ...others] = event.lines;
    if (!line || others.length > 0) return part(`${name} has ${event.lines.length} lines`);
    agree(`${name}: buyer`, event.viewerId, claim.buyerId);
    for (const field of ['listingId', 'sku', 'quantity', 'amount', 'dealId'] as const) agree(`${name}: ${field}`, line[field], claim[field]);
    agree(`${name}: units that a feed had told of`, event.covered, this.orders.covered(event.orderId, claim, part));
    claim.status = 'paid';
    claim.orderId = event.orderId;
    this.orders.paid(event.orderId, claim);
    foldEntry(this.tally, { ...entry, events: [event].filter(isPaidClaim) });
    this.ledger.apply(event);
  }

  private confirm(claimId: string, orderId: string): void {
    const claim = this.claims.get(claimId);
    if (!claim) return;
    claim.told = true;
    if (claim.status === 'held') Object.assign(claim, { status: 'paid', orderId });
  }
}

/** What the store says of one SKU. */
export interface StockFigures {
  sku: string;
  onHand: number;
  available: number;
  held: number;
  sold: number;
}

/** The ledger as the store has it, against the ledger that follows from the journal. @returns the differences, worded; empty where there is none */
export function compareLedger(ledger: Ledger, stock: readonly StockFigures[], holds: { total: number; holds: readonly { claimId: string; quantity: number; sku: string; expiresAt: number }[] }): string[] {
  const differences: string[] = [];
  const known = new Map(stock.map((figures) => [figures.sku, figures]));
  for (const [sku, { opening, adjusted, available, held, sold }] of ledger.accounts) {
    const follows = { onHand: opening + adjusted, available, held, sold };
    const stored = known.get(sku) ?? { onHand: 0, available: 0, held: 0, sold: 0 };
    for (const field of ['onHand', 'available', 'held', 'sold'] as const) {
      if (stored[field] !== follows[field]) differences.push(`${sku}: ${field} is ${stored[field]} in the store, ${follows[field]} by the journal`);
    }
  }
  for (const { sku } of stock) if (!ledger.accounts.has(sku)) differences.push(`${sku} is in the store, and nowhere in the journal`);
  if (holds.total !== ledger.holds.size) differences.push(`${holds.total} holds in the store, ${ledger.holds.size} by the journal`);
  for (const { claimId, quantity, sku, expiresAt } of holds.holds) {
    const hold = ledger.holds.get(claimId);
    if (!hold) differences.push(`claim ${claimId} is held in the store, not by the journal`);
    else if (hold.quantity !== quantity || hold.sku !== sku || hold.expiresAt !== expiresAt) {
      differences.push(`claim ${claimId}: ${quantity} of ${sku} until ${expiresAt} in the store, ${hold.quantity} of ${hold.sku} until ${hold.expiresAt} by the journal`);
    }
  }
  return differences;
}
