import { Type, type Static, type TObject, type TProperties } from 'typebox';
import { RecordOf } from '../record.ts';

/** Whole minor units no larger than JSON can carry exactly. */
const Money = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Id = Type.String({ minLength: 1, maxLength: 128 });
const Count = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });
const Total = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Label = Type.String({ minLength: 1, maxLength: 64 });
/** Unix ms or ISO 8601 with an offset; `parseAt` judges the text. */
const At = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ minLength: 16, maxLength: 40 })]);

const optional = { listingId: Type.Optional(Id), sku: Type.Optional(Id) };

/** A line of an order: a listing by id or SKU, how many, and the line's total in minor units. */
export const OrderLine = Type.Object({
  ...optional,
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  amount: Money,
  dealId: Type.Optional(Id),
});
export type OrderLine = Static<typeof OrderLine>;

const orderFields = {
  firstOrder: Type.Optional(Type.Boolean()),
  claimId: Type.Optional(Id),
  subsidy: Type.Optional(Money),
  deposit: Type.Optional(Type.Boolean()),
};

function event<T extends string, P extends TProperties>(type: T, fields: P) {
  return Type.Object({ type: Type.Literal(type), at: At, id: Type.Optional(Id), feed: Type.Optional(Label), ...fields });
}

/** What platforms and buyers may report, by type. Unknown extra fields are kept. */
export const PLATFORM_EVENTS = {
  'viewer.entered': event('viewer.entered', { viewerId: Id, source: Type.Optional(Label), follower: Type.Optional(Type.Boolean()) }),
  'viewer.left': event('viewer.left', { viewerId: Id }),
  'audience.sampled': event('audience.sampled', { online: Total, viewers: Type.Optional(Total), views: Type.Optional(Total) }),
  'metrics.sampled': event('metrics.sampled', { values: RecordOf(Total) }),
  'spend.sampled': event('spend.sampled', { source: Label, amount: Money, attributedGmv: Type.Optional(Money) }),
  'room.impressed': event('room.impressed', { count: Type.Optional(Count), viewerId: Type.Optional(Id) }),
  'comment.posted': event('comment.posted', { viewerId: Id, text: Type.String({ maxLength: 2_000 }), nickname: Type.Optional(Type.String({ maxLength: 128 })) }),
  'like.given': event('like.given', { viewerId: Type.Optional(Id), count: Type.Optional(Count) }),
  'share.made': event('share.made', { viewerId: Id }),
  'follow.made': event('follow.made', { viewerId: Id }),
  'product.shown': event('product.shown', { viewerId: Type.Optional(Id), ...optional, count: Type.Optional(Count) }),
  'product.clicked': event('product.clicked', { viewerId: Type.Optional(Id), ...optional, count: Type.Optional(Count) }),
  'product.favourited': event('product.favourited', { viewerId: Type.Optional(Id), ...optional, count: Type.Optional(Count) }),
  'cart.added': event('cart.added', { viewerId: Id, ...optional, quantity: Type.Optional(Count) }),
  'cart.removed': event('cart.removed', { viewerId: Id, ...optional, quantity: Type.Optional(Count) }),
  'order.created': event('order.created', { orderId: Id, viewerId: Id, lines: Type.Array(OrderLine, { minItems: 1, maxItems: 200 }), ...orderFields }),
  'order.paid': event('order.paid', {
    orderId: Id,
    viewerId: Type.Optional(Id),
    lines: Type.Optional(Type.Array(OrderLine, { minItems: 1, maxItems: 200 })),
    ...orderFields,
  }),
  'order.cancelled': event('order.cancelled', { orderId: Id }),
  'order.refunded': event('order.refunded', { orderId: Id, refundId: Id, amount: Money }),
  'stream.changed': event('stream.changed', { state: Type.Union([Type.Literal('live'), Type.Literal('stalled'), Type.Literal('lost')]) }),
  'platform.warned': event('platform.warned', { text: Type.String({ maxLength: 2_000 }), level: Label }),
  'feed.alive': event('feed.alive', { intervalMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 3_600_000 })) }),
} as const satisfies Record<string, TObject>;

export type PlatformEventType = keyof typeof PLATFORM_EVENTS;
/** As it came over the wire: `at` still a number or a text. */
export type PlatformEventInput = { [T in PlatformEventType]: Static<(typeof PLATFORM_EVENTS)[T]> }[PlatformEventType];
/** Once read: `at` is Unix ms. */
export type PlatformEvent = { [T in PlatformEventType]: Omit<Static<(typeof PLATFORM_EVENTS)[T]>, 'at'> & { at: number } }[PlatformEventType];
export type PlatformEventOf<T extends PlatformEventType> = Extract<PlatformEvent, { type: T }>;

/** Types whose `listing` must be named, by `listingId` or `sku`. */
export const NAMES_A_LISTING: ReadonlySet<string> = new Set<PlatformEventType>([
  'product.shown', 'product.clicked', 'product.favourited', 'cart.added', 'cart.removed',
]);

/** The feed's name where a batch carries no `X-Producer`. */
export const DEFAULT_FEED = 'api';
/** How often a feed that has not said otherwise is expected to speak. Unit: ms. */
export const DEFAULT_FEED_INTERVAL_MS = 5_000;
