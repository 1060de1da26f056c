import { startRedis, type TestRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { run, type Running } from './process.ts';

/** Work with one side on a fresh Redis, both stopped again afterwards. @param before what Redis is to hold when the server starts */
export async function withSide<T>(side: 'ours' | 'naive', work: (server: Running, redis: TestRedis) => Promise<T>, before?: (redis: TestRedis) => Promise<void>): Promise<T> {
  const redis = await startRedis();
  try {
    await before?.(redis);
    const server = await run(side, { REDIS_URL: redis.url, PORT: '0', DATA_DIR: redis.dir, ADMIN_KEY, DEMO: 'off', LOG_LEVEL: 'error' });
    try {
      return await work(server, redis);
    } finally {
      await server.stop();
    }
  } finally {
    await redis.stop();
  }
}

export const withOurs = <T>(work: (server: Running, redis: TestRedis) => Promise<T>): Promise<T> => withSide('ours', work);
