import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORD_LIST_VERSION, forbiddenIn } from '../../../shared/show/forbidden-words.ts';

const words = (text: string) => forbiddenIn(text).map(({ word }) => word);

describe('forbidden words', () => {
  it('are found with their places, in Chinese and in English', () => {
    expect(forbiddenIn('全网最低价，国家级品质')).toEqual([
      { word: '最', list: 'zh', index: 2, length: 1 },
      { word: '国家级', list: 'zh', index: 6, length: 3 },
    ]);
    expect(forbiddenIn('The BEST cream, results guaranteed')).toEqual([
      { word: 'The BEST', list: 'en', index: 0, length: 8 },
      { word: 'guaranteed', list: 'en', index: 24, length: 10 },
    ]);
  });

  it('leave everyday words alone', () => {
    expect(words('最近第一次上新，最后十件，第一时间发货')).toEqual([]);
    expect(words('bestie, curetin, no.12, perfectly')).toEqual([]);
    expect(words('')).toEqual([]);
  });

  it('are the same in full width and in any case', () => {
    expect(words('ＮＯ．１ 面霜')).toEqual(['ＮＯ．１']);
    expect(words('销量第一，TOP1')).toEqual(['第一', 'TOP1']);
  });

  it('come as the longest where they overlap', () => {
    expect(words('100% guaranteed')).toEqual(['100% guaranteed']);
  });

  it('always stand in the text where they are said to stand', () => {
    const pieces = fc.constantFrom('最', '第一', '好', 'best', ' ', 'No.1', 'ＢＥＳＴ', '绝对', 'İ', '😀', 'a', '次');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')), (text) => {
      let end = 0;
      for (const { word, index, length } of forbiddenIn(text)) {
        expect(text.slice(index, index + length)).toBe(word);
        expect(index).toBeGreaterThanOrEqual(end);
        end = index + length;
      }
    }));
  });

  it('belong to a list that has a version', () => expect(WORD_LIST_VERSION).toMatch(/^\d{4}-\d\d-\d+$/));
});
