import { second } from './columns.ts';
import type { OrderLine } from './events.ts';
import { buyerOf } from './order.ts';
import type { Order, OrderFact } from './orderRecord.ts';
import { isFan, shiftAt, sourceOf } from './people.ts';
import { placeOf } from './subjects.ts';
import { OTHER, type Deal, type HostShift, type Tally } from './state.ts';

/** One listing's or SKU's share of an order. */
export interface Part {
  subject: number;
  createdAmount: number;
  created: boolean;
  paid: boolean;
  paidAmount: number;
  units: number;
  dealAmount: number;
  inDeal: boolean;
}

export interface DealPart {
  deal: Deal;
  amount: number;
  units: number;
  inferred: boolean;
}

/** Money going back: when, by which feed, and how much of it each part of the order loses. */
export interface RefundEffect {
  sec: number;
  feed: number;
  amount: number;
  byPart: number[];
}

/** What an order adds to the numbers. */
export interface Effect {
  viewer: number;
  source: number;
  shift: HostShift;
  created: { sec: number; feed: number; amount: number; unpaid: boolean } | null;
  paid: { sec: number; feed: number; gmv: number; units: number; subsidy: number; fan: boolean; first: boolean; dealAmount: number; inDeal: boolean } | null;
  deposit: { sec: number; feed: number; amount: number } | null;
  refunds: RefundEffect[];
  parts: Part[];
  deals: DealPart[];
}

/** The time an order was created, or paid where nothing said when it was created; Infinity before either is known. */
export const createdAt = (order: Order): number => order.created?.at ?? order.paid?.at ?? Infinity;

/** Whether an order of this time belongs to the show: created between its start and its end. A show never started takes everything. */
export function inScope(t: Tally, at: number): boolean {
  if (t.startedAt === null) return true;
  return at >= t.startedAt && at <= (t.endedAt ?? Infinity);
}

/** Whether a payment came in time, by the end of the show and `lateHours` more; `at` is null where none came. */
export function paidInTime(t: Tally, at: number | null): boolean {
  if (at === null) return false;
  if (t.startedAt === null || t.endedAt === null) return true;
  return at <= t.endedAt + t.lateHours * 3_600_000;
}

/** What `order` adds to the numbers, as things now stand; null where nothing. Formulas: docs of the metrics in dictionary.ts. */
export function effectOf(t: Tally, order: Order): Effect | null {
  const first = order.created ?? order.paid;
  const at = createdAt(order);
  if (!first || !inScope(t, at)) return null;
  const viewer = buyerOf(order);
  const { created, paid } = order;
  const createdLines = created?.lines ?? paid?.lines ?? [];
  const paidLines = paid?.lines ?? createdLines;
  const createdSec = second(at);
  const effect: Effect = {
    viewer,
    source: viewer < 0 ? OTHER : sourceOf(t, viewer),
    shift: shiftAt(t, createdSec),
    created: null,
    paid: null,
    deposit: null,
    refunds: [],
    parts: [],
    deals: [],
  };
  const inTime = paidInTime(t, paid?.at ?? null);
  if (pick(paid, created, 'deposit') ?? false) {
    if (paid && inTime) effect.deposit = { sec: second(paid.at), feed: paid.feed, amount: total(paidLines) };
    return effect;
  }
  effect.created = { sec: createdSec, feed: first.feed, amount: total(createdLines), unpaid: !paid && !order.cancelled };
  for (const line of createdLines) {
    for (const part of partsOf(t, effect.parts, line)) {
      part.created = true;
      part.createdAmount += line.amount;
    }
  }
  if (!paid || !inTime) return effect;
  const sold = {
    sec: second(paid.at),
    feed: paid.feed,
    gmv: total(paidLines),
    units: 0,
    subsidy: pick(paid, created, 'subsidy') ?? 0,
    fan: viewer >= 0 && isFan(t, viewer),
    first: pick(paid, created, 'firstOrder') ?? false,
    dealAmount: 0,
    inDeal: false,
  };
  const lineParts: Part[][] = [];
  for (const line of paidLines) {
    const deal = dealOf(t, line, at);
    sold.units += line.quantity;
    if (deal) {
      sold.dealAmount += line.amount;
      sold.inDeal = true;
      effect.deals.push({ deal, amount: line.amount, units: line.quantity, inferred: line.dealId === undefined });
    }
    const parts = partsOf(t, effect.parts, line);
    for (const part of parts) {
      part.paid = true;
      part.paidAmount += line.amount;
      part.units += line.quantity;
      if (deal) {
        part.dealAmount += line.amount;
        part.inDeal = true;
      }
    }
    lineParts.push(parts);
  }
  effect.paid = sold;
  effect.refunds = refundsOf(order, sold.gmv, paidLines, lineParts, effect.parts);
  return effect;
}

/** A field of an order: what the payment says wins over what its creation said. */
function pick<K extends 'deposit' | 'subsidy' | 'firstOrder'>(paid: OrderFact | null, created: OrderFact | null, key: K): OrderFact[K] | null {
  return paid?.[key] ?? created?.[key] ?? null;
}

const total = (lines: readonly OrderLine[]): number => lines.reduce((sum, line) => sum + line.amount, 0);

/** The parts a line counts for, made where they are missing. */
function partsOf(t: Tally, parts: Part[], line: OrderLine): Part[] {
  const place = placeOf(t, line.listingId, line.sku);
  const found: Part[] = [];
  for (const subject of [place.listing, place.sku]) {
    if (subject < 0) continue;
    let part = parts.find((each) => each.subject === subject);
    if (!part) {
      part = { subject, created: false, createdAmount: 0, paid: false, paidAmount: 0, units: 0, dealAmount: 0, inDeal: false };
      parts.push(part);
    }
    found.push(part);
  }
  return found;
}

/** The deal a line belongs to: the one it names, else one on its listing whose price it paid inside its window. */
function dealOf(t: Tally, line: OrderLine, at: number): Deal | null {
  if (line.dealId !== undefined) return dealNamed(t, line.dealId);
  const listingId = line.listingId ?? (line.sku === undefined ? undefined : t.skuOwner.get(line.sku));
  if (listingId === undefined) return null;
  let found: Deal | null = null;
  for (const deal of t.dealsByListing.get(listingId) ?? []) {
    const { window } = deal;
    if (!window || at < window.startsAt || at >= window.endsAt || line.amount !== window.price * line.quantity) continue;
    if (!found?.window || window.startsAt < found.window.startsAt || (window.startsAt === found.window.startsAt && deal.dealId < found.dealId)) found = deal;
  }
  return found;
}

export function dealNamed(t: Tally, dealId: string): Deal {
  let deal = t.deals.get(dealId);
  if (!deal) {
    deal = { dealId, window: null, orders: 0, inferredOrders: 0, units: 0, gmv: 0, buyers: new Map() };
    t.deals.set(dealId, deal);
  }
  return deal;
}

/** What went back, never more than was paid; a paid order that was cancelled goes back whole, what is left of it then. */
function refundsOf(order: Order, paid: number, lines: readonly OrderLine[], lineParts: readonly Part[][], parts: readonly Part[]): RefundEffect[] {
  const effects: RefundEffect[] = [];
  let back = 0;
  const give = (at: number, feed: number, amount: number): void => {
    const before = back;
    back += amount;
    const byPart = parts.map(() => 0);
    let sum = 0;
    lines.forEach((line, i) => {
      const from = share(sum, paid, before, back);
      sum += line.amount;
      const lost = share(sum, paid, before, back) - from;
      for (const part of lineParts[i] ?? []) {
        const place = parts.indexOf(part);
        byPart[place] = (byPart[place] ?? 0) + lost;
      }
    });
    effects.push({ sec: second(at), feed, amount, byPart });
  };
  const sorted = [...order.refunds].sort((a, b) => a.at - b.at || (a.refundId < b.refundId ? -1 : 1));
  for (const refund of sorted) give(refund.at, refund.feed, Math.min(refund.amount, paid - back));
  if (order.cancelled && (back < paid || sorted.length === 0)) give(order.cancelled.at, order.cancelled.feed, paid - back);
  return effects;
}

/** Of the money between `before` and `after`, what falls on the lines that make up the first `sum` of `paid`: exact in whole units. */
function share(sum: number, paid: number, before: number, after: number): number {
  return proportion(after, sum, paid) - proportion(before, sum, paid);
}

function proportion(amount: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const product = amount * part;
  return product <= Number.MAX_SAFE_INTEGER ? Math.floor(product / whole) : Number((BigInt(amount) * BigInt(part)) / BigInt(whole));
}
