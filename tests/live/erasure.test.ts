import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccessEntry } from '../../shared/protocol/access.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import { makeMember, openLink } from '../support/people.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startServer, type TestServer } from '../support/server.ts';

const START = 1_760_000_000_000;
const DAY = 86_400_000;
let redis: TestRedis;
let server: TestServer;
let direct: Redis;

beforeAll(async () => {
  redis = await startRedis();
  server = await startServer({ redis });
  direct = new Redis(redis.socket);
});
afterAll(async () => {
  direct.disconnect();
  await server.stop();
  await redis.stop();
});

async function make(id: string, at = server): Promise<void> {
  expect((await at.call('POST', '/api/v1/shows', { id, title: '周六 场', currency: 'CNY', listings: [{ sku: 'A', title: '洁面', price: 8_900, stock: 5 }] })).status).toBe(201);
}
async function command(id: string, type: string, at = server): Promise<void> {
  expect((await at.call('POST', `/api/v1/shows/${id}/commands`, { id: randomUUID(), type, payload: { reason: 'test' } })).status).toBe(200);
}
const erase = (id: string, confirm?: string) => server.call('DELETE', `/api/v1/shows/${id}/recording${confirm === undefined ? '' : `?confirm=${encodeURIComponent(confirm)}`}`);
const keysOf = (id: string): Promise<string[]> => direct.keys(`*${id}*`);
const folders = (): string[] => readdirSync(join(server.dataDir, 'recordings'));

it('a show is deleted when it has ended and somebody says so twice, recording and all, and the log says who did', async () => {
  await make('gone');
  await command('gone', 'show.start');
  await makeMember(server, 'controller', ['gone']);
  await openLink(server, 'gone', 'wall');
  await server.send('gone', [{ type: 'order.paid', at: Date.now(), orderId: 'O', viewerId: 'v', lines: [{ sku: 'A', quantity: 1, amount: 100 }] }], { 'x-producer': 'douyin', 'x-sequence': '1' });
  expect((await erase('gone', 'gone')).json<Problem>()).toMatchObject({ status: 409, code: 'WRONG_STATE' });
  await command('gone', 'show.end');
  while (!folders().includes('gone')) await wait(100);
  for (const confirm of [undefined, 'GONE', '周六']) expect((await erase('gone', confirm)).json<Problem>()).toMatchObject({ status: 422, code: 'INVALID', detail: expect.stringContaining('confirm=gone') as unknown });
  expect((await server.call('GET', '/api/v1/shows/gone')).status).toBe(200);

  expect((await erase('gone', '周六 场')).status).toBe(204);
  for (const path of ['', '/review', '/journal', '/log']) expect([path, (await server.call('GET', `/api/v1/shows/gone${path}`)).status]).toEqual([path, 404]);
  expect((await erase('gone', 'gone')).status).toBe(404);
  expect(folders()).not.toContain('gone');
  expect(await keysOf('gone')).toEqual([]);
  const log = (await server.call('GET', '/api/v1/access-log')).json<AccessEntry[]>();
  expect(log[0]).toMatchObject({ what: 'recording-deleted', who: 'ADMIN_KEY', detail: '周六 场 (gone)' });

  await make('gone');
  expect((await server.call('GET', '/api/v1/shows/gone')).json()).toMatchObject({ revision: 1, status: 'planned' });
});

it('a show whose days are over goes by itself, and no other', async () => {
  const old = await startServer({ redis, clock: START });
  for (const id of ['old', 'running']) {
    await make(id, old);
    await command(id, 'show.start', old);
  }
  await command('old', 'show.end', old);
  await old.setClock(START + 5 * DAY);
  await make('newer', old);
  await command('newer', 'show.start', old);
  await command('newer', 'show.end', old);
  // It took place long ago, and has been here for three days.
  await make('told', old);
  const past = { startedAt: START - 400 * DAY, endedAt: START - 399 * DAY };
  expect((await old.call('POST', '/api/v1/shows/told/commands', { id: randomUUID(), type: 'show.tellPast', payload: past })).status).toBe(200);
  await old.stop();
  await server.halt();
  const keeper = await startServer({ redis, clock: START + 8 * DAY, env: { RECORDINGS_DAYS: '7' } });
  try {
    while ((await keeper.call('GET', '/api/v1/shows/old')).status !== 404) await wait(100);
    for (const id of ['running', 'newer', 'told']) expect([id, (await keeper.call('GET', `/api/v1/shows/${id}`)).status]).toEqual([id, 200]);
    // Recordings that were brought here, of which Redis knows nothing.
    await keeper.halt();
    const brought = [['long-here', START], ['not-so-long', START + 5 * DAY]] as const;
    for (const [id, at] of brought) {
      const folder = join(keeper.dataDir, 'recordings', id);
      mkdirSync(folder);
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ upTo: '1-0', segments: [] }));
      utimesSync(join(folder, 'manifest.json'), at / 1_000, at / 1_000);
    }
    await keeper.start();
    await expect.poll(() => readdirSync(join(keeper.dataDir, 'recordings')).filter((name) => brought.some(([id]) => id === name)), { timeout: 20_000 }).toEqual(['not-so-long']);
    await expect.poll(async () => (await keeper.call('GET', '/api/v1/access-log')).json<AccessEntry[]>()[0]).toMatchObject({ what: 'recording-deleted', who: 'RECORDINGS_DAYS', detail: 'long-here' });
  } finally {
    await keeper.stop();
  }
});
