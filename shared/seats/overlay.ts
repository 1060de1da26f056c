import { openDeal } from '../show/deals.ts';
import type { Listing, Show } from '../show/show.ts';
import { leftOf, lotOf, phaseOf, type Shelf } from './stock.ts';
import { STOCK_BELOW, type OverlayView } from './views.ts';

type On = NonNullable<OverlayView['on']>;

/** 彩排 before 演示. */
export const labelOf = ({ rehearsalOf, demo }: Pick<Show, 'rehearsalOf' | 'demo'>): OverlayView['label'] => (rehearsalOf === undefined ? (demo ? 'demo' : null) : 'rehearsal');

/** What the overlay shows at `now` (server time, Unix ms). What waits for the platform is not in the document yet, so the old truth stands. */
export function overlayView(show: Show, shelf: Shelf, now: number): OverlayView {
  return { showId: show.id, at: now, label: labelOf(show), on: onAirOf(show, shelf, now) };
}

function onAirOf(show: Show, shelf: Shelf, now: number): On | null {
  if ((show.status !== 'live' && show.status !== 'paused') || show.frozen) return null;
  const listing = show.listings.find(({ id }) => id === show.onAir?.listingId);
  if (!listing) return null;
  const deal = openDeal(show, listing.id, now);
  const lot = deal && lotOf(show, deal, listing, shelf);
  return {
    currency: show.currency,
    listing: listingOf(listing),
    deal: deal ? { price: deal.price, startsAt: deal.startsAt, endsAt: deal.endsAt, phase: phaseOf(deal, lot, now), left: lot?.left ?? null } : null,
    left: deal ? null : fewOf(leftOf(listing, shelf), show.overlayStockBelow ?? STOCK_BELOW),
  };
}

const fewOf = (left: number | undefined, below: number): number | null => (left !== undefined && left < below ? left : null);

function listingOf({ number, title, price: own, skus, listPrice, offer, imageUrl }: Listing): On['listing'] {
  const prices = skus.length > 0 ? skus.map((sku) => sku.price ?? own) : [own];
  const price = Math.min(...prices);
  return {
    number, title, price,
    isFrom: prices.some((each) => each > price),
    listPrice: listPrice !== undefined && listPrice > price ? listPrice : null,
    offer: offer ?? null,
    imageUrl: imageUrl ?? null,
  };
}
