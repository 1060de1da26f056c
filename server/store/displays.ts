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

  /** What the host remembers of the show's alerts, for the next one. */
  async putAlerts(showId: string, memory: string): Promise<void> {
    await asked(this.write.set(keysOf(showId).alerts, memory, 'EX', KEEP_S));
  }

  async alerts(showId: string): Promise<string | undefined> {
    return (await asked(this.read.get(keysOf(showId).alerts))) ?? undefined;
  }

  async get(showId: string): Promise<string | undefined> {
    return (await asked(this.read.get(keysOf(showId).display))) ?? undefined;
  }
}
