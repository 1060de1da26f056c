import type { OrderLine } from './events.ts';
import { buyerOf } from './order.ts';
import { createdAt, effectOf, inScope, paidInTime, type Effect } from './orderEffect.ts';
import type { Order } from './orderRecord.ts';
import { placeOf } from './subjects.ts';
import type { Tally } from './state.ts';

/** Which orders stand behind a total. Every condition given must hold; times are Unix ms, [from, to), of the payment. */
export interface OrderFilter {
  /** The metric being opened: `orders` and `gmv` are the paid ones, `refunds` those with money back, and so on. */
  metric?: 'ordersCreated' | 'unpaidOrders' | 'orders' | 'gmv' | 'refunds' | 'refundAmount' | 'deposits' | 'fanGmv' | 'newBuyers' | 'dealGmv';
  listingId?: string;
  sku?: string;
  dealId?: string;
  source?: string;
  host?: string;
  viewerId?: string;
  from?: number;
  to?: number;
  /** Also those that do not count: outside the show, or paid too late. */
  all?: boolean;
}

export interface OrderView {
  orderId: string;
  viewerId: string | null;
  source: string;
  host: string | null;
  createdAt: number;
  paidAt: number | null;
  cancelledAt: number | null;
  /** What the order counts for, minor units: what was paid, or while unpaid what was created. */
  amount: number;
  units: number;
  refunded: number;
  deposit: boolean;
  firstOrder: boolean;
  /** Deals its lines belong to; `inferred` where no line named one. */
  deals: { dealId: string; inferred: boolean }[];
  lines: readonly OrderLine[];
  refunds: { refundId: string; at: number; amount: number }[];
  /** Why it does not count, where it does not. */
  outside: 'scope' | 'late' | null;
}

export interface OrdersPage {
  /** Orders that match, all of them, and what they come to: it reconciles with the total that was opened. */
  total: number;
  amount: number;
  refunded: number;
  units: number;
  orders: OrderView[];
}

/** The orders behind a total, newest first. @param page from 0 */
export function ordersOf(t: Tally, filter: OrderFilter, page: { page: number; size: number }): OrdersPage {
  const found: { index: number; at: number }[] = [];
  const sums = { amount: 0, refunded: 0, units: 0 };
  for (let index = 0; index < t.orders.count; index++) {
    const order = t.orders.read(index);
    if (createdAt(order) === Infinity) continue;
    const effect = effectOf(t, order);
    if (!matches(t, filter, order, effect)) continue;
    found.push({ index, at: order.paid?.at ?? createdAt(order) });
    const { amount, refunded, units } = sumsOf(effect);
    sums.amount += amount;
    sums.refunded += refunded;
    sums.units += units;
  }
  found.sort((a, b) => b.at - a.at || a.index - b.index);
  const first = page.page * page.size;
  return { total: found.length, ...sums, orders: found.slice(first, first + page.size).map(({ index }) => viewOf(t, t.orders.read(index))) };
}

function matches(t: Tally, filter: OrderFilter, order: Order, effect: Effect | null): boolean {
  const counts = effect !== null && (order.paid === null || paidInTime(t, order.paid.at));
  if (!counts && filter.all !== true) return false;
  if (filter.metric !== undefined && !(effect && hasPart(filter.metric, effect))) return false;
  if (filter.listingId !== undefined && !touches(t, order, t.listingSubject.get(filter.listingId))) return false;
  if (filter.sku !== undefined && !touches(t, order, t.skuSubject.get(filter.sku))) return false;
  if (filter.dealId !== undefined && !effect?.deals.some(({ deal }) => deal.dealId === filter.dealId)) return false;
  if (filter.source !== undefined && (effect === null || t.sources[effect.source] !== filter.source)) return false;
  if (filter.host !== undefined && effect?.shift.host !== filter.host) return false;
  if (filter.viewerId !== undefined && buyerOf(order) !== t.names.lookup(filter.viewerId)) return false;
  const at = order.paid?.at ?? createdAt(order);
  return at >= (filter.from ?? -Infinity) && at < (filter.to ?? Infinity);
}

/** Whether a line of the order counts for a listing or SKU. */
function touches(t: Tally, order: Order, subject: number | undefined): boolean {
  if (subject === undefined) return false;
  return linesOf(order).some((line) => {
    const { listing, sku } = placeOf(t, line.listingId, line.sku);
    return listing === subject || sku === subject;
  });
}

function hasPart(metric: NonNullable<OrderFilter['metric']>, { created, paid, deposit, refunds }: Effect): boolean {
  switch (metric) {
    case 'ordersCreated':
      return created !== null;
    case 'unpaidOrders':
      return created?.unpaid ?? false;
    case 'orders':
    case 'gmv':
      return paid !== null;
    case 'refunds':
    case 'refundAmount':
      return refunds.length > 0;
    case 'deposits':
      return deposit !== null;
    case 'fanGmv':
      return paid?.fan ?? false;
    case 'newBuyers':
      return paid?.first ?? false;
    case 'dealGmv':
      return paid?.inDeal ?? false;
  }
}

const linesOf = (order: Order): readonly OrderLine[] => order.paid?.lines ?? order.created?.lines ?? [];

function sumsOf(effect: Effect | null): { amount: number; refunded: number; units: number } {
  return {
    amount: effect?.deposit?.amount ?? effect?.paid?.gmv ?? effect?.created?.amount ?? 0,
    refunded: effect?.refunds.reduce((sum, { amount }) => sum + amount, 0) ?? 0,
    units: effect?.paid?.units ?? 0,
  };
}

function viewOf(t: Tally, order: Order): OrderView {
  const effect = effectOf(t, order);
  const viewer = buyerOf(order);
  return {
    orderId: t.orders.names.text(order.index),
    viewerId: viewer < 0 ? null : t.names.text(viewer),
    source: t.sources[effect?.source ?? 0] ?? 'other',
    host: effect?.shift.host ?? null,
    createdAt: createdAt(order),
    paidAt: order.paid?.at ?? null,
    cancelledAt: order.cancelled?.at ?? null,
    ...sumsOf(effect),
    deposit: order.paid?.deposit ?? order.created?.deposit ?? false,
    firstOrder: order.paid?.firstOrder ?? order.created?.firstOrder ?? false,
    deals: [...new Map((effect?.deals ?? []).map(({ deal, inferred }) => [deal.dealId, { dealId: deal.dealId, inferred }])).values()],
    lines: linesOf(order),
    refunds: [...order.refunds].sort((a, b) => a.at - b.at).map(({ refundId, at, amount }) => ({ refundId, at, amount })),
    outside: !inScope(t, createdAt(order)) ? 'scope' : order.paid && !paidInTime(t, order.paid.at) ? 'late' : null,
  };
}
