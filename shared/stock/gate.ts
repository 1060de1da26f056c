import { isStarted, type Deal } from '../show/deals.ts';
import type { Listing, Show } from '../show/show.ts';

/** What a commit changes of the gate: the little of the show document that claims are judged by. */
export interface GateChanges {
  set: [field: string, value: string][];
  drop: string[];
  /** SKUs that are new to the ledger, and their opening stock in units. */
  openings: [sku: string, units: number][];
}

const NOTHING: readonly never[] = [];
const encoder = new TextEncoder();
/** Two names as one field: the length in bytes stands first, so that no two pairs make the same (lua/parts/holds.lua). */
const pair = (sort: string, first: string, second: string): string => `${sort}${encoder.encode(first).length}:${first}${second}`;

/** Whether claims are taken at all: `open`, or why not. */
export function gateState({ salesChannel, frozen, status }: Pick<Show, 'salesChannel' | 'frozen' | 'status'>): string {
  if (salesChannel === 'platform') return 'platform';
  if (frozen) return 'frozen';
  return status === 'live' || status === 'paused' ? 'open' : status;
}

/** Fields of a listing: one a SKU, and one for claims that name none, which only a listing of a single SKU answers. */
function listingFields(listing: Listing): [string, string][] {
  const doors = listing.skus.map(({ sku, price }): [string, string] => {
    const door = listing.shelved ? '-' : `${price ?? listing.price} ${listing.maxPerBuyer ?? 0} ${sku}`;
    return [pair('l', listing.id, sku), door];
  });
  const [only, ...more] = doors;
  return [...doors, [pair('l', listing.id, ''), only === undefined || more.length > 0 ? '*' : only[1]]];
}

const dealField = (deal: Deal): [string, string][] =>
  isStarted(deal)
    ? [[`d${deal.dealId}`, [deal.startsAt, deal.endsAt, deal.price, deal.quantity, deal.perBuyer, deal.holdSeconds, deal.listingId].join(' ')]]
    : [];

/** So few are looked for one by one. */
const FEW = 8;

/** Those of `after` that are not, as the same object, in `before`: documents share what did not change. */
function renewed<T extends object>(before: readonly T[] | undefined, after: readonly T[]): readonly T[] {
  if (before === after) return NOTHING;
  if (before === undefined) return after;
  // Nearly always one of many changed, in its place: a set of them all would cost more than the commit's own rules.
  const moved = after.filter((item, i) => item !== before[i]);
  if (moved.length <= FEW) return moved.filter((item) => !before.includes(item));
  const kept = new Set(before);
  return moved.filter((item) => !kept.has(item));
}

/** What a commit must change of the gate, and which SKUs it opens. `before` is null for a new show. */
export function gateChanges(before: Show | null, after: Show): GateChanges {
  const listings = renewed(before?.listings, after.listings);
  const gone = renewed(after.listings, before?.listings ?? NOTHING);
  const state = gateState(after);
  const set = [
    ...(before && gateState(before) === state ? NOTHING : [['state', state] satisfies [string, string]]),
    ...listings.flatMap(listingFields),
    ...renewed(before?.deals, after.deals).flatMap(dealField),
  ];
  const fields = new Set(set.map(([field]) => field));
  const was = new Map(gone.flatMap(listingFields));
  return {
    set: set.filter(([field, value]) => was.get(field) !== value),
    drop: [...was.keys()].filter((field) => !fields.has(field)),
    openings: openingsOf(before, after),
  };
}

/** SKUs that a commit makes known, or known with another opening stock, and that stock in units. */
export function openingsOf(before: Show | null, after: Show): [sku: string, units: number][] {
  const gone = renewed(after.listings, before?.listings ?? NOTHING);
  const known = new Map(gone.flatMap(({ skus }) => skus.map(({ sku, stock }): [string, number] => [sku, stock])));
  const opened = new Map<string, number>();
  for (const { skus } of renewed(before?.listings, after.listings)) for (const { sku, stock } of skus) if (known.get(sku) !== stock) opened.set(sku, stock);
  return [...opened];
}
