import type { ListingId } from '../ids.ts';
import type { Listing, Segment, Show } from './show.ts';

/** Who did it, and from which screen. */
export interface Actor {
  id: string;
  name: string;
  role: string;
  screen?: string;
}

interface Decided {
  /** Server time of the decision, Unix ms. */
  at: number;
  by: Actor;
  commandId: string;
}

export type ShowHeader = Omit<Show, 'listings' | 'segments' | 'revision' | 'onAir'>;

/**
 * What people decided, in the past tense; each carries what it changed from and to, so that it can be explained and undone.
 * The fold reads: show.created/edited/started/ended, host.changed, listing.added/edited/taken, deal.*.
 */
export type ShowEvent = Decided &
  (
    | { type: 'show.created'; show: ShowHeader; listings: Listing[]; segments: Segment[] }
    | { type: 'show.edited'; before: Partial<ShowHeader>; after: Partial<ShowHeader> }
    | { type: 'show.started'; reason?: string }
    | { type: 'show.paused'; reason: string }
    | { type: 'show.resumed'; reason: string }
    | { type: 'show.ended' }
    | { type: 'show.frozen' }
    | { type: 'show.unfrozen' }
    | { type: 'host.changed'; before: string | null; after: string; note?: string }
    | { type: 'listing.added'; listings: Listing[] }
    | { type: 'listing.edited'; listingId: ListingId; before: Partial<Listing>; after: Partial<Listing> }
    | { type: 'listing.taken'; listingId: ListingId; before: { listingId: ListingId; since: number } | null }
    | { type: 'deal.started'; deal: DealWindow }
    | { type: 'deal.extended'; dealId: string; before: DealWindow; after: DealWindow }
    | { type: 'deal.stopped'; dealId: string; before: DealWindow; after: DealWindow }
    | { type: 'journal.rewound'; lostFrom: string; lostTo: string }
  );

export type ShowEventType = ShowEvent['type'];
export type ShowEventOf<T extends ShowEventType> = Extract<ShowEvent, { type: T }>;

/** What the fold needs of a deal to infer which order lines belong to it. */
export interface DealWindow {
  dealId: string;
  listingId: ListingId;
  price: number;
  startsAt: number;
  endsAt: number;
}
