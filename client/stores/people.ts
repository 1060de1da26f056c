import { defineStore } from 'pinia';
import { PersonView, type NewPerson, type PersonEdit } from '../../shared/protocol/access.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything } from '../live/shapes.ts';
import { kept, listOf } from './kept.ts';

const isPeople = listOf(PersonView);

/** Everybody with an account: an admin's to see and change. */
export const usePeople = defineStore('people', () => {
  const { http } = useLive();
  const { value: people, trouble, load, changed } = kept(http, () => '/people', isPeople);
  const at = (id: string): string => `/people/${encodeURIComponent(id)}`;

  const make = async (person: NewPerson): Promise<Failure | undefined> => changed(await http.send('POST', '/people', person, isAnything));
  /** A new password ends that person's sessions. */
  const edit = async (id: string, edits: PersonEdit): Promise<Failure | undefined> => changed(await http.send('PATCH', at(id), edits, isAnything));
  const remove = async (id: string): Promise<Failure | undefined> => changed(await http.send('DELETE', at(id), undefined, isAnything));
  /** One's own; every other session of one's own ends. */
  async function changePassword(current: string, password: string): Promise<Failure | undefined> {
    const outcome = await http.send('PUT', '/session/password', { current, password }, isAnything);
    return outcome.ok ? undefined : outcome.failure;
  }
  return { people, trouble, load, make, edit, remove, changePassword };
});
