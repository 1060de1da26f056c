import { Refusal } from '../../shared/protocol/problems.ts';
import type { Action } from '../../shared/show/permissions.ts';
import type { Store } from '../store/store.ts';
import { forbidden, type Caller } from './caller.ts';
import { Keys } from './keys.ts';
import { Links } from './links.ts';
import { AccessLog, type From } from './log.ts';
import { Pairing } from './pairing.ts';
import { Passwords } from './passwords.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Staff } from './staff.ts';
import { hashOf, isSame } from './tokens.ts';

export { actorOf, type Caller } from './caller.ts';

export interface AccessOptions {
  store: Pick<Store, 'sessions' | 'people' | 'doors' | 'shows' | 'onAccessChanged'>;
  adminKey: string | undefined;
  /** Unix ms. */
  now: () => number;
  onTrouble: (error: unknown) => void;
}

/** What a request or a handshake brings. */
export interface Credentials {
  bearer?: string | undefined;
  session?: string | undefined;
}

/** Who may come in, and what they may do: everything is asked of the store at that moment, so a right taken is gone with the next request. */
export class Access {
  readonly log: AccessLog;
  readonly staff: Staff;
  readonly sessions: Sessions;
  readonly keys: Keys;
  readonly signIn: SignIn;
  readonly pairing: Pairing;
  readonly links: Links;
  private readonly adminKey: Buffer | undefined;

  constructor(private readonly options: AccessOptions) {
    const { store, adminKey, now, onTrouble } = options;
    this.adminKey = adminKey === undefined ? undefined : Buffer.from(adminKey);
    const passwords = new Passwords();
    this.log = new AccessLog(store.doors, now, onTrouble);
    this.staff = new Staff(store, passwords, now);
    this.sessions = new Sessions(store, now, onTrouble);
    this.keys = new Keys(store.doors, now, onTrouble);
    this.signIn = new SignIn({ store, passwords, log: this.log, isAdminKey: (secret) => this.isAdminKey(secret), now });
    this.pairing = new Pairing(store.doors, this.signIn, this.log);
    this.links = new Links({ store, signIn: this.signIn, log: this.log, now });
    store.onAccessChanged(() => this.keys.forget());
  }

  /** A token that signs in whoever holds the server, once, within a day. */
  offerSignIn(): Promise<string> {
    return this.signIn.offer();
  }

  /** The caller behind a bearer key or a session token, in a show where one is named; undefined where neither is good. */
  async whoIs({ bearer, session }: Credentials, showId?: string): Promise<Caller | undefined> {
    if (bearer !== undefined) return this.isAdminKey(bearer) ? adminKeyHolder(showId) : this.keys.whoIs(bearer, showId);
    return session === undefined || session === '' ? undefined : this.sessions.whoIs(hashOf(session), showId);
  }

  /** The same caller as they stand now, in that show; undefined where what they came in by is over. */
  async again({ by }: Caller, showId?: string): Promise<Caller | undefined> {
    if ('session' in by) return this.sessions.whoIs(by.session, showId);
    return 'key' in by ? this.keys.again(by.key, showId) : adminKeyHolder(showId);
  }

  /** Lets a caller do this where they stand. @throws Refusal FORBIDDEN, which is logged. */
  judge(caller: Caller, action: Action, from: Pick<From, 'address'>): void {
    const refusal = forbidden(caller, action);
    if (!refusal) return;
    this.log.refused(caller.name, from, `${action}${caller.within === undefined ? '' : ` in ${caller.within}`}`);
    throw refusal;
  }

  /** Lets in whoever brings good credentials and may do this. @throws Refusal UNAUTHENTICATED, FORBIDDEN; both are logged. */
  async admit(credentials: Credentials, action: Action, showId: string | undefined, from: Pick<From, 'address'>): Promise<Caller> {
    const caller = await this.whoIs(credentials, showId);
    if (!caller) {
      if (credentials.bearer !== undefined || credentials.session !== undefined) this.log.refused('', from, credentials.bearer === undefined ? 'session' : 'key');
      throw new Refusal('UNAUTHENTICATED', 'Sign in, or send Authorization: Bearer KEY.');
    }
    this.judge(caller, action, from);
    return caller;
  }

  /** The shows this caller has a part in; undefined: every one. */
  async showsOf(caller: Caller): Promise<readonly string[] | undefined> {
    if (caller.bound !== undefined) return [caller.bound];
    if (caller.kind !== 'person' || caller.role === 'admin') return undefined;
    return this.options.store.people.showsOf(caller.id);
  }

  private isAdminKey(secret: string): boolean {
    return this.adminKey !== undefined && isSame(this.adminKey, secret);
  }
}

const adminKeyHolder = (showId: string | undefined): Caller => ({
  kind: 'owner', id: 'key:admin', name: 'ADMIN_KEY', role: 'admin', subject: { role: 'admin' }, by: { adminKey: true },
  ...(showId === undefined ? {} : { within: showId }),
});
