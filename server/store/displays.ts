import type { Redis } from 'ioredis';
import { keysOf } from './keys.ts';
import { asked } from './trouble.ts';

/** How long a display tally may be served after its host last wrote it. Unit: s. */
const KEEP_S = 86_400;

/** The tally as its host last showed it, for the processes that do not host. */
export class Displays {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
  ) {}

  async put(showId: string, display: string): Promise<void> {
    await asked(this.write.set(keysOf(showId).display, display, 'EX', KEEP_S));
  }

  async get(showId: string): Promise<string | undefined> {
    return (await asked(this.read.get(keysOf(showId).display))) ?? undefined;
  }
}
