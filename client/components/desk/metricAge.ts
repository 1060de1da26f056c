import { suppliesOf } from '../../../shared/metrics/supply.ts';
import { freshness, type FeedHealth, type Freshness } from './health.ts';

/** How old one metric is: as old as the oldest thing it rests on. What no feed has brought yet ages as all the numbers do. */
export function freshnessOf(id: string, feeds: readonly FeedHealth[]): Freshness | undefined {
  const parts = suppliesOf(id).flatMap((supply) => freshness(feeds.filter(({ supplies }) => supplies.includes(supply))) ?? []);
  if (parts.length === 0) return freshness(feeds);
  return { age: Math.max(...parts.map(({ age }) => age)), stale: parts.some(({ stale }) => stale) };
}
