import type { Metric } from './dictionary.ts';
import type { MetricValue, MetricValues, Rate } from './view.ts';

/** Where the figures of one slice come from, without samples: a column's total, distinct people, and what is computed apart; null where it cannot be known. */
export interface Figures {
  sum: (col: number) => number | null;
  people: (kind: number) => number | null;
  own: (id: string) => MetricValue;
}

/** A reader of these metrics for slices in which everything was counted. */
export function evaluator(metrics: readonly Metric[]): (figures: Figures) => MetricValues {
  // Copying an object that has every key already is several times as fast as adding thirty keys to an empty one.
  const blank: MetricValues = Object.fromEntries(metrics.map(({ id }) => [id, null]));
  const plain = metrics.filter(({ rate }) => rate === undefined);
  const rates = metrics.flatMap(({ id, rate }) => (rate === undefined ? [] : [{ id, ...rate }]));
  return (figures) => {
    const values: MetricValues = { ...blank };
    for (const metric of plain) values[metric.id] = valueOf(metric, figures);
    for (const { id, numerator, denominator, times } of rates) values[id] = rateOf(values[numerator], values[denominator], times);
    return values;
  };
}

const valueOf = (metric: Metric, figures: Figures): MetricValue =>
  metric.col !== undefined ? figures.sum(metric.col) : metric.kind !== undefined ? figures.people(metric.kind) : figures.own(metric.id);

/** Two figures as a rate; 0 / 0 where either is unknown. */
export function rateOf(numerator: MetricValue | undefined, denominator: MetricValue | undefined, times: number): Rate {
  if (typeof numerator !== 'number' || typeof denominator !== 'number') return { numerator: 0, denominator: 0 };
  return { numerator: numerator * times, denominator };
}
