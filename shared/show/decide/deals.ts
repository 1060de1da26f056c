import { minor } from '../../money.ts';
import { same } from '../changes.ts';
import { DEAL_SECONDS, DealInput, HOLD_SECONDS } from '../commands/deal.ts';
import { dealOf, isOpen, isStarted, openDeal, startingDeal, type Deal, type StartedDeal } from '../deals.ts';
import { LIMITS } from '../limits.ts';
import { errorsOf } from '../parse.ts';
import { invalid, reject, unchanged, type Rejection } from '../rejection.ts';
import { MOST_COUNTED } from '../schemas.ts';
import type { Listing, PendingStep, Show } from '../show.ts';
import { listingOf, nameOf, noListing, type Deciding, type Handler, type HandlerGroup, type Happening, type Outcome } from './context.ts';
import { belowFloor } from './prices.ts';

export type DealStep = Extract<PendingStep, { kind: 'deal' }>;
type Moment = Pick<Deciding, 'now'>;

/** What the platform is still to do about a deal. */
export const dealPending = (show: Show, dealId: string): DealStep[] => show.pending.filter((step): step is DealStep => step.kind === 'deal' && step.deal.dealId === dealId);

/** The deal without the note of its last change, as events carry it. */
export function bare<D extends Deal>({ changed: _changed, ...deal }: D): Omit<D, 'changed'> {
  return deal;
}

const noDeal = (dealId: string): Rejection => reject('NOT_FOUND', `There is no deal ${dealId} in this show: it was dropped, or never planned.`, { dealId });

function notRunning(deal: Deal): Rejection {
  const { dealId, stoppedAt, endsAt } = deal;
  if (!isStarted(deal)) return reject('DEAL_NOT_RUNNING', 'This deal is a plan. Start it first.', { dealId, state: 'planned' });
  const how = stoppedAt === undefined ? { state: 'ended', endsAt: endsAt ?? 0 } : { state: 'stopped', stoppedAt };
  return reject('DEAL_NOT_RUNNING', `This deal has ${how.state === 'ended' ? 'ended' : 'been stopped'}. Start another instead.`, { dealId, ...how });
}

function wholeDeal({ price, quantity, perBuyer, seconds, countdownSeconds = 0, holdSeconds = HOLD_SECONDS }: DealInput, { id: listingId }: Listing, dealId: string): Deal {
  return { dealId, listingId, price: minor(price), quantity, perBuyer, seconds, countdownSeconds, holdSeconds };
}

/** Deals there are and those about to be. */
const dealCount = ({ deals, pending }: Show): number => deals.length + pending.filter((step) => step.kind === 'deal' && step.what === 'start' && !step.from).length;

const full = (show: Show): Rejection | undefined =>
  dealCount(show) < LIMITS.deals ? undefined : reject('LIMIT_REACHED', `A show holds at most ${LIMITS.deals} deals. Drop a plan first.`, { limit: LIMITS.deals, have: dealCount(show) });

/** Why this deal cannot run now: its listing is gone, off the shelf, or has another. */
function unstartable(show: Show, { listingId, dealId }: Deal, { now }: Moment): Rejection | undefined {
  const listing = listingOf(show, listingId);
  if (!listing) return noListing(listingId);
  const name = nameOf(show, listing.id);
  if (listing.shelved) return reject('WRONG_STATE', `${name} is off the shelf. Put it back first.`, { state: 'offShelf', listingId });
  const open = openDeal(show, listingId, now);
  if (open && open.dealId !== dealId)
    return reject('WRONG_STATE', `${name} has a deal until ${new Date(open.endsAt).toISOString()}. Stop or extend that one.`, { state: 'dealOpen', listing: name, dealId: open.dealId, endsAt: open.endsAt });
  const starting = startingDeal(show, listingId);
  if (starting) return reject('WRONG_STATE', `The platform has been asked to start a deal on ${name}. Confirm or stop that one.`, { state: 'dealPending', listing: name, dealId: starting.dealId });
  return undefined;
}

const plan: Handler<'deal.plan'> = (show, { dealId, ...input }, context) => {
  const before = dealId === undefined ? undefined : dealOf(show, dealId);
  if (dealId !== undefined && !before) return noDeal(dealId);
  if (before && isStarted(before)) return reject('WRONG_STATE', 'This deal has started. Extend or stop it, or plan another.', { state: 'dealStarted', dealId: before.dealId });
  const listing = listingOf(show, input.listingId);
  if (!listing) return noListing(input.listingId);
  if (before && dealPending(show, before.dealId).length > 0)
    return reject('WRONG_STATE', 'The platform has been asked to start this deal. Confirm or stop it first.', { state: 'dealPending', listing: nameOf(show, before.listingId), dealId: before.dealId });
  const deal = wholeDeal(input, listing, before?.dealId ?? context.newId());
  if (before && same(bare(before), deal)) return unchanged('The deal is planned so already.');
  const refused = (before ? undefined : full(show)) ?? belowFloor(show, listing, [deal.price], context);
  return refused ?? [{ type: 'deal.planned', deal, before: before ? bare(before) : null }];
};

const isWhole = (input: object): input is DealInput => errorsOf(DealInput, input).length === 0;

/** The plan that is named, or the whole deal that was sent. */
function dealToStart(show: Show, dealId: string | undefined, input: object & { listingId?: string }, newId: () => string): { deal: Deal; from?: Deal } | Rejection {
  if (dealId === undefined) {
    if (!isWhole(input)) return invalid(errorsOf(DealInput, input, '/payload'));
    const listing = listingOf(show, input.listingId);
    return listing ? (full(show) ?? { deal: wholeDeal(input, listing, newId()) }) : noListing(input.listingId);
  }
  if (Object.keys(input).length > 0) return invalid([{ path: '/payload/dealId', message: 'give a planned deal alone, or a whole deal without dealId' }]);
  const from = dealOf(show, dealId);
  if (!from) return noDeal(dealId);
  if (isStarted(from)) return reject('WRONG_STATE', 'This deal has been started already. Start another, or extend it while it runs.', { state: 'dealStarted', dealId });
  return { deal: bare(from), from: bare(from) };
}

const started = (deal: Deal, before: Deal | null, { now }: Moment): Happening => {
  const startsAt = now + deal.countdownSeconds * 1000;
  return { type: 'deal.started', deal: { ...deal, startsAt, endsAt: startsAt + deal.seconds * 1000 }, before };
};

const start: Handler<'deal.start'> = (show, { dealId, ...input }, context) => {
  const found = dealToStart(show, dealId, input, context.newId);
  if ('code' in found) return found;
  const { deal, from } = found;
  const listing = listingOf(show, deal.listingId);
  if (!listing) return noListing(deal.listingId);
  const refused = unstartable(show, deal, context) ?? belowFloor(show, listing, [deal.price], context);
  if (refused) return refused;
  if (show.salesChannel === 'own') return [started(deal, from ?? null, context)];
  const { commandId, now, by } = context;
  return [{ type: 'platform.pended', step: { kind: 'deal', what: 'start', commandId, listingId: deal.listingId, deal, ...(from ? { from } : {}), at: now, by }, replaced: [] }];
};

const extend: Handler<'deal.extend'> = (show, { dealId, seconds = 0, quantity = 0 }, context) => {
  if (seconds === 0 && quantity === 0) return invalid([{ path: '/payload/seconds', message: 'give seconds, quantity or both' }]);
  const deal = dealOf(show, dealId);
  if (!deal) return noDeal(dealId);
  if (!isOpen(deal, context.now)) return notRunning(deal);
  const steps = dealPending(show, dealId);
  if (steps.some(({ what }) => what === 'stop')) return reject('DEAL_NOT_RUNNING', 'The platform has been asked to stop this deal. Undo that first.', { dealId, state: 'stopping' });
  // What the platform is still to do counts as done, so that two extensions add up.
  const coming = steps.find((step) => step.what === 'extend');
  const from = bare(deal);
  const base = coming?.what === 'extend' ? coming.deal : from;
  const after: StartedDeal = { ...base, seconds: base.seconds + seconds, endsAt: base.endsAt + seconds * 1000, quantity: base.quantity + quantity };
  const errors = [
    ...(after.seconds > DEAL_SECONDS ? [{ path: '/payload/seconds', message: `a deal runs ${DEAL_SECONDS} seconds at most, and this one ${base.seconds} already` }] : []),
    ...(after.quantity > MOST_COUNTED ? [{ path: '/payload/quantity', message: `a deal sells ${MOST_COUNTED} at most, and this one ${base.quantity} already` }] : []),
  ];
  if (errors.length > 0) return invalid(errors);
  if (show.salesChannel === 'own') return [{ type: 'deal.extended', dealId, before: from, after }];
  const { commandId, now, by } = context;
  return [{ type: 'platform.pended', step: { kind: 'deal', what: 'extend', commandId, listingId: deal.listingId, deal: after, from, at: now, by }, replaced: steps }];
};

const stoppedAs = (deal: StartedDeal, now: number): StartedDeal => ({ ...bare(deal), startsAt: Math.min(deal.startsAt, now), endsAt: now, stoppedAt: now });

/** The plan dropped, or the deal stopped at this moment. */
export function stopped(deal: Deal, { now }: Moment): Happening {
  return { type: 'deal.stopped', dealId: deal.dealId, before: bare(deal), after: isStarted(deal) ? stoppedAs(deal, now) : { ...bare(deal), stoppedAt: now } };
}

/** Stops an open deal: at once where we sell, as a pending step where the platform does. */
function stopOpen(show: Show, deal: StartedDeal, context: Deciding): Happening[] {
  if (show.salesChannel === 'own') return [stopped(deal, context)];
  const { commandId, now, by } = context;
  const step: DealStep = { kind: 'deal', what: 'stop', commandId, listingId: deal.listingId, deal: stoppedAs(deal, now), from: bare(deal), at: now, by };
  return [{ type: 'platform.pended', step, replaced: dealPending(show, deal.dealId) }];
}

const isStopping = (show: Show, dealId: string): boolean => dealPending(show, dealId).some(({ what }) => what === 'stop');

const stop: Handler<'deal.stop'> = (show, { dealId }, context) => {
  const starting = dealPending(show, dealId).filter(({ what }) => what === 'start');
  if (starting.length > 0) return [{ type: 'platform.withdrawn', steps: starting }];
  const deal = dealOf(show, dealId);
  if (!deal) return noDeal(dealId);
  if (!isStarted(deal)) return [stopped(deal, context)];
  if (!isOpen(deal, context.now)) return notRunning(deal);
  return isStopping(show, dealId) ? unchanged('The platform has been asked to stop this deal already.') : stopOpen(show, deal, context);
};

/** What stops every deal with the show: the open ones, and those the platform has not begun or extended yet. */
export function stopEveryDeal(show: Show, context: Deciding): Happening[] {
  const open = show.deals.filter((deal): deal is StartedDeal => isOpen(deal, context.now));
  const moot = show.pending.filter((step) => step.kind === 'deal' && step.what !== 'stop' && !open.some(({ dealId }) => dealId === step.deal.dealId));
  const withdrawn: Happening[] = moot.length > 0 ? [{ type: 'platform.withdrawn', steps: moot }] : [];
  return [...withdrawn, ...open.filter(({ dealId }) => !isStopping(show, dealId)).flatMap((deal) => stopOpen(show, deal, context))];
}

/** What a step on a deal makes true once the platform has carried it out; `show` without that step. */
export function dealTruth(show: Show, step: DealStep, context: Moment): Outcome {
  const deal = dealOf(show, step.deal.dealId);
  const sells = (show.status === 'live' || show.status === 'paused') && !show.frozen;
  switch (step.what) {
    case 'start':
      if (show.frozen) return reject('FROZEN', 'The show is stopped. Lift the stop first, or stop this deal.', { command: 'deal.start' });
      if (!sells) return reject('WRONG_STATE', `The show is ${show.status}: no deal starts in it.`, { state: show.status });
      return unstartable(show, step.deal, context) ?? [started(step.deal, deal ? bare(deal) : null, context)];
    case 'extend': {
      if (!deal || !isStarted(deal) || deal.stoppedAt !== undefined) return [];
      // The platform was quicker than the news of it: a deal that ran out meanwhile goes on, unless another has taken its place.
      if (!isOpen(deal, context.now) && (!sells || unstartable(show, deal, context))) return [];
      const { seconds, endsAt, quantity } = step.deal;
      return [{ type: 'deal.extended', dealId: deal.dealId, before: bare(deal), after: { ...bare(deal), seconds, endsAt, quantity } }];
    }
    case 'stop':
      return deal && isOpen(deal, context.now) ? [stopped(deal, context)] : [];
    default:
      return step satisfies never;
  }
}

export const dealCommands: HandlerGroup<'deal'> = { 'deal.plan': plan, 'deal.start': start, 'deal.extend': extend, 'deal.stop': stop };
