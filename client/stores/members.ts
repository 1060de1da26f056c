import { defineStore } from 'pinia';
import { ref } from 'vue';
import { MemberView, type ShowRole } from '../../shared/protocol/access.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything } from '../live/shapes.ts';
import { kept, listOf } from './kept.ts';

const isMembers = listOf(MemberView);

/** Who has a part in one show. */
export const useMembers = defineStore('members', () => {
  const { http } = useLive();
  const showId = ref('');
  const { value: members, trouble, load, changed } = kept(http, () => `/shows/${encodeURIComponent(showId.value)}/members`, isMembers);
  const at = (personId: string): string => `/shows/${encodeURIComponent(showId.value)}/members/${encodeURIComponent(personId)}`;

  async function open(id: string): Promise<void> {
    if (id !== showId.value) members.value = undefined;
    showId.value = id;
    await load();
  }
  /** @param role in this show; undefined: the person's own. Also changes the role of who is in already. */
  const put = async (personId: string, role: ShowRole | undefined): Promise<Failure | undefined> =>
    changed(await http.send('PUT', at(personId), role === undefined ? {} : { role }, isAnything));
  const remove = async (personId: string): Promise<Failure | undefined> => changed(await http.send('DELETE', at(personId), undefined, isAnything));
  return { members, trouble, open, put, remove };
});
