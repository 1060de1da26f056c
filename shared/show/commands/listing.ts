import { Type } from 'typebox';
import { entity } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { Count, Id, ListingInput, Money, Removable, Units, Words, listingExtras as extra } from '../schemas.ts';
import { CREW, DESK, OPEN, Order, Position, RUNNING, STAGE, spec } from './spec.ts';

/** A SKU in an edit: what is left out stays, null takes the own price away. */
const SkuEdit = Type.Object({
  sku: Id, name: Type.Optional(Words(120)), price: Removable(Money), stock: Type.Optional(Units), safetyStock: Removable(Units),
});

export const listingSpecs = {
  'listing.take': spec(Type.Object({ listingId: Id, seenOnAir: Type.Union([Id, Type.Null()]) }), {
    roles: DESK, states: RUNNING, stopped: true, touches: () => [entity.onAir],
  }),
  'listing.add': spec(Type.Object({ listings: Type.Array(ListingInput, { minItems: 1, maxItems: LIMITS.listingsPerCommand }) }), {
    roles: DESK, states: OPEN, touches: () => [],
  }),
  'listing.edit': spec(
    Type.Object({
      listingId: Id, number: Type.Optional(Count), title: Type.Optional(Words(120)), price: Type.Optional(Money),
      listPrice: Removable(extra.listPrice), floorPrice: Removable(extra.floorPrice), offer: Removable(extra.offer), gifts: Removable(extra.gifts),
      tag: Removable(extra.tag), sellingPoints: Removable(extra.sellingPoints), imageUrl: Removable(extra.imageUrl),
      maxPerBuyer: Removable(extra.maxPerBuyer),
      skus: Type.Optional(Type.Array(SkuEdit, { minItems: 1, maxItems: LIMITS.skusPerListing })),
    }),
    { roles: DESK, states: OPEN, touches: ({ listingId }) => [entity.listing(listingId)] },
  ),
  // Allowed while stopped: correcting a wrong price is what a stop is most often for, and nothing sells until it is lifted.
  'listing.price': spec(Type.Object({ listingId: Id, price: Type.Union([Money, Type.Null()]), sku: Type.Optional(Id) }), {
    roles: DESK, states: OPEN, touches: ({ listingId }) => [entity.listing(listingId)],
  }),
  'listing.pin': spec(Type.Object({ listingId: Id }), {
    roles: CREW, states: OPEN, stopped: true, touches: () => [entity.pins],
  }),
  'listing.unpin': spec(Type.Object({ listingId: Id }), { roles: CREW, states: OPEN, touches: () => [entity.pins] }),
  'listing.shelve': spec(Type.Object({ listingId: Id }), { roles: DESK, states: OPEN, touches: ({ listingId }) => [entity.listing(listingId)] }),
  'listing.unshelve': spec(Type.Object({ listingId: Id }), {
    roles: DESK, states: OPEN, stopped: true, touches: ({ listingId }) => [entity.listing(listingId)],
  }),
  'listing.reorder': spec(
    Type.Object({ order: Order(Id, LIMITS.listings), listingId: Type.Optional(Id), index: Type.Optional(Position) }),
    { roles: DESK, states: OPEN, touches: () => [entity.queue] },
  ),
  'listing.explain': spec(Type.Object({ listingId: Type.Union([Id, Type.Null()]) }), {
    roles: STAGE, states: RUNNING, stopped: true, touches: () => [entity.explaining],
  }),
} as const;
