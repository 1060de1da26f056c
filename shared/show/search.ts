import type { Listing } from './show.ts';

/** Full-width letters and digits, and case, make no difference to who types in a hurry. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

export const byNumber = (listings: readonly Listing[], number: number): Listing | undefined => listings.find((listing) => listing.number === number);

/** How well a listing answers: 0 the very number, 1 the very SKU, 2 a number or SKU that begins so, 3 words of the title; undefined not at all. */
function rank({ number, title, skus }: Listing, query: string, words: readonly string[]): number | undefined {
  const digits = String(number);
  if (digits === query) return 0;
  const codes = skus.map(({ sku }) => plain(sku));
  if (codes.includes(query)) return 1;
  if (digits.startsWith(query) || codes.some((code) => code.startsWith(query))) return 2;
  const name = plain(title);
  return words.every((word) => name.includes(word)) ? 3 : undefined;
}

/**
 * Listings by number, title or SKU, best first, in the order of the run where equal. `#7` and `7` are the same.
 * @returns at most `limit`; none for an empty query.
 */
export function searchListings(listings: readonly Listing[], text: string, limit = 20): Listing[] {
  const query = plain(text).replace(/^#/, '');
  if (query === '') return [];
  const words = query.split(/\s+/);
  const found = listings.flatMap((listing, at) => {
    const quality = rank(listing, query, words);
    return quality === undefined ? [] : [{ listing, quality, at }];
  });
  return found.sort((a, b) => a.quality - b.quality || a.at - b.at).slice(0, limit).map(({ listing }) => listing);
}
