import type { Sku } from '../../ids.ts';
import { minor } from '../../money.ts';
import { entity } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { listingsOf } from '../listings.ts';
import { invalid, reject, unchanged } from '../rejection.ts';
import { lastChange } from '../staleness.ts';
import { listingOf, nameOf, noListing, type Handler, type HandlerGroup } from './context.ts';
import { editListing } from './listing-edit.ts';
import { newOrder } from './order.ts';
import { belowFloor, pricesOf, setPrices, setShelved, shelfPending } from './prices.ts';

const take: Handler<'listing.take'> = (show, { listingId, seenOnAir }) => {
  const listing = listingOf(show, listingId);
  if (!listing) return noListing(listingId);
  const onAir = show.onAir?.listingId ?? null;
  if (onAir !== seenOnAir) {
    const params = { ...lastChange(show, entity.onAir), seen: nameOf(show, listingOf(show, seenOnAir ?? '')?.id) };
    return reject('STALE_REVISION', `${show.changed[entity.onAir]?.[1] ?? 'Somebody'} moved it: on air is ${nameOf(show, onAir) || 'nothing'}. Look again and decide anew.`, params);
  }
  if (onAir === listing.id) return unchanged(`${nameOf(show, listing.id)} is on air already.`);
  if (listing.shelved) return reject('WRONG_STATE', `${nameOf(show, listing.id)} is off the shelf. Put it back first.`, { state: 'offShelf', listingId });
  return [{ type: 'listing.taken', listingId: listing.id, before: show.onAir ?? null }];
};

const add: Handler<'listing.add'> = (show, payload, context) => {
  if (show.listings.length + payload.listings.length > LIMITS.listings)
    return reject('LIMIT_REACHED', `A show holds at most ${LIMITS.listings} listings.`, { limit: LIMITS.listings, have: show.listings.length });
  const { listings, errors } = listingsOf(payload.listings, show.listings, context.newId, '/payload/listings');
  if (errors.length > 0) return invalid(errors);
  const below = listings.map((listing) => belowFloor(show, listing, pricesOf(listing), context)).find((rejection) => rejection !== undefined);
  return below ?? [{ type: 'listing.added', listings }];
};

const price: Handler<'listing.price'> = (show, { listingId, price: amount, sku }, context) => {
  const listing = listingOf(show, listingId);
  if (!listing) return noListing(listingId);
  if (amount === null && sku === undefined) return invalid([{ path: '/payload/price', message: 'only a SKU can be without a price of its own' }]);
  if (sku !== undefined && !listing.skus.some((each) => each.sku === sku))
    return reject('NOT_FOUND', `#${listing.number} has no SKU ${sku}.`, { listingId, sku });
  const below = belowFloor(show, listing, [amount], context);
  if (below) return below;
  const events = setPrices(show, listing, [{ ...(sku === undefined ? {} : { sku: sku as Sku }), to: amount === null ? null : minor(amount) }], context);
  return events.length > 0 ? events : unchanged(`#${listing.number} has this price already.`);
};

const pin: Handler<'listing.pin'> = (show, { listingId }) => {
  const listing = listingOf(show, listingId);
  if (!listing) return noListing(listingId);
  if (listing.shelved) return reject('WRONG_STATE', `#${listing.number} is off the shelf. Put it back first.`, { state: 'offShelf', listingId });
  if (show.pinned.includes(listing.id)) return unchanged(`#${listing.number} is pinned already.`);
  if (show.pinned.length >= LIMITS.pinned)
    return reject('LIMIT_REACHED', `At most ${LIMITS.pinned} listings are pinned. Unpin one first.`, { limit: LIMITS.pinned, pinned: show.pinned.map((id) => nameOf(show, id)).join(', ') });
  return [{ type: 'listing.pinned', listingId: listing.id, before: show.pinned, after: [...show.pinned, listing.id] }];
};

const unpin: Handler<'listing.unpin'> = (show, { listingId }) => {
  const listing = listingOf(show, listingId);
  if (!listing) return noListing(listingId);
  if (!show.pinned.includes(listing.id)) return unchanged(`#${listing.number} is not pinned.`);
  return [{ type: 'listing.unpinned', listingId: listing.id, before: show.pinned, after: show.pinned.filter((id) => id !== listing.id) }];
};

const shelving = (to: boolean): Handler<'listing.shelve' | 'listing.unshelve'> => (show, { listingId }, context) => {
  const listing = listingOf(show, listingId);
  if (!listing) return noListing(listingId);
  if ((shelfPending(show, listing).at(-1)?.to ?? listing.shelved) === to) return unchanged(`#${listing.number} is ${to ? 'off' : 'on'} the shelf already.`);
  return setShelved(show, listing, to, context);
};

export const listingCommands: HandlerGroup<'listing'> = {
  'listing.take': take,
  'listing.add': add,
  'listing.edit': editListing,
  'listing.price': price,
  'listing.pin': pin,
  'listing.unpin': unpin,
  'listing.shelve': shelving(true),
  'listing.unshelve': shelving(false),
  'listing.reorder': (show, { order, listingId, index }) => {
    const made = newOrder(show.listings.map(({ id }) => id), { order, id: listingId, index });
    return made.ok ? [{ type: 'listing.reordered', before: made.before, after: made.after }] : made.rejection;
  },
  'listing.explain': (show, { listingId }) => {
    const listing = listingId === null ? null : listingOf(show, listingId);
    if (listing === undefined) return noListing(listingId ?? '');
    if ((show.explaining?.listingId ?? null) === (listing?.id ?? null)) return unchanged('It is being explained already.');
    return [{ type: 'listing.explained', listingId: listing?.id ?? null, before: show.explaining ?? null }];
  },
};
