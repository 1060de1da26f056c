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

export interface Cancellation {
  at: number;
  feed: number;
}

export interface Refund {
  refundId: string;
  at: number;
  feed: number;
  amount: number;
}

/**
 * An order is the set of its facts: of each sort the one with the smallest (time, body), of refunds one for each id. What it
 * adds to the numbers is a pure function of that (orderEffect.ts), so that the order of arrival does not matter. This is an order
 * as read; where it is kept is orders.ts.
 */
export interface Order {
  readonly index: number;
  readonly created: OrderFact | null;
  readonly paid: OrderFact | null;
  readonly cancelled: Cancellation | null;
  readonly refunds: readonly Refund[];
}
