import { randomUUID } from 'node:crypto';
import type { Show } from '../../shared/show/show.ts';
import type { ShowId } from '../../shared/ids.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import type { TestRedis } from './redis.ts';

/** A store on the test's own Redis, as one more server process. Trouble is expected in tests that make it. */
export const testStore = (redis: TestRedis): Promise<Store> => openStore({ url: redis.url, processId: randomUUID(), onTrouble: () => undefined });

/** An empty planned show; `id` makes its keys its own. */
export function makeShow(overrides: Partial<Show> = {}): Show {
  return {
    id: `s-${randomUUID()}` as ShowId,
    revision: 1,
    title: 'A show',
    currency: 'CNY',
    salesChannel: 'own',
    status: 'planned',
    createdAt: 1_760_000_000_000,
    frozen: false,
    listings: [],
    pinned: [],
    segments: [],
    shifts: [],
    wantKeywords: ['1'],
    lateHours: 24,
    ...overrides,
  };
}
