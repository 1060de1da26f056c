import type { Redis } from 'ioredis';
import { ITEMS } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** Years of reviews; every list stays one reply. */
const MOST_ITEMS = 5_000;

/** What came out of the room's reviews, as JSON that its owner reads and checks. */
export class Items {
  constructor(
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  async all(): Promise<string[]> {
    return asked(this.read.hvals(ITEMS));
  }

  async one(id: string): Promise<string | undefined> {
    return (await asked(this.read.hget(ITEMS, id))) ?? undefined;
  }

  /** @param seen the version that is written over, 0 for a new one */
  async put(id: string, seen: number, item: string): Promise<'ok' | 'stale' | 'full'> {
    const [status] = texts(await asked(this.scripts.run('item', [ITEMS], [id, seen, item, MOST_ITEMS])));
    return status === 'ok' ? 'ok' : status === 'full' ? 'full' : 'stale';
  }
}
