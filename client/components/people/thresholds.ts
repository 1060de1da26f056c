import { THRESHOLDS, type ThresholdId } from '../../../shared/alerts/thresholds.ts';

/** Rules go by the first part of a threshold's id; those of one rule stand together. */
export function rulesOf(): { rule: string; ids: ThresholdId[] }[] {
  const rules = new Map<string, ThresholdId[]>();
  for (const id of Object.keys(THRESHOLDS) as ThresholdId[]) {
    const rule = id.split('.')[0] ?? id;
    rules.set(rule, [...(rules.get(rule) ?? []), id]);
  }
  return [...rules].map(([rule, ids]) => ({ rule, ids }));
}

/** What was typed: a number of 0 or more; undefined where it is none. Full-width digits of a Chinese keyboard are digits too. */
export function figureOf(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim();
  const value = Number(plain);
  return plain !== '' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Only what differs from the defaults is kept with a show: a default that changes later then changes for it too. */
export function differing(figures: Readonly<Record<ThresholdId, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter(([id, value]) => value !== THRESHOLDS[id as ThresholdId].default));
}
