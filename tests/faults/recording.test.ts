import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Shelf } from '../../server/recording/shelf.ts';
import { keysOf } from '../../server/store/keys.ts';
import type { Store } from '../../server/store/store.ts';
import { seeded } from '../bench/mix.ts';
import { bundleTo, ROOT } from '../bench/process.ts';
import { onRedis } from '../support/onRedis.ts';
import { query, recorded } from '../support/recording.ts';
import type { TestRedis } from '../support/redis.ts';
import { makeShow } from '../support/store.ts';

const KILLS = 50;
const BATCH = 20;

let redis: TestRedis;
let store: Store;
let direct: Redis;
let dataDir: string;
let bundle: string;

onRedis(async (on) => {
  ({ redis, direct } = on);
  store = await on.open();
});
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ck-recording-'));
  bundle = await bundleTo(join(ROOT, '.cache/faults-recording'), 'host', 'tests/support/recordingHost.ts');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it(`a host killed while it records, ${KILLS} times, loses nothing, doubles nothing, and leaves no half segment`, async () => {
  const { id: showId } = makeShow();
  await store.shows.create(makeShow({ id: showId }), '[]');
  const random = seeded(11);
  let sent = 0;
  let isSending = true;
  const sending = (async (): Promise<void> => {
    while (isSending) {
      // Every third event says what the one before said.
      const events = Array.from({ length: BATCH }, (_, i) => ({ type: 'like.given', at: 1_760_000_000_000 + sent, viewerId: `v${sent}`, id: `${sent}-${i % 3 === 2 ? i - 1 : i}` }));
      await store.journal.append({ showId, feed: 'feed', batchId: `b${sent}`, hash: 'h', count: BATCH, body: Buffer.from(JSON.stringify(events)) });
      sent++;
      await wait(10);
    }
  })();
  const start = async (): Promise<ChildProcess> => {
    // The host before is dead: nobody waits here until its lease has run out.
    await direct.del(keysOf(showId).lease);
    const child = fork(bundle, { env: { ...process.env, REDIS_URL: redis.url, DATA_DIR: dataDir, SHOW: showId }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(child, 'message');
    return child;
  };
  const folder = join(dataDir, 'recordings', showId);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = await start();
    await wait(random() * 300);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  isSending = false;
  await sending;
  const tail = await store.journal.tail(showId);
  const last = await start();
  for (let upTo: string | undefined; upTo !== tail; ) [{ recorded: upTo }] = (await once(last, 'message')) as [{ recorded?: string }];
  const gone = once(last, 'exit');
  last.kill('SIGKILL');
  await gone;

  const all = await recorded(dataDir, showId);
  const facts = all.filter(({ event }) => event !== undefined);
  expect(facts.map(({ event }) => event?.['viewerId'])).toEqual(Array.from({ length: sent }, (_, batch) => Array.from({ length: BATCH }, () => `v${batch}`)).flat());
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  // Each host counted the whole journal anew, so that it knew every repeat.
  expect(facts.map(({ verdict }) => verdict)).toEqual(Array.from({ length: sent }, () => Array.from({ length: BATCH }, (_, i) => (i % 3 === 2 ? 0 : 1))).flat());
  const [shelf, stored] = [await Shelf.open(dataDir), await store.recordings.get(showId)];
  expect((await shelf.manifest(showId))?.segments.map(({ file }) => file).sort()).toEqual(stored.segments.map((text) => (JSON.parse(text) as { file: string }).file).sort());
  // Also what no manifest names is whole.
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.parquet'))) expect(await query(`SELECT count(*) > 0 AS ok FROM '${join(folder, file)}'`)).toEqual([{ ok: true }]);
}, 240_000);
