import type { ListingId, Sku } from '../ids.ts';
import type { Minor } from '../money.ts';
import type { Deal, StartedDeal } from './deal.ts';

/** Who did it, and from which screen. */
export interface Actor {
  id: string;
  name: string;
  role: string;
  screen?: string;
}

interface PendingBase {
  commandId: string;
  /** What it is about; for stock the first listing that has the SKU. */
  listingId: ListingId;
  at: number;
  by: Actor;
}

/** `deal` as it shall be: for a start the plan, whose clock starts when it is confirmed. `from`: the deal as it is, absent for one that was never planned. */
type DealStep = { kind: 'deal' } & (
  | { what: 'start'; deal: Deal; from?: Deal }
  | { what: 'extend' | 'stop'; deal: StartedDeal; from: StartedDeal }
);

/** Units to add or take away, or how many were counted. */
type StockStep = { kind: 'stock'; sku: Sku } & ({ delta: number; reason: string; counted?: never } | { counted: number; delta?: never; reason?: never });

/** 待平台执行: what the platform must still carry out. Until confirmed the document keeps `from`, the old truth. */
export type PendingStep = PendingBase &
  (
    | { kind: 'price'; /** A SKU's own price rather than the listing's. */ sku?: Sku; from: Minor | null; to: Minor | null }
    | { kind: 'shelf'; /** `shelved` as it is and as it shall be. */ from: boolean; to: boolean }
    | DealStep
    | StockStep
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
