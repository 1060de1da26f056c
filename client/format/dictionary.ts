import { DICTIONARY } from '../../shared/metrics/dictionary.ts';
import type { Language } from './number.ts';
import type { Reading } from './metric.ts';

type Words = Record<Language, string>;
/** A metric as the screens need it: named in both languages, and how its figure is read. */
export interface MetricInfo {
  id: string;
  name: Words;
  reading: Reading;
  group: string;
  kind: 'flow' | 'level';
  goodWhen: 'up' | 'down';
  formula: Words;
  unit: Words;
  dedupe: Words;
  numerator?: string;
  denominator?: string;
  numeratorMoney?: boolean;
}
const R: Record<string, Reading> = { people: 'count', count: 'count', money: 'money', rate: 'share', seconds: 'seconds', ratio: 'ratio' };
export const ALL_METRICS: readonly MetricInfo[] = DICTIONARY.map((d) => ({ id: d.id, name: { 'zh-CN': d.zh, en: d.en }, reading: R[d.unit] ?? 'count', group: d.group, kind: 'flow', goodWhen: 'up', formula: { 'zh-CN': d.formula, en: d.formula }, unit: { 'zh-CN': d.unit, en: d.unit }, dedupe: { 'zh-CN': '', en: '' } }));
export const GROUPS = [{ id: 'audience', name: { 'zh-CN': '观众', en: 'Audience' } }, { id: 'engagement', name: { 'zh-CN': '互动', en: 'Engagement' } }, { id: 'commerce', name: { 'zh-CN': '成交', en: 'Commerce' } }];
const byId = new Map(ALL_METRICS.map((m) => [m.id, m]));
export const metricInfo = (id: string): MetricInfo => byId.get(id) ?? { id, name: { 'zh-CN': id, en: id }, reading: 'decimal', group: '', kind: 'flow', goodWhen: 'up', formula: { 'zh-CN': '', en: '' }, unit: { 'zh-CN': '', en: '' }, dedupe: { 'zh-CN': '', en: '' } };
export const LISTING_METRICS = ALL_METRICS.filter((m) => m.group === 'commerce');
export const SERIES_METRICS: ReadonlySet<string> = new Set(ALL_METRICS.filter((m) => m.reading !== 'share').map((m) => m.id));
