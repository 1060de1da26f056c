import { dealsOf, isOpen } from '../../../shared/show/deals.ts';
import { entity } from '../../../shared/show/entities.ts';
import type { Listing, Show } from '../../../shared/show/show.ts';
import { HOSTS, pricesOf } from './catalogue.ts';

/** A command the demo's controller would press now. */
export interface Press {
  type: string;
  payload: Record<string, unknown>;
}

const MINUTE = 60_000;
const ON_AIR_MS = 4 * MINUTE;
/** When a person has taken a listing, the demo leaves it to them for longer. */
const HANDS_OFF_MS = 15 * MINUTE;
const SHIFT_MS = 60 * MINUTE;
/** Inside a listing's time on air: from when to when its special price holds. */
const SPECIAL: readonly [number, number] = [60_000, 200_000];
/** From when on air a deal starts, where it is one that has deals instead of a special price. */
const DEAL_AT: readonly [number, number] = [60_000, 100_000];
const DEAL = { quantity: 40, perBuyer: 2, seconds: 120, countdownSeconds: 10, holdSeconds: 60 } as const;
/** A demo left running for days must not fill its show with deals. */
const MOST_DEALS = 60;
/** Below this part of its opening stock a SKU is stocked up again. */
const RESTOCK_BELOW = 0.15;
const LUCKY_BAG = { label: '福袋', everyMinutes: 10 };

/**
 * What the demo's controller does now: starts, takes the next listing, moves the run on, lowers a price for a moment,
 * hands over, gives out lucky bags. Reads nothing but the show and the time, so it goes on after a restart, and around what people do.
 * @param me the name under which the demo acts.
 * @param isNow false while the minutes before the start are made up: deals go by the real clock.
 */
export function pressesDue(show: Show, now: number, me: string, isNow: boolean): Press[] {
  if (show.frozen) return [];
  if (show.status === 'planned') return [{ type: 'show.start', payload: { reason: '演示' } }, { type: 'rhythm.set', payload: { ...LUCKY_BAG } }];
  if (show.status !== 'live') return [];
  return [...segmentDue(show, now), ...takeDue(show, now, me), ...priceDue(show, now), ...(isNow ? dealDue(show, now, me) : []), ...shiftDue(show, now), ...rhythmDue(show, now)];
}

function segmentDue(show: Show, now: number): Press[] {
  const { segments, segmentId } = show;
  const place = segments.findIndex(({ id }) => id === segmentId);
  const running = segments[place];
  if (running?.startedAt !== undefined && now - running.startedAt < running.minutes * MINUTE) return [];
  // Past the end the run starts over, after its opening.
  const next = segments[place + 1] ?? segments[Math.min(1, segments.length - 1)];
  return next && next.id !== segmentId ? [{ type: 'segment.start', payload: { segmentId: next.id } }] : [];
}

function takeDue(show: Show, now: number, me: string): Press[] {
  const { onAir, listings } = show;
  const mine = show.changed[entity.onAir]?.[1] === me;
  if (onAir && now - onAir.since < (mine ? ON_AIR_MS : HANDS_OFF_MS)) return [];
  const place = listings.findIndex(({ id }) => id === onAir?.listingId);
  const queue = [...listings.slice(place + 1), ...listings.slice(0, Math.max(0, place))];
  const next = queue.find(sellable);
  return next ? [{ type: 'listing.take', payload: { listingId: next.id, seenOnAir: onAir?.listingId ?? null } }] : [];
}

const sellable = ({ shelved, skus }: Listing): boolean => !shelved && skus.some(({ stock }) => stock > 0);

/** A person's own price is left alone: only the demo's usual price is lowered, and only its special price is taken back. */
function priceDue({ onAir, listings }: Show, now: number): Press[] {
  return listings.flatMap(({ id, number, price }) => {
    const known = pricesOf(number);
    if (!known || hasDeals(number)) return [];
    const since = onAir?.listingId === id ? now - onAir.since : -1;
    const special = since >= SPECIAL[0] && since < SPECIAL[1];
    if (special && price === known.usual) return [{ type: 'listing.price', payload: { listingId: id, price: known.special } }];
    if (!special && price === known.special) return [{ type: 'listing.price', payload: { listingId: id, price: known.usual } }];
    return [];
  });
}

/** Every other product with a special price gives it to a number of units, against the clock. */
const hasDeals = (number: number): boolean => number % 2 === 1;

function dealDue(show: Show, now: number, me: string): Press[] {
  const { onAir, listings, deals } = show;
  const listing = listings.find(({ id }) => id === onAir?.listingId);
  const special = listing && hasDeals(listing.number) ? pricesOf(listing.number)?.special : undefined;
  if (!onAir || !listing || special === undefined || show.changed[entity.onAir]?.[1] !== me || deals.length >= MOST_DEALS) return [];
  const since = now - onAir.since;
  if (since < DEAL_AT[0] || since >= DEAL_AT[1] || special >= listing.price) return [];
  if (dealsOf(show, listing.id).some((deal) => isOpen(deal, now) || (deal.startsAt ?? 0) > onAir.since)) return [];
  return [{ type: 'deal.start', payload: { listingId: listing.id, price: special, ...DEAL } }];
}

/** What is stocked up: SKUs of which little is left, so that a demo left running goes on selling. What began with nothing stays sold out. */
export function restockDue({ status, frozen, listings }: Show, left: ReadonlyMap<string, number>): Press[] {
  if (frozen || (status !== 'live' && status !== 'paused')) return [];
  return listings.flatMap(({ skus }) => skus.flatMap(({ sku, stock }): Press[] => {
    const available = left.get(sku) ?? stock;
    return stock > 0 && available < stock * RESTOCK_BELOW ? [{ type: 'stock.adjust', payload: { sku, delta: stock - available, reason: '补货' } }] : [];
  }));
}

function shiftDue({ shifts, host, startedAt }: Show, now: number): Press[] {
  const since = shifts.at(-1)?.from ?? startedAt ?? now;
  if (now - since < SHIFT_MS) return [];
  const next = HOSTS.find((name) => name !== host) ?? HOSTS[0];
  return [{ type: 'host.change', payload: { host: next, note: '演示换班' } }];
}

const rhythmDue = ({ rhythms }: Show, now: number): Press[] =>
  rhythms
    .filter(({ label, everyMinutes, lastAt }) => label === LUCKY_BAG.label && now - lastAt >= everyMinutes * MINUTE)
    .map(({ label }) => ({ type: 'rhythm.done', payload: { label } }));
