import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../client/catalogue/catalogue.ts';
import { decodeTable } from '../../../client/sheet/decode.ts';
import { readRows } from '../../../client/sheet/table.ts';

const problemsOf = (text: string): string[] => readCatalogue(text, 'CNY').problems.map((p) => `${p.line} ${p.code}${p.column ? ` ${p.column}` : ''}`);
const HEAD = '链接号,商品,SKU,规格,价格,划线价,底价,库存,机制,赠品,标签';

describe('rows of a table', () => {
  it('reads quotes, doubled quotes, line breaks inside quotes, and CRLF', () => {
    expect(readRows('a,b\r\n"x, ""y""\r\nz",2\r\n\r\nlast,3')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"\r\nz', '2'] },
      { line: 5, cells: ['last', '3'] },
    ]);
  });

  it('knows a paste from a spreadsheet by its tabs', () => expect(readRows('a\tb,c\n1\t2')[1]?.cells).toEqual(['1', '2']));

  it('loses one line, not the rest, to a quote that is never closed', () => {
    const rows = readRows('a,b\n"open,1\nfine,2\n"also, fine",3');
    expect(rows.map((r) => [r.line, r.broken ?? false])).toEqual([[1, false], [2, true], [3, false], [4, false]]);
    expect(rows[3]?.cells).toEqual(['also, fine', '3']);
  });
});

describe('a catalogue', () => {
  it('reads Chinese headers, with every field', () => {
    const { listings, problems } = readCatalogue(`\uFEFF${HEAD}\n7,烟酰胺精华,JH-30,30ml,149,"1,199.50",¥139,30,拍1发2,面膜,利润款`, 'CNY');
    expect(problems).toEqual([]);
    expect(listings).toEqual([
      { number: 7, title: '烟酰胺精华', price: 14_900, listPrice: 119_950, floorPrice: 13_900, offer: '拍1发2', gifts: '面膜', tag: 'profit', skus: [{ sku: 'JH-30', name: '30ml', stock: 30 }] },
    ]);
  });

  it('reads English headers in any case and order, and says which columns mean nothing to it', () => {
    const { listings, header } = readCatalogue('Colour,PRICE,Title,SKU\nred,9.90,Lip balm,LB', 'USD');
    expect(listings).toEqual([{ title: 'Lip balm', price: 990, skus: [{ sku: 'LB', stock: 0 }] }]);
    expect(header.ignored).toEqual(['Colour']);
  });

  it('puts rows of one link number into one listing, with a price of its own where it differs', () => {
    const { listings } = readCatalogue(`${HEAD}\n7,精华,A,30ml,149,,,30,,,\n7,精华,B,50ml,199,,,4,,,`, 'CNY');
    expect(listings).toHaveLength(1);
    expect(listings[0]?.skus).toEqual([{ sku: 'A', name: '30ml', stock: 30 }, { sku: 'B', name: '50ml', stock: 4, price: 19_900 }]);
  });

  it('names every bad row by line and keeps the good ones beside it', () => {
    const rows = ['1,好的,OK,,9,,,1,,,', '2,缺格,X', '3,,Y,,9,,,1,,,', '4,钱,Z,,9.999,,,1,,,', '5,数,W,,9,,,一,,,', '6,标,V,,9,,,1,,,随便', '7,底,U,,9,,10,1,,,', '1,别的,T,,9,,,1,,,', '8,重,OK,,9,,,2,,,', '9,引,"S,,9,,,1,,,', '10,也好,R,,9,,,1,,,'];
    const { listings } = readCatalogue(`${HEAD}\n${rows.join('\n')}`, 'CNY');
    expect(listings.map((l) => l.title)).toEqual(['好的', '也好']);
    expect(problemsOf(`${HEAD}\n${rows.join('\n')}`)).toEqual([
      '3 ragged', '4 missing title', '5 money price', '6 whole stock', '7 tag tag', '8 floorAbove floorPrice', '9 numberTaken', '10 duplicateSku', '11 quote',
    ]);
  });

  it('takes the link number for the SKU where there is none, and wants one of the two', () => {
    expect(readCatalogue('链接号,商品,价格\n3,面膜,69', 'CNY').listings[0]?.skus).toEqual([{ sku: '3', stock: 0 }]);
    expect(problemsOf('SKU,商品,价格\n,面膜,69')).toEqual(['2 missing sku']);
    expect(problemsOf('商品,价格\n面膜,69')).toEqual(['1 noHeader']);
  });

  it('stops at a thousand listings and says so', () => {
    const rows = Array.from({ length: 1_001 }, (_, i) => `${i + 1},品${i},S${i},,9,,,1,,,`);
    const { listings, problems } = readCatalogue(`${HEAD}\n${rows.join('\n')}`, 'CNY');
    expect(listings).toHaveLength(1_000);
    expect(problems.map((p) => p.code)).toEqual(['tooMany']);
  });
});

describe('the bytes of a file', () => {
  it('reads UTF-8 and GB18030 alike', () => {
    expect(decodeTable(new TextEncoder().encode('链接号'))).toEqual({ text: '链接号', encoding: 'UTF-8' });
    expect(decodeTable(new Uint8Array([0xc1, 0xb4, 0xbd, 0xd3, 0xba, 0xc5]))).toEqual({ text: '链接号', encoding: 'GB18030' });
    expect(decodeTable(new Uint8Array([0xff, 0xfe, 0xfe, 0x94]))?.text).toBe('链');
  });

  it('does not take a workbook for text', () => expect(decodeTable(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 8, 0]))).toBeUndefined());
});
