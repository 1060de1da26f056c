import { describe, expect, it } from 'vitest';
import { Mapper, type Prepared } from '../../../server/ingest/replay/mapper.ts';
import { BadMapping, readMapping, type Mapping } from '../../../server/ingest/replay/mapping.ts';
import { isBad, readRows, type BadRow } from '../../../server/ingest/replay/rows.ts';
import { columnsOf } from '../../../server/ingest/replay/mapping.ts';
import { timeReader } from '../../../server/ingest/replay/times.ts';

const BEHAVIOUR = {
  event: { column: '行为', values: { pv: 'product.clicked', buy: ['order.created', 'order.paid'], skip: null } },
  time: { column: '时间', unit: 's' },
  fields: { viewerId: '用户', sku: '商品', quantity: { column: '件数', default: '1' }, amount: '金额' },
};
const HEADER = '用户,商品,行为,时间,件数,金额';

const mappingOf = (value: object): Mapping => readMapping(JSON.stringify(value));

async function* each(text: string): AsyncGenerator<string> {
  for (const line of text.split('\n')) yield await Promise.resolve(line);
}

async function map(mapping: Mapping, text: string, format: 'csv' | 'ndjson' = 'csv'): Promise<{ events: Prepared[]; bad: BadRow[] }> {
  const mapper = new Mapper({ mapping, producer: 'log', currency: 'CNY', time: timeReader(mapping, 1_000) });
  const events: Prepared[] = [];
  const bad: BadRow[] = [];
  for await (const row of readRows(each(text), mapping, format, columnsOf(mapping))) {
    const mapped = isBad(row) ? row : mapper.map(row);
    if (isBad(mapped)) bad.push(mapped);
    else events.push(...mapped);
  }
  for (const event of mapper.finish()) {
    if (isBad(event)) bad.push(event);
    else events.push(event);
  }
  return { events, bad };
}

const bodies = (events: Prepared[]): unknown[] => events.map(({ json }) => JSON.parse(json) as unknown);

describe('mapping rows to events', () => {
  it('makes the events of a row, with ids of the producer and the row', async () => {
    const { events, bad } = await map(mappingOf(BEHAVIOUR), `${HEADER}\nu1,s1,pv,1511546236,,\nu2,s1,buy,1511546237,2,6329.2\nu3,s1,skip,1511546238,,`);
    expect(bad).toEqual([]);
    const order = { orderId: 'log:2', viewerId: 'u2', lines: [{ sku: 's1', quantity: 2, amount: 632_920 }] };
    expect(bodies(events)).toEqual([
      { type: 'product.clicked', at: 1_511_546_236_000, id: 'log:1', viewerId: 'u1', sku: 's1' },
      { type: 'order.created', at: 1_511_546_237_000, id: 'log:2', ...order },
      { type: 'order.paid', at: 1_511_546_237_000, id: 'log:2:1', ...order },
    ]);
  });

  it('names each bad row, why, and keeps the rest', async () => {
    const rows = ['u1,s1,pv,1511546236,,', 'u1,s1,pv', 'u1,s1,walk,1511546236,,', 'u1,s1,pv,yesterday,,', 'u1,s1,buy,1511546236,1,12.345', 'u1,s1,buy,1511546236,0,1', ',s1,buy,1511546236,1,1', 'u1,,pv,1511546236,,', 'u9,s1,pv,1511546236,,'];
    const { events, bad } = await map(mappingOf(BEHAVIOUR), [HEADER, ...rows].join('\n'));
    expect(events.map(({ row }) => row)).toEqual([1, 9]);
    expect(bad.map(({ row, line, reason }) => `${row}/${line} ${reason}`)).toEqual([
      '2/3 has 3 cells where the header has 6',
      '3/4 "行为" is "walk", which the mapping does not know',
      '4/5 time "yesterday" is not Unix seconds',
      '5/6 amount "12.345" is not an amount of CNY (not negative, at most 2 decimals)',
      '6/7 lines/0/quantity: must be >= 1',
      '7/8 must have required properties viewerId',
      "8/9 name the listing by 'listingId' or 'sku'",
    ]);
  });

  it('gathers the rows of one order, wherever they stand, into one event', async () => {
    const mapping = mappingOf({ event: 'order.paid', time: { column: 't', unit: 'ms' }, money: 'minor', amountOf: 'unit', fields: { orderId: 'o', viewerId: 'u', sku: 's', quantity: 'q', amount: 'a' } });
    const { events } = await map(mapping, 'o,u,s,q,a,t\nA,u1,s1,2,500,30\nB,u2,s1,1,500,20\nA,u1,s2,1,900,10');
    expect(bodies(events)).toEqual([
      { type: 'order.paid', at: 10, id: 'log:1', orderId: 'A', viewerId: 'u1', lines: [{ sku: 's1', quantity: 2, amount: 1_000 }, { sku: 's2', quantity: 1, amount: 900 }] },
      { type: 'order.paid', at: 20, id: 'log:2', orderId: 'B', viewerId: 'u2', lines: [{ sku: 's1', quantity: 1, amount: 500 }] },
    ]);
  });

  it('invents increasing times where the log has none, and reads spreadsheet dates in the offset given', async () => {
    const timeless = mappingOf({ event: 'follow.made', time: { unit: 'none', stepMs: 50 }, fields: { viewerId: 'u' } });
    expect((await map(timeless, 'u\na\nb')).events.map(({ at }) => at)).toEqual([1_000, 1_050]);
    const dated = mappingOf({ event: 'follow.made', time: { column: 't', unit: 'iso', offset: '+08:00' }, fields: { viewerId: 'u' } });
    const { events, bad } = await map(dated, 'u,t\na,2017/12/1 9:05\nb,2017-12-01T09:05:00+00:00\nc,2017-13-01 00:00');
    expect(events.map(({ at }) => at)).toEqual([Date.parse('2017-12-01T09:05:00+08:00'), Date.parse('2017-12-01T09:05:00Z')]);
    expect(bad.map(({ row }) => row)).toEqual([3]);
  });

  it('reads NDJSON with nested fields, and refuses a number that JSON has already rounded', async () => {
    const mapping = mappingOf({ event: 'order.paid', time: { column: 'at', unit: 'ms' }, money: 'minor', fields: { orderId: 'order', viewerId: 'user.id', sku: 'sku', amount: 'fen' } });
    const { events, bad } = await map(mapping, '{"order":"9007199254740993","user":{"id":7},"sku":"a","fen":5,"at":9}\n{"order":9007199254740993,"sku":"a","fen":5,"at":9}\nnot json', 'ndjson');
    expect(bodies(events)).toEqual([{ type: 'order.paid', at: 9, id: 'log:1', orderId: '9007199254740993', viewerId: '7', lines: [{ sku: 'a', quantity: 1, amount: 5 }] }]);
    expect(bad.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('reads a platform export of totals', async () => {
    const mapping = mappingOf({ event: 'metrics.sampled', time: { column: 't', unit: 's' }, fields: {}, metrics: { gmv: 'GMV', viewers: '场观' } });
    expect(bodies((await map(mapping, 't,GMV,场观\n5,"1,299.50",30')).events)).toEqual([{ type: 'metrics.sampled', at: 5_000, id: 'log:1', values: { gmv: 129_950, viewers: 30 } }]);
  });

  it('says which column is missing and which there are', async () => {
    await expect(map(mappingOf(BEHAVIOUR), '用户,商品,行为\nu,s,pv')).rejects.toThrow('the file has no column "时间", "件数", "金额"; it has "用户", "商品", "行为"');
  });
});

describe('a mapping', () => {
  it.each([
    ['{', 'not JSON'],
    ['{"event":"order.paid","fields":{}}', 'time'],
    [JSON.stringify({ ...BEHAVIOUR, event: 'order.payed' }), '/event'],
    [JSON.stringify({ ...BEHAVIOUR, fields: { viewer: 'u' } }), 'viewer'],
    [JSON.stringify({ ...BEHAVIOUR, time: { unit: 'none', start: '2014-11-11' } }), '/time/start must be ISO 8601 with an offset'],
  ])('that cannot be used names its fault: %s', (text, named) => {
    expect(() => readMapping(text)).toThrow(BadMapping);
    expect(() => readMapping(text)).toThrow(named);
  });
});
