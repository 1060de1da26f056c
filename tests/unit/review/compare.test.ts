import { describe, expect, it } from 'vitest';
import type { MetricValues } from '../../../shared/metrics/view.ts';
import { compareAround, nameOverlaps } from '../../../shared/review/compare.ts';
import type { ActionReview } from '../../../shared/review/view.ts';

/** GMV at a rate a second that is 1 before second 1,000, and 2 from then on. */
const figures = (from: number, to: number): MetricValues => {
  const gmv = Math.max(0, Math.min(to, 1_000) - from) + 2 * Math.max(0, to - Math.max(from, 1_000));
  return { gmv, orders: 0, productClicks: 0, comments: 0, averageOnline: { numerator: 600, denominator: 300 } };
};
/** GMV that grows by itself, second after second. */
const rising = (from: number, to: number): MetricValues => ({ ...figures(from, to), gmv: (to * (to - 1) - from * (from - 1)) / 2 });
const bounds = { from: 100, to: 2_000 };

describe('what came after an action', () => {
  it('stands beside what came before it, and what the trend alone would have brought', () => {
    expect(compareAround(1_000_000, bounds, figures)).toMatchObject({ gmv: { before: 300, after: 600, expected: 300 }, averageOnline: { before: 2, after: 2, expected: 2 } });
  });

  it('is not more than the trend where all only went on rising', () => {
    const { gmv } = compareAround(1_000_000, bounds, rising) ?? {};
    expect(gmv?.after).toBeGreaterThan(gmv?.before ?? 0);
    expect(gmv?.expected).toBe(gmv?.after);
  });

  it('has no trend near the start, and is not told where ten minutes are not all inside the show', () => {
    expect(compareAround(500_000, bounds, figures)?.gmv.expected).toBeNull();
    expect(compareAround(399_000, bounds, figures)).toBeNull();
    expect(compareAround(1_701_000, bounds, figures)).toBeNull();
    expect(compareAround(1_700_000, bounds, figures)).not.toBeNull();
  });

  it('never expects less than nothing', () => {
    const falling = (from: number, to: number): MetricValues => ({ ...figures(from, to), gmv: from < 500 ? 1_000 : 100 });
    expect(compareAround(1_000_000, bounds, falling)?.gmv.expected).toBe(0);
  });

  it('names the other actions of the same minutes', () => {
    const action = (id: string, at: number): ActionReview => ({ id, kind: 'cue.sent', at, by: { id: 'a', name: 'A', role: 'admin' }, about: '', compared: null, overlaps: [] });
    const actions = [action('a', 0), action('b', 599_999), action('c', 1_200_000), action('d', 1_200_001)];
    nameOverlaps(actions);
    expect(actions.map(({ overlaps }) => overlaps)).toEqual([['b'], ['a'], ['d'], ['c']]);
  });
});
