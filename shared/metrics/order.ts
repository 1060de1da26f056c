import type { PlatformEventOf } from './events.ts';
import { lineOf } from './lineSorts.ts';
import type { Cancellation, Order, OrderFact, Refund } from './orderRecord.ts';
import { viewerOf } from './people.ts';
import type { Tally } from './state.ts';

/** @returns the order of this id, with nothing known of it where it was never heard of */
export const orderOf = (t: Tally, orderId: string): Order => t.orders.read(t.orders.numberOf(orderId));

/** What an order fact says, as the record keeps it. */
export function factOf(t: Tally, event: PlatformEventOf<'order.created' | 'order.paid'>): OrderFact {
  return {
    at: event.at,
    feed: t.feed.index,
    viewer: event.viewerId === undefined ? -1 : viewerOf(t, event.viewerId),
    lines: event.lines ? event.lines.map((line) => lineOf(line, line.amount)) : null,
    firstOrder: event.firstOrder ?? null,
    claimId: event.claimId ?? null,
    subsidy: event.subsidy ?? null,
    deposit: event.deposit ?? null,
  };
}

/** Whether `a` wins over `b` as the fact of its sort: the earlier, then the smaller body, then the smaller feed. */
export function precedes(t: Tally, a: OrderFact, b: OrderFact): boolean {
  if (a.at !== b.at) return a.at < b.at;
  const bodyA = bodyOf(t, a);
  const bodyB = bodyOf(t, b);
  return bodyA !== bodyB ? bodyA < bodyB : feedName(t, a.feed) < feedName(t, b.feed);
}

function bodyOf(t: Tally, fact: OrderFact): string {
  const { viewer, lines, firstOrder, claimId, subsidy, deposit } = fact;
  return JSON.stringify([viewer < 0 ? null : t.names.text(viewer), lines, firstOrder, claimId, subsidy, deposit]);
}

/** Whether one cancellation wins over another: the earlier, then the smaller feed. */
export function cancelPrecedes(t: Tally, a: Cancellation, b: Cancellation): boolean {
  return a.at !== b.at ? a.at < b.at : feedName(t, a.feed) < feedName(t, b.feed);
}

/** Whether one refund fact wins over another of the same id: the earlier, then the smaller amount, then the smaller feed. */
export function refundPrecedes(t: Tally, a: Refund, b: Refund): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.amount !== b.amount ? a.amount < b.amount : feedName(t, a.feed) < feedName(t, b.feed);
}

const feedName = (t: Tally, feed: number): string => t.feeds[feed]?.name ?? '';

/** The viewer an order belongs to: whoever paid, else whoever created it; -1 where nobody is named. */
export function buyerOf(order: Order): number {
  const paid = order.paid?.viewer ?? -1;
  return paid >= 0 ? paid : (order.created?.viewer ?? -1);
}
