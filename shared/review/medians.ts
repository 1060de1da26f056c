import { scalarOf, type MetricValues } from '../metrics/view.ts';

/** How many shows "usual" looks back. */
export const PAST_SHOWS = 10;

/** What is usual in a room. */
export interface MediansView {
  /** Over how many shows. */
  shows: number;
  /** By metric id; of those that no show knew there is none. */
  metrics: Record<string, number>;
}

/** The value in the middle; between two the mean. @param values at least one */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2 : (sorted[Math.floor(middle)] as number);
}

/** Each metric's median over these shows. A rate's is that of the shows' own rates. */
export function mediansOf(shows: readonly MetricValues[]): MediansView {
  const metrics: Record<string, number> = {};
  for (const id of new Set(shows.flatMap((each) => Object.keys(each)))) {
    const known = shows.flatMap((each) => scalarOf(each[id]) ?? []);
    if (known.length > 0) metrics[id] = medianOf(known);
  }
  return { shows: shows.length, metrics };
}
