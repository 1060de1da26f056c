import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createShow } from '../../shared/show/create.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import { Archive } from '../../server/recording/archive.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { keysOf } from '../../server/store/keys.ts';
import type { Store } from '../../server/store/store.ts';
import { seeded } from '../bench/mix.ts';
import { bundleTo, ROOT } from '../bench/process.ts';
import { query } from '../support/recording.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { TESTER, testStore } from '../support/store.ts';

const KILLS = 50;
const BATCH = 200;
/** A host that is to be killed runs for at most this part of the time in which the last one that was left alone wrote everything down. */
const RUNS = 1.4;
/** Every so many is left alone until all is written down, and killed then. */
const LEFT_ALONE = 5;
const PARTS = ['orders', 'viewers', 'figures', 'curves'] as const;

let redis: TestRedis;
let store: Store;
let direct: Redis;
let dataDir: string;
let bundle: string;

beforeAll(async () => {
  redis = await startRedis();
  store = await testStore(redis);
  direct = new Redis(redis.socket);
  dataDir = mkdtempSync(join(tmpdir(), 'ck-recording-'));
  bundle = await bundleTo(join(ROOT, '.cache/faults-closing'), 'host', 'tests/support/recordingHost.ts');
});
afterAll(async () => {
  direct.disconnect();
  await store.close();
  await redis.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it(`a host killed while it writes down an ended show, ${KILLS} times, leaves nothing half, and what is named is always whole`, async () => {
  const made = createShow({ id: 'ended', title: 'Ended', currency: 'CNY', listings: [{ id: 'L', sku: 'S', title: 'S', price: 100, stock: 1 }] }, { now: 1_760_000_000_000, by: TESTER, newId: () => 'id' });
  if (!made.ok) throw new Error(made.rejection.detail);
  const { id: showId } = applyCommit(null, made.events);
  await store.shows.create(applyCommit(null, made.events), JSON.stringify(made.events));
  const random = seeded(12);
  let sent = 0;
  /** Something more comes late, so that all is to be written anew. */
  const send = async (): Promise<void> => {
    const at = 1_760_000_000_000 + sent * 1_000;
    const events = Array.from({ length: BATCH }, (_, i) => ({ type: 'order.paid', at: at + i, orderId: `O${sent}-${i}`, viewerId: `v${sent}-${i}`, lines: [{ sku: 'S', quantity: 1, amount: 100 }] }));
    await store.journal.append({ showId, feed: 'feed', batchId: `b${sent}`, hash: 'h', count: BATCH, body: Buffer.from(JSON.stringify(events)) });
    sent++;
  };
  const start = async (): Promise<ChildProcess> => {
    // The host before is dead: nobody waits here until its lease has run out.
    await direct.del(keysOf(showId).lease);
    const child = fork(bundle, { env: { ...process.env, REDIS_URL: redis.url, DATA_DIR: dataDir, SHOW: showId, ENDED: 'yes' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(child, 'message');
    return child;
  };
  const end = async (child: ChildProcess): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const shelf = await Shelf.open(dataDir);
  const archive = new Archive(shelf, dataDir);
  const folder = join(dataDir, 'recordings', showId);
  const whole = async (): Promise<string | undefined> => {
    const closing = (await shelf.manifest(showId))?.closing;
    for (const part of closing ? PARTS : []) expect([part, (await shelf.checkPart(showId, closing as NonNullable<typeof closing>, part)).damage]).toEqual([part, undefined]);
    return closing?.upTo;
  };
  /** Waits until a host has written down everything. */
  const finish = async (host: ChildProcess): Promise<void> => {
    const tail = await store.journal.tail(showId);
    for (let closed: string | undefined; closed !== tail; ) [{ closed }] = (await once(host, 'message')) as [{ closed?: string }];
    await end(host);
  };
  let took = 0;
  let unfinished = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    await send();
    const child = await start();
    const began = performance.now();
    if (kill % LEFT_ALONE === 0) {
      await finish(child);
      took = performance.now() - began;
    } else {
      await wait(random() * RUNS * took);
      await end(child);
    }
    if ((await whole()) !== (await store.journal.tail(showId))) unfinished++;
  }
  expect(unfinished).toBeGreaterThan(0);
  await send();
  await finish(await start());
  expect(await whole()).toBe(await store.journal.tail(showId));
  expect((await archive.review(showId, 1_770_000_000_000))?.metrics).toMatchObject({ orders: sent * BATCH, gmv: sent * BATCH * 100, buyers: sent * BATCH });
  const orders = (await shelf.manifest(showId))?.closing?.orders.file ?? '';
  expect(await query(`SELECT count(DISTINCT order_id) AS orders, sum(gmv)::BIGINT AS gmv FROM '${join(folder, orders)}'`)).toEqual([{ orders: sent * BATCH, gmv: sent * BATCH * 100 }]);
  // Of what was named before, or never was, nothing stays but what the last host had just begun to clear away.
  expect(readdirSync(folder).filter((name) => /\.(orders|viewers)\.parquet$/.test(name)).length).toBeLessThanOrEqual(4);
}, 560_000);
