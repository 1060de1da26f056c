import type { EventId } from '../ids.ts';

/** A rate stays two numbers until it is shown: 0 / 0 is "–", never 0 % and never NaN. */
export interface Rate {
  numerator: number;
  denominator: number;
}

/** A metric's value: a count or minor units, a rate, or null where it cannot be known (unsampled, or mixed parts). */
export type MetricValue = number | Rate | null;

/** The one number behind a metric's value; undefined where it cannot be known (0 / 0, unsampled). */
export function scalarOf(value: MetricValue | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return value;
  return value.denominator === 0 ? undefined : value.numerator / value.denominator;
}

export const WINDOWS = ['show', '5m', 'onair'] as const;
/** 全场 · 近5分钟 · 本次讲解 */
export type Window = (typeof WINDOWS)[number];

export type MetricValues = Record<string, MetricValue>;

/** What feeds bring: who comes and goes, what they say, what they do with products, what they order, what was spent on reach. */
export type Supply = 'audience' | 'engagement' | 'products' | 'orders' | 'spend';

/** A feed's health, by arrival: `lastContactAt` is server time when it last spoke, heartbeats included. */
export interface FeedView {
  feed: string;
  lastContactAt: number;
  intervalMs: number;
  /** Silences longer than three intervals: [from, to) in server ms; the open one is not listed. Newest last, at most 100. */
  gaps: [number, number][];
  events: number;
  duplicates: number;
  /** True where this feed's platform gives samples, so that its people are estimates. */
  samples: boolean;
  /** What it has brought so far. */
  supplies: Supply[];
}

/** A listing's numbers in the window asked for, by metric id (the commerce part of the dictionary, and its own). */
export interface ListingView {
  listingId: string;
  metrics: MetricValues;
}

/** What a viewer wrote: text from outside is only ever text. */
export interface Comment {
  /** Its event's `entry.index`: newer ones come later in this order. */
  id: string;
  /** Unix ms. */
  at: number;
  viewerId: string;
  nickname?: string;
  text: string;
}

/** The display tally: what screens, `GET /tally` and exports read. Times are Unix ms, money minor units. */
export interface TallyView {
  at: number;
  window: Window;
  /** The last event counted. */
  lastId: EventId;
  feeds: FeedView[];
  metrics: MetricValues;
  /** Ids of metrics that are estimates: shown with "≈". */
  approximate: string[];
  listings: ListingView[];
  skus: { sku: string; metrics: MetricValues }[];
  deals: { dealId: string; inferredOrders: number; metrics: MetricValues }[];
  sources: { source: string; metrics: MetricValues }[];
  shifts: { host: string; from: number; to: number | null; metrics: MetricValues }[];
}

/** What of a display tally can be asked for apart: the whole of a big show weighs a megabyte. */
export const TALLY_PARTS = ['metrics', 'listings', 'skus', 'deals', 'sources', 'shifts'] as const;
export type TallyPart = (typeof TALLY_PARTS)[number];

/** A tally of which only these parts are told; the others are empty. */
export function onlyParts(view: TallyView, parts: readonly TallyPart[] = TALLY_PARTS): TallyView {
  const empty: Pick<TallyView, TallyPart> = { metrics: {}, listings: [], skus: [], deals: [], sources: [], shifts: [] };
  return { ...view, ...empty, ...Object.fromEntries(parts.map((part) => [part, view[part]])) };
}

/** One point of a series: [Unix seconds at the start of the step, values in the order asked for]. */
export interface SeriesView {
  step: number;
  from: number;
  to: number;
  metrics: string[];
  times: number[];
  /** One column a metric; null where nothing is known (a gap in every feed). */
  columns: (number | null)[][];
  /** Feed silences inside the range, [from, to) in Unix seconds. */
  gaps: { feed: string; from: number; to: number }[];
}
