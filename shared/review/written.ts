import { A, FAN, KIND, LONG_SECONDS, OPEN, V } from '../metrics/columns.ts';
import { frameOf } from '../metrics/frame.ts';
import { buyerOf } from '../metrics/order.ts';
import { createdAt, effectOf, inScope, paidInTime } from '../metrics/orderEffect.ts';
import type { Order } from '../metrics/orderRecord.ts';
import { flagsOf, readActivity, readCount, readWord, sourceOf } from '../metrics/people.ts';
import { openSecond, openStart } from '../metrics/sessions.ts';
import type { Tally } from '../metrics/state.ts';

/** One order of a show as the fold has it. Times are Unix ms, money minor units; names are the columns of its file. */
export interface OrderRow {
  order_id: string;
  buyer: string | null;
  source: string;
  host: string | null;
  created_at: number;
  paid_at: number | null;
  cancelled_at: number | null;
  /** Of a paid order with money back: `partly` where some of it stayed. */
  status: 'unpaid' | 'paid' | 'cancelled' | 'refunded' | 'partly' | 'deposit';
  /** Why it counts for nothing, null where it counts: outside the show, or paid too late. */
  outside: 'scope' | 'late' | null;
  /** What it counts for when created and when paid; null where it does not. */
  created_amount: number | null;
  gmv: number | null;
  units: number;
  deposit_amount: number | null;
  subsidy: number;
  refunded: number;
  refunds: number;
  first_order: boolean;
  /** Its buyer follows the room. */
  fan: boolean;
  /** What was paid, or while unpaid what was created. */
  lines: { listing: string | null; sku: string | null; quantity: number; amount: number; deal: string | null }[];
  /** What of `gmv` was sold in deals; null where nothing was. */
  deal_gmv: number | null;
  /** Money going back, and when. */
  returns: { at: number; amount: number }[];
  /** What it counts for of each listing, by the catalogue at the end; null where it does not. `returns` stand beside the order's. */
  parts: { listing: string; created_amount: number | null; gmv: number | null; units: number; deal_gmv: number | null; returns: number[] }[];
}

/** One viewer of a show as the fold has it: where they came from, and what they did. */
export interface ViewerRow {
  viewer: string;
  source: string;
  /** Their earliest entry, Unix ms; null where they never entered. */
  first_at: number | null;
  follower: boolean;
  reached: boolean;
  entered: boolean;
  stayed: boolean;
  shown: boolean;
  clicked: boolean;
  carted: boolean;
  /** Commented, liked, shared or followed. */
  engaged: boolean;
  ordered: boolean;
  bought: boolean;
  /** Bought with an order that was their first in the shop. */
  bought_first: boolean;
  views: number;
  /** Whole seconds of all views. */
  watch_seconds: number;
  /** Views of a minute and more. */
  long_views: number;
  comments: number;
  likes: number;
  shares: number;
  clicks: number;
  cart_adds: number;
}

/** The files' columns and their types, in order. */
export const ORDER_COLUMNS = {
  order_id: 'VARCHAR', buyer: 'VARCHAR', source: 'VARCHAR', host: 'VARCHAR', created_at: 'BIGINT', paid_at: 'BIGINT', cancelled_at: 'BIGINT', status: 'VARCHAR', outside: 'VARCHAR',
  created_amount: 'BIGINT', gmv: 'BIGINT', units: 'BIGINT', deposit_amount: 'BIGINT', subsidy: 'BIGINT', refunded: 'BIGINT', refunds: 'INTEGER', first_order: 'BOOLEAN', fan: 'BOOLEAN',
  lines: 'STRUCT(listing VARCHAR, sku VARCHAR, quantity BIGINT, amount BIGINT, deal VARCHAR)[]', deal_gmv: 'BIGINT', returns: 'STRUCT("at" BIGINT, amount BIGINT)[]',
  parts: 'STRUCT(listing VARCHAR, created_amount BIGINT, gmv BIGINT, units BIGINT, deal_gmv BIGINT, returns BIGINT[])[]',
} as const satisfies Record<keyof OrderRow, string>;
export const VIEWER_COLUMNS = {
  viewer: 'VARCHAR', source: 'VARCHAR', first_at: 'BIGINT', follower: 'BOOLEAN', reached: 'BOOLEAN', entered: 'BOOLEAN', stayed: 'BOOLEAN', shown: 'BOOLEAN', clicked: 'BOOLEAN', carted: 'BOOLEAN', engaged: 'BOOLEAN',
  ordered: 'BOOLEAN', bought: 'BOOLEAN', bought_first: 'BOOLEAN', views: 'BIGINT', watch_seconds: 'BIGINT', long_views: 'BIGINT', comments: 'BIGINT', likes: 'BIGINT', shares: 'BIGINT', clicks: 'BIGINT', cart_adds: 'BIGINT',
} as const satisfies Record<keyof ViewerRow, string>;

/** Every order of which more is known than a refund or a cancellation. */
export function* orderRows(t: Tally): Generator<OrderRow> {
  const listings = new Map([...t.listingSubject].map(([id, subject]) => [subject, id]));
  for (let index = 0; index < t.orders.count; index++) {
    const order = t.orders.read(index);
    if (createdAt(order) !== Infinity) yield orderRow(t, order, listings);
  }
}

/** @param listings ids by their subject */
function orderRow(t: Tally, order: Order, listings: ReadonlyMap<number, string>): OrderRow {
  const effect = effectOf(t, order);
  const buyer = buyerOf(order);
  const { created, paid, cancelled } = order;
  const refunded = effect?.refunds.reduce((sum, { amount }) => sum + amount, 0) ?? 0;
  const gmv = effect?.paid?.gmv ?? null;
  const status = (): OrderRow['status'] => {
    if ((paid?.deposit ?? created?.deposit) === true) return 'deposit';
    if (cancelled) return 'cancelled';
    if (!paid) return 'unpaid';
    if (refunded === 0) return 'paid';
    return refunded < (gmv ?? 0) ? 'partly' : 'refunded';
  };
  return {
    order_id: t.orders.names.text(order.index),
    buyer: buyer < 0 ? null : t.names.text(buyer),
    source: t.sources[effect?.source ?? (buyer < 0 ? 0 : sourceOf(t, buyer))] ?? 'other',
    host: effect?.shift.host ?? null,
    created_at: createdAt(order),
    paid_at: paid?.at ?? null,
    cancelled_at: cancelled?.at ?? null,
    status: status(),
    outside: !inScope(t, createdAt(order)) ? 'scope' : paid && !paidInTime(t, paid.at) ? 'late' : null,
    created_amount: effect?.created?.amount ?? null,
    gmv,
    units: effect?.paid?.units ?? 0,
    deposit_amount: effect?.deposit?.amount ?? null,
    subsidy: effect?.paid?.subsidy ?? 0,
    refunded,
    refunds: effect?.refunds.length ?? 0,
    first_order: effect?.paid?.first ?? false,
    fan: effect?.paid?.fan ?? false,
    lines: (paid?.lines ?? created?.lines ?? []).map(({ listingId, sku, quantity, amount, dealId }) => ({
      listing: listingId ?? (sku === undefined ? null : (t.skuOwner.get(sku) ?? null)), sku: sku ?? null, quantity, amount, deal: dealId ?? null,
    })),
    deal_gmv: effect?.paid?.inDeal === true ? effect.paid.dealAmount : null,
    returns: effect?.refunds.map(({ sec, amount }) => ({ at: sec * 1000, amount })) ?? [],
    parts: (effect?.parts ?? []).flatMap((part, place) => {
      const listing = listings.get(part.subject);
      if (listing === undefined) return [];
      const { created, createdAmount, paid: sold, paidAmount, units, inDeal, dealAmount } = part;
      return [{ listing, created_amount: created ? createdAmount : null, gmv: sold ? paidAmount : null, units, deal_gmv: inDeal ? dealAmount : null, returns: effect?.refunds.map(({ byPart }) => byPart[place] ?? 0) ?? [] }];
    }),
  };
}

/** Every viewer of whom a feed said anything. @param now server time, Unix ms: up to it, or the show's end, views still open are counted */
export function* viewerRows(t: Tally, now: number): Generator<ViewerRow> {
  const { cut } = frameOf(t, { now, window: 'show' });
  for (let v = 0; v < t.viewers.count; v++) {
    const flags = flagsOf(t, v);
    const did = (kind: number): boolean => (flags & (1 << kind)) !== 0;
    const open = (flags & OPEN) === 0 ? 0 : Math.max(0, cut - openSecond(t, openStart(t, v)));
    const activity = readWord(t, v, V.activity) - 1;
    const times = (counter: number): number => (activity < 0 ? 0 : readActivity(t, activity, counter));
    yield {
      viewer: t.names.text(v),
      source: t.sources[sourceOf(t, v)] ?? 'other',
      first_at: did(KIND.entered) ? (t.viewers.floats(v)[t.viewers.atFloat(v) + V.firstEntry / 2] as number) : null,
      follower: (flags & FAN) !== 0,
      reached: did(KIND.impressed),
      entered: did(KIND.entered),
      stayed: did(KIND.stayed) || open >= LONG_SECONDS,
      shown: did(KIND.shown),
      clicked: did(KIND.clicked),
      carted: did(KIND.carted),
      engaged: did(KIND.engaged),
      ordered: did(KIND.created),
      bought: did(KIND.bought),
      bought_first: did(KIND.boughtFirst),
      views: readCount(t, v, V.views),
      watch_seconds: readWord(t, v, V.watch) + open,
      long_views: readWord(t, v, V.longViews) + (open >= LONG_SECONDS ? 1 : 0),
      comments: times(A.comments),
      likes: times(A.likes),
      shares: times(A.shares),
      clicks: times(A.clicks),
      cart_adds: times(A.cartAdds),
    };
  }
}
