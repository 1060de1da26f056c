import { describe, expect, it } from 'vitest';
import { byNumber, searchListings } from '../../../shared/show/search.ts';
import { live } from './make.ts';

describe('searching listings', () => {
  const stage = live();
  stage.do('listing.add', { listings: [{ title: 'Vitamin C 精华 Serum', price: 1, sku: '2-VC', stock: 1, number: 27 }, { title: 'x', price: 1, sku: '7', stock: 1, number: 12 }] });
  const { listings } = stage.show;
  const numbers = (text: string) => searchListings(listings, text).map(({ number }) => number);

  it('finds a number first, then SKUs and numbers that begin so, then titles', () => {
    expect(numbers('2')).toEqual([2, 27]);
    expect(numbers('7')).toEqual([12]);
    expect(numbers('#27')).toEqual([27]);
    expect(numbers('jh50')).toEqual([2]);
    expect(numbers('精华')).toEqual([2, 27]);
    expect(numbers('serum 精华')).toEqual([27]);
    expect(numbers('ｊｈ３０')).toEqual([2]);
  });

  it('finds nothing for nothing', () => {
    expect(numbers('  ')).toEqual([]);
    expect(numbers('没有这个')).toEqual([]);
    expect(searchListings(listings, '1', 1)).toHaveLength(1);
    expect(byNumber(listings, 3)?.id).toBe('L3');
    expect(byNumber(listings, 99)).toBeUndefined();
  });
});
