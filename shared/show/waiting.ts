import type { ListingId, Sku } from '../ids.ts';
import type { Minor } from '../money.ts';

/** Who did it, and from which screen. */
export interface Actor {
  id: string;
  name: string;
  role: string;
  screen?: string;
}

interface PendingBase {
  commandId: string;
  listingId: ListingId;
  at: number;
  by: Actor;
}

/** 待平台执行: what the platform must still carry out. Until confirmed the document keeps `from`, the old truth. */
export type PendingStep = PendingBase &
  (
    | { kind: 'price'; /** A SKU's own price rather than the listing's. */ sku?: Sku; from: Minor | null; to: Minor | null }
    | { kind: 'shelf'; /** `shelved` as it is and as it shall be. */ from: boolean; to: boolean }
  );

/** A command below the floor, kept until a second person grants it. `command` is as it was sent. */
export interface ApprovalRequest {
  commandId: string;
  command: { id: string; type: string; expectedRevision?: number; payload: Record<string, unknown> };
  by: Actor;
  at: number;
  /** Unix ms; a grant after it is refused EXPIRED. */
  expiresAt: number;
  /** What would be charged and the floor it is under, minor units. */
  price: number;
  floor: number;
}
