import { Type, type Static, type TSchema } from 'typebox';
import { LIMITS } from './limits.ts';
import { optional } from '../record.ts';

/** Ten billion in a currency of two decimals: past it a price is a mistake, and sums stay exact below it. */
export const DEAREST = 1_000_000_000_000;

export const Id = Type.String({ minLength: 1, maxLength: 128, pattern: '\\S' });
/** A show's id stands in keys and addresses. */
export const ShowIdText = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$' });
export const Money = Type.Integer({ minimum: 0, maximum: DEAREST });
export const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });
export const Minutes = Type.Number({ exclusiveMinimum: 0, maximum: 1_440 });
/** Unix ms or ISO 8601 with an offset. */
export const Moment = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ minLength: 16, maxLength: 40 })]);
export const MOST_COUNTED = 1_000_000;
export const Count = Type.Integer({ minimum: 1, maximum: MOST_COUNTED });
export const Units = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });
/** Shown in an `img`: never a script or a data address. */
export const ImageUrl = Type.String({ maxLength: 2_000, pattern: '^(https?://|/[^/])' });
export const Channel = Type.Enum(['own', 'platform']);

/** Optional, and null to remove it. */
export const Removable = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]));

/** As the room says it and as the code does: both are understood. */
export const TAG_WORDS = { traffic: 'traffic', profit: 'profit', image: 'image', 引流: 'traffic', 利润: 'profit', 形象: 'image' } as const;
export const Tag = Type.Enum(['traffic', 'profit', 'image', '引流', '利润', '形象']);

export const KIND_WORDS = {
  opening: 'opening', product: 'product', interaction: 'interaction', benefit: 'benefit', push: 'push', closing: 'closing',
  开场: 'opening', 产品介绍: 'product', 互动: 'interaction', 福利: 'benefit', 促单: 'push', 结尾: 'closing',
} as const;
export const Kind = Type.Enum([
  'opening', 'product', 'interaction', 'benefit', 'push', 'closing', '开场', '产品介绍', '互动', '福利', '促单', '结尾',
]);

/** `stock` may be left out only where the show already knows the SKU. */
export const SkuInput = Type.Object({
  sku: Id,
  name: Type.Optional(Type.String({ maxLength: 120 })),
  price: Type.Optional(Money),
  stock: Type.Optional(Units),
  safetyStock: Type.Optional(Units),
});
export type SkuInput = Static<typeof SkuInput>;

/** The parts of a listing that are written out and may be left out. */
export const listingExtras = {
  listPrice: Money,
  floorPrice: Money,
  offer: Words(500),
  gifts: Words(500),
  tag: Tag,
  sellingPoints: Type.Array(Words(200), { maxItems: 10 }),
  imageUrl: ImageUrl,
  maxPerBuyer: Count,
};

/** A listing as it is sent: with `skus`, or short with `sku` and `stock` beside the title. */
export const ListingInput = Type.Object({
  id: Type.Optional(Id),
  number: Type.Optional(Count),
  title: Words(120),
  price: Money,
  ...optional(listingExtras),
  skus: Type.Optional(Type.Array(SkuInput, { minItems: 1, maxItems: LIMITS.skusPerListing })),
  sku: Type.Optional(Id),
  stock: Type.Optional(Units),
  safetyStock: Type.Optional(Units),
});
export type ListingInput = Static<typeof ListingInput>;

/** `listingNumber` names a listing of the same request, whose id is not known yet. */
export const SegmentInput = Type.Object({
  kind: Kind,
  title: Words(120),
  minutes: Minutes,
  target: Type.Optional(Money),
  host: Type.Optional(Words(64)),
  listingId: Type.Optional(Id),
  listingNumber: Type.Optional(Count),
});
export type SegmentInput = Static<typeof SegmentInput>;
