import { COL, second } from './columns.ts';
import { countedCurve, displayCurve } from './curve.ts';
import { METRIC, type Metric } from './dictionary.ts';
import { samplesFrom } from './samples.ts';
import type { Tally } from './state.ts';
import type { SeriesView } from './view.ts';

export interface SeriesAsked {
  /** First and last moment, Unix seconds; what the show has where they are left out. */
  from?: number;
  to?: number;
  /** Seconds a point stands for. */
  step: number;
  metrics: readonly string[];
}

/** Points a series may have; a longer range gets a longer step. */
const POINTS = 20_000;

/**
 * Metrics over event time. A total's point is what the step added, a level's its value at the step's end, a ratio's the
 * step's numerator ÷ denominator (null where that is 0); null too where every feed was silent. Ids without a series are left out.
 */
export function readSeries(t: Tally, asked: SeriesAsked): SeriesView {
  const first = t.firstAt === Infinity ? 0 : second(t.firstAt);
  const last = t.lastAt === 0 ? 0 : second(t.lastAt);
  const start = asked.from ?? (t.startedAt === null ? first : Math.min(first, second(t.startedAt)));
  const to = Math.max(start, asked.to ?? last + 1);
  const step = Math.max(asked.step, Math.ceil((to - start) / POINTS));
  const from = Math.floor(start / step) * step;
  const metrics = asked.metrics.flatMap((id) => {
    const metric = METRIC.get(id);
    return metric?.series === undefined ? [] : [metric];
  });
  const times: number[] = [];
  for (let sec = from; sec < to; sec += step) times.push(sec);
  const silent = silence(t, times, step);
  return {
    step,
    from,
    to,
    metrics: metrics.map(({ id }) => id),
    times,
    columns: metrics.map((metric) => points(t, metric, times, step).map((value, i) => (silent[i] === true ? null : value))),
    gaps: gapsIn(t, from, to),
  };
}

function points(t: Tally, metric: Metric, times: readonly number[], step: number): (number | null)[] {
  if (metric.rate) {
    const upper = totals(t, metric.rate.numerator, times, step);
    const lower = totals(t, metric.rate.denominator, times, step);
    const { times: factor } = metric.rate;
    return times.map((_, i) => ((lower[i] ?? 0) === 0 ? null : ((upper[i] ?? 0) * factor) / (lower[i] as number)));
  }
  if (metric.id === 'online') return times.map((sec) => displayCurve(t).level(sec + step - 1));
  if (metric.id === 'watchSeconds') return times.map((sec) => countedCurve(t).area(sec, sec + step));
  if (metric.id !== 'netSales') return totals(t, metric.id, times, step);
  const back = totals(t, 'refundAmount', times, step);
  return totals(t, 'gmv', times, step).map((value, i) => value - (back[i] as number));
}

/** What each step added to a total: a feed's samples where it gives any, else its rows. */
function totals(t: Tally, id: string, times: readonly number[], step: number): number[] {
  const col = METRIC.get(id)?.col ?? COL.enters;
  const values = times.map(() => 0);
  const from = times[0] ?? 0;
  for (const feed of t.feeds) {
    if (feed.series.has(id)) {
      const samples = samplesFrom(t, feed, id, from);
      samples.forEach(([sec, value], i) => {
        const point = Math.floor((sec - from) / step);
        if (sec < from || point >= values.length) return;
        // Before the first sample there was nothing if the show began in this step; else nobody knows.
        const before = samples[i + 1]?.[1] ?? (t.startedAt !== null && second(t.startedAt) >= from + point * step ? 0 : value);
        values[point] = (values[point] as number) + value - before;
      });
      continue;
    }
    const seconds = t.rows.scope(feed.index);
    const order = seconds.order();
    for (let i = seconds.from(from); i < order.length; i++) {
      const sec = order[i] as number;
      const point = Math.floor((sec - from) / step);
      if (point >= values.length) break;
      const row = seconds.find(sec);
      values[point] = (values[point] as number) + (t.rows.store.floats(row)[t.rows.store.atFloat(row) + col] as number);
    }
  }
  return values;
}

/** Steps that lie wholly in a silence of every feed. */
function silence(t: Tally, times: readonly number[], step: number): boolean[] {
  const feeds = t.feeds.filter(({ name }) => name !== '');
  if (feeds.length === 0 || feeds.some(({ gaps }) => gaps.length === 0)) return [];
  return times.map((sec) => feeds.every(({ gaps }) => gaps.some(([from, to]) => from <= sec * 1000 && to >= (sec + step) * 1000)));
}

function gapsIn(t: Tally, from: number, to: number): SeriesView['gaps'] {
  return t.feeds
    .flatMap(({ name, gaps }) => gaps.map(([start, end]) => ({ feed: name, from: Math.floor(start / 1000), to: Math.ceil(end / 1000) })))
    .filter((gap) => gap.feed !== '' && gap.from < to && gap.to > from)
    .sort((a, b) => a.from - b.from);
}
