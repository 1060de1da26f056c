import { isEmpty, same, type Changes } from '../changes.ts';
import type { RunState, ShowEventOf, ShowEventType } from '../events.ts';
import { dealOf, isOpen, type Deal } from '../deals.ts';
import { entity, lastChangeOf } from '../entities.ts';
import { reject } from '../rejection.ts';
import { timesOf } from '../run.ts';
import type { PendingStep, Show } from '../show.ts';
import { listingOf, noListing, segmentOf, type Deciding, type Happening, type Outcome } from './context.ts';
import { bare, dealPending, stopped } from './deals.ts';
import { belowFloor, priceNow, pricePending, setPrices, setShelved, shelfTruth } from './prices.ts';

interface Rule<T extends ShowEventType> {
  /** Whether what the event set is still as it set it. `revision`: the commit it was in. */
  stands: (show: Show, event: ShowEventOf<T>, revision: number) => boolean;
  /** `confirmed`: the action was a platform.confirm, and undoing it says that the platform has not done it after all. */
  back: (show: Show, event: ShowEventOf<T>, context: Deciding & { confirmed: boolean }) => Outcome;
  /** Putting it back sells or changes what is on air: refused while the show is stopped. */
  onAir?: true;
}

/** How an event is taken back: by a rule, not at all (`never`: what to do instead), or there is nothing to take back beside what follows it. */
export type Reversal<T extends ShowEventType> = Rule<T> | 'never' | { never: string } | 'nothing';

/** Whether `target` still has every field as `after` set it. */
function holds<T extends object>(target: T | undefined, after: Changes<T>): boolean {
  return target !== undefined && (Object.keys(after) as (keyof T)[]).every((key) => same(target[key] ?? null, after[key]));
}

function runStands(show: Show, { current, times }: RunState): boolean {
  if ((show.segmentId ?? null) !== current) return false;
  return times.every((each) => {
    const segment = segmentOf(show, each.segmentId);
    return segment !== undefined && same(timesOf(segment), each);
  });
}

const run = {
  stands: (show: Show, { after }: { after: RunState }) => runStands(show, after),
  back: (_show: Show, { before, after }: { before: RunState; after: RunState }): Outcome => [{ type: 'segment.restored', before: after, after: before }],
};

const sameIds = (list: readonly { id: string }[], ids: readonly string[]) => same(list.map(({ id }) => id), ids);

const pendedAgain = (step: PendingStep): Happening => ({ type: 'platform.pended', step, replaced: [] });

/** Whether some step on the same thing waits for the platform. */
const isPending = (show: Show, step: PendingStep): boolean => show.pending.some((each) => onSame(each, step));

function onSame(a: PendingStep, b: PendingStep): boolean {
  switch (a.kind) {
    case 'price':
      return b.kind === 'price' && a.listingId === b.listingId && a.sku === b.sku;
    case 'shelf':
      return b.kind === 'shelf' && a.listingId === b.listingId;
    case 'deal':
      return b.kind === 'deal' && a.deal.dealId === b.deal.dealId;
    case 'stock':
      // Adjustments stand beside one another; a count speaks for all of it.
      return b.kind === 'stock' && a.sku === b.sku && (a.delta === undefined || b.delta === undefined);
    default:
      return a satisfies never;
  }
}

const edited: Rule<'listing.edited'> = {
  stands: (show, { listingId, after }) => holds(listingOf(show, listingId), after),
  back: (show, { listingId, before, after }) => {
    const taken = show.listings.find(({ id, number }) => number === before.number && id !== listingId);
    const added = after.skus?.filter(({ sku }) => !before.skus?.some((each) => each.sku === sku)) ?? [];
    if (added.length > 0) return reject('WRONG_STATE', `SKU ${added.map(({ sku }) => sku).join(', ')} may have been sold and stays.`, { state: show.status });
    if (taken) return reject('WRONG_STATE', `Number ${taken.number} belongs to ${taken.title} by now.`, { state: 'numberTaken', number: taken.number });
    return isEmpty(before) ? [] : [{ type: 'listing.edited', listingId, before: after, after: before }];
  },
};

const priced: Rule<'listing.priced'> = {
  stands: (show, { listingId, sku, after }) => {
    const listing = listingOf(show, listingId);
    return listing !== undefined && priceNow(listing, sku) === after && pricePending(show, listing, sku).length === 0;
  },
  back: (show, { listingId, sku, before, after }, context) => {
    const listing = listingOf(show, listingId);
    if (!listing) return [];
    const which = sku === undefined ? {} : { sku };
    if (context.confirmed) return [{ type: 'listing.priced', listingId, ...which, before: after, after: before }];
    return belowFloor(show, listing, [before], context) ?? setPrices(show, listing, [{ ...which, to: before }], context);
  },
};

const taken: Rule<'listing.taken'> = {
  onAir: true,
  stands: (show, { listingId, at }) => show.onAir?.listingId === listingId && show.onAir.since === at,
  back: (show, { before, undo }) => {
    const listing = before ? listingOf(show, before.listingId) : undefined;
    if (!listing) return reject('WRONG_STATE', 'Nothing was on air before it. Take another listing instead.', { state: 'first' });
    if (listing.shelved) return reject('WRONG_STATE', `#${listing.number} is off the shelf by now.`, { state: 'offShelf', listingId: listing.id });
    // Taking back an undo is a take again, and counts as one.
    return [{ type: 'listing.taken', listingId: listing.id, before: show.onAir ?? null, ...(undo ? {} : { undo: true }) }];
  },
};

function shelf<T extends 'listing.shelved' | 'listing.unshelved'>(after: boolean): Rule<T> {
  return {
    stands: (show, { listingId }) => listingOf(show, listingId)?.shelved === after,
    back: (show, { listingId }, context) => {
      const listing = listingOf(show, listingId);
      if (!listing) return [];
      return context.confirmed ? shelfTruth(show, listing, !after) : setShelved(show, listing, !after, context);
    },
  };
}

const planned: Rule<'deal.planned'> = {
  stands: (show, { deal }) => stillIs(show, deal) && dealPending(show, deal.dealId).length === 0,
  back: (show, { deal, before }, context) => {
    if (!before) return [stopped(deal, context)];
    const listing = listingOf(show, before.listingId);
    if (!listing) return noListing(before.listingId);
    return belowFloor(show, listing, [before.price], context) ?? [{ type: 'deal.planned', deal: before, before: deal }];
  },
};

const extended: Rule<'deal.extended'> = {
  stands: (show, { after }) => stillIs(show, after),
  back: (_show, { dealId, before, after }, { now }) => {
    if (!isOpen(after, now)) return reject('DEAL_NOT_RUNNING', 'The deal has ended since.', { dealId, state: 'ended' });
    if (before.endsAt <= now) return reject('WRONG_STATE', 'Its earlier end has passed. Stop the deal instead.', { state: 'dealOver', dealId });
    return [{ type: 'deal.extended', dealId, before: after, after: before }];
  },
};

/** Whether the deal is as an event left it. */
function stillIs(show: Show, deal: Deal): boolean {
  const now = dealOf(show, deal.dealId);
  return now !== undefined && same(bare(now), deal);
}

/** Every event type has its answer to undo: the compiler misses none. */
export const REVERSE: { [T in ShowEventType]: Reversal<T> } = {
  'show.created': 'never',
  'show.edited': {
    stands: (show, { after }) => holds(show, after),
    back: (show, { before, after }) => {
      const planned = show.status === 'planned' || (before.host === undefined && before.salesChannel === undefined);
      return planned ? [{ type: 'show.edited', before: after, after: before }] : reject('WRONG_STATE', 'The show has started since.', { state: show.status });
    },
  },
  'show.rehearsed': 'never',
  'show.started': 'never',
  'show.paused': 'never',
  'show.resumed': 'never',
  'show.ended': 'never',
  'show.toldPast': 'never',
  'show.frozen': 'never',
  'show.unfrozen': 'never',
  'host.changed': {
    stands: (show, { after }) => show.host === after,
    back: (_show, { before, after }) =>
      before === null ? reject('WRONG_STATE', 'There was no host before. Name the right one instead.', { state: 'first' }) : [{ type: 'host.changed', before: after, after: before }],
  },
  'listing.added': 'never',
  'listing.edited': edited,
  'listing.priced': priced,
  'listing.taken': taken,
  'listing.explained': {
    onAir: true,
    stands: (show, { listingId }) => (show.explaining?.listingId ?? null) === listingId,
    back: (show, { before }) => [{ type: 'listing.explained', listingId: before?.listingId ?? null, before: show.explaining ?? null }],
  },
  'listing.pinned': {
    stands: (show, { after }) => same(show.pinned, after),
    back: (_show, { listingId, before, after }) => [{ type: 'listing.unpinned', listingId, before: after, after: before }],
  },
  'listing.unpinned': {
    onAir: true,
    stands: (show, { after }) => same(show.pinned, after),
    back: (_show, { listingId, before, after }) => [{ type: 'listing.pinned', listingId, before: after, after: before }],
  },
  'listing.shelved': { ...shelf(true), onAir: true },
  'listing.unshelved': shelf(false),
  'listing.reordered': {
    stands: (show, { after }) => sameIds(show.listings, after),
    back: (_show, { before, after }) => [{ type: 'listing.reordered', before: after, after: before }],
  },
  'segment.added': 'never',
  'segment.edited': {
    stands: (show, { segmentId, after }) => holds(segmentOf(show, segmentId), after),
    back: (_show, { segmentId, before, after }) => [{ type: 'segment.edited', segmentId, before: after, after: before }],
  },
  'segment.reordered': {
    stands: (show, { after }) => sameIds(show.segments, after),
    back: (_show, { before, after }) => [{ type: 'segment.reordered', before: after, after: before }],
  },
  'segment.started': run,
  'segment.skipped': run,
  'segment.restored': run,
  'rhythm.changed': {
    stands: (show, { label, after }) => same(show.rhythms.find((rhythm) => rhythm.label === label) ?? null, after),
    back: (_show, { label, before, after }) => [{ type: 'rhythm.changed', label, before: after, after: before }],
  },
  'rhythm.done': {
    stands: (show, { label, after }) => show.rhythms.find((rhythm) => rhythm.label === label)?.lastAt === after,
    back: (_show, { label, before, after }) => [{ type: 'rhythm.done', label, before: after, after: before }],
  },
  'cue.sent': 'never',
  'cue.acknowledged': 'never',
  'alert.acknowledged': 'never',
  'approval.requested': 'never',
  // What it let through follows it in the same commit, and is taken back on its own account.
  'approval.granted': 'nothing',
  'platform.pended': {
    stands: (show, { step }) => show.pending.some((each) => same(each, step)),
    back: (show, { step, replaced }) => {
      if (show.frozen && step.kind === 'deal' && step.what === 'stop') return reject('FROZEN', 'The show is stopped, and its deals with it. Lift the stop first.', { command: 'undo' });
      return [{ type: 'platform.withdrawn', steps: [step] }, ...replaced.map(pendedAgain)];
    },
  },
  'platform.confirmed': {
    stands: (show, { steps }) => steps.every((step) => !isPending(show, step)),
    back: (_show, { steps }) => steps.map(pendedAgain),
  },
  'platform.withdrawn': {
    stands: (show, { steps }) => steps.every((step) => !isPending(show, step)),
    back: (_show, { steps }) => steps.map(pendedAgain),
  },
  'action.undone': 'nothing',
  'deal.planned': planned,
  'deal.started': { never: 'Buyers have seen it: stop the deal instead.' },
  'deal.extended': extended,
  'deal.stopped': { never: 'Buyers were told that it is over: start another deal instead.' },
  'coupon.recorded': { never: 'The platform runs it: end it there, and record the next one.' },
  'draw.recorded': { never: 'The platform runs it: end it there, and record the next one.' },
  'stock.adjusted': {
    stands: (show, { sku }, revision) => lastChangeOf(show, entity.stock(sku))?.[0] === revision,
    back: (_show, { sku, delta, reason }) => [{ type: 'stock.adjusted', sku, delta: -delta, reason }],
  },
  'stock.counted': { never: 'Count again instead.' },
  'hold.released': { never: 'The units are free again: buyers who still want them claim anew.' },
  'journal.rewound': 'never',
};
