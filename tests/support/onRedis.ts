import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import type { Store } from '../../server/store/store.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { testStore } from './store.ts';

/** A Redis that a file's tests share. */
export interface OnRedis {
  redis: TestRedis;
  /** A line to it of the tests' own, beside every store. */
  direct: Redis;
  /** One more server process's store, closed after the last test. */
  open: () => Promise<Store>;
}

/** Starts a Redis before the file's first test and ends it, and all that was opened on it, after the last. */
export function onRedis(begin: (on: OnRedis) => Promise<void> | void): void {
  const stores: Store[] = [];
  let redis: TestRedis;
  let direct: Redis;
  beforeAll(async () => {
    redis = await startRedis();
    direct = new Redis(redis.socket);
    const open = async (): Promise<Store> => {
      const store = await testStore(redis);
      stores.push(store);
      return store;
    };
    await begin({ redis, direct, open });
  });
  afterAll(async () => {
    direct.disconnect();
    await Promise.all(stores.map((store) => store.close()));
    await redis.stop();
  });
}
