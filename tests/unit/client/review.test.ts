import { describe, expect, it } from 'vitest';
import type { Table } from '../../../shared/review/tables.ts';
import { shownColumns } from '../../../client/components/review/columns.ts';
import { sortRows } from '../../../client/components/review/sort.ts';
import { writeCell } from '../../../client/format/cells.ts';
import { dayMattersIn } from '../../../client/format/time.ts';
import { extentFor } from '../../../client/i18n/i18n.ts';
import { opens } from '../../../client/stores/pages.ts';

describe('rows of a review', () => {
  const rows = [['b', 2], ['a', null], ['c', 10], ['d', 2]];

  it('are sorted by figures and by words, what is unknown last in either direction', () => {
    expect(sortRows(rows, 1, true).map(([name]) => name)).toEqual(['c', 'b', 'd', 'a']);
    expect(sortRows(rows, 1, false).map(([name]) => name)).toEqual(['b', 'd', 'c', 'a']);
    expect(sortRows(rows, 0, true).map(([name]) => name)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('show the main metrics first, everything when asked, and never the ids of programs', () => {
    const name = { zh: '', en: '' };
    const table: Table = { id: 'listings', name, columns: ['number', 'title', 'listingId', 'gmv', 'favourites'].map((id) => ({ id, name, unit: 'count' })), rows: [] };
    expect(shownColumns(table, false)).toEqual([0, 1, 3]);
    expect(shownColumns(table, true)).toEqual([0, 1, 3, 4]);
  });

  it('are written as their unit says', () => {
    const write = (cell: number | string | null, unit: Parameters<typeof writeCell>[1]): string => writeCell(cell, unit, 'CNY', 'zh-CN');
    expect([write(1_234_567, 'money'), write(14_950, 'averageMoney'), write(0.1234, 'percent'), write(null, 'count'), write('#7 精华液', 'text'), write(3_725, 'seconds')]).toEqual(['¥12,345', '¥149.50', '12.3%', '–', '#7 精华液', '1:02:05']);
  });
});

describe('times of a review', () => {
  const day = 86_400_000;
  it('are told with their day where hours of several days stand below each other', () => {
    expect([dayMattersIn([]), dayMattersIn([{ from: 0, to: day }]), dayMattersIn([{ from: 0, to: 1 }, { from: 1, to: day + 1 }])]).toEqual([false, false, true]);
    expect(writeCell(5 * day, 'time', 'CNY', 'zh-CN')).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(writeCell(5 * day, 'time', 'CNY', 'zh-CN', true)).toMatch(/^1月\d日 \d\d:\d\d:\d\d$/);
  });
});

describe('the review page', () => {
  it('is for those who study a show, and has its own words', () => {
    expect(['admin', 'controller', 'analyst', 'assistant', 'host'].filter((role) => opens('review', role))).toEqual(['admin', 'controller', 'analyst']);
    expect(extentFor('/shows/d11/review')).toBe('all');
  });
});
