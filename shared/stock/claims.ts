import { Type, type Static } from 'typebox';

/** Ids of ours and of a storefront: printable and without spaces, so that they stand in addresses and logs. */
const PlainId = Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$' });
const Id = Type.String({ minLength: 1, maxLength: 128 });

/** The body of `POST /shows/:id/claims`. Sent again under the same claim id it is answered with what became of it. */
export const ClaimInput = Type.Object({
  claimId: PlainId,
  listingId: Id,
  /** Which SKU; may be left out where the listing has one. */
  sku: Type.Optional(Id),
  /** The deal whose price is claimed; without one, the live price. */
  dealId: Type.Optional(Id),
  buyerId: Id,
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
});
export type ClaimInput = Static<typeof ClaimInput>;

/** The body of `POST …/pay`. */
export const PayInput = Type.Object({
  /** The storefront's own order id; `claim:{claimId}` where it has none. */
  orderId: Type.Optional(Id),
  /** What was paid, minor units: refused where it is not what was quoted. */
  amount: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
});
export type PayInput = Static<typeof PayInput>;

/** The most claims judged in one call to the store. */
export const CLAIMS_PER_CALL = 50;

/** How long a buyer has to pay where no deal says otherwise (lua/checkout.lua). Unit: s. */
export const HOLD_SECONDS = 300;
