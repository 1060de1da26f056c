import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { TallyView } from '../../shared/metrics/view.ts';
import type { Accepted } from '../../server/ingest/ingest.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const show = 'ingest-show';

beforeAll(async () => {
  server = await startServer();
  const created = await server.call('POST', '/api/v1/shows', { id: show, title: '双11', currency: 'CNY', listings: [{ sku: 'A', title: '洁面乳', price: 8_900, stock: 10 }] });
  expect(created.status).toBe(201);
});
afterAll(() => server.stop());

const events = `/api/v1/shows/${show}/events`;
const click = (viewerId: string): object => ({ type: 'product.clicked', at: Date.now(), viewerId, sku: 'A' });
const tally = async (lastId: string): Promise<TallyView> => (await server.call('GET', `/api/v1/shows/${show}/tally?after=${lastId}`)).json<TallyView>();

describe('POST /shows/:id/events', () => {
  it('acknowledges after the append, and /tally waits until it is counted', async () => {
    const reply = await server.send(show, [click('a'), click('a'), click('b')]);
    expect(reply.status).toBe(202);
    const { accepted, lastId } = reply.json<Accepted>();
    expect(accepted).toBe(3);
    const { metrics } = await tally(lastId);
    expect(metrics['productClicks']).toBe(3);
    expect(metrics['clickUsers']).toBe(2);
  });

  it('counts a repeated batch once, and refuses its number for another', async () => {
    const numbered = { 'x-producer': 'orders', 'x-sequence': '7' };
    const paid = { type: 'order.paid', at: Date.now(), orderId: 'o1', viewerId: 'a', lines: [{ sku: 'A', quantity: 1, amount: 8_900 }] };
    const first = (await server.send(show, [paid], numbered)).json<Accepted>();
    const again = (await server.send(show, [paid], numbered)).json<Accepted>();
    expect(again).toEqual({ accepted: 0, duplicates: 1, rejected: [], lastId: first.lastId });
    const other = await server.send(show, [{ ...paid, orderId: 'o2' }], numbered);
    expect([other.status, other.json<Problem>().code]).toEqual([409, 'ID_REUSED']);
    expect((await tally(first.lastId)).metrics['gmv']).toBe(8_900);
  });

  it.each([
    ['an unknown show', () => server.send('nobody', [click('a')]), 404, 'NOT_FOUND'],
    ['a wrong key', () => server.send(show, [click('a')], { authorization: 'Bearer wrong' }), 401, 'UNAUTHENTICATED'],
    ['a body that is no list', () => server.call('POST', events, { type: 'x' }), 400, 'INVALID'],
    ['another content type', () => server.call('POST', events, 'x', { 'content-type': 'text/csv' }), 400, 'INVALID'],
    ['a sequence that is no number', () => server.send(show, [click('a')], { 'x-producer': 'p', 'x-sequence': 'seven' }), 400, 'INVALID'],
    ['a foreign page', () => server.send(show, [click('a')], { origin: 'http://evil.example' }), 403, 'FORBIDDEN'],
  ] as const)('answers %s with its own code', async (_what, ask, status, code) => {
    const reply = await ask();
    expect([reply.status, reply.json<Problem>().code]).toEqual([status, code]);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.json<Problem>().detail).toMatch(/\w/);
  });

  it('keeps the good lines beside a line of 1 MB', async () => {
    const reply = await server.send(show, [click('x'), `{"x":"${'y'.repeat(1 << 20)}"}`, click('y')]);
    expect(reply.json<Accepted>()).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'TOO_LARGE' }] });
  });

  it.each(['application/json', 'application/x-ndjson'])('refuses a body of 1 GB without reading it, and serves on (%s)', async (type) => {
    const { status, sent, closes } = await endless(`${server.url}${events}`, type, 2 ** 30);
    // A line that is closed with the answer may break before that is read.
    expect([status, closes]).toEqual([413, false]);
    expect(sent).toBeLessThan(64 * 2 ** 20);
    expect((await server.send(show, [click('after')])).status).toBe(202);
  });

  it('never answers 500, whatever is sent', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc.array(fc.oneof(fc.json(), fc.constant(JSON.stringify(click('f'))), fc.string()), { maxLength: 8 }).map((parts) => Buffer.from(parts.join('\n'))),
      fc.array(fc.record({ type: fc.constantFrom('order.paid', 'viewer.entered', 'metrics.sampled', 'comment.posted'), at: fc.anything(), viewerId: fc.anything(), lines: fc.anything(), values: fc.anything() }), { maxLength: 5 })
        .map((list) => Buffer.from(safely(list))),
    );
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom('application/json', 'application/x-ndjson'), async (body, type) => {
        const response = await fetch(`${server.url}${events}`, { method: 'POST', headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': type }, body });
        await response.arrayBuffer();
        expect([202, 400, 413, 422]).toContain(response.status);
      }),
      { numRuns: 400 },
    );
    expect((await server.call('GET', '/readyz')).status).toBe(200);
  });
});

/** `fc.anything` makes values JSON cannot hold; those become null. */
const safely = (value: unknown): string => JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' || typeof inner === 'symbol' ? null : inner)) ?? 'null';

/** Announces a large body and sends until the answer comes or the line is closed. */
function endless(url: string, type: string, bytes: number): Promise<{ status: number; sent: number; closes: boolean }> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let status = 0;
    let closes = false;
    const outgoing = httpRequest(url, { method: 'POST', headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': type, 'transfer-encoding': 'chunked' } }, (response) => {
      status = response.statusCode ?? 0;
      closes = response.headers.connection === 'close';
      response.resume();
      outgoing.destroy();
    });
    const piece = Buffer.alloc(65_536, 0x20);
    const more = (): void => {
      while (status === 0 && sent < bytes && !outgoing.destroyed) {
        sent += piece.length;
        if (!outgoing.write(piece)) return void outgoing.once('drain', more);
      }
    };
    outgoing.on('error', (error) => {
      if (status === 0) reject(error);
    });
    outgoing.on('close', () => {
      resolve({ status, sent, closes });
    });
    more();
  });
}
