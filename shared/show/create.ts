import { Type, type Static } from 'typebox';
import type { ShowId } from '../ids.ts';
import { minor } from '../money.ts';
import type { FieldError } from '../protocol/problems.ts';
import { parseAt } from '../time.ts';
import { isStarted, type Deal } from './deals.ts';
import type { Actor, ShowEventOf, ShowHeader } from './events.ts';
import { LATE_HOURS, LIMITS } from './limits.ts';
import { listingsOf } from './listings.ts';
import { invalid, reject, type Rejection } from './rejection.ts';
import { Channel, Currency, ListingInput, Minutes, Moment, Money, SegmentInput, ShowIdText, Words } from './schemas.ts';
import { segmentsOf } from './segments.ts';
import type { Listing, Segment, Show } from './show.ts';

/** The body of `POST /shows`. */
export const NewShow = Type.Object({
  id: Type.Optional(ShowIdText),
  title: Words(120),
  currency: Currency,
  host: Type.Optional(Words(64)),
  salesChannel: Type.Optional(Channel),
  startsAt: Type.Optional(Moment),
  plannedMinutes: Type.Optional(Minutes),
  gmvTarget: Type.Optional(Money),
  copyFrom: Type.Optional(ShowIdText),
  demo: Type.Optional(Type.Boolean()),
  listings: Type.Optional(Type.Array(ListingInput, { maxItems: LIMITS.listingsPerCommand })),
  segments: Type.Optional(Type.Array(SegmentInput, { maxItems: LIMITS.segments })),
});
export type NewShow = Static<typeof NewShow>;

export interface CreateContext {
  /** Unix ms. */
  now: number;
  by: Actor;
  newId: () => string;
}

export type Created = { ok: true; events: [ShowEventOf<'show.created'>] } | { ok: false; rejection: Rejection };

/** The command id that a show's first event carries. */
export const CREATE_COMMAND = 'create';

/**
 * A new show, as its first event.
 * @param from the show that `copyFrom` names (复制上一场): its listings, run of show and settings, where the input has none of its own.
 * @returns INVALID naming every bad place.
 */
export function createShow(input: NewShow, context: CreateContext, from?: Show): Created {
  const errors: FieldError[] = [];
  const made = input.listings?.length || !from
    ? checkedListings(input.listings ?? [], context.newId)
    : { listings: from.listings.map(freshListing), errors: [] };
  errors.push(...made.errors);
  const run = input.segments?.length || !from
    ? segmentsOf(input.segments ?? [], made.listings, context.newId, '/segments')
    : { segments: from.segments.map((segment) => freshSegment(segment, made.listings)), errors: [] };
  errors.push(...run.errors);
  const startsAt = input.startsAt === undefined ? undefined : parseAt(input.startsAt);
  if (input.startsAt !== undefined && startsAt === undefined)
    errors.push({ path: '/startsAt', message: 'must be Unix milliseconds, or ISO 8601 with an offset' });
  if (errors.length > 0) return { ok: false, rejection: invalid(errors.slice(0, LIMITS.errors)) };

  const host = input.host?.trim() ?? from?.host;
  const plannedMinutes = input.plannedMinutes ?? from?.plannedMinutes;
  const gmvTarget = input.gmvTarget ?? from?.gmvTarget;
  const show: ShowHeader = {
    id: (input.id ?? context.newId()) as ShowId,
    title: input.title.trim(),
    currency: input.currency,
    salesChannel: input.salesChannel ?? from?.salesChannel ?? 'own',
    status: 'planned',
    createdAt: context.now,
    frozen: false,
    pinned: [],
    shifts: [],
    wantKeywords: from?.wantKeywords ?? ['1', '扣1', '要'],
    lateHours: from?.lateHours ?? LATE_HOURS,
    ...(from ? settingsOf(from) : {}),
    ...(host === undefined ? {} : { host }),
    ...(input.demo === undefined ? {} : { demo: input.demo }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(plannedMinutes === undefined ? {} : { plannedMinutes }),
    ...(gmvTarget === undefined ? {} : { gmvTarget: minor(gmvTarget) }),
  };
  return { ok: true, events: [created(show, made.listings, run.segments, context)] };
}

/** 复制上一场: `createShow` with an earlier show beneath. */
export const copyShow = (from: Show, input: NewShow, context: CreateContext): Created => createShow(input, context, from);

/**
 * A rehearsal: the same listings, run and planned deals under an id of its own, labelled, so that nothing of it reaches the real show.
 * @returns WRONG_STATE for a rehearsal of a rehearsal.
 */
export function rehearse(show: Show, rehearsalId: string, context: CreateContext): Created {
  if (show.rehearsalOf !== undefined)
    return { ok: false, rejection: reject('WRONG_STATE', 'This show is a rehearsal already; rehearse the show it was made from.', { state: 'rehearsal' }) };
  const header: ShowHeader = {
    ...settingsOf(show),
    id: rehearsalId as ShowId,
    rehearsalOf: show.id,
    title: show.title,
    currency: show.currency,
    salesChannel: show.salesChannel,
    status: 'planned',
    createdAt: context.now,
    frozen: false,
    pinned: [],
    shifts: [],
    wantKeywords: show.wantKeywords,
    lateHours: show.lateHours,
    ...(show.host === undefined ? {} : { host: show.host }),
    ...(show.plannedMinutes === undefined ? {} : { plannedMinutes: show.plannedMinutes }),
    ...(show.gmvTarget === undefined ? {} : { gmvTarget: show.gmvTarget }),
  };
  const listings = show.listings.map(freshListing);
  const plans = show.deals.filter((deal) => !isStarted(deal)).map(({ changed: _changed, ...deal }): Deal => deal);
  const event = created(header, listings, show.segments.map((segment) => freshSegment(segment, listings)), context);
  return { ok: true, events: [plans.length > 0 ? { ...event, deals: plans } : event] };
}

function created(show: ShowHeader, listings: Listing[], segments: Segment[], { now, by }: CreateContext): ShowEventOf<'show.created'> {
  return { type: 'show.created', at: now, by, commandId: CREATE_COMMAND, show, listings, segments };
}

const freshListing = ({ changed: _changed, ...listing }: Listing): Listing => ({ ...listing, shelved: false, takes: 0 });

/** A segment as planned: without its times, and without a listing that did not come along. */
function freshSegment(segment: Segment, listings: readonly Listing[]): Segment {
  const { startedAt: _started, endedAt: _ended, skipped: _skipped, priorMs: _prior, changed: _changed, listingId, ...plan } = segment;
  return listingId !== undefined && listings.some(({ id }) => id === listingId) ? { ...plan, listingId } : plan;
}

type Settings = Pick<ShowHeader, 'cuePresets' | 'emergencyCards' | 'ownChecks' | 'thresholds' | 'overlayStockBelow'>;

function settingsOf({ cuePresets, emergencyCards, ownChecks, thresholds, overlayStockBelow }: Show): Settings {
  return {
    ...(cuePresets ? { cuePresets } : {}),
    ...(emergencyCards ? { emergencyCards } : {}),
    ...(ownChecks ? { ownChecks } : {}),
    ...(thresholds ? { thresholds } : {}),
    ...(overlayStockBelow === undefined ? {} : { overlayStockBelow }),
  };
}

function checkedListings(inputs: readonly ListingInput[], newId: () => string): { listings: Listing[]; errors: FieldError[] } {
  const { listings, errors } = listingsOf(inputs, [], newId, '/listings');
  return { listings, errors: [...errors, ...belowTheirFloor(listings)] };
}

function belowTheirFloor(listings: readonly Listing[]): FieldError[] {
  return listings.flatMap(({ price, floorPrice, skus }, i) => {
    if (floorPrice === undefined) return [];
    const message = `below the floor price of ${floorPrice}`;
    return [
      ...(price < floorPrice ? [{ path: `/listings/${i}/price`, message }] : []),
      ...skus.flatMap((sku, j) => (sku.price !== undefined && sku.price < floorPrice ? [{ path: `/listings/${i}/skus/${j}/price`, message }] : [])),
    ];
  });
}
