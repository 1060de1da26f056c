import type { LoggedEvent } from '../show/log.ts';
import type { Show } from '../show/show.ts';
import { ACTION_KINDS, type ActionKind, type ActionReview } from './view.ts';

const KINDS: ReadonlySet<string> = new Set(ACTION_KINDS);
const isAction = (event: LoggedEvent): event is Extract<LoggedEvent, { type: ActionKind }> => KINDS.has(event.type);

/** What people did, oldest first, not yet compared with anything. @param events of the show's log, in any order */
export function actionsOf(show: Show, events: readonly LoggedEvent[]): ActionReview[] {
  return events
    .filter(isAction)
    .map((event): ActionReview => ({ id: event.commandId, kind: event.type, at: event.at, by: event.by, about: aboutOf(show, event), compared: null, overlaps: [] }))
    .sort((a, b) => a.at - b.at);
}

function aboutOf(show: Show, event: Extract<LoggedEvent, { type: ActionKind }>): string {
  const listing = (id: string): string => {
    const found = show.listings.find((each) => each.id === id);
    return found ? `#${found.number} ${found.title}` : id;
  };
  switch (event.type) {
    case 'listing.taken':
    case 'listing.priced':
      return listing(event.listingId);
    case 'deal.started':
      return listing(event.deal.listingId);
    case 'deal.extended':
    case 'deal.stopped':
      return listing(event.after.listingId);
    case 'coupon.recorded':
      return event.coupon.title;
    case 'draw.recorded':
      return event.draw.prize;
    case 'segment.started':
      return show.segments.find(({ id }) => id === event.segmentId)?.title ?? event.segmentId;
    case 'host.changed':
      return event.after;
    case 'cue.sent':
      return event.cue.text;
    default:
      return event satisfies never;
  }
}
