import type { Listing, PendingStep, Show } from './show.ts';

/** Where a listing stands: waiting its turn, presented and for sale, on air, sold out, off the shelf. */
export type ListingState = 'queued' | 'onShelf' | 'onAir' | 'soldOut' | 'offShelf';

/** Units left of a SKU by the ledger; undefined where it does not say. */
export type Available = (sku: string) => number | undefined;

/** Whether every SKU of it is known to have run out. */
export function isSoldOut({ skus }: Listing, available: Available): boolean {
  return skus.length > 0 && skus.every(({ sku }) => (available(sku) ?? 1) <= 0);
}

/**
 * A listing's state, derived: off the shelf before all, then on air, then sold out.
 * @param available without it nothing is called sold out; a listing sold out on air stays on air, and `isSoldOut` says so besides.
 */
export function listingState(show: Show, listing: Listing, available: Available = () => undefined): ListingState {
  if (listing.shelved) return 'offShelf';
  if (show.onAir?.listingId === listing.id) return 'onAir';
  if (isSoldOut(listing, available)) return 'soldOut';
  return listing.takes > 0 ? 'onShelf' : 'queued';
}

/** The steps on this listing that the platform has not carried out: shown amber. */
export const pendingOf = (show: Show, listingId: string): PendingStep[] => show.pending.filter((step) => step.listingId === listingId);

/** The next listing of the run that can go on air, after the one that is; from the top where none is. */
export function nextUp(show: Show): Listing | undefined {
  const at = show.listings.findIndex(({ id }) => id === show.onAir?.listingId);
  return show.listings.slice(at + 1).find(({ shelved }) => !shelved);
}
