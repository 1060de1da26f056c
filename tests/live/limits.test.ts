import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Problem } from '../../shared/protocol/problems.ts';
import { makeKey } from '../support/people.ts';
import { startServer, type Reply, type TestServer } from '../support/server.ts';

/** Far more than the limit, so that no machine is too slow to reach it. */
const MANY = 120;
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ env: { INGEST_LIMIT: '5', CLAIMS_LIMIT: '5' } });
  await server.call('POST', '/api/v1/shows', { id: 'limited', title: 'A', currency: 'CNY', listings: [{ id: 'l', sku: 'A', title: 'A', price: 100, stock: 1_000 }] });
});
afterAll(() => server.stop());

const many = (send: (n: number) => Promise<Reply>): Promise<Reply[]> => Promise.all(Array.from({ length: MANY }, (_, n) => send(n)));
const refused = (replies: readonly Reply[]): Reply[] => replies.filter(({ status }) => status === 429);

it.each([
  ['events', (n: number) => server.send('limited', [{ type: 'feed.alive', at: 1 }], { 'x-forwarded-for': `10.0.0.${n}`, forwarded: `for=10.0.0.${n}` })],
  ['claims', (n: number) => server.call('POST', '/api/v1/shows/limited/claims', { claimId: `c${n}`, listingId: 'l', buyerId: `b${n}`, quantity: 1 }, { 'x-real-ip': `10.0.0.${n}` })],
])('one key sends only so many %s a second, whatever address it says to come from', async (_what, send) => {
  const replies = await many(send);
  const [first] = refused(replies);
  expect(first?.json<Problem>()).toMatchObject({ code: 'RATE_LIMITED', params: { seconds: 1 } });
  expect(first?.headers.get('retry-after')).toBe('1');
  // The others were heard as ever.
  expect(replies.some(({ status }) => status !== 429)).toBe(true);
  // A second later it may go on.
  await expect.poll(async () => (await send(MANY)).status, { timeout: 5_000, interval: 300 }).not.toBe(429);
});

it('one key does not take from another', async () => {
  const visitor = await makeKey(server, ['ingest']);
  const [own, others] = await Promise.all([
    many(() => server.send('limited', [{ type: 'feed.alive', at: 1 }])),
    server.send('limited', [{ type: 'feed.alive', at: 1 }], visitor.headers),
  ]);
  expect(refused(own).length).toBeGreaterThan(0);
  expect(others.status).toBe(202);
});
