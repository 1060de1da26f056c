import { hashOf } from './random.ts';

/** What the audience can see of a listing; prices in minor units. A show's own listings fit. */
export interface SeenListing {
  id: string;
  number: number;
  title: string;
  price: number;
  listPrice?: number;
  shelved?: boolean;
  skus: readonly { sku: string; name: string; price?: number; stock: number }[];
}

/** A deal as the audience sees it; times in Unix ms. */
export interface SeenDeal {
  dealId?: string;
  listingId: string;
  price: number;
  startsAt: number;
  endsAt: number;
}

/** The room as the audience sees it at one moment. */
export interface SeenRoom {
  listings: readonly SeenListing[];
  onAir?: { listingId: string; since: number };
  deals?: readonly SeenDeal[];
}

/** How tempting a listing is just now: each is a probability a person, or a factor on one. */
export interface Temptation {
  click: number;
  cart: number;
  order: number;
  deal: SeenDeal | undefined;
}

/** Every product has its own pull, from 0 to 1: by its title, so that a seed and a catalogue make the same hits and duds. */
const appealOf = (listing: SeenListing): number => hashOf(listing.title);

export function dealOn(room: SeenRoom, listingId: string, now: number): SeenDeal | undefined {
  return room.deals?.find((deal) => deal.listingId === listingId && deal.startsAt <= now && now < deal.endsAt);
}

/** A lower price than the list price tempts, a high price deters, a running deal hurries. */
export function temptationOf(listing: SeenListing, room: SeenRoom, now: number): Temptation {
  const deal = dealOn(room, listing.id, now);
  const price = deal?.price ?? listing.price;
  const was = Math.max(listing.listPrice ?? listing.price, listing.price, 1);
  const bargain = clamp(2.1 - 1.35 * (price / was), 0.6, 2);
  const means = clamp(1.25 - 0.28 * Math.log(Math.max(price, 100) / 10_000), 0.3, 1.7);
  const appeal = appealOf(listing);
  const hurry = deal ? 2.2 : 1;
  return {
    click: Math.min(0.6, (0.1 + 0.15 * appeal) * Math.sqrt(bargain * hurry)),
    cart: Math.min(0.6, (0.14 + 0.16 * appeal) * Math.sqrt(means)),
    order: Math.min(0.55, (0.05 + 0.07 * appeal) * bargain * means * hurry),
    deal,
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
