import { DICTIONARY, METRIC, metricsOf, type Metric, type Unit } from '../../shared/metrics/dictionary.ts';
import type { Text } from '../../shared/metrics/metric.ts';
import type { Reading } from './metric.ts';
import { textKey, type Language } from './number.ts';

export { FUNNEL } from '../../shared/metrics/dictionary.ts';
export type { Metric };

const READINGS: Readonly<Record<Unit, Reading>> = {
  count: 'count',
  averageCount: 'count',
  money: 'money',
  averageMoney: 'money',
  percent: 'share',
  seconds: 'seconds',
  averageSeconds: 'seconds',
  multiple: 'ratio',
};

const onlyOfListings = new Set(metricsOf('listing').filter(({ per }) => !per.includes('show')).map(({ id }) => id));

/** What a tile can show: everything the whole show has. */
export const TILE_METRICS: readonly Metric[] = DICTIONARY.filter(({ id }) => !onlyOfListings.has(id));
/** What a column of the listings table can show. */
export const LISTING_METRICS: readonly Metric[] = metricsOf('listing');
/** What the trend can draw. */
export const TREND_METRICS: readonly Metric[] = DICTIONARY.filter(({ series }) => series !== undefined);
export const GROUPS = ['audience', 'engagement', 'commerce'] as const;

export const metricInfo = (id: string): Metric | undefined => METRIC.get(id);
export const textOf = (text: Text, language: Language): string => text[textKey(language)];

/** The name of a metric; its bare id where this page is older than the server and does not know it. */
export function nameOf(id: string, language: Language): string {
  const metric = METRIC.get(id);
  return metric ? textOf(metric, language) : id;
}

export const readingOfUnit = (unit: Unit): Reading => READINGS[unit];
export const readingOf = (id: string): Reading => READINGS[METRIC.get(id)?.unit ?? 'count'];
