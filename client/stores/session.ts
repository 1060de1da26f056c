import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { Type } from 'typebox';
import { checkOf } from '../live/check.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isAnything, isSessionEnded } from '../live/shapes.ts';

export interface Person {
  id: string;
  name: string;
  role: string;
}

const personCheck = checkOf(Type.Object({ person: Type.Object({ id: Type.String(), name: Type.String(), role: Type.String() }) }));
const isSession = (body: unknown): body is { person: Person } => personCheck(body);

/** Who is signed in here. The secret itself is an HttpOnly cookie that no script sees. */
export const useSession = defineStore('session', () => {
  const { http, transport } = useLive();
  const person = shallowRef<Person>();
  const asked = ref(false);

  function entered(outcome: Outcome<{ person: Person }>): Failure | undefined {
    asked.value = true;
    if (!outcome.ok) return outcome.failure;
    person.value = outcome.value.person;
    transport.open();
    return undefined;
  }

  /** Asks the server who we are, once per page. */
  async function load(): Promise<void> {
    if (asked.value) return;
    const outcome = await http.get('/session', isSession);
    // No answer is not a no: only a refusal sends people to the sign-in page.
    if (!outcome.ok && outcome.failure.code === 'OFFLINE') return;
    entered(outcome);
  }

  /** @param token of a one-time link, or the admin key. */
  const signIn = async (token: string): Promise<Failure | undefined> => entered(await http.send('POST', '/session', { token }, isSession));

  async function signOut(): Promise<void> {
    await http.send('DELETE', '/session', undefined, isAnything);
    forget();
  }

  function forget(): void {
    person.value = undefined;
    transport.close();
  }

  // A session that ran out, or was ended elsewhere, is found out by the socket first.
  transport.onRefused(forget);
  transport.hear('session:ended', isSessionEnded, forget);

  return { person, load, signIn, signOut, forget };
});
