import { COL, ORDER_END, ORDER_FROM } from './columns.ts';
import { METRIC, SAMPLEABLE } from './dictionary.ts';
import type { Feed } from './state.ts';
import type { Supply } from './view.ts';

/** What the columns from one up to another are about. */
const COLUMNS: readonly (readonly [supply: Supply, from: number, to: number])[] = [
  ['audience', COL.enters, COL.comments],
  ['engagement', COL.comments, COL.shown],
  ['products', COL.shown, ORDER_FROM],
  ['orders', ORDER_FROM, ORDER_END],
];

/** Figures that are neither a column nor a kind of people nor a rate. */
const OWN: Readonly<Record<string, Supply>> = {
  wantUsers: 'engagement', gmvPerMin: 'orders', netSales: 'orders', spend: 'spend', attributedGmv: 'spend',
};

/** Kinds of people, in the order of KIND. */
const KINDS: readonly Supply[] = ['audience', 'audience', 'products', 'products', 'products', 'engagement', 'engagement', 'orders', 'orders', 'orders', 'engagement', 'audience'];

/** What a metric rests on: it is only as fresh as the feeds that bring all of this. */
export function suppliesOf(id: string): readonly Supply[] {
  const metric = METRIC.get(id);
  if (!metric) return [];
  if (metric.rate) return [...new Set([...suppliesOf(metric.rate.numerator), ...suppliesOf(metric.rate.denominator)])];
  if (metric.kind !== undefined) return [KINDS[metric.kind] ?? 'audience'];
  const { col } = metric;
  if (col === undefined) return [OWN[id] ?? 'audience'];
  return [COLUMNS.find(([, from, to]) => col >= from && col < to)?.[0] ?? 'audience'];
}

/** What a feed has brought so far, counted or sampled. */
export function suppliedBy({ totals, series }: Feed): Supply[] {
  const found = new Set<Supply>();
  for (const [supply, from, to] of COLUMNS) if (totals.subarray(from, to).some((value) => value !== 0)) found.add(supply);
  for (const key of series.keys()) {
    const sampled = SAMPLEABLE.has(key) ? suppliesOf(key) : (['spend'] as const);
    for (const supply of sampled) found.add(supply);
  }
  return [...found];
}
