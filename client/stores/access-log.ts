import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { AccessEntry } from '../../shared/protocol/access.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { listOf } from './kept.ts';

const isEntries = listOf(AccessEntry);
const PAGE = 200;

/** Who came in, who was refused, who changed whose rights; read backwards, a page at a time. */
export const useAccessLog = defineStore('access-log', () => {
  const { http } = useLive();
  const entries = shallowRef<AccessEntry[]>();
  const trouble = shallowRef<Failure>();
  const loading = ref(false);
  /** Nothing is older than what is here. */
  const complete = ref(false);

  async function read(before: AccessEntry | undefined): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    const outcome = await http.get(`/access-log?limit=${PAGE}${before ? `&before=${before.id}` : ''}`, isEntries);
    loading.value = false;
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (!outcome.ok) return;
    entries.value = before ? [...(entries.value ?? []), ...outcome.value] : outcome.value;
    complete.value = outcome.value.length < PAGE;
  }
  const load = (): Promise<void> => read(undefined);
  const more = (): Promise<void> => read(entries.value?.at(-1));
  return { entries, trouble, loading, complete, load, more };
});
