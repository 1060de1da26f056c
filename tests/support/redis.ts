import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisServerPath } from '../../server/setup/redis-find.js';
import type { Child } from '../../server/setup/children.js';
import { startPrivateRedis } from '../../server/setup/redis-run.js';
import type { Address } from '../../server/setup/resp.js';

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
  const begin = async (address?: Address) => {
    const begun = await startPrivateRedis({ ...settings, address });
    endWithUs(begun.child);
    return begun;
  };
  let redis = await begin();
  return {
    url: redis.url,
    socket: redis.url.replace('unix://', ''),
    dir,
    get pid() {
      return redis.child.pid;
    },
    stop: async () => {
      await redis.child.stop(5_000);
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
    kill: async () => {
      redis.child.process.kill('SIGKILL');
      await redis.child.exited;
    },
    restart: async () => {
      await redis.child.stop(5_000);
      redis = await begin(redis.address);
    },
  };
}

/** However a test process ends, SIGKILL included, its Redis ends with it: a shell waits for our end of a pipe to close. */
function endWithUs(child: Child): void {
  const watch = spawn('sh', ['-c', 'read -r _; kill -9 "$0"', String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watch.unref();
  void child.exited.then(() => watch.kill('SIGKILL'));
}
