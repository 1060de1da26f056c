import { describe, expect, it } from 'vitest';
import { medianOf, mediansOf } from '../../../shared/review/medians.ts';

describe('what is usual', () => {
  it('is the value in the middle, and between two their mean', () => {
    expect(medianOf([9, 1, 100])).toBe(9);
    expect(medianOf([4, 1, 100, 6])).toBe(5);
  });

  it('is told of every metric that some show knew; of a rate by the shows\' own rates', () => {
    const shows = [{ gmv: 100, aov: { numerator: 10, denominator: 5 }, spend: null }, { gmv: 300, aov: { numerator: 90, denominator: 9 }, spend: null }, { gmv: 900, aov: { numerator: 0, denominator: 0 }, spend: null }];
    expect(mediansOf(shows)).toEqual({ shows: 3, metrics: { gmv: 300, aov: 6 } });
    expect(mediansOf([])).toEqual({ shows: 0, metrics: {} });
  });
});
