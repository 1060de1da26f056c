import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { TallyView } from '../../shared/metrics/view.ts';
import { keysOf } from '../../server/store/keys.ts';
import { roomMix } from '../bench/mix.ts';
import { connectConsole } from '../support/console.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Servers are started again and again here. */
vi.setConfig({ testTimeout: 240_000 });
let redis: TestRedis;
let direct: Redis;
/** Where recordings are kept. */
let server: TestServer;
let made = 0;

beforeAll(async () => {
  redis = await startRedis();
  direct = new Redis(redis.socket);
  server = await startServer({ redis });
});
afterAll(async () => {
  direct.disconnect();
  await server.stop();
  await redis.stop();
});

const command = async (showId: string, type: string): Promise<void> => {
  expect((await server.call('POST', `/api/v1/shows/${showId}/commands`, { id: `command-${made++}-x`, type, payload: { reason: 'test' } })).status).toBe(200);
};
/** A show that has just ended. @returns its id */
async function ended(): Promise<string> {
  const showId = `resting-${made++}`;
  await server.call('POST', '/api/v1/shows', { id: showId, title: '双11', currency: 'CNY', listings: [{ sku: 'SKU-0', title: '洁面乳', price: 8_900, stock: 10 }] });
  await command(showId, 'show.start');
  const mix = roomMix({ seed: 7, viewers: 100, skus: 3, startAt: Date.now(), stepMs: 5 });
  await server.send(showId, Array.from({ length: 2_000 }, () => mix.next().value as object), { 'x-producer': 'douyin' });
  await server.send(showId, [{ type: 'order.paid', at: Date.now(), orderId: 'late', viewerId: 'v', lines: [{ sku: 'SKU-0', quantity: 1, amount: 8_900 }] }], { 'x-producer': 'shop' });
  await command(showId, 'show.end');
  return showId;
}
const chunks = (showId: string) => direct.keys(keysOf(showId).chunk('*'));
/** Waits until Redis holds nothing of a show's tally, to its last entry. */
async function rests(showId: string): Promise<void> {
  await expect.poll(async () => {
    const { tail, snapshot } = keysOf(showId);
    return (await chunks(showId)).length === 0 && (JSON.parse((await direct.get(snapshot)) ?? '{}') as { entry?: string }).entry === (await direct.get(tail));
  }, { timeout: 120_000 }).toBe(true);
}
const tally = async (showId: string, from = server): Promise<TallyView> => (await from.call('GET', `/api/v1/shows/${showId}/tally`)).json<TallyView>();
const refund = (showId: string, to: TestServer) => to.send(showId, [{ type: 'order.refunded', at: Date.now(), orderId: 'late', refundId: 'R', amount: 900 }], { 'x-producer': 'shop' });
const plain = ({ metrics, listings, sources }: TallyView) => ({ metrics, listings, sources });

describe('an ended show', () => {
  it('costs Redis next to nothing, and is as it was after a restart, on a desk and for a refund that comes later', async () => {
    const showId = await ended();
    const before = plain(await tally(showId));
    await rests(showId);
    const { snapshot, journal } = keysOf(showId);
    expect(await direct.strlen(snapshot)).toBeLessThan(400);
    expect(await direct.xlen(journal)).toBe(1);
    await server.halt();
    await server.start();
    expect(plain(await tally(showId))).toEqual(before);
    const desk = await connectConsole(server.url);
    expect(await desk.join(showId)).toMatchObject({ ok: true });
    desk.close();
    expect((await refund(showId, server)).status).toBe(202);
    await expect.poll(async () => (await tally(showId)).metrics['refundAmount']).toBe(Number(before.metrics['refundAmount']) + 900);
    await rests(showId);
    // The one before stays for a Redis that comes back as it was a moment ago.
    expect(readdirSync(join(server.dataDir, 'recordings', showId)).filter((name) => name.endsWith('.tally.gz'))).toHaveLength(2);
    expect((await refund(showId, server)).json()).toMatchObject({ accepted: 1 });
    expect((await tally(showId)).metrics).toMatchObject({ refunds: Number(before.metrics['refunds']) + 1, gmv: before.metrics['gmv'] });
  });

  it.each([['fell', () => server.kill()], ['was stopped', () => server.halt()]])('is put to rest by the next server where the one that hosted it %s before', async (_, end) => {
    const showId = await ended();
    const before = plain(await tally(showId));
    await expect.poll(async () => (await chunks(showId)).length, { timeout: 60_000 }).toBeGreaterThan(0);
    await end();
    expect(await chunks(showId)).not.toEqual([]);
    await server.start();
    await rests(showId);
    expect(plain(await tally(showId))).toEqual(before);
  });

  it('is hosted where it rests, whichever server is asked or sent to', async () => {
    const showId = await ended();
    await rests(showId);
    const other = await startServer({ redis });
    try {
      await server.halt();
      await server.start();
      const before = plain(await tally(showId));
      await server.halt();
      await direct.del(keysOf(showId).display);
      await server.start();
      expect(plain(await tally(showId, other))).toEqual(before);
      await server.halt();
      await direct.del(keysOf(showId).display);
      expect((await refund(showId, other)).status).toBe(202);
      await server.start();
      await expect.poll(async () => (await tally(showId, other)).metrics['refundAmount'], { timeout: 60_000 }).toBe(Number(before.metrics['refundAmount']) + 900);
      await rests(showId);
    } finally {
      await other.stop();
    }
  });

  it('whose file is gone says which to bring back, and leaves every other show alone', async () => {
    const showId = await ended();
    const before = plain(await tally(showId));
    await rests(showId);
    const folder = join(server.dataDir, 'recordings', showId);
    const file = readdirSync(folder).find((name) => name.endsWith('.tally.gz')) ?? '';
    await server.halt();
    renameSync(join(folder, file), join(folder, 'away'));
    await server.start();
    const refused = await server.call('GET', `/api/v1/shows/${showId}/tally`);
    expect([refused.status, refused.json<Problem>().detail]).toEqual([503, expect.stringContaining(`rests in ${file}, which is missing: bring the file back`)]);
    // Acknowledged, and counted once the file is back.
    expect((await refund(showId, server)).status).toBe(202);
    const other = await ended();
    await rests(other);
    renameSync(join(folder, 'away'), join(folder, file));
    await expect.poll(async () => (await tally(showId)).metrics?.['refundAmount'], { timeout: 60_000 }).toBe(Number(before.metrics['refundAmount']) + 900);
    await rests(showId);
  });
});
