import type { MetricValue, MetricValues } from '../../shared/metrics/view.ts';
import type { WireMetrics } from '../../shared/protocol/socket.ts';

/** A tick sends a rate as a pair; everywhere else it is named. */
export const fromWire = (figure: WireMetrics[string] | undefined): MetricValue =>
  Array.isArray(figure) ? { numerator: figure[0], denominator: figure[1] } : (figure ?? null);

export function metricsFromWire(metrics: WireMetrics): MetricValues {
  const values: MetricValues = {};
  for (const id in metrics) values[id] = fromWire(metrics[id]);
  return values;
}

export function sameValue(a: MetricValue | undefined, b: MetricValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a.numerator === b.numerator && a.denominator === b.denominator;
}
