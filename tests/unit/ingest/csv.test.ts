import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecords, type CsvRecord } from '../../../server/ingest/replay/csv.ts';

async function read(text: string, delimiter?: string): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(text.split('\n'), delimiter)) records.push(record);
  return records;
}

const cellsOf = (records: CsvRecord[]): string[][] => records.map((record) => ('cells' in record ? record.cells : [record.reason]));

describe('csv', () => {
  it('reads what any writer of RFC 4180 wrote, as csv-parse does', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '中', ',', '"', '\n', ' ', '1', '=') }).filter((text) => !text.startsWith('='));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }), async (rows) => {
        const text = rows.map((cells) => cells.map((value) => (/[",\n ]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')).join('\n');
        const expected: string[][] = parse(text, { relax_column_count: true });
        expect(cellsOf(await read(text))).toEqual(expected);
      }),
    );
  });

  it('keeps the good rows around a quote that never closes, and names its line', async () => {
    const good = Array.from({ length: 300 }, (_, i) => `${i},x`);
    const records = await read([...good.slice(0, 150), '150,"oops', ...good.slice(151)].join('\n'));
    expect(records.filter((record) => 'cells' in record)).toHaveLength(299);
    expect(records.filter((record) => 'reason' in record)).toEqual([{ line: 151, reason: 'a quote opens and never closes' }]);
    expect(records.at(-1)).toEqual({ line: 300, cells: ['299', 'x'] });
  });

  it('keeps the good rows after a quote left open near the end', async () => {
    expect(await read('1,a\n2,"b\n3,c\n4,"d\n5,e')).toEqual([
      { line: 1, cells: ['1', 'a'] },
      { line: 2, cells: ['2', 'b\n3,c\n4,d'] },
      { line: 5, cells: ['5', 'e'] },
    ]);
    expect(await read('1,a\n2,"b\n3,c')).toEqual([
      { line: 1, cells: ['1', 'a'] },
      { line: 2, reason: 'a quote opens and never closes' },
      { line: 3, cells: ['3', 'c'] },
    ]);
  });

  it('counts lines through quoted paragraphs and blank lines', async () => {
    expect(await read('a,b\n\n1,"x\ny"\n2,z\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', 'x\ny'] },
      { line: 5, cells: ['2', 'z'] },
    ]);
  });

  it('reads what Excel writes to keep zeros, and another delimiter', async () => {
    expect(cellsOf(await read('="0012"\tb', '\t'))).toEqual([['0012', 'b']]);
  });

  it('leaves a quote inside a bare cell alone', async () => {
    expect(cellsOf(await read('1,5" 屏,x'))).toEqual([['1', '5" 屏', 'x']]);
  });
});
