import type { Redis } from 'ioredis';
import { asked } from './trouble.ts';

/** What a Redis that dies may take with it: nothing, about a second, what its system had not written, what came since its last picture, all; or it does not say. */
export type Durability = 'always' | 'second' | 'system' | 'pictures' | 'none' | 'unknown';
export interface Persistence {
  durability: Durability;
  /** Its last write to disk failed. */
  failing: boolean;
}

const FSYNC: Readonly<Record<string, Durability>> = { always: 'always', everysec: 'second', no: 'system' };

/** Asks Redis how it keeps data. */
export async function persistenceOf(redis: Redis): Promise<Persistence> {
  const info = fieldsOf(await asked(redis.info('persistence')));
  const failing = info['aof_last_write_status'] === 'err' || info['rdb_last_bgsave_status'] === 'err';
  const appends = info['aof_enabled'] === '1';
  const value = await setting(redis, appends ? 'appendfsync' : 'save');
  if (value === undefined) return { durability: 'unknown', failing };
  if (appends) return { durability: FSYNC[value] ?? 'unknown', failing };
  return { durability: value === '' ? 'none' : 'pictures', failing };
}

/** One setting; undefined where a hosted Redis keeps its settings to itself. */
async function setting(redis: Redis, name: string): Promise<string | undefined> {
  try {
    const reply: unknown = await redis.config('GET', name);
    return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(text: string): Record<string, string> {
  const pairs = text.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}
