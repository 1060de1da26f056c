import { defineStore } from 'pinia';
import { KeyView, MadeKey, type NewKey } from '../../shared/protocol/access.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything } from '../live/shapes.ts';
import { guardOf, kept, listOf } from './kept.ts';

const isKeys = listOf(KeyView);
const isMade = guardOf(MadeKey);

/** API keys, without their secrets. */
export const useApiKeys = defineStore('api-keys', () => {
  const { http } = useLive();
  const { value: keys, trouble, load, changed } = kept(http, () => '/keys', isKeys);

  /** @returns the key itself, this once: it is not kept here either. */
  async function make(key: NewKey): Promise<Outcome<string>> {
    const outcome = await http.send('POST', '/keys', key, isMade);
    await load();
    return outcome.ok ? { ok: true, value: outcome.value.key } : outcome;
  }
  const remove = async (id: string): Promise<Failure | undefined> => changed(await http.send('DELETE', `/keys/${encodeURIComponent(id)}`, undefined, isAnything));
  return { keys, trouble, load, make, remove };
});
