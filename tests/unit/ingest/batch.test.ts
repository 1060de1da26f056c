import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readArray, readLines, readStored } from '../../../server/ingest/batch.ts';
import { EVENTS_LIMIT, LINE_LIMIT } from '../../../server/ingest/limits.ts';
import { receiveLines } from '../../../server/ingest/receive.ts';
import { Refusal } from '../../../shared/protocol/problems.ts';

const click = { type: 'product.clicked', at: 1_700_000_000_000, viewerId: 'v', sku: 'A' };
const lines = (...events: (object | string)[]): Buffer => Buffer.from(events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n'));
const order = (amount: unknown): object => ({ type: 'order.paid', at: 1, orderId: 'o', viewerId: 'v', lines: [{ sku: 'A', quantity: 1, amount }] });
const messageOf = (event: object): string | undefined => readLines(lines(event)).rejected[0]?.message;

describe('bad input is named and never loses the good beside it', () => {
  it('keeps 997 of 1,000 lines and names the three', () => {
    const events: (object | string)[] = Array.from({ length: 1_000 }, () => click);
    events[10] = '{"type":';
    events[500] = { type: 'viewer.teleported', at: 1 };
    events[999] = { ...click, viewerId: 7 };
    const batch = readLines(lines(...events));
    expect(batch.events).toHaveLength(997);
    expect(batch.rejected.map(({ index, code }) => [index, code])).toEqual([[10, 'INVALID'], [500, 'INVALID'], [999, 'INVALID']]);
    expect(batch.rejected[1]?.message).toBe("unknown type 'viewer.teleported'");
  });

  it('stores exactly the good lines', () => {
    const batch = readLines(lines(click, 'nonsense', { ...click, sku: 'B' }));
    expect(readStored(batch.body)).toEqual(batch.events);
  });

  it('stores the good elements of an array, and reads them back', () => {
    const batch = readArray(Buffer.from(JSON.stringify([click, 7, { ...click, at: '2026-11-11T20:00:00+08:00' }])));
    expect(batch.rejected).toMatchObject([{ index: 1 }]);
    expect(batch.events[1]?.at).toBe(Date.parse('2026-11-11T12:00:00Z'));
    expect(readStored(batch.body)).toEqual(batch.events);
  });

  it.each([
    ['a fraction of a cent', order(1.5)],
    ['a negative amount', order(-1)],
    ['more than JSON can carry exactly', order(2 ** 53)],
    ['money as text', order('149.00')],
    ['a missing field', { type: 'comment.posted', at: 1, text: 'x' }],
    ['a time without offset', { ...click, at: '2026-11-11T20:00:00' }],
    ['a time that is none', { ...click, at: 'yesterday, quite late' }],
    ['microseconds for milliseconds', { ...click, at: 1_760_000_000_000_000 }],
    ['a listing without a name', { type: 'product.clicked', at: 1, viewerId: 'v' }],
    ['an order line without a listing', { type: 'order.paid', at: 1, orderId: 'o', lines: [{ quantity: 1, amount: 1 }] }],
  ])('refuses %s', (_what, event) => {
    expect(messageOf(event)).toEqual(expect.any(String));
  });

  it('names the field', () => {
    expect(messageOf(order(1.5))).toContain('lines/0/amount');
  });

  it('refuses a line of broken UTF-8, and only that', () => {
    const broken = Buffer.concat([lines(click), Buffer.from('\n{"type":"comment.posted","at":1,"viewerId":"v","text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n'), lines(click)]);
    const batch = readLines(broken);
    expect(batch.events).toHaveLength(2);
    expect(batch.rejected).toEqual([{ index: 1, code: 'INVALID', message: 'not valid UTF-8' }]);
  });

  it('refuses an element of broken UTF-8, and only that', () => {
    const body = Buffer.concat([Buffer.from(`[${JSON.stringify(click)},{"type":"comment.posted","at":1,"viewerId":"v","text":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}]')]);
    const batch = readArray(body);
    expect(batch.events).toHaveLength(1);
    expect(batch.rejected).toMatchObject([{ index: 1, message: 'not valid UTF-8' }]);
  });

  it('counts ids repeated inside the batch', () => {
    expect(readLines(lines({ ...click, id: 'x' }, { ...click, id: 'x' }, { ...click, id: 'y' })).repeats).toBe(1);
  });

  it('keeps unknown extra fields', () => {
    expect(readLines(lines({ ...click, room: 'main' })).events[0]).toHaveProperty('room', 'main');
  });

  it('is a heartbeat when empty', () => {
    expect(readLines(Buffer.alloc(0))).toMatchObject({ events: [], rejected: [] });
    expect(readArray(Buffer.from('[]'))).toMatchObject({ events: [], rejected: [] });
    expect(readStored(Buffer.alloc(0))).toEqual([]);
  });
});

describe('receiving', () => {
  const stream = (body: Buffer, size: number): Readable => {
    const pieces: Buffer[] = [];
    for (let from = 0; from < body.length; from += size) pieces.push(body.subarray(from, from + size));
    return Readable.from(pieces);
  };

  it.each([1, 7, 4_096, 1 << 20])('gives the same lines whatever the size of the pieces (%i)', async (size) => {
    const body = lines(click, '', { ...click, sku: '商品' });
    const received = await receiveLines(stream(body, size));
    expect(received.body.equals(body)).toBe(true);
    expect(readLines(received.body, received.tooLong).events).toHaveLength(2);
  });

  it.each([999, 65_536])('cuts a line of 1 MB and keeps those beside it (pieces of %i)', async (size) => {
    const body = lines(click, `{"x":"${'y'.repeat(1 << 20)}"}`, click);
    const received = await receiveLines(stream(body, size));
    expect(received.body.length).toBeLessThan(LINE_LIMIT + 1_000);
    const batch = readLines(received.body, received.tooLong);
    expect(batch.events).toHaveLength(2);
    expect(batch.rejected).toMatchObject([{ index: 1, code: 'TOO_LARGE' }]);
  });

  it('stops at the first byte past the limit, however much is still to come', async () => {
    let given = 0;
    const endless = Readable.from((function* () {
      for (;;) {
        given += 65_536;
        yield Buffer.alloc(65_536, 0x20);
      }
    })());
    await expect(receiveLines(endless)).rejects.toSatisfy((error) => error instanceof Refusal && error.code === 'TOO_LARGE');
    expect(given).toBeLessThan(16 * 1024 * 1024);
  });

  it('stops past the number of events a batch may hold', async () => {
    const body = Buffer.from('{}\n'.repeat(EVENTS_LIMIT + 2));
    await expect(receiveLines(stream(body, 4_096))).rejects.toSatisfy((error) => error instanceof Refusal && error.code === 'TOO_LARGE');
  });
});
