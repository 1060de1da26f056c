import type { ListingId, ShowId, Sku } from '../ids.ts';
import type { Minor } from '../money.ts';
import type { Changes } from './changes.ts';
import type { Coupon, Deal, Draw, StartedDeal } from './deals.ts';
import type { Actor, ApprovalRequest, Cue, Listing, PendingStep, Rhythm, Segment, Show } from './show.ts';

export type { Actor } from './show.ts';

/** What every decision carries. */
export interface Decided {
  /** Server time of the decision, Unix ms. */
  at: number;
  by: Actor;
  commandId: string;
}

/** A show as it was created: what it accumulates afterwards starts empty. */
export type ShowHeader = Omit<
  Show,
  | 'listings' | 'segments' | 'revision' | 'onAir' | 'explaining' | 'segmentId' | 'pauses' | 'rhythms' | 'cues' | 'pending'
  | 'approvals' | 'deals' | 'coupons' | 'draws' | 'alerts' | 'changed'
>;

/** What the ledger had of a SKU and has now; the commit script fills it in. Unit: units. */
type OnHand = { before: number; after: number };

type OnAir = { listingId: ListingId; since: number } | null;

/** What a segment's start or skip changes: which one runs, and the times of those concerned; null where there is none. */
export interface RunState {
  current: string | null;
  times: { segmentId: string; startedAt: number | null; endedAt: number | null; skipped: boolean; priorMs: number }[];
}

/**
 * What people decided, in the past tense; each carries what it changed from and to, so that it can be explained and undone.
 * The fold reads: show.created/edited/started/ended/toldPast, host.changed, listing.added/edited/taken, deal.*.
 */
export type ShowEvent = Decided &
  (
    | { type: 'show.created'; show: ShowHeader; listings: Listing[]; segments: Segment[]; /** Plans a rehearsal begins with. */ deals?: Deal[] }
    | { type: 'show.edited'; before: Changes<ShowHeader>; after: Changes<ShowHeader> }
    | { type: 'show.rehearsed'; rehearsalId: ShowId }
    | { type: 'show.started'; reason?: string; /** Checklist items that were red. */ red?: string[] }
    | { type: 'show.paused'; reason: string }
    | { type: 'show.resumed'; reason: string }
    | { type: 'show.ended' }
    /** It took place before: it is ended from here on, and was on air between these. Unix ms. */
    | { type: 'show.toldPast'; startedAt: number; endedAt: number }
    | { type: 'show.frozen' }
    | { type: 'show.unfrozen' }
    | { type: 'host.changed'; before: string | null; after: string; note?: string }
    | { type: 'listing.added'; listings: Listing[] }
    | { type: 'listing.edited'; listingId: ListingId; before: Changes<Listing>; after: Changes<Listing> }
    /** `sku`: that SKU's own price, null where it has none and the listing's holds. */
    | { type: 'listing.priced'; listingId: ListingId; sku?: Sku; before: Minor | null; after: Minor | null }
    /** `undo`: it takes back a take, which then does not count as one. */
    | { type: 'listing.taken'; listingId: ListingId; before: OnAir; undo?: true }
    | { type: 'listing.explained'; listingId: ListingId | null; before: OnAir }
    | { type: 'listing.pinned'; listingId: ListingId; before: ListingId[]; after: ListingId[] }
    | { type: 'listing.unpinned'; listingId: ListingId; before: ListingId[]; after: ListingId[] }
    | { type: 'listing.shelved'; listingId: ListingId; before: false; after: true }
    | { type: 'listing.unshelved'; listingId: ListingId; before: true; after: false }
    | { type: 'listing.reordered'; before: ListingId[]; after: ListingId[] }
    | { type: 'segment.added'; segments: Segment[]; /** Its place in the run, from 0. */ index: number }
    | { type: 'segment.edited'; segmentId: string; before: Changes<Segment>; after: Changes<Segment> }
    | { type: 'segment.reordered'; before: string[]; after: string[] }
    | { type: 'segment.started'; segmentId: string; before: RunState; after: RunState }
    | { type: 'segment.skipped'; segmentId: string; before: RunState; after: RunState }
    | { type: 'segment.restored'; before: RunState; after: RunState }
    | { type: 'rhythm.changed'; label: string; before: Rhythm | null; after: Rhythm | null }
    | { type: 'rhythm.done'; label: string; before: number; after: number }
    | { type: 'cue.sent'; cue: Cue }
    | { type: 'cue.acknowledged'; cueId: string; as: 'delivered' | 'seen' | 'acknowledged' }
    | { type: 'alert.acknowledged'; alertId: string; note?: string }
    | { type: 'approval.requested'; request: ApprovalRequest }
    | { type: 'approval.granted'; request: ApprovalRequest }
    /** `replaced`: earlier steps on the same thing, which the platform need no longer carry out. */
    | { type: 'platform.pended'; step: PendingStep; replaced: PendingStep[] }
    /** What it makes true follows it in the same commit. */
    | { type: 'platform.confirmed'; steps: PendingStep[] }
    | { type: 'platform.withdrawn'; steps: PendingStep[] }
    | { type: 'action.undone'; revision: number }
    /** `before`: the plan as it was; null where there was none. */
    | { type: 'deal.planned'; deal: Deal; before: Deal | null }
    | { type: 'deal.started'; deal: StartedDeal; before: Deal | null }
    | { type: 'deal.extended'; dealId: string; before: StartedDeal; after: StartedDeal }
    /** A plan that is stopped is dropped. */
    | { type: 'deal.stopped'; dealId: string; before: Deal; after: Deal }
    | { type: 'coupon.recorded'; coupon: Coupon }
    | { type: 'draw.recorded'; draw: Draw }
    | { type: 'stock.adjusted'; sku: Sku; delta: number; reason: string; onHand?: OnHand }
    | { type: 'stock.counted'; sku: Sku; counted: number; onHand?: OnHand }
    /** All unpaid holds are given back. */
    | { type: 'hold.released' }
    | { type: 'journal.rewound'; lostFrom: string; lostTo: string }
  );

export type ShowEventType = ShowEvent['type'];
type EventMap = { [E in ShowEvent as E['type']]: E };
export type ShowEventOf<T extends ShowEventType> = EventMap[T];

/** What the fold needs of a deal to infer which order lines belong to it. */
export interface DealWindow {
  dealId: string;
  listingId: ListingId;
  price: number;
  startsAt: number;
  endsAt: number;
}
