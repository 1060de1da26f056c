import { defineStore } from 'pinia';
import { SessionView } from '../../shared/protocol/access.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything } from '../live/shapes.ts';
import { kept, listOf } from './kept.ts';

const isSessions = listOf(SessionView);

/** Where one is signed in, and the tablets one paired; everybody's for an admin. */
export const useSessions = defineStore('sessions', () => {
  const { http, clock } = useLive();
  const { value: sessions, trouble, load, changed } = kept(http, () => '/sessions', isSessions);
  const at = (id: string): string => `/sessions/${encodeURIComponent(id)}`;

  const end = async (id: string): Promise<Failure | undefined> => changed(await http.send('DELETE', at(id), undefined, isAnything));
  /** Ends several, as far as it gets. @returns the first failure. */
  async function endAll(ids: readonly string[]): Promise<Failure | undefined> {
    for (const id of ids) {
      const outcome = await http.send('DELETE', at(id), undefined, isAnything);
      // One that is over already is what was wanted.
      if (!outcome.ok && outcome.failure.code !== 'NOT_FOUND') return changed(outcome);
    }
    await load();
    return undefined;
  }
  const now = (): number => clock.now();
  return { sessions, trouble, load, end, endAll, now };
});
