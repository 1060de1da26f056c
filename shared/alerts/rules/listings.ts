import { isSoldOut } from '../../show/listing-state.ts';
import { LIMITS } from '../../show/limits.ts';
import type { Listing, PendingStep, Show } from '../../show/show.ts';
import type { AlertAction } from '../alert.ts';
import { RUNNING, rule, type Scene } from '../rule.ts';

/** Slow movers looked at beyond their number: the longest quiet ones, whose order only a click changes. */
const SLOWEST = 20;

/** Since when nobody has clicked it while it stood on the shelf; undefined where it does not stand there. Unix ms. */
function quietSince({ show, sight, now, memory }: Scene, listing: Listing): number | undefined {
  // listingState's onShelf, without asking for stock: every listing passes here every second.
  if (listing.shelved || listing.takes === 0 || show.onAir?.listingId === listing.id) {
    memory.quiet.delete(listing.id);
    return undefined;
  }
  const clicks = sight.clicks(listing.id);
  const known = memory.quiet.get(listing.id);
  if (known?.clicks === clicks) return known.since;
  memory.quiet.set(listing.id, { clicks, since: now });
  return now;
}

function pinOf({ frozen, pinned }: Show, { id }: Listing): AlertAction | undefined {
  return frozen || pinned.length >= LIMITS.pinned || pinned.includes(id) ? undefined : { type: 'listing.pin', payload: { listingId: id } };
}

/** Presented and for sale, and no click in 15 minutes; the longest quiet first, five at a time. */
export const listingSlow = rule('listing.slow', { states: ['live'], main: 'slow.minutes', most: 5 }, (scene) => {
  const { show, now, limit } = scene;
  const wait = limit('slow.minutes') * 60_000;
  const slow: { listing: Listing; quiet: number }[] = [];
  for (const listing of show.listings) {
    const quiet = quietSince(scene, listing);
    if (quiet !== undefined && now - quiet >= wait) slow.push({ listing, quiet });
  }
  return slow.sort((a, b) => a.quiet - b.quiet).slice(0, SLOWEST).map(({ listing, quiet }) => ({
    subject: listing.id,
    state: 'on',
    since: quiet + wait,
    say: {
      level: 'amber',
      listingId: listing.id,
      params: { number: listing.number, title: listing.title, quietSince: quiet },
      action: pinOf(show, listing),
    },
  }));
});

/** The next of the run that has something to sell. */
function nextInStock({ show, sight }: Scene): Listing | undefined {
  const at = show.listings.findIndex(({ id }) => id === show.onAir?.listingId);
  return show.listings.slice(at + 1).find((listing) => !listing.shelved && !isSoldOut(listing, sight.available));
}

/** The listing on air has nothing left. A unit that comes back clears it; it rests a minute before it is told again. */
export const listingSoldOut = rule('listing.soldOut', { states: RUNNING, main: 'soldOut.on', clearMs: 5_000, restMs: () => 60_000 }, (scene) => {
  const { show, sight } = scene;
  const listing = show.listings.find(({ id }) => id === show.onAir?.listingId);
  if (!listing) return [];
  if (!isSoldOut(listing, sight.available)) return [{ subject: listing.id, state: 'off' }];
  const next = show.frozen ? undefined : nextInStock(scene);
  const action: AlertAction | undefined = next && { type: 'listing.take', payload: { listingId: next.id, seenOnAir: listing.id } };
  const { id: listingId, number, title } = listing;
  return [{ subject: listingId, state: 'on', say: { level: 'red', listingId, params: { number, title }, action } }];
});

/** What tells steps of one command on one listing apart. */
const aboutOf = (step: PendingStep): string => (step.kind === 'deal' ? step.deal.dealId : step.kind === 'shelf' ? '' : (step.sku ?? ''));

/** A step the platform has not carried out for longer than it should take. */
export const platformPending = rule('platform.pending', { states: ['planned', ...RUNNING], main: 'pending.seconds', most: 20 }, ({ show, now, limit }) => {
  const wait = limit('pending.seconds') * 1000;
  const late = show.pending.filter(({ at }) => now - at >= wait);
  return late.flatMap((step) => {
    const listing = show.listings.find(({ id }) => id === step.listingId);
    if (!listing) return [];
    const what = step.kind === 'shelf' ? (step.to ? 'shelve' : 'unshelve') : step.kind;
    return [{
      subject: [step.commandId, step.listingId, aboutOf(step)].join(' '),
      state: 'on',
      since: step.at + wait,
      say: {
        level: 'amber',
        listingId: step.listingId,
        params: { number: listing.number, title: listing.title, what, at: step.at, by: step.by.name },
        action: { type: 'platform.confirm', payload: { commandId: step.commandId } },
      },
    }];
  });
});
