import type { ShowEvent, ShowEventOf } from './events.ts';
import { changedBy, noted } from './entities.ts';
import { isOutside, type Apply, type EvolvingType } from './evolve/apply.ts';
import { couponEvents, dealEvents, drawEvents, stockEvents } from './evolve/deals.ts';
import { listingEvents } from './evolve/listings.ts';
import { alertEvents, approvalEvents, cueEvents } from './evolve/people.ts';
import { actionEvents, platformEvents } from './evolve/platform.ts';
import { rhythmEvents, segmentEvents } from './evolve/segments.ts';
import { hostEvents, showEvents, showOf } from './evolve/show.ts';
import type { Show } from './show.ts';

export { showOf } from './evolve/show.ts';

/** One applier an event type: the compiler misses none. */
const APPLY: { [T in EvolvingType]: Apply<T> } = {
  ...showEvents, ...hostEvents, ...listingEvents, ...segmentEvents, ...rhythmEvents, ...cueEvents, ...alertEvents, ...approvalEvents,
  ...platformEvents, ...actionEvents, ...dealEvents, ...couponEvents, ...drawEvents, ...stockEvents,
};

function applied<T extends EvolvingType>(show: Show, type: T, event: ShowEventOf<T>): Show {
  return APPLY[type](show, event);
}

/**
 * What an event makes of the show: deterministic, reads no clock, shares what did not change, leaves the original alone.
 * The revision belongs to the commit, not to the event: all events of a commit are evolved on revision n, then it becomes n + 1.
 */
export function evolve(show: Show, event: ShowEvent): Show {
  if (isOutside(event)) return show;
  const next = applied(show, event.type, event);
  const entities = changedBy(event);
  if (entities.length === 0) return next;
  return noted(next, entities, [show.revision + 1, event.by.name, event.type]);
}

/** A whole commit: its events evolved, one revision on. `show` is null before the commit that creates it. */
export function applyCommit(show: Show | null, events: readonly ShowEvent[]): Show {
  const [first, ...rest] = events;
  if (show) return { ...events.reduce((document, event) => evolve(document, event), show), revision: show.revision + 1 };
  if (first?.type !== 'show.created') throw new Error('A show begins with show.created');
  const created = showOf(first);
  return { ...rest.reduce((document, event) => evolve(document, event), created), revision: 1 };
}

