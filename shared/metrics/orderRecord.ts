import type { OrderLine } from './events.ts';

/** What a created or a paid fact says. Fields it does not carry are null. */
export interface OrderFact {
  at: number;
  feed: number;
  viewer: number;
  lines: readonly OrderLine[] | null;
  firstOrder: boolean | null;
  claimId: string | null;
  subsidy: number | null;
  deposit: boolean | null;
}

export interface Refund {
  refundId: string;
  at: number;
  feed: number;
  amount: number;
}

/**
 * An order is the set of its facts: of each sort the one with the smallest (time, body), of refunds one for each id. What it
 * adds to the numbers is a pure function of that (orderEffect.ts), so that the order of arrival does not matter.
 */
export interface Order {
  readonly index: number;
  created: OrderFact | null;
  paid: OrderFact | null;
  cancelled: { at: number; feed: number } | null;
  refunds: Refund[];
  /** The viewer in whose list it stands, -1 for none, and the next order of that list. */
  listedUnder: number;
  next: Order | null;
  /** False while its effect is taken back for something to change under it. */
  applied: boolean;
}

export function newOrder(index: number): Order {
  return { index, created: null, paid: null, cancelled: null, refunds: [], listedUnder: -1, next: null, applied: true };
}
