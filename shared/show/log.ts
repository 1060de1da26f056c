import type { Problem } from '../protocol/problems.ts';
import type { Actor, ShowEvent } from './events.ts';

/** Lists of this many things are told by their number alone. */
type Long = 'show.created' | 'listing.added' | 'listing.reordered' | 'segment.reordered';
type Short<E> = E extends { type: 'show.created' } ? Omit<E, 'show' | 'listings' | 'segments' | 'deals'> & { title: string; count: number }
  : E extends { type: 'listing.added' } ? Omit<E, 'listings'> & { count: number; titles: string[] }
  : E extends { type: Long } ? Omit<E, 'before' | 'after'> & { count: number }
  : E;
/** An event as the log tells it: whole, but for lists as long as a catalogue. */
export type LoggedEvent = Short<ShowEvent>;

interface Entry {
  /** Where it stands in time: ids of decisions and of refusals are of one clock and are ordered as journal entries are. */
  id: string;
  /** Unix ms. */
  at: number;
  by: Actor;
  commandId: string;
}
/** A command's decision. */
export type DoneEntry = Entry & { outcome: 'done'; revision: number; events: LoggedEvent[] };
/** A command the rules refused. `payload` is as it was sent, left out where it is long. */
export type RefusedEntry = Entry & { outcome: 'refused'; type: string; payload?: Record<string, unknown>; problem: Pick<Problem, 'code' | 'detail' | 'params' | 'errors'> };
/** Who did what, from which screen, when, and how it ended. */
export type LogEntry = DoneEntry | RefusedEntry;

/** Newest first. `before` asks for what is older; null at the beginning of the show. */
export interface LogPage {
  entries: LogEntry[];
  before: string | null;
}

/** Names told of what was added: the first few say what it was about. */
const TITLES = 3;

/** The event without its long lists; one that is brief already stays as it is. */
export function briefly(event: ShowEvent): LoggedEvent {
  switch (event.type) {
    case 'show.created': {
      const { show, listings, segments: _segments, deals: _deals, ...rest } = event;
      return { ...rest, title: show.title, count: listings.length };
    }
    case 'listing.added': {
      const { listings, ...rest } = event;
      return { ...rest, count: listings.length, titles: listings.slice(0, TITLES).map(({ number, title }) => `#${number} ${title}`) };
    }
    case 'listing.reordered':
    case 'segment.reordered': {
      const { before: _, after, ...rest } = event;
      return { ...rest, count: after.length };
    }
    default:
      return event;
  }
}

/** Whether a command is a screen's own report rather than something a person did: such refusals would fill the log. */
export function isReport(type: string, payload: Record<string, unknown> | undefined): boolean {
  return type === 'cue.acknowledge' && (payload?.['as'] === 'delivered' || payload?.['as'] === 'seen');
}

/** Whether an event tells what a screen reported by itself: it is no deed of the person whose screen it is. */
export const isReported = (event: ShowEvent | LoggedEvent): boolean => event.type === 'cue.acknowledged' && event.as !== 'acknowledged';
