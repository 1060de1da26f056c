import { defineStore } from 'pinia';
import { ref } from 'vue';
import { LinkView, MadeLink, type NewLink } from '../../shared/protocol/access.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything } from '../live/shapes.ts';
import { guardOf, kept, listOf } from './kept.ts';

const isLinks = listOf(LinkView);
const isMade = guardOf(MadeLink);

/** One show's read-only links, without their secrets. */
export const useLinks = defineStore('links', () => {
  const { http } = useLive();
  const showId = ref('');
  const at = (): string => `/shows/${encodeURIComponent(showId.value)}/links`;
  const { value: links, trouble, load, changed } = kept(http, at, isLinks);

  async function open(id: string): Promise<void> {
    if (id !== showId.value) links.value = undefined;
    showId.value = id;
    await load();
  }
  /** @returns the link's path with its secret, this once: it is not kept here either. */
  async function make(link: NewLink): Promise<Outcome<{ path: string; hash: string }>> {
    const id = showId.value;
    const outcome = await http.send('POST', at(), link, isMade);
    await load();
    return outcome.ok ? { ok: true, value: { path: `/shows/${encodeURIComponent(id)}/${link.role}`, hash: `#${outcome.value.token}` } } : outcome;
  }
  const remove = async (id: string): Promise<Failure | undefined> => changed(await http.send('DELETE', `${at()}/${encodeURIComponent(id)}`, undefined, isAnything));
  return { links, trouble, open, load, make, remove };
});
