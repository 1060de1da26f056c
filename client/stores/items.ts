import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { Type } from 'typebox';
import { Item, sortItems, type ItemInput } from '../../shared/review/items.ts';
import { newId } from '../format/id.ts';
import { checkOf } from '../live/check.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';

const isItem = checkOf(Item) as (value: unknown) => value is Item;
const isItems = checkOf(Type.Array(Item)) as (value: unknown) => value is Item[];

/** What came out of a show's review, and what is still to be done of all shows. */
export const useItems = defineStore('items', () => {
  const { http } = useLive();
  const items = shallowRef<readonly Item[]>([]);
  const open = shallowRef<readonly Item[]>([]);
  const trouble = shallowRef<Failure>();
  const at = (showId: string): string => `/shows/${encodeURIComponent(showId)}/items`;

  async function load(showId: string): Promise<void> {
    const outcome = await http.get(at(showId), isItems);
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (outcome.ok) items.value = outcome.value;
  }
  async function loadOpen(): Promise<void> {
    const outcome = await http.get('/items', isItems);
    open.value = outcome.ok ? outcome.value : [];
  }
  /** Writes an item over the version that stands here. @returns whether it is written; where it is not, `trouble` says why and what stands here is read again */
  async function put(showId: string, written: Omit<ItemInput, 'seen'>, over?: Item): Promise<boolean> {
    const id = over?.id ?? newId();
    const outcome = await http.send('PUT', `${at(showId)}/${id}`, { ...written, seen: over?.version ?? 0 }, isItem);
    if (!outcome.ok) {
      await load(showId);
      trouble.value = outcome.failure;
      return false;
    }
    trouble.value = undefined;
    items.value = sortItems([...items.value.filter((each) => each.id !== id), ...(outcome.value.state === 'dropped' ? [] : [outcome.value])]);
    return true;
  }
  return { items, open, trouble, load, loadOpen, put };
});
