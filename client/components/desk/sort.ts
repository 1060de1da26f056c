import type { Listing } from '../../../shared/show/show.ts';

/**
 * Listings by one metric, or by their link number. What is not known comes last in either direction, and equals keep the
 * order of the run, so that rows which say the same do not dance.
 */
export function sortListings(listings: readonly Listing[], sort: { by: string; down: boolean }, figure: (listing: Listing, metric: string) => number | undefined): Listing[] {
  const of = (listing: Listing): number | undefined => (sort.by === 'number' ? listing.number : figure(listing, sort.by));
  const keyed = listings.map((listing, place) => ({ listing, place, key: of(listing) }));
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.place - b.place;
    if (a.key === undefined) return 1;
    if (b.key === undefined) return -1;
    return sort.down ? b.key - a.key : a.key - b.key;
  });
  return keyed.map(({ listing }) => listing);
}
