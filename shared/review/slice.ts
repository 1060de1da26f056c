import { metricsOf, type Metric } from '../metrics/dictionary.ts';
import { STRETCH_METRICS } from '../metrics/stretch.ts';
import type { MetricValues } from '../metrics/view.ts';
import type { HourReview, ListingReview } from './view.ts';

/** Which part of a show is asked for: all that is named holds at once. */
export interface SliceAsked {
  /** Of viewers who came from there. */
  source?: string;
  /** What happened on this host's shifts; an order belongs to whoever was on air when it was created. */
  host?: string;
  /** What happened in the seconds [from, to), Unix s. */
  from?: number;
  to?: number;
  /** A listing's id. */
  listing?: string;
  /** A segment's id: the time from its beginning to its end. */
  segment?: string;
}

/** Buyers of one sort: who they are, and what they paid. */
export interface BuyersPart {
  buyers: number;
  orders: number;
  gmv: number;
}

/** A part of an ended show, by the same definitions as the whole. */
export interface SliceView {
  asked: SliceAsked;
  /** Every metric that can be known of such a part; null where it cannot. Of a listing only what listings have, and the room's own funnel. */
  metrics: MetricValues;
  /** Ids of metrics that a platform samples: here they are what its events counted. */
  approximate: string[];
  listings: ListingReview[];
  sources: { source: string; metrics: MetricValues }[];
  hours: HourReview[];
  buyers: {
    /** With an order that was their first in the shop. */
    fresh: BuyersPart;
    returning: BuyersPart;
    /** Whether any order of the show says that it is a first one: otherwise all seem to return. */
    told: boolean;
    /** How many of them bought in one of the earlier shows recorded here, and how many shows those are. */
    before: { buyers: number; shows: number };
  };
}

/** What is the same in every part: figures of the moment. */
const NOW: ReadonlySet<string> = new Set(['online', 'entersPerMin', 'leavesPerMin', 'gmvPerMin', 'wantUsers']);
const without = (metrics: readonly Metric[]): readonly Metric[] => metrics.filter(({ id }) => !NOW.has(id));

/** What can be told of a part of a show, of its sources, listings and hours. */
export const SLICE_METRICS = { show: without(metricsOf('show')), source: without(metricsOf('source')), listing: metricsOf('listing'), hour: STRETCH_METRICS } as const;
export type SliceTable = keyof typeof SLICE_METRICS;
