import { same } from '../../../shared/show/changes.ts';
import type { DealNow } from '../../composables/dealNow.ts';
import { isSoldOut, listingState, type Available, type ListingState } from '../../../shared/show/listing-state.ts';
import { safetyOf } from '../../../shared/stock/ledger.ts';
import type { Listing, PendingStep, Show } from '../../../shared/show/show.ts';

/** So few are low whatever the safety stock. Unit: units. */
const FEW = 5;
/** Whether this many are few of a SKU: under its safety stock, or a handful where it names none. Unit: units. */
export const isLow = (left: number, stock: number, safetyStock?: number): boolean => left < safetyOf(stock, safetyStock) || (safetyStock === undefined && left <= FEW);

export interface SkuLeft {
  sku: string;
  name: string;
  left: number;
  /** Its own price where it differs. */
  price?: number;
  state: 'plenty' | 'low' | 'out';
}

/** A listing as the rail shows it. */
export interface Row {
  listing: Listing;
  state: ListingState;
  /** Sold out although it is on air. */
  empty: boolean;
  next: boolean;
  pinned: boolean;
  explaining: boolean;
  onAirSince: number | undefined;
  pending: readonly PendingStep[];
  skus: readonly SkuLeft[];
  left: number;
  /** Units sold of its SKUs beyond what there was. */
  oversold: number;
  /** Its open deal, else its first plan. */
  deal?: DealNow;
  /** Whether `left` is what is left, or the opening stock of a show that has not started. */
  known: boolean;
}

/** @param pending the show's pending steps by listing, so that five hundred rows do not search the same list. */
export function rowOf(show: Show, listing: Listing, nextId: string | undefined, pending: ReadonlyMap<string, readonly PendingStep[]>, available: Available, deal?: DealNow): Row {
  const skus = listing.skus.map((each): SkuLeft => {
    const left = available(each.sku) ?? each.stock;
    const state = left <= 0 ? 'out' : isLow(left, each.stock, each.safetyStock) ? 'low' : 'plenty';
    return { sku: each.sku, name: each.name, left, state, ...(each.price === undefined || each.price === listing.price ? {} : { price: each.price }) };
  });
  return {
    listing,
    state: listingState(show, listing, available),
    empty: isSoldOut(listing, available),
    next: listing.id === nextId,
    pinned: show.pinned.includes(listing.id),
    explaining: show.explaining?.listingId === listing.id,
    onAirSince: show.onAir?.listingId === listing.id ? show.onAir.since : undefined,
    pending: pending.get(listing.id) ?? [],
    skus,
    left: skus.reduce((sum, sku) => sum + Math.max(0, sku.left), 0),
    oversold: skus.reduce((sum, sku) => sum + Math.max(0, -sku.left), 0),
    ...(deal ? { deal } : {}),
    known: show.startedAt !== undefined && listing.skus.some(({ sku }) => available(sku) !== undefined),
  };
}

/** The rows as they are now, each the very object it was where it says the same: only what changed is drawn again. */
export function renewed(before: readonly Row[], now: readonly Row[]): Row[] {
  const known = new Map(before.map((row) => [row.listing.id, row]));
  return now.map((row) => {
    const was = known.get(row.listing.id);
    return was && same(was, row) ? was : row;
  });
}

/** The pending steps by listing. */
export function pendingByListing({ pending }: Show): Map<string, PendingStep[]> {
  const by = new Map<string, PendingStep[]>();
  for (const step of pending) by.set(step.listingId, [...(by.get(step.listingId) ?? []), step]);
  return by;
}

/** The listing's own price as the platform was told to make it, where it has not yet. */
export const priceToCome = (pending: readonly PendingStep[]): number | undefined => {
  const step = pending.findLast((each) => each.kind === 'price' && each.sku === undefined);
  return step?.kind === 'price' && step.to !== null ? step.to : undefined;
};
