import type { MetricValue, MetricValues } from '../metrics/view.ts';
import type { WireMetrics } from './socket.ts';

type Figure = WireMetrics[string];

const figureOf = (value: MetricValue): Figure => (value === null || typeof value === 'number' ? value : [value.numerator, value.denominator]);

const same = (a: Figure | undefined, b: Figure): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a[0] === b[0] && a[1] === b[1]);

/** What was last told, so that a tick carries only the values that changed since. */
export class Told {
  private readonly last = new Map<string, Figure>();

  /** The values that differ from those told before, which from now on count as told. */
  changes(values: MetricValues): WireMetrics {
    const changed: WireMetrics = {};
    for (const id in values) {
      const figure = figureOf(values[id] ?? null);
      if (same(this.last.get(id), figure)) continue;
      this.last.set(id, figure);
      changed[id] = figure;
    }
    return changed;
  }
}

export const isEmpty = (values: WireMetrics): boolean => {
  for (const _ in values) return false;
  return true;
};
