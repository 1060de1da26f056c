import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ListingId } from '../../shared/ids.ts';
import type { Minor } from '../../shared/money.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { StartedDeal } from '../../shared/show/deals.ts';
import { Api } from '../../server/ingest/feeder/api.ts';
import { verifyLedger } from '../../server/ingest/verify/run.ts';
import { bundleTo, ROOT } from '../bench/process.ts';
import { commitEvents } from '../support/commits.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ADMIN_KEY, startServer, type Reply, type TestServer } from '../support/server.ts';
import { testStore } from '../support/store.ts';

const TOOL = fileURLToPath(new URL('../../server/ingest/verify-main.ts', import.meta.url));

let redis: TestRedis;
let server: TestServer;
/** A line to Redis of the test's own. */
let direct: Redis;
let show: string;
let made = 0;

beforeAll(async () => {
  // Every acknowledged byte is in the file: what a crash of Redis costs otherwise is its persistence's doing.
  redis = await startRedis({ appendfsync: 'always' });
  server = await startServer({ redis, bundle: await bundleTo(join(ROOT, '.cache/faults'), 'server', 'server/main.ts') });
  direct = new Redis(redis.socket);
  // It is taken away on purpose.
  direct.on('error', () => undefined);
});
afterAll(async () => {
  direct.disconnect();
  await server.stop();
  await redis.stop();
});
beforeEach(async () => {
  show = `claims-${++made}`;
  const listings = [{ id: 'wash', sku: 'A', title: '洁面乳', price: 8_900, stock: 1_000, maxPerBuyer: 2 }];
  expect((await server.call('POST', '/api/v1/shows', { id: show, title: '双11', currency: 'CNY', listings })).status).toBe(201);
  expect((await server.call('POST', path('commands'), { id: randomUUID(), type: 'show.start', payload: { reason: 'test' } })).status).toBe(200);
});

const path = (rest: string): string => `/api/v1/shows/${show}/${rest}`;
const take = (claimId: string, more: object = {}): Promise<Reply> => server.call('POST', path('claims'), { claimId, listingId: 'wash', buyerId: `b ${claimId}`, quantity: 1, ...more });
const act = (claimId: string, verb: 'pay' | 'cancel'): Promise<Reply> => server.call('POST', path(`claims/${claimId}/${verb}`));
const codeOf = (reply: Reply): string => reply.json<Problem>().code;
interface Figures {
  onHand: number;
  available: number;
  held: number;
  sold: number;
}
const stock = async (): Promise<Figures | undefined> => {
  const [row] = (await server.call('GET', path('stock'))).json<Figures[]>();
  return row && { onHand: row.onHand, available: row.available, held: row.held, sold: row.sold };
};

/** What `npm run verify-ledger` says. */
async function verified(): Promise<string[]> {
  const said: string[] = [];
  const api = new Api({ url: server.url, key: ADMIN_KEY, patienceMs: 10_000, onWaiting: () => undefined });
  await verifyLedger(api, show, { line: (text) => said.push(text), progress: () => undefined }, (ms) => wait(ms));
  return said;
}
const expectProven = async (): Promise<void> => expect((await verified()).at(-1)).toBe('stock, holds, claims and orders agree');

/** As a good storefront asks: again under the same id until it is told what became of it. */
async function insist(ask: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    try {
      const reply = await ask();
      if (reply.status !== 503 && reply.status !== 504) return reply;
    } catch (error) {
      // Nobody listens just now; anything else is a failure of the test.
      expect(error).toBeInstanceOf(TypeError);
    }
    await wait(150);
  }
}

describe('a deal', () => {
  it('ends on time though nobody is there to end it, and what was not paid comes back', async () => {
    const now = Date.now();
    const deal: StartedDeal = {
      dealId: 'd', listingId: 'wash' as ListingId, price: 100 as Minor, quantity: 5, perBuyer: 1, seconds: 30, countdownSeconds: 0, holdSeconds: 2, startsAt: now - 28_000, endsAt: now + 2_000,
    };
    const store = await testStore(redis);
    await commitEvents(store, show, 'start', () => [{ type: 'deal.started', deal, before: null }], now);
    await store.close();
    const taken = await take('early', { dealId: 'd' });
    expect(taken.json()).toMatchObject({ status: 'held', unitPrice: 100 });
    expect(await stock()).toEqual({ onHand: 1_000, available: 999, held: 1, sold: 0 });
    await server.kill();
    const { expiresAt } = taken.json<{ expiresAt: number }>();
    await expect.poll(async () => Number((await direct.time())[0]) * 1000, { timeout: 20_000 }).toBeGreaterThan(Math.max(deal.endsAt, expiresAt));
    await server.start();
    // The sweep of whoever hosts now, not a claim, gives it back.
    await expect.poll(stock, { timeout: 15_000, interval: 50 }).toEqual({ onHand: 1_000, available: 1_000, held: 0, sold: 0 });
    expect(codeOf(await take('late', { dealId: 'd' }))).toBe('DEAL_NOT_RUNNING');
    expect(codeOf(await act('early', 'pay'))).toBe('CLAIM_EXPIRED');
    await expectProven();
  });
});

describe('a server killed in a storm of claims', () => {
  const KILLS = 20;
  const BUYERS = 30;

  it(`has lost nothing acknowledged and done nothing twice, ${KILLS} times`, async () => {
    const stands = new Map<string, 'held' | 'paid' | 'cancelled'>();
    const buyer = async (claimId: string, n: number): Promise<void> => {
      const reply = await insist(() => take(claimId));
      expect([200, 201]).toContain(reply.status);
      stands.set(claimId, 'held');
      if (n % 3 === 0) return;
      const verb = n % 3 === 1 ? 'pay' : 'cancel';
      expect((await insist(() => act(claimId, verb))).status).toBe(200);
      stands.set(claimId, verb === 'pay' ? 'paid' : 'cancelled');
    };
    for (let kill = 0; kill < KILLS; kill++) {
      let answered = 0;
      const storm = Array.from({ length: BUYERS }, (_, n) => buyer(`k${kill}.${n}`, n).finally(() => answered++));
      // In the middle of it.
      await expect.poll(() => answered, { interval: 1, timeout: 10_000 }).toBeGreaterThan(2);
      await server.kill();
      await server.start();
      await Promise.all(storm);
      const count = (status: string): number => [...stands.values()].filter((each) => each === status).length;
      expect(await stock()).toEqual({ onHand: 1_000, available: 1_000 - count('held') - count('paid'), held: count('held'), sold: count('paid') });
      await expectProven();
    }
    for (const [claimId, status] of stands) expect((await server.call('GET', path(`claims/${claimId}`))).json()).toMatchObject({ status });
  }, 180_000);
});

describe('a store in trouble', () => {
  const NAMED = ['STORE_UNAVAILABLE', 'OUTCOME_UNKNOWN'];
  /** Claims sent at once, each under an id of its own. */
  const burst = async (name: string, count: number): Promise<{ ids: string[]; replies: Reply[] }> => {
    const ids = Array.from({ length: count }, (_, i) => `${name}.${i}`);
    return { ids, replies: await Promise.all(ids.map((id) => take(id))) };
  };
  /** Whatever they were told meanwhile, asked again they are all held, and each of them once. */
  const expectOnceEach = async (ids: readonly string[]): Promise<void> => {
    for (const reply of await Promise.all(ids.map((id) => insist(() => take(id))))) expect(reply.json()).toMatchObject({ status: 'held' });
    expect(await stock()).toEqual({ onHand: 1_000, available: 1_000 - ids.length, held: ids.length, sold: 0 });
    await expectProven();
  };

  it('that is gone takes no claim, and says so', async () => {
    const first = await burst('before', 3);
    await redis.kill();
    const gone = await burst('gone', 20);
    for (const reply of gone.replies) {
      expect(reply.status).toBeGreaterThanOrEqual(503);
      expect(NAMED).toContain(codeOf(reply));
    }
    expect(NAMED).toContain(codeOf(await act('before.0', 'pay')));
    await redis.restart();
    await expectOnceEach([...first.ids, ...gone.ids]);
  });

  it.each([1_000, 6_000])('that does not answer for %i ms has each claim once', async (pause) => {
    process.kill(redis.pid, 'SIGSTOP');
    const sent = burst('paused', 20);
    await wait(pause);
    process.kill(redis.pid, 'SIGCONT');
    const { ids, replies } = await sent;
    for (const reply of replies) if (reply.status >= 300) expect(NAMED).toContain(codeOf(reply));
    // Well beyond what a buyer is made to wait, nobody was told that they have it.
    if (pause > 2_000) for (const reply of replies) expect(codeOf(reply)).toBe('OUTCOME_UNKNOWN');
    await expectOnceEach(ids);
  });

  it('that takes commands and answers none of them for a while has each claim once', async () => {
    await direct.client('PAUSE', 2_500, 'ALL');
    const { ids, replies } = await burst('paused', 20);
    for (const reply of replies) expect(codeOf(reply)).toBe('OUTCOME_UNKNOWN');
    await expectOnceEach(ids);
  });

  it.each([
    ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
    ['can only be read', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
  ] as const)('that %s takes no claim, and says that nothing was done', async (_what, [verb, ...args], [undo, ...undoing]) => {
    expect((await take('before')).status).toBe(201);
    await direct.call(verb, ...args);
    try {
      const { replies } = await burst('refused', 10);
      for (const reply of replies) expect([reply.status, codeOf(reply)]).toEqual([503, 'STORE_UNAVAILABLE']);
      expect(codeOf(await act('before', 'pay'))).toBe('STORE_UNAVAILABLE');
      expect(await stock()).toEqual({ onHand: 1_000, available: 999, held: 1, sold: 0 });
      // What was done before is still known.
      expect((await take('before')).json()).toMatchObject({ status: 'held' });
    } finally {
      await direct.call(undo, ...undoing);
    }
    await expectOnceEach(['before', ...Array.from({ length: 10 }, (_, i) => `refused.${i}`)]);
  });
});

describe('verify-ledger', () => {
  const tool = async (): Promise<{ code: number | null; said: string }> => {
    const child = spawn(process.execPath, ['--import', 'tsx', TOOL, '--show', show, '--url', server.url], { env: { ...process.env, ADMIN_KEY }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  };

  it('ends with 0 where all agrees, and with 1 where the store has other figures', async () => {
    expect((await take('k1')).status).toBe(201);
    expect(await tool()).toMatchObject({ code: 0, said: expect.stringMatching(/1 held.*\nstock, holds, claims and orders agree/) });
    await direct.hincrby(`ck:{${show}}:stock`, 'aA', 1);
    expect(await tool()).toMatchObject({ code: 1, said: expect.stringContaining('A: available is 1000 in the store, 999 by the journal') });
  });
});
