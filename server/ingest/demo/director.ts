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
const LUCKY_BAG = { label: '福袋', everyMinutes: 10 };

/**
 * What the demo's controller does now: starts, takes the next listing, moves the run on, lowers a price for a moment,
 * hands over, gives out lucky bags. Reads nothing but the show and the time, so it goes on after a restart, and around what people do.
 * @param me the name under which the demo acts.
 */
export function pressesDue(show: Show, now: number, me: string): Press[] {
  if (show.frozen) return [];
  if (show.status === 'planned') return [{ type: 'show.start', payload: { reason: '演示' } }, { type: 'rhythm.set', payload: { ...LUCKY_BAG } }];
  if (show.status !== 'live') return [];
  return [...segmentDue(show, now), ...takeDue(show, now, me), ...priceDue(show, now), ...shiftDue(show, now), ...rhythmDue(show, now)];
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
    if (!known) return [];
    const since = onAir?.listingId === id ? now - onAir.since : -1;
    const special = since >= SPECIAL[0] && since < SPECIAL[1];
    if (special && price === known.usual) return [{ type: 'listing.price', payload: { listingId: id, price: known.special } }];
    if (!special && price === known.special) return [{ type: 'listing.price', payload: { listingId: id, price: known.usual } }];
    return [];
  });
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
