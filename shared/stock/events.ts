import type { ListingId, Sku } from '../ids.ts';
import type { Minor } from '../money.ts';

/** A claim as it was taken. Times are Redis time, Unix ms. */
export interface Held {
  claimId: string;
  buyerId: string;
  listingId: ListingId;
  dealId?: string;
  sku: Sku;
  /** Units. */
  quantity: number;
  unitPrice: Minor;
  amount: Minor;
  heldAt: number;
  expiresAt: number;
}

export type ClaimStatus = 'held' | 'paid' | 'cancelled' | 'expired';
/** A claim as it stands. */
export type Claim = Held & { status: ClaimStatus; orderId?: string };

/** A claim that was paid: an order, which the fold counts. */
export interface PaidClaim {
  type: 'order.paid';
  at: number;
  orderId: string;
  viewerId: string;
  claimId: string;
  /** Units of it that a feed had told of before as this order: sold already. */
  covered: number;
  lines: { listingId: ListingId; sku: Sku; quantity: number; amount: Minor; dealId?: string }[];
}

/** What the ledger's scripts journal, one entry a call. `left`: what was available of the SKU after it, units. */
export type LedgerEvent =
  | ({ type: 'claim.held'; at: number; left: number } & Held)
  | { type: 'claim.cancelled' | 'claim.expired'; at: number; claimId: string; left: number }
  | PaidClaim
  /** Sales that feeds reported up to a journal entry: `claimId` is the claim that stands for units of the order, `lines` say by how much more is sold of each SKU. */
  | { type: 'sales.applied'; at: number; upTo: string; orders: { orderId: string; claimId?: string; lines: [sku: Sku, units: number][] }[] };

/** Whether it is an order: of what the ledger's scripts journal, all that the fold counts. */
export const isPaidClaim = (event: LedgerEvent): event is PaidClaim => event.type === 'order.paid';
