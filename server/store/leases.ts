import type { Redis } from 'ioredis';
import { PROCESSES, keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** How long a lease holds without being renewed. Unit: ms. */
export const LEASE_MS = 5_000;

/** Who hosts which show: a lease with an epoch that only grows, and the processes alive. */
export class Leases {
  constructor(
    private readonly write: Redis,
    private readonly scripts: Scripts,
    readonly processId: string,
  ) {}

  /** Takes or renews. @returns the epoch under which this process hosts; undefined when another does. */
  async take(showId: string): Promise<string | undefined> {
    const keys = keysOf(showId);
    const reply = texts(await asked(this.scripts.run('lease', [keys.lease, keys.epoch], [this.processId, LEASE_MS])));
    return reply[0] === 'other' ? undefined : reply[1];
  }

  async release(showId: string): Promise<void> {
    await asked(this.scripts.run('release', [keysOf(showId).lease], [this.processId]));
  }

  /** Says that this process is alive. @returns how many are, this one included. */
  async attend(now: number): Promise<number> {
    await asked(this.write.zadd(PROCESSES, now, this.processId));
    await asked(this.write.zremrangebyscore(PROCESSES, '-inf', now - 3 * LEASE_MS));
    return asked(this.write.zcard(PROCESSES));
  }

  async leave(): Promise<void> {
    await asked(this.write.zrem(PROCESSES, this.processId));
  }
}
