import { COL, COLS } from './columns.ts';
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

/** The seconds [from, to) of a show, each feed's rows added up once. */
interface Stretch {
  t: Tally;
  from: number;
  to: number;
  /** Where open views and averages end. Unix s. */
  cut: number;
  /** By feed. */
  columns: Float64Array[];
}

/**
 * A show's figures in the seconds [from, to), each in the second it happened in: paid orders when they were paid, whoever was on air then.
 * @param now server time, Unix ms: up to it, or the show's end, views still open are counted
 * @param metrics which to tell: views that are still open are dear to count
 */
export function readStretch(t: Tally, from: number, to: number, now: number, metrics: readonly Metric[] = STRETCH_METRICS): MetricValues {
  const columns = t.feeds.map((feed) => {
    const sums = new Float64Array(COLS);
    t.rows.sumAll(feed.index, sums, from, to);
    return sums;
  });
  const stretch: Stretch = { t, from, to, cut: frameOf(t, { now, window: 'show' }).cut, columns };
  const values: MetricValues = {};
  for (const { id, rate } of metrics) values[id] = rate ? rateIn(stretch, rate) : valueIn(stretch, id);
  return values;
}

function valueIn(stretch: Stretch, id: string): MetricValue {
  const { t, from, to, cut } = stretch;
  const first = Math.max(from, broadcastFrom(t));
  const last = Math.min(to, cut);
  switch (id) {
    case 'peakOnline':
      // The second the show ended in is its own, however short it was.
      return Math.min(to - 1, cut) >= first ? displayCurve(t).peak(first, Math.min(to - 1, cut)) : 0;
    case 'averageOnline':
      return { numerator: last > first ? displayCurve(t).area(first, last) : 0, denominator: Math.max(0, last - first) };
    case 'watchSeconds':
      return last > from ? countedCurve(t).area(from, last) : 0;
    case 'netSales':
      return sumIn(stretch, 'gmv') - sumIn(stretch, 'refundAmount');
    case 'spend':
      return spendIn(t, 'spend:', from, to);
    case 'attributedGmv':
      return spendIn(t, 'attributed:', from, to);
    default:
      return sumIn(stretch, id);
  }
}

const sumIn = (stretch: Stretch, id: string): number => stretch.t.feeds.reduce((sum, feed) => sum + ofFeed(stretch, feed, id), 0);

function ofFeed({ t, from, to, cut, columns }: Stretch, feed: Feed, id: string): number {
  if (feed.series.has(id)) return sampledSince(t, feed, id, from, to);
  const col = METRIC.get(id)?.col;
  if (col === undefined) return 0;
  return (columns[feed.index]?.[col] ?? 0) + (col === COL.longViews ? longOpen(feed, from, cut, to) : 0);
}

/** A rate never mixes a sampled and a counted part. */
function rateIn(stretch: Stretch, { numerator, denominator, times }: NonNullable<Metric['rate']>): Rate {
  const rate = { numerator: 0, denominator: 0 };
  for (const feed of stretch.t.feeds) {
    if (feed.series.has(numerator) !== feed.series.has(denominator)) continue;
    rate.numerator += ofFeed(stretch, feed, numerator) * times;
    rate.denominator += ofFeed(stretch, feed, denominator);
  }
  return rate;
}
