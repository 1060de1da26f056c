import type { Sku } from '../../ids.ts';
import type { Minor } from '../../money.ts';
import { afterCoupon } from '../coupons.ts';
import { isOpen, isStarted, type Coupon, type Deal } from '../deals.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { Listing, PendingStep, Show } from '../show.ts';
import type { Deciding, Happening } from './context.ts';

/** A price to set: the listing's, or one SKU's own (null takes that away). */
export interface Wanted {
  sku?: Sku;
  to: Minor | null;
}

/** The price as the document has it: a SKU's own may be null, and then the listing's holds. */
export function priceNow(listing: Listing, sku?: Sku): Minor | null {
  return sku === undefined ? listing.price : (listing.skus.find((each) => each.sku === sku)?.price ?? null);
}

type PriceStep = Extract<PendingStep, { kind: 'price' }>;
type ShelfStep = Extract<PendingStep, { kind: 'shelf' }>;

export const pricePending = (show: Show, listing: Listing, sku?: Sku): PriceStep[] =>
  show.pending.filter((step): step is PriceStep => step.kind === 'price' && step.listingId === listing.id && step.sku === sku);

export const shelfPending = (show: Show, listing: Listing): ShelfStep[] =>
  show.pending.filter((step): step is ShelfStep => step.kind === 'shelf' && step.listingId === listing.id);

/** Where this price is heading: what the platform is still to do counts as done. */
function heading(show: Show, listing: Listing, sku?: Sku): Minor | null {
  const step = pricePending(show, listing, sku).at(-1);
  return step ? step.to : priceNow(listing, sku);
}

/** What a listing and its SKUs cost. */
export const pricesOf = ({ price, skus }: Listing): Minor[] => [price, ...skus.flatMap((sku) => (sku.price === undefined ? [] : [sku.price]))];

type Judging = Pick<Deciding, 'approved' | 'now'>;

/**
 * BELOW_FLOOR for the lowest among `charged` that is under the listing's floor once the best coupon is taken off, unless a second person
 * granted it. null charges the listing's price.
 */
export function belowFloor(show: Pick<Show, 'coupons'>, listing: Listing, charged: readonly (number | null)[], { approved, now }: Judging): Rejection | undefined {
  const { floorPrice: floor } = listing;
  if (floor === undefined || approved) return undefined;
  const paid = charged.map((each) => afterCoupon(each ?? listing.price, listing.id, show.coupons, now));
  const lowest = paid.reduce((least, each) => (each.price < least.price ? each : least), { price: floor });
  if (lowest.price >= floor) return undefined;
  const { price, coupon } = lowest;
  return reject('BELOW_FLOOR', `${price}${coupon ? ` with the coupon ${coupon.title}` : ''} is below the floor price ${floor} of #${listing.number}. A second person with the right can grant it within ten minutes.`, {
    listingId: listing.id, price, floor, ...(coupon ? { coupon: coupon.title } : {}),
  });
}

/** BELOW_FLOOR where a new coupon brings what is on the shelf, a deal or a price on its way below its floor. */
export function couponBelowFloor(show: Show, coupon: Coupon, context: Judging): Rejection | undefined {
  const { now } = context;
  const deals = dealsToCome(show, now);
  const coupons = [...show.coupons, coupon];
  for (const listing of show.listings) {
    if (listing.floorPrice === undefined) continue;
    if (coupon.listingIds && !coupon.listingIds.includes(listing.id)) continue;
    const coming = show.pending.flatMap((step) => (step.kind === 'price' && step.listingId === listing.id && step.to !== null ? [step.to] : []));
    const onShelf = listing.shelved ? [] : [...pricesOf(listing), ...coming];
    const charged = [...onShelf, ...deals.flatMap(({ listingId, price }) => (listingId === listing.id ? [price] : []))];
    // A price that was granted below its floor does not forbid coupons that leave it as it is.
    const lowered = charged.filter((price) => afterCoupon(price, listing.id, coupons, now).price < afterCoupon(price, listing.id, show.coupons, now).price);
    const below = belowFloor({ coupons }, listing, lowered, context);
    if (below) return below;
  }
  return undefined;
}

/** Plans, open deals, and those the platform has been asked to start. */
const dealsToCome = ({ deals, pending }: Show, now: number): Deal[] => [
  ...deals.filter((deal) => !isStarted(deal) || isOpen(deal, now)),
  ...pending.flatMap((step) => (step.kind === 'deal' && step.what === 'start' ? [step.deal] : [])),
];

/** Sets prices: at once where we sell, as pending steps where the platform does. Prices already so, or already on their way, are left out. */
export function setPrices(show: Show, listing: Listing, wanted: readonly Wanted[], { commandId, now, by }: Deciding): Happening[] {
  return wanted.flatMap(({ sku, to }): Happening[] => {
    if (to === heading(show, listing, sku)) return [];
    const from = priceNow(listing, sku);
    const which = sku === undefined ? {} : { sku };
    if (show.salesChannel === 'own') return [{ type: 'listing.priced', listingId: listing.id, ...which, before: from, after: to }];
    const step: PriceStep = { kind: 'price', commandId, listingId: listing.id, ...which, from, to, at: now, by };
    return [{ type: 'platform.pended', step, replaced: pricePending(show, listing, sku) }];
  });
}

/** Takes a listing off the shelf or puts it back; off the shelf it is not pinned either. */
export function setShelved(show: Show, listing: Listing, to: boolean, { commandId, now, by }: Deciding): Happening[] {
  const from = listing.shelved;
  if (show.salesChannel === 'own') return shelfTruth(show, listing, to);
  const step: ShelfStep = { kind: 'shelf', commandId, listingId: listing.id, from, to, at: now, by };
  return [{ type: 'platform.pended', step, replaced: shelfPending(show, listing) }];
}

/** What a carried-out shelf change makes true. */
export function shelfTruth(show: Show, { id: listingId, shelved }: Listing, to: boolean): Happening[] {
  if (to === shelved) return [];
  if (!to) return [{ type: 'listing.unshelved', listingId, before: true, after: false }];
  const unpinned = show.pinned.filter((id) => id !== listingId);
  const unpin: Happening[] = show.pinned.includes(listingId) ? [{ type: 'listing.unpinned', listingId, before: show.pinned, after: unpinned }] : [];
  return [...unpin, { type: 'listing.shelved', listingId, before: false, after: true }];
}
