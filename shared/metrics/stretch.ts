import { COL } from './columns.ts';
import { broadcastFrom, countedCurve, displayCurve } from './curve.ts';
import { METRIC, metricsOf, type Metric } from './dictionary.ts';
import { frameOf } from './frame.ts';
import { longOpen, spendIn } from './readShow.ts';
import { sampledSince } from './samples.ts';
import type { Feed, Tally } from './state.ts';
import type { MetricValue, MetricValues, Rate } from './view.ts';

const OWN: ReadonlySet<string> = new Set(['peakOnline', 'averageOnline', 'watchSeconds', 'netSales', 'spend', 'attributedGmv']);

/** What is known of any stretch of a show: what adds up, the rates of what adds up, and the audience. People do not add up. */
export const STRETCH_METRICS: readonly Metric[] = metricsOf('show').filter(({ id, col, series }) => (col !== undefined && series === 'sum') || series === 'ratio' || OWN.has(id));

/**
 * A show's figures in the seconds [from, to), each in the second it happened in: paid orders when they were paid, whoever was on air then.
 * @param now server time, Unix ms: up to it, or the show's end, views still open are counted
 */
export function readStretch(t: Tally, from: number, to: number, now: number): MetricValues {
  const { cut } = frameOf(t, { now, window: 'show' });
  const values: MetricValues = {};
  for (const { id, rate } of STRETCH_METRICS) values[id] = rate ? rateIn(t, rate, from, to, cut) : valueIn(t, id, from, to, cut);
  return values;
}

function valueIn(t: Tally, id: string, from: number, to: number, cut: number): MetricValue {
  const first = Math.max(from, broadcastFrom(t));
  const last = Math.min(to, cut);
  switch (id) {
    case 'peakOnline':
      return last > first ? displayCurve(t).peak(first, Math.min(to - 1, cut)) : 0;
    case 'averageOnline':
      return { numerator: last > first ? displayCurve(t).area(first, last) : 0, denominator: Math.max(0, last - first) };
    case 'watchSeconds':
      return last > from ? countedCurve(t).area(from, last) : 0;
    case 'netSales':
      return sumIn(t, 'gmv', from, to, cut) - sumIn(t, 'refundAmount', from, to, cut);
    case 'spend':
      return spendIn(t, 'spend:', from, to);
    case 'attributedGmv':
      return spendIn(t, 'attributed:', from, to);
    default:
      return sumIn(t, id, from, to, cut);
  }
}

const sumIn = (t: Tally, id: string, from: number, to: number, cut: number): number => t.feeds.reduce((sum, feed) => sum + ofFeed(t, feed, id, from, to, cut), 0);

function ofFeed(t: Tally, feed: Feed, id: string, from: number, to: number, cut: number): number {
  if (feed.series.has(id)) return sampledSince(t, feed, id, from, to);
  const col = METRIC.get(id)?.col;
  if (col === undefined) return 0;
  return t.rows.sum(feed.index, col, from, to) + (col === COL.longViews ? longOpen(feed, from, cut, to) : 0);
}

/** A rate never mixes a sampled and a counted part. */
function rateIn(t: Tally, { numerator, denominator, times }: NonNullable<Metric['rate']>, from: number, to: number, cut: number): Rate {
  const rate = { numerator: 0, denominator: 0 };
  for (const feed of t.feeds) {
    if (feed.series.has(numerator) !== feed.series.has(denominator)) continue;
    rate.numerator += ofFeed(t, feed, numerator, from, to, cut) * times;
    rate.denominator += ofFeed(t, feed, denominator, from, to, cut);
  }
  return rate;
}
