import type { ListingId } from '../../ids.ts';
import type { ChecklistFacts } from '../checklist.ts';
import type { Sent, CommandType, Payload } from '../commands.ts';
import type { Actor, Decided, ShowEvent } from '../events.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { Listing, Segment, Show } from '../show.ts';

/** What a decision may know beside the show and the command. */
export interface DecideContext {
  /** Unix ms. */
  now: number;
  by: Actor;
  newId: () => string;
  /** For `undo`, and for a granted one: the events of the revision that `revisionToUndo` names. */
  undoing?: readonly ShowEvent[];
  /** For `show.start`: what the checklist must know; without it only the sender's `red` counts. */
  facts?: ChecklistFacts;
}

type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event yet to be stamped with who, when and by which command; a granted command's events bring their own. */
export type Happening = OmitEach<ShowEvent, keyof Decided> & Partial<Decided>;
export type Outcome = Happening[] | Rejection;
export const isRejection = (outcome: Outcome): outcome is Rejection => !Array.isArray(outcome);

export interface Deciding extends DecideContext {
  commandId: string;
  /** A second person has granted it: floors no longer refuse. */
  approved: boolean;
  /** Judges another command on the same show, as if `over` had sent it. */
  judge: (show: Show, command: Sent, over: Pick<Deciding, 'by' | 'approved'>) => Outcome;
}

export type Handler<T extends CommandType> = (show: Show, payload: Payload<T>, context: Deciding) => Outcome;
/** A group of handlers: all command types whose names begin so, none missing. */
export type HandlerGroup<Prefix extends string> = { [T in Extract<CommandType, `${Prefix}.${string}`>]: Handler<T> };

export const listingOf = (show: Show, id: string): Listing | undefined => show.listings.find((listing) => listing.id === id);
export const segmentOf = (show: Show, id: string): Segment | undefined => show.segments.find((segment) => segment.id === id);
export const noListing = (id: string): Rejection => reject('NOT_FOUND', `There is no listing ${id} in this show.`, { listingId: id });
export const noSegment = (id: string): Rejection => reject('NOT_FOUND', `There is no segment ${id} in this show.`, { segmentId: id });

/** "#7 精华液", as people say it; empty for none. */
export function nameOf(show: Show, id: ListingId | null | undefined): string {
  const listing = id ? listingOf(show, id) : undefined;
  return listing ? `#${listing.number} ${listing.title}` : '';
}
