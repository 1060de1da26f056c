import { Refusal } from '../../shared/protocol/problems.ts';
import type { Store } from '../store/store.ts';
import { byAddress, byName, countAttempt } from './attempts.ts';
import type { AccessLog, From } from './log.ts';
import type { Passwords } from './passwords.ts';
import { readPerson, type SessionRecord } from './records.ts';
import { hashOf, nameKeyOf, newToken } from './tokens.ts';

/** Units: s. */
const SESSION_S = 7 * 86_400;
const LINK_S = 86_400;

/** A session just begun: the token goes into the cookie, and nowhere else. */
export interface Begun {
  token: string;
  seconds: number;
}

export interface SignInOptions {
  store: Pick<Store, 'sessions' | 'people' | 'doors'>;
  passwords: Passwords;
  log: AccessLog;
  isAdminKey: (secret: string) => boolean;
  now: () => number;
}

/** Begins and ends sessions of people. */
export class SignIn {
  constructor(private readonly options: SignInOptions) {}

  /** A token that signs in whoever holds the server, once, within a day. */
  async offer(): Promise<string> {
    const token = newToken();
    await this.options.store.sessions.offerSignIn(hashOf(token), LINK_S);
    return token;
  }

  /** Signs in with a one-time token or with the admin key. @throws Refusal UNAUTHENTICATED, RATE_LIMITED */
  async withToken(token: string, from: From): Promise<Begun> {
    const { store, log, isAdminKey } = this.options;
    const counters = [byAddress(from.address)];
    await countAttempt(store.doors, counters);
    const key = isAdminKey(token);
    if (!key && !(await store.sessions.useSignIn(hashOf(token)))) {
      log.note('sign-in-refused', '', from, 'link or key');
      throw new Refusal('UNAUTHENTICATED', 'This link was used already, has expired, or the key is wrong. Restart the server for a new link.');
    }
    await store.doors.forgive(counters);
    log.note('signed-in', 'Admin', from, key ? 'admin key' : 'one-time link');
    return this.begin({ owner: true }, from, SESSION_S);
  }

  /** @throws Refusal UNAUTHENTICATED, RATE_LIMITED, OVERLOADED */
  async withPassword(name: string, password: string, from: From): Promise<Begun> {
    const { store, passwords, log } = this.options;
    const nameKey = nameKeyOf(name);
    const counters = [byAddress(from.address), byName(nameKey)];
    await countAttempt(store.doors, counters);
    const found = await store.people.named(nameKey);
    const good = await passwords.matches(found?.passwordHash, password);
    const person = good && found ? readPerson(await store.people.get(found.id)) : undefined;
    if (!person) {
      log.note('sign-in-refused', name, from, 'name and password');
      throw new Refusal('UNAUTHENTICATED', 'The name or the password is wrong.');
    }
    await store.doors.forgive(counters);
    log.note('signed-in', person.name, from, from.device);
    return this.begin({ personId: person.id, epoch: person.epoch }, from, SESSION_S);
  }

  /** Begins a session. @param seconds it lasts. */
  async begin(whose: Pick<SessionRecord, 'personId' | 'epoch' | 'tablet' | 'link' | 'owner'>, from: From, seconds: number): Promise<Begun> {
    const { store, now } = this.options;
    const token = newToken();
    const session: SessionRecord = { ...whose, device: from.device, address: from.address, createdAt: now() };
    await store.sessions.put(hashOf(token), JSON.stringify(session), seconds, now());
    return { token, seconds };
  }

  async end(token: string): Promise<void> {
    await this.options.store.sessions.remove(hashOf(token));
  }
}
