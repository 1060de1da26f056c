import type { MetricValues, FeedView } from '../metrics/view.ts';
import type { Actor } from '../show/events.ts';
import type { SegmentKind, ShowStatus } from '../show/show.ts';

/** Figures of a listing, SKU, deal, source or shift are whole; those of segments and hours are what adds up in them. Times are Unix ms, money minor units. */
export interface ListingReview {
  listingId: string;
  number: number | null;
  title: string;
  /** As the catalogue has them. */
  skus: string[];
  metrics: MetricValues;
}
export interface DealReview {
  dealId: string;
  listingId: string | null;
  number: number | null;
  title: string;
  /** Null for a deal that only orders name. */
  price: number | null;
  quantity: number | null;
  startedAt: number | null;
  endedAt: number | null;
  metrics: MetricValues;
}
export interface SegmentReview {
  segmentId: string;
  kind: SegmentKind;
  title: string;
  plannedMinutes: number;
  target: number | null;
  from: number;
  to: number;
  metrics: MetricValues;
}
export interface HourReview {
  from: number;
  to: number;
  /** Who was on air in it, in order. */
  hosts: string[];
  metrics: MetricValues;
}

/** Something a person did that buyers could notice. */
export const ACTION_KINDS = ['listing.taken', 'listing.priced', 'deal.started', 'deal.extended', 'deal.stopped', 'coupon.recorded', 'draw.recorded', 'segment.started', 'host.changed', 'cue.sent'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** One figure of the five minutes after an action against the five before. */
export interface Comparison {
  before: number;
  after: number;
  /** What the five minutes after would have brought had the change of the ten minutes before gone on; null where those are not all inside the show. */
  expected: number | null;
}
/** 对比, 非因果. */
export const COMPARED = ['gmv', 'orders', 'productClicks', 'comments', 'averageOnline'] as const;
export type Compared = (typeof COMPARED)[number];

export interface ActionReview {
  /** The command's. */
  id: string;
  kind: ActionKind;
  at: number;
  by: Actor;
  /** What it was about, in the show's own words: `#7 精华液`, a segment, a host, a cue. */
  about: string;
  /** Null where the five minutes after or before are not all inside the show. */
  compared: Record<Compared, Comparison> | null;
  /** Ids of other actions in the ten minutes compared, so that nothing is put down to one alone. */
  overlaps: string[];
}

export type Incident =
  | { kind: 'gap'; at: number; to: number; feed: string }
  | { kind: 'pause'; at: number; to: number | null; reason: string }
  | { kind: 'warning'; at: number; feed: string; level: string; text: string }
  | { kind: 'rewound'; at: number }
  /** Facts that came after the end, and were counted. */
  | { kind: 'supplement'; at: number; to: number; events: number }
  /** A file of the recording that cannot be read: what came in between is missing from every figure. */
  | { kind: 'damaged'; at: number; to: number; file: string };

/** Moments of facts, Unix ms. */
export interface Facts {
  first: number;
  last: number;
}

/** The morning after: everything the review page shows, but for its curves. */
export interface ReviewView {
  /** Only its recording knows the show: nothing in it can be decided or written down any more. */
  recorded?: true;
  show: {
    id: string; title: string; currency: string; status: ShowStatus; host: string | null; demo: boolean; rehearsal: boolean;
    startedAt: number | null; endedAt: number | null; /** It was told of afterwards (show.tellPast). */ told?: true; gmvTarget: number | null; plannedMinutes: number | null; lateHours: number;
  };
  /** Of a show that is still planned: when the first and the last of its facts happened. */
  facts?: Facts;
  /** When it was read, server time. */
  at: number;
  /** The last event counted. */
  lastId: string;
  metrics: MetricValues;
  approximate: string[];
  listings: ListingReview[];
  skus: { sku: string; metrics: MetricValues }[];
  deals: DealReview[];
  segments: SegmentReview[];
  sources: { source: string; metrics: MetricValues }[];
  hosts: { host: string; from: number; to: number | null; metrics: MetricValues }[];
  hours: HourReview[];
  actions: ActionReview[];
  incidents: Incident[];
  feeds: FeedView[];
}
