import { COL, KIND, LONG_SECONDS } from './columns.ts';
import { broadcastFrom, countedCurve, displayCurve } from './curve.ts';
import { METRIC, metricsOf, type Metric } from './dictionary.ts';
import { columnsIn, lastMinute, peopleIn, type Frame } from './frame.ts';
import { sampledSince } from './samples.ts';
import { openViews } from './sessions.ts';
import type { OpenStarts } from './openStarts.ts';
import { PEOPLE } from './rows.ts';
import type { Feed, Tally } from './state.ts';
import type { MetricValue, MetricValues, Rate } from './view.ts';

const SHOW = metricsOf('show');

/** Every show-wide metric over a frame. Samples replace what was counted from their feed; a rate never mixes the two. */
export function showMetrics(t: Tally, frame: Frame): MetricValues {
  if (frame.from === Infinity) return unknown(t, frame);
  const reader = new ShowReader(t, frame);
  const values: MetricValues = {};
  for (const metric of SHOW) if (metric.rate === undefined) values[metric.id] = reader.value(metric);
  for (const { id, rate } of SHOW) if (rate !== undefined) values[id] = reader.rate(values, rate);
  return values;
}

/** Nothing was on air yet: only what is the same in every window is known. */
function unknown(t: Tally, frame: Frame): MetricValues {
  const reader = new ShowReader(t, { ...frame, window: 'show', from: 0 });
  const values: MetricValues = {};
  for (const metric of SHOW) {
    values[metric.id] = metric.rate !== undefined ? { numerator: 0, denominator: 0 } : ALWAYS.has(metric.id) ? reader.value(metric) : null;
  }
  return values;
}
const ALWAYS: ReadonlySet<string> = new Set(['online', 'entersPerMin', 'leavesPerMin', 'gmvPerMin', 'wantUsers']);

/** Ids of the show's metrics that are estimates now: people a platform samples, and the rates made of them. */
export function approximations(t: Tally): string[] {
  const estimated = new Set(SHOW.filter(({ id, people }) => people && isSampled(t, id)).map(({ id }) => id));
  if (estimated.size === 0) return [];
  return SHOW.filter(({ id, rate }) => estimated.has(id) || (rate && (estimated.has(rate.numerator) || estimated.has(rate.denominator)))).map(({ id }) => id);
}

const isSampled = (t: Tally, id: string): boolean => t.feeds.some((feed) => feed.series.has(id));
/** Ad spend and its attribution are only ever sampled, so that nothing counted stands against them. */
const ONLY_SAMPLED: ReadonlySet<string> = new Set(['spend', 'attributedGmv']);

class ShowReader {
  private readonly columns: Float64Array[];
  private readonly people: Float64Array;
  private readonly anySamples: boolean;

  constructor(
    private readonly t: Tally,
    private readonly frame: Frame,
  ) {
    this.columns = columnsIn(t, frame);
    this.people = peopleIn(t, frame);
    this.anySamples = t.feeds.some((feed) => feed.series.size > 0);
  }

  value(metric: Metric): MetricValue {
    const { t } = this;
    if (metric.col !== undefined) {
      let total = 0;
      for (const feed of t.feeds) total += this.ofFeed(metric, feed);
      return total;
    }
    if (metric.kind !== undefined) {
      if (metric.id === 'longViewers') return this.longViewers();
      if (!this.anySamples || !isSampled(t, metric.id)) return this.people[metric.kind] as number;
      if (this.frame.window !== 'show') return null;
      return t.feeds.reduce((sum, feed) => sum + this.ofFeed(metric, feed), 0);
    }
    return this.own(metric.id);
  }

  rate(values: MetricValues, rate: NonNullable<Metric['rate']>): Rate {
    const { t } = this;
    const { times } = rate;
    const whole = ONLY_SAMPLED.has(rate.numerator) || ONLY_SAMPLED.has(rate.denominator);
    if (whole || !this.anySamples || (!isSampled(t, rate.numerator) && !isSampled(t, rate.denominator))) {
      const numerator = values[rate.numerator];
      const denominator = values[rate.denominator];
      return typeof numerator === 'number' && typeof denominator === 'number' ? { numerator: numerator * times, denominator } : { numerator: 0, denominator: 0 };
    }
    const upper = METRIC.get(rate.numerator) as Metric;
    const lower = METRIC.get(rate.denominator) as Metric;
    const result = { numerator: 0, denominator: 0 };
    // Whom a sampling feed saw in a window is unknown, and so are people per feed in it.
    if (this.frame.window !== 'show' && (upper.people || lower.people)) return result;
    for (const feed of t.feeds) {
      if (feed.series.has(upper.id) !== feed.series.has(lower.id)) continue;
      result.numerator += this.ofFeed(upper, feed) * times;
      result.denominator += this.ofFeed(lower, feed);
    }
    return result;
  }

  /** One feed's part of a total, or over the whole show of people. */
  private ofFeed(metric: Metric, feed: Feed): number {
    const { t, frame } = this;
    if (feed.series.has(metric.id)) return sampledSince(t, feed, metric.id, frame.from);
    if (metric.id === 'watchSeconds') return watchUpTo(feed.watch, feed.openViews, frame.cut);
    if (metric.kind !== undefined) return (t.feeds.length === 1 ? t.people : feed.people)[metric.kind] as number;
    const col = metric.col as number;
    const counted = (this.columns[feed.index] as Float64Array)[col] as number;
    return col === COL.longViews ? counted + longOpen(feed, frame.from, frame.cut) : counted;
  }

  private own(id: string): MetricValue {
    const { t, frame } = this;
    const first = broadcastFrom(t);
    const from = Math.max(frame.from, first);
    switch (id) {
      case 'online':
        return displayCurve(t).level(onlineSecond(t, frame));
      case 'peakOnline':
        return displayCurve(t).peak(from, frame.cut);
      case 'averageOnline':
        return { numerator: displayCurve(t).area(from, frame.cut), denominator: Math.max(0, frame.cut - from) };
      case 'watchSeconds':
        if (frame.window !== 'show') return countedCurve(t).area(frame.from, frame.cut);
        return t.feeds.reduce((sum, feed) => sum + watchUpTo(feed.watch, feed.openViews, frame.cut), 0);
      case 'entersPerMin':
        return this.lately('views', COL.enters);
      case 'leavesPerMin':
        return this.lately('', COL.leaves);
      case 'gmvPerMin':
        return this.lately('gmv', COL.gmv);
      case 'wantUsers':
        return t.rows.sum(PEOPLE, KIND.wanted, lastMinute(frame));
      case 'netSales':
        return (this.value(METRIC.get('gmv') as Metric) as number) - (this.value(METRIC.get('refundAmount') as Metric) as number);
      case 'spend':
        return spendIn(t, 'spend:', frame.from, Infinity);
      case 'attributedGmv':
        return spendIn(t, 'attributed:', frame.from, Infinity);
      default:
        return null;
    }
  }

  private lately(id: string, col: number): number {
    const { t, frame } = this;
    const from = lastMinute(frame);
    return t.feeds.reduce((sum, feed) => sum + (feed.series.has(id) ? sampledSince(t, feed, id, from) : t.rows.sum(feed.index, col, from)), 0);
  }

  private longViewers(): number | null {
    const { t, frame } = this;
    if (frame.window !== 'show') return null;
    return (this.people[KIND.stayed] as number) + t.sources.reduce((sum, _, source) => sum + openViews(t, source).fresh.upTo(frame.cut - LONG_SECONDS).views, 0);
  }
}

/** The second whose online figure is "now": feeds whose clocks run ahead by less than a minute are believed. */
export const onlineSecond = (t: Tally, frame: Frame): number => (t.status === 'ended' ? frame.now : frame.now + 60);

/** Views of a feed still open that reached a minute in [from, to), up to `cut`. */
export function longOpen(feed: Feed, from: number, cut: number, to = Infinity): number {
  const reached = feed.openViews.upTo(Math.min(cut, to - 1) - LONG_SECONDS).views;
  return from <= 0 ? reached : Math.max(0, reached - feed.openViews.upTo(from - 1 - LONG_SECONDS).views);
}

/** Whole seconds of views that ended, and of open ones up to `cut`. */
export function watchUpTo(ended: number, open: OpenStarts, cut: number): number {
  const { views, starts } = open.upTo(cut);
  return ended + views * cut - starts;
}

/** Ad spend (or its attributed GMV) over [from, to), of every feed and source, or of one source. */
export function spendIn(t: Tally, prefix: 'spend:' | 'attributed:', from: number, to: number, source?: string): number {
  let total = 0;
  for (const feed of t.feeds) {
    for (const key of feed.series.keys()) {
      if (!key.startsWith(prefix) || (source !== undefined && key.length !== prefix.length + source.length)) continue;
      if (source !== undefined && !key.endsWith(source)) continue;
      total += sampledSince(t, feed, key, from, to);
    }
  }
  return total;
}

