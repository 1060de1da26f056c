import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { Me, type Screen } from '../../shared/protocol/access.ts';
import { ROLES, type Role } from '../../shared/show/commands.ts';
import { may, type Action } from '../../shared/show/permissions.ts';
import { checkOf } from '../live/check.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything, isSessionEnded } from '../live/shapes.ts';

export type { Failure };
export type Person = Me['person'];

const meCheck = checkOf(Me);
const isMe = (body: unknown): body is Me => meCheck(body);
const isRole = (role: string | undefined): role is Role => ROLES.some((each) => each === role);

/** Who is signed in here. The secret itself is an HttpOnly cookie that no script sees. */
export const useSession = defineStore('session', () => {
  const { http, transport } = useLive();
  const me = shallowRef<Me>();
  const asked = ref(false);
  /** Who was cut off here, until somebody comes in again: their session ended, or their rights did. */
  const ended = shallowRef<Person>();
  const person = computed<Person | undefined>(() => me.value?.person);
  /** A paired tablet belongs to one show. */
  const isTablet = computed(() => person.value?.showId !== undefined);
  const roles = computed(() => new Map(me.value?.shows?.map(({ id, role }) => [id, role])));

  function entered(outcome: Outcome<Me>): Failure | undefined {
    asked.value = true;
    if (!outcome.ok) return outcome.failure;
    me.value = outcome.value;
    ended.value = undefined;
    transport.open();
    return undefined;
  }

  /** Asks the server who we are, once per page. @returns why there was no answer, where there was none. */
  async function load(): Promise<Failure | undefined> {
    if (asked.value) return undefined;
    const outcome = await http.get('/session', isMe);
    // No answer is not a no: only a refusal sends people to the sign-in page.
    if (!outcome.ok && outcome.failure.code !== 'UNAUTHENTICATED') return outcome.failure;
    entered(outcome);
    return undefined;
  }

  /** Asks again: roles in shows are given and taken meanwhile. */
  async function refresh(): Promise<void> {
    const outcome = await http.get('/session', isMe);
    if (outcome.ok) me.value = outcome.value;
    else if (outcome.failure.code === 'UNAUTHENTICATED') cutOff();
  }

  const begin = async (path: string, body: object): Promise<Failure | undefined> => entered(await http.send('POST', path, body, isMe));
  /** @param token of a one-time link, or the admin key. */
  const signIn = (token: string): Promise<Failure | undefined> => begin('/session', { token });
  const signInByName = (name: string, password: string): Promise<Failure | undefined> => begin('/session', { name, password });
  /** @param code six digits, or what a QR code carries. */
  const pair = (code: string): Promise<Failure | undefined> => begin('/session/pair', { code });

  async function signOut(): Promise<void> {
    await http.send('DELETE', '/session', undefined, isAnything);
    forget();
  }

  function forget(): void {
    me.value = undefined;
    transport.close();
  }

  function cutOff(): void {
    ended.value = person.value;
    forget();
  }

  // A session that ran out, or was ended elsewhere, is found out by the socket first.
  transport.onRefused(cutOff);
  // Somebody who may do less than before is still signed in: the line comes back with what they may do now.
  transport.hear('session:ended', isSessionEnded, ({ code }) => (code === 'FORBIDDEN' ? void refresh() : cutOff()));

  /** One's role in a show; undefined where one has no part in it. */
  function roleIn(showId: string): Role | undefined {
    const { value } = me;
    const role = value?.shows ? roles.value.get(showId) : value?.person.role;
    return isRole(role) ? role : undefined;
  }

  /** Whether the server would let one do this, in a show where one is named. */
  function allows(action: Action, showId?: string): boolean {
    const role = showId === undefined ? person.value?.role : roleIn(showId);
    if (!isRole(role) || (isTablet.value && showId !== person.value?.showId)) return false;
    return may({ role, approver: person.value?.approver ?? false }, action);
  }

  /** Which screen this is: events name it. */
  const showAs = (screen: Screen): void => transport.showAs(screen);

  return { me, person, isTablet, ended, load, refresh, signIn, signInByName, pair, signOut, forget, cutOff, roleIn, allows, showAs };
});
