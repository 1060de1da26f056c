import { randomUUID } from 'node:crypto';
import { createShow, type NewShow } from '../../shared/show/create.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { Actor } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import type { TestRedis } from './redis.ts';

export const TESTER: Actor = { id: 'tester', name: 'Tester', role: 'admin', screen: 'test' };

/** A store on the test's own Redis, as one more server process. Trouble is expected in tests that make it. */
export const testStore = (redis: TestRedis): Promise<Store> => openStore({ url: redis.url, processId: randomUUID(), onTrouble: () => undefined });

/** A planned show under an id of its own. */
export function makeShow(input: Partial<NewShow> = {}): Show {
  const made = createShow({ id: `s-${randomUUID()}`, title: 'A show', currency: 'CNY', ...input }, { now: 1_760_000_000_000, by: TESTER, newId: randomUUID });
  if (!made.ok) throw new Error(made.rejection.detail);
  return applyCommit(null, made.events);
}
