import type { Redis } from 'ioredis';
import { ACCESS_KEYS as KEYS } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { done } from './sessions.ts';
import { asked } from './trouble.ts';

/** How often something may be tried before it has to rest, longer each time. Units: attempts, ms. */
export interface Patience {
  free: number;
  firstPause: number;
  longestPause: number;
  forgottenAfter: number;
}
export interface Counter {
  /** Under what it is counted. */
  what: string;
  patience: Patience;
}

const MOST_PAIRINGS = 50;
/** Older entries of the access log are dropped, about here. */
const LOG_LENGTH = 5_000;

/** What keeps doors shut or opens them for a moment: counted attempts, pairings, API keys, read-only links, and the log of it all. */
export class Doors {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  /** Counts one attempt. @returns 0, or how long to wait first, in ms. */
  async attempt(counters: readonly Counter[]): Promise<number> {
    const keys = counters.map(({ what }) => KEYS.attempts(what));
    const args = counters.flatMap(({ patience: { free, firstPause, longestPause, forgottenAfter } }) => [free, firstPause, longestPause, forgottenAfter]);
    const [status, wait] = texts(await asked(this.scripts.run('attempt', keys, args)));
    return status === 'ok' ? 0 : Number(wait);
  }

  /** The attempt was a good one: it does not count. */
  async forgive(counters: readonly Counter[]): Promise<void> {
    await asked(this.scripts.run('forgive', counters.map(({ what }) => KEYS.attempts(what)), []));
  }

  /** @returns when it expires (Unix ms), 'again' where its code is in use, or 'full'. */
  async offerPairing(id: string, pairing: string, goodMs: number): Promise<number | 'again' | 'full'> {
    const [status, expiresAt] = texts(await asked(this.scripts.run('pair-offer', [KEYS.pairings], [id, pairing, goodMs, MOST_PAIRINGS])));
    if (status === 'ok') return Number(expiresAt);
    return status === 'again' ? 'again' : 'full';
  }

  /** Uses a pairing up, by the hash of its code or secret. */
  async usePairing(hash: string): Promise<string | undefined> {
    return texts(await asked(this.scripts.run('pair-use', [KEYS.pairings], [hash])))[0];
  }

  async apiKey(id: string): Promise<string | undefined> {
    return (await asked(this.read.hget(KEYS.apiKeys, id))) ?? undefined;
  }

  async apiKeys(): Promise<{ keys: string[]; usedAt: Record<string, string> }> {
    const [keys, usedAt] = await Promise.all([asked(this.read.hvals(KEYS.apiKeys)), asked(this.read.hgetall(KEYS.apiKeysUsed))]);
    return { keys, usedAt };
  }

  async putApiKey(id: string, key: string): Promise<void> {
    await asked(this.write.hset(KEYS.apiKeys, id, key));
  }

  async usedApiKey(id: string, at: number): Promise<void> {
    await asked(this.write.hset(KEYS.apiKeysUsed, id, at));
  }

  /** @returns whether there was such a key. */
  async removeApiKey(id: string): Promise<boolean> {
    const replies = await done(this.write.multi().hdel(KEYS.apiKeys, id).hdel(KEYS.apiKeysUsed, id).publish(KEYS.changed, id).exec());
    return replies[0] === 1;
  }

  async link(id: string): Promise<string | undefined> {
    return (await asked(this.read.hget(KEYS.links, id))) ?? undefined;
  }

  /** A show's links, and when those that ever were were last opened, by id. */
  async linksOf(showId: string): Promise<{ links: string[]; openedAt: Record<string, string> }> {
    const ids = await asked(this.read.smembers(KEYS.linksOf(showId)));
    if (ids.length === 0) return { links: [], openedAt: {} };
    const [links, opened] = await Promise.all([asked(this.read.hmget(KEYS.links, ...ids)), asked(this.read.hmget(KEYS.linksOpened, ...ids))]);
    const openedAt = Object.fromEntries(ids.flatMap((id, i) => (opened[i] ? [[id, opened[i]]] : [])));
    return { links: links.filter((text) => text !== null), openedAt };
  }

  async putLink(showId: string, id: string, link: string): Promise<void> {
    await done(this.write.multi().hset(KEYS.links, id, link).sadd(KEYS.linksOf(showId), id).exec());
  }

  async openedLink(id: string, at: number): Promise<void> {
    await asked(this.write.hset(KEYS.linksOpened, id, at));
  }

  /** Ends a link, and with it all that came in by it. @returns whether there was such a link. */
  async removeLink(showId: string, id: string): Promise<boolean> {
    const replies = await done(this.write.multi().hdel(KEYS.links, id).srem(KEYS.linksOf(showId), id).hdel(KEYS.linksOpened, id).publish(KEYS.changed, id).exec());
    return replies[0] === 1;
  }

  async note(entry: string): Promise<void> {
    await asked(this.write.xadd(KEYS.log, 'MAXLEN', '~', LOG_LENGTH, '*', 'e', entry));
  }

  /** The log's newest entries, newest first, those older than entry `before` where it is given. */
  async noted(count: number, before: string | undefined): Promise<{ id: string; entry: string }[]> {
    const rows = await asked(this.read.xrevrange(KEYS.log, before === undefined ? '+' : `(${before}`, '-', 'COUNT', count));
    return rows.map(([id, fields]) => ({ id, entry: fields[1] ?? '' }));
  }
}
