import type { Metric } from './dictionary.ts';
import type { MetricValue, MetricValues, Rate } from './view.ts';

/** Where the figures of one slice come from, without samples: a column's total, distinct people, and what is computed apart. */
export interface Figures {
  sum: (col: number) => number;
  people: (kind: number) => number | null;
  own: (id: string) => MetricValue;
}

/** Reads the metrics of a slice in which everything was counted. */
export function evaluate(metrics: readonly Metric[], figures: Figures): MetricValues {
  const values: MetricValues = {};
  for (const metric of metrics) {
    if (metric.rate === undefined) values[metric.id] = valueOf(metric, figures);
  }
  for (const { id, rate } of metrics) {
    if (rate !== undefined) values[id] = rateOf(values[rate.numerator], values[rate.denominator], rate.times);
  }
  return values;
}

const valueOf = (metric: Metric, figures: Figures): MetricValue =>
  metric.col !== undefined ? figures.sum(metric.col) : metric.kind !== undefined ? figures.people(metric.kind) : figures.own(metric.id);

/** Two figures as a rate; 0 / 0 where either is unknown. */
export function rateOf(numerator: MetricValue | undefined, denominator: MetricValue | undefined, times: number): Rate {
  if (typeof numerator !== 'number' || typeof denominator !== 'number') return { numerator: 0, denominator: 0 };
  return { numerator: numerator * times, denominator };
}
