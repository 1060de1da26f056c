import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvOf, harmless } from '../../../shared/review/csv.ts';
import type { Table } from '../../../shared/review/tables.ts';
import { letters, xlsxOf } from '../../../server/review/xlsx.ts';

const word = (zh: string) => ({ zh, en: zh });
const table = (cell: string): Table => ({
  id: 'listings',
  name: word('商品'),
  columns: [{ id: 'title', name: word('名称'), unit: 'text' }, { id: 'gmv', name: { zh: '成交额', en: 'GMV' }, unit: 'money' }, { id: 'rate', name: word('率'), unit: 'percent' }, { id: 'at', name: word('时间'), unit: 'time' }],
  rows: [[cell, 14_905, 0.25, 1_760_000_000_000], ['面霜', null, null, null]],
});

describe('a table as CSV', () => {
  it('is told in major units, shares and ISO times, with what is unknown left empty', () => {
    expect(csvOf(table('洁面'), 'CNY', 'zh')).toBe('\uFEFF名称,成交额,率,时间\r\n洁面,149.05,0.25,2025-10-09T08:53:20.000Z\r\n面霜,,,\r\n');
    expect(csvOf(table('洁面'), 'JPY', 'en')).toContain(',GMV,');
    expect(csvOf(table('洁面'), 'JPY', 'en')).toContain('洁面,14905,');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://x","y")'])('never begins a cell with a formula: %j', (text) => {
    expect(harmless(text)).toBe(`'${text}`);
    expect(csvOf(table(text), 'CNY', 'zh').split('\r\n')[1]).toMatch(/^"?'/);
  });

  it('quotes what would break a row', () => {
    expect(csvOf(table('a,"b"\nc'), 'CNY', 'zh')).toContain('"a,""b""\nc",149.05');
  });

  it('leaves harmless text as it is', () => {
    expect(harmless('洁面 -20%')).toBe('洁面 -20%');
  });
});

/** The texts of a zip file, read by its directory, each held against its checksum. */
function unzip(file: Buffer): Map<string, string> {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const parts = new Map<string, string>();
  for (let i = 0, at = file.readUInt32LE(end + 16); i < file.readUInt16LE(end + 10); i++) {
    expect(file.readUInt32LE(at)).toBe(0x02014b50);
    const [length, packed, place] = [file.readUInt16LE(at + 28), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)];
    const name = file.toString('utf8', at + 46, at + 46 + length);
    expect(file.readUInt32LE(place)).toBe(0x04034b50);
    const from = place + 30 + file.readUInt16LE(place + 26);
    const bytes = inflateRawSync(file.subarray(from, from + packed));
    expect(bytes.length).toBe(file.readUInt32LE(at + 24));
    expect(crc32(bytes)).toBe(file.readUInt32LE(at + 16));
    parts.set(name, bytes.toString('utf8'));
    at += 46 + length;
  }
  return parts;
}

describe('a workbook', () => {
  const parts = unzip(xlsxOf([table('<b>&"\u0001'), { ...table('=1+1'), name: word('秒杀') }], 'CNY', 'zh'));

  it('has one sheet a table, by its name', () => {
    expect([...parts.keys()]).toEqual(['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml']);
    expect(parts.get('xl/workbook.xml')).toContain('<sheet name="商品" sheetId="1" r:id="rId1"/><sheet name="秒杀" sheetId="2" r:id="rId2"/>');
  });

  it('keeps figures as numbers, with their formats, and text as text', () => {
    const [first, second] = [parts.get('xl/worksheets/sheet1.xml') ?? '', parts.get('xl/worksheets/sheet2.xml') ?? ''];
    expect(first).toContain('<c r="B2" s="3"><v>149.05</v></c><c r="C2" s="4"><v>0.25</v></c>');
    expect(first).toContain('<t xml:space="preserve">&lt;b&gt;&amp;&quot;\uFFFD</t>');
    expect(second).toContain('t="inlineStr"><is><t xml:space="preserve">=1+1</t>');
    expect(`${first}${second}`).not.toContain('<f>');
    expect(first).not.toContain('r="B3"');
  });

  it('names its columns as spreadsheets do', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
