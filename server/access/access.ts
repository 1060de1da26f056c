import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Actor } from '../../shared/show/events.ts';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Sessions } from '../store/sessions.ts';

const Person = Type.Object({ id: Type.String(), name: Type.String(), role: Type.Literal('admin') });
/** Who is asking. */
export type Person = Static<typeof Person>;

/** Units: s. */
const SESSION_S = 7 * 86_400;
const SIGN_IN_S = 86_400;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
const newToken = (): string => randomBytes(24).toString('base64url');

/** Who may come in: the holder of ADMIN_KEY, and whoever used the one-time sign-in link. */
export class Access {
  private readonly adminHash: Buffer | undefined;

  constructor(
    private readonly sessions: Sessions,
    adminKey: string | undefined,
  ) {
    this.adminHash = adminKey === undefined ? undefined : createHash('sha256').update(adminKey).digest();
  }

  /** A token that signs one person in, once, within a day. */
  async offerSignIn(): Promise<string> {
    const token = newToken();
    await this.sessions.offerSignIn(hashOf(token), SIGN_IN_S);
    return token;
  }

  /** Signs in with a one-time token or with the admin key. @throws Refusal UNAUTHENTICATED */
  async signIn(secret: string): Promise<{ person: Person; token: string; seconds: number }> {
    const person: Person = { id: 'admin', name: 'Admin', role: 'admin' };
    if (!this.isAdminKey(secret) && !(await this.sessions.useSignIn(hashOf(secret)))) {
      throw new Refusal('UNAUTHENTICATED', 'This link was used already, has expired, or the key is wrong. Restart the server for a new link.');
    }
    const token = newToken();
    await this.sessions.put(hashOf(token), JSON.stringify(person), SESSION_S);
    return { person, token, seconds: SESSION_S };
  }

  async signOut(token: string): Promise<void> {
    await this.sessions.remove(hashOf(token));
  }

  /** The person behind a bearer key or a session token; undefined where neither is good. */
  async whoIs(credentials: { bearer?: string | undefined; session?: string | undefined }): Promise<Person | undefined> {
    const { bearer, session } = credentials;
    if (bearer !== undefined) return this.isAdminKey(bearer) ? { id: 'key:admin', name: 'ADMIN_KEY', role: 'admin' } : undefined;
    if (session === undefined || session === '') return undefined;
    const text = await this.sessions.get(hashOf(session));
    const stored: unknown = text === undefined ? undefined : JSON.parse(text);
    return Value.Check(Person, stored) ? stored : undefined;
  }

  private isAdminKey(secret: string): boolean {
    if (!this.adminHash) return false;
    // Hashes have one length, so the comparison tells nothing about the key's.
    return timingSafeEqual(this.adminHash, createHash('sha256').update(secret).digest());
  }
}

/** The person as events record them. */
export const actorOf = (person: Person, screen: string): Actor => ({ id: person.id, name: person.name, role: person.role, screen });
