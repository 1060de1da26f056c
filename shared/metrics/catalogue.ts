import { around } from './orderApply.ts';
import { absorb, newSubject, subjectOfListing, subjectOfSku } from './subjects.ts';
import type { CatalogueListing, Tally } from './state.ts';

/**
 * Takes listings into the catalogue, new ones or changed ones. What was already counted under a SKU nobody knew counts for the
 * listing that now has it. A fact counts by the catalogue as it stands when the fact is folded; orders are counted again.
 */
export function setListings(t: Tally, listings: readonly CatalogueListing[]): void {
  const changed = listings.filter((listing) => isChanged(t.catalogue.get(listing.id), listing));
  if (changed.length === 0) return;
  t.catalogueChanged = true;
  const ids = new Set<string>();
  const skus = new Set<string>();
  for (const listing of changed) {
    ids.add(listing.id);
    for (const sku of [...listing.skus, ...(t.catalogue.get(listing.id)?.skus ?? [])]) skus.add(sku);
  }
  around(t, ordersNaming(t, ids, skus), () => {
    const owners = new Map<string, string | undefined>();
    for (const sku of skus) owners.set(sku, t.skuOwner.get(sku));
    const previous = changed.map(({ id }) => t.catalogue.get(id));
    for (const listing of changed) {
      disown(t, listing);
      t.catalogue.set(listing.id, { id: listing.id, number: listing.number, skus: [...listing.skus] });
      for (const sku of listing.skus) own(t, sku, listing);
    }
    changed.forEach((listing, i) => settle(t, listing, previous[i], owners));
    t.placeByListing.clear();
    t.placeBySku.clear();
  });
}

function isChanged(known: CatalogueListing | undefined, listing: CatalogueListing): boolean {
  return !known || known.number !== listing.number || known.skus.join('\n') !== listing.skus.join('\n');
}

/** Orders whose lines name one of these, where anything was ever counted for them. */
function ordersNaming(t: Tally, ids: ReadonlySet<string>, skus: ReadonlySet<string>): number[] {
  const known = [...ids].some((id) => t.listingSubject.has(id)) || [...skus].some((sku) => t.skuSubject.has(sku));
  if (!known) return [];
  return t.orders.having(({ listingId, sku }) => (listingId !== undefined && ids.has(listingId)) || (sku !== undefined && skus.has(sku)));
}

const before = (a: CatalogueListing, b: CatalogueListing): boolean => a.number < b.number || (a.number === b.number && a.id < b.id);

/** A SKU that several listings share belongs to the one with the lowest number. */
function own(t: Tally, sku: string, listing: CatalogueListing): void {
  t.skuHolders.set(sku, (t.skuHolders.get(sku) ?? 0) + 1);
  claim(t, sku, listing);
}

function claim(t: Tally, sku: string, listing: CatalogueListing): void {
  const owner = t.catalogue.get(t.skuOwner.get(sku) ?? '');
  if (!owner || before(listing, owner)) t.skuOwner.set(sku, listing.id);
}

/** Finds new owners for what a listing had, before it is stored anew. */
function disown(t: Tally, listing: CatalogueListing): void {
  const known = t.catalogue.get(listing.id);
  if (!known) return;
  t.catalogue.delete(listing.id);
  for (const sku of known.skus) {
    t.skuHolders.set(sku, (t.skuHolders.get(sku) ?? 0) - 1);
    if (t.skuOwner.get(sku) !== listing.id) continue;
    t.skuOwner.delete(sku);
    for (const other of t.catalogue.values()) if (other.skus.includes(sku)) claim(t, sku, other);
  }
}

/**
 * Gives a listing and its SKUs their subjects, and the listing what was counted under SKUs that nobody had.
 * @param previous the listing as it was, and `owners` whose each SKU was
 */
function settle(t: Tally, listing: CatalogueListing, previous: CatalogueListing | undefined, owners: ReadonlyMap<string, string | undefined>): void {
  const isOne = (sku: string, listingId: string): boolean => {
    const subject = t.skuSubject.get(sku);
    return subject !== undefined && subject === t.listingSubject.get(listingId);
  };
  for (const sku of previous?.skus ?? []) if (!listing.skus.includes(sku) && isOne(sku, listing.id)) part(t, sku);
  for (const sku of listing.skus) {
    const isAlone = listing.skus.length === 1 && t.skuHolders.get(sku) === 1;
    const before = owners.get(sku);
    if (isAlone && !previous && before === undefined) {
      share(t, listing.id, sku);
      continue;
    }
    const known = t.skuSubject.get(sku);
    if (isOne(sku, before ?? listing.id)) {
      if (!isAlone) part(t, sku);
    } else if (known !== undefined && before === undefined && t.skuOwner.get(sku) === listing.id) absorb(t, subjectOfListing(t, listing.id), known);
  }
  for (const sku of listing.skus) subjectOfSku(t, sku);
  subjectOfListing(t, listing.id);
}

/** A SKU that was alone in its listing, and one subject with it, gets its own, with all there was. */
function part(t: Tally, sku: string): void {
  const shared = subjectOfSku(t, sku);
  const own = newSubject(t);
  absorb(t, own, shared);
  t.skuSubject.set(sku, own);
}

/** One subject for a listing and its only SKU, with whatever either had before. */
function share(t: Tally, listingId: string, sku: string): void {
  const ofListing = t.listingSubject.get(listingId);
  const ofSku = t.skuSubject.get(sku);
  if (ofListing !== undefined && ofSku !== undefined && ofListing !== ofSku) absorb(t, ofSku, ofListing);
  const subject = ofSku ?? ofListing ?? newSubject(t);
  t.listingSubject.set(listingId, subject);
  t.skuSubject.set(sku, subject);
}
