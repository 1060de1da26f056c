import type { ListingId, Sku } from '../../ids.ts';
import type { Minor } from '../../money.ts';
import { patched } from '../changes.ts';
import { inOrder, replaced } from '../lists.ts';
import type { Listing, ListingSku, Show } from '../show.ts';
import type { Apply, ApplyGroup } from './apply.ts';

function withListing(show: Show, id: ListingId, change: (listing: Listing) => Listing): Show {
  return { ...show, listings: replaced(show.listings, (listing) => listing.id === id, change) };
}

function skuPriced(sku: ListingSku, price: Minor | null): ListingSku {
  const { price: _old, ...rest } = sku;
  return price === null ? rest : { ...rest, price };
}

function priced(listing: Listing, price: Minor | null, sku?: Sku): Listing {
  if (sku !== undefined) return { ...listing, skus: replaced(listing.skus, (each) => each.sku === sku, (each) => skuPriced(each, price)) };
  return price === null ? listing : { ...listing, price };
}

const taken: Apply<'listing.taken'> = (show, { listingId, before, undo, at }) => {
  const counted = undo ? before?.listingId : listingId;
  const next = { ...show, onAir: { listingId, since: at } };
  return counted === undefined ? next : withListing(next, counted, (listing) => ({ ...listing, takes: listing.takes + (undo ? -1 : 1) }));
};

const explained: Apply<'listing.explained'> = (show, { listingId, at }) => {
  const { explaining: _before, ...rest } = show;
  return listingId === null ? rest : { ...rest, explaining: { listingId, since: at } };
};

export const listingEvents: ApplyGroup<'listing'> = {
  'listing.added': (show, { listings }) => ({ ...show, listings: [...show.listings, ...listings] }),
  'listing.edited': (show, { listingId, after }) => withListing(show, listingId, (listing) => patched(listing, after)),
  'listing.priced': (show, { listingId, sku, after }) => withListing(show, listingId, (listing) => priced(listing, after, sku)),
  'listing.taken': taken,
  'listing.explained': explained,
  'listing.pinned': (show, { after }) => ({ ...show, pinned: after }),
  'listing.unpinned': (show, { after }) => ({ ...show, pinned: after }),
  'listing.shelved': (show, { listingId }) => withListing(show, listingId, (listing) => ({ ...listing, shelved: true })),
  'listing.unshelved': (show, { listingId }) => withListing(show, listingId, (listing) => ({ ...listing, shelved: false })),
  'listing.reordered': (show, { after }) => ({ ...show, listings: inOrder(show.listings, after) }),
};
