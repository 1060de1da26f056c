import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisServerPath } from '../../server/setup/redis-find.js';
import { startPrivateRedis } from '../../server/setup/redis-run.js';

export interface TestRedis {
  /** For REDIS_URL: `unix:///path`. The same after a restart. */
  readonly url: string;
  /** The Unix socket's path, as ioredis takes it. */
  readonly socket: string;
  /** Where its append-only file is. */
  readonly dir: string;
  /** The process now running; another one after a restart. */
  readonly pid: number;
  /** Ends it properly, and removes its folder unless the caller brought one. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash: the folder and what was written to it stay. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and socket, stopping it properly first if it still runs. */
  restart(): Promise<void>;
}

/** A real Redis of the caller's own, persistent, on a Unix socket in a folder of its own. */
export async function startRedis(options: { appendfsync?: 'everysec' | 'always'; dir?: string } = {}): Promise<TestRedis> {
  const binary = await redisServerPath();
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'ck-redis-'));
  // Not detached: a Ctrl-C at the test run reaches it too.
  const settings = { binary, dir, detached: false, appendfsync: options.appendfsync ?? 'everysec' } as const;
  let redis = await startPrivateRedis(settings);
  const killNow = () => redis.child.process.kill('SIGKILL');
  process.once('exit', killNow);
  return {
    url: redis.url,
    socket: redis.url.replace('unix://', ''),
    dir,
    get pid() {
      return redis.child.pid;
    },
    stop: async () => {
      process.off('exit', killNow);
      await redis.child.stop(5_000);
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
    kill: async () => {
      killNow();
      await redis.child.exited;
    },
    restart: async () => {
      await redis.child.stop(5_000);
      redis = await startPrivateRedis({ ...settings, address: redis.address });
    },
  };
}
