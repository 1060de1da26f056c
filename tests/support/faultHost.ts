import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { createShow } from '../../shared/show/create.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { keysOf } from '../../server/store/keys.ts';
import type { Store } from '../../server/store/store.ts';
import { bundleTo, ROOT } from '../bench/process.ts';
import { startRedis } from './redis.ts';
import { TESTER, testStore } from './store.ts';

/** What a host says it has come to: entries, by what it did with them. */
export type HostWord = Partial<Record<'recorded' | 'closed' | 'begins' | 'rests', string>>;

/** A real Redis, a folder and an ended show in them, whose host runs in a process of its own, to be killed. */
export interface FaultBench {
  store: Store;
  /** The same Redis, asked past the store. */
  direct: Redis;
  dataDir: string;
  shelf: Shelf;
  showId: string;
  /** A host of the show; it works from when this resolves. */
  start: () => Promise<ChildProcess>;
  /** SIGKILL. */
  end: (host: ChildProcess) => Promise<void>;
  /** Waits until a host says of the journal's last entry that it has come so far, and kills it then. */
  finish: (host: ChildProcess, word: keyof HostWord) => Promise<void>;
  close: () => Promise<void>;
}

/** @param startAt when the show was made, Unix ms @param env settings of the host besides */
export async function faultBench(showId: string, startAt: number, env: Record<string, string> = {}): Promise<FaultBench> {
  const redis = await startRedis();
  const store = await testStore(redis);
  const direct = new Redis(redis.socket);
  const dataDir = mkdtempSync(join(tmpdir(), 'ck-recording-'));
  const bundle = await bundleTo(join(ROOT, `.cache/faults-${showId}`), 'host', 'tests/support/recordingHost.ts');
  const made = createShow({ id: showId, title: showId, currency: 'CNY', listings: [{ id: 'L', sku: 'S', title: 'S', price: 100, stock: 1 }] }, { now: startAt, by: TESTER, newId: () => 'id' });
  if (!made.ok) throw new Error(made.rejection.detail);
  await store.shows.create(applyCommit(null, made.events), JSON.stringify(made.events));

  const end = async (host: ChildProcess): Promise<void> => {
    const gone = once(host, 'exit');
    host.kill('SIGKILL');
    await gone;
  };
  return {
    store, direct, dataDir, showId, end,
    shelf: await Shelf.open(dataDir),
    start: async () => {
      // The host before is dead: nobody waits here until its lease has run out.
      await direct.del(keysOf(showId).lease);
      const host = fork(bundle, { env: { ...process.env, REDIS_URL: redis.url, DATA_DIR: dataDir, SHOW: showId, ENDED: 'yes', ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await once(host, 'message');
      return host;
    },
    finish: async (host, word) => {
      const tail = await store.journal.tail(showId);
      for (let told: HostWord = {}; told[word] !== tail; ) [told] = (await once(host, 'message')) as [HostWord];
      await end(host);
    },
    close: async () => {
      direct.disconnect();
      await store.close();
      await redis.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
