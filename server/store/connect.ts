import { Redis } from 'ioredis';

/** What a connection is for decides how it behaves when Redis is away. */
export type Purpose = 'write' | 'read' | 'subscribe';

/**
 * A lost reply must never run a script twice, and a command must never wait in a queue for a Redis that is away:
 * what is due is said at once, and the caller decides.
 */
const BY_PURPOSE = {
  write: { autoResendUnfulfilledCommands: false, enableOfflineQueue: false, commandTimeout: 1_200, maxRetriesPerRequest: 0 },
  read: { autoResendUnfulfilledCommands: false, enableOfflineQueue: false, commandTimeout: 10_000, maxRetriesPerRequest: 0 },
  subscribe: { autoResubscribe: true, maxRetriesPerRequest: null },
} as const;

/** Redis's own address: `redis://…` and `rediss://…` as they are, `unix:///path.sock` as its path. */
const addressOf = (url: string): string => (url.startsWith('unix://') ? url.slice('unix://'.length) : url);

/** Opens a connection that keeps trying to come back, at most a second apart. */
export function openRedis(url: string, purpose: Purpose, onTrouble: (error: Error) => void): Redis {
  const redis = new Redis(addressOf(url), {
    ...BY_PURPOSE[purpose],
    retryStrategy: (attempt: number) => Math.min(attempt * 50, 1_000),
    connectTimeout: 2_000,
    keepAlive: 10_000,
    lazyConnect: true,
  });
  redis.on('error', onTrouble);
  return redis;
}
