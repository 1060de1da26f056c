import type { Listing } from '../../../shared/show/show.ts';

/** Listings that a typed word means: a bare number is the link number first, as people say it; else title or SKU. */
export function findListings(listings: readonly Listing[], typed: string): Listing[] {
  const word = typed.trim().replace(/^#/, '').toLowerCase();
  if (word === '') return [...listings];
  const fits = (l: Listing): boolean => String(l.number).startsWith(word) || l.title.toLowerCase().includes(word) || l.skus.some((s) => s.sku.toLowerCase().includes(word));
  const rank = (l: Listing): number => (String(l.number) === word ? 0 : String(l.number).startsWith(word) ? 1 : 2);
  return listings.filter(fits).sort((a, b) => rank(a) - rank(b));
}
