import { Refusal } from '../../shared/protocol/problems.ts';
import type { SessionView } from '../../shared/protocol/access.ts';
import type { Listed } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { Lately } from './lately.ts';
import { readPerson, readSession, type PersonRecord, type SessionRecord } from './records.ts';
import { roleIn } from './staff.ts';

const SEEN_EVERY_MS = 60_000;
/** Whoever holds the server: by its one-time link or the admin key. */
export const OWNER = { id: 'admin', name: 'Admin', role: 'admin' } as const;

/** The sessions there are: who is behind one, whose one may see, ending them. */
export class Sessions {
  private readonly seen = new Lately(SEEN_EVERY_MS);

  constructor(
    private readonly store: Pick<Store, 'sessions' | 'people'>,
    private readonly now: () => number,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Who holds this session at this moment, in a show where one is named; undefined where it is over. */
  async whoIs(hash: string, showId: string | undefined): Promise<Caller | undefined> {
    const held = await this.store.sessions.whoIs(hash, showId);
    const session = readSession(held?.session);
    if (!held || !session) return undefined;
    const asked = { by: { session: hash }, ...(showId === undefined ? {} : { within: showId }) };
    const caller = callerOf(session, held.person, held.membership, showId);
    if (!caller) return undefined;
    const now = this.now();
    if (this.seen.isFirst(hash, now)) this.store.sessions.saw(hash, now).catch(this.onTrouble);
    return { ...caller, ...asked };
  }

  /** The sessions this caller may end: all for an admin, else their own and those of tablets they paired and links they made. */
  async list(caller: Caller, everybody: boolean): Promise<SessionView[]> {
    const [listed, { people }] = await Promise.all([this.store.sessions.list(this.now()), this.store.people.all()]);
    const known = new Map(people.flatMap((text) => readPerson(text) ?? []).map((person) => [person.id, person]));
    return listed.flatMap((row) => {
      const session = readSession(row.session);
      if (!session || !(everybody || isOwn(session, row.hash, caller))) return [];
      return viewOf(row, session, known, caller) ?? [];
    });
  }

  /** @returns whose it was. @throws Refusal NOT_FOUND, also for a session this caller may not see. */
  async end(id: string, caller: Caller, everybody: boolean): Promise<string> {
    const found = (await this.list(caller, everybody)).find((session) => session.id === id);
    if (!found || !(await this.store.sessions.remove(id))) throw new Refusal('NOT_FOUND', 'There is no such session; it may be over already.');
    return found.person.name;
  }
}

type Known = Omit<Caller, 'by' | 'within'>;

function callerOf(session: SessionRecord, personText: string | undefined, membership: string | undefined, showId: string | undefined): Known | undefined {
  const { owner, tablet, link, epoch } = session;
  if (owner) return { kind: 'owner', ...OWNER, subject: { role: 'admin' } };
  if (tablet) {
    const { id, name, role, showId: bound } = tablet;
    return { kind: 'tablet', id, name, role, bound, subject: showId === undefined || showId === bound ? { role } : undefined };
  }
  if (link) {
    const { id, name, role, showId: bound } = link;
    return { kind: 'link', id: `link:${id}`, name, role, bound, subject: showId === undefined || showId === bound ? { role } : undefined };
  }
  const person = readPerson(personText);
  if (person?.epoch !== epoch || !person) return undefined;
  const { id, name, approver } = person;
  const role = showId === undefined ? person.role : roleIn(person, membership);
  return { kind: 'person', id, name, role: role ?? person.role, subject: role === undefined ? undefined : { role, approver } };
}

function isOwn({ personId, tablet, link, owner }: SessionRecord, hash: string, caller: Caller): boolean {
  if ('session' in caller.by && caller.by.session === hash) return true;
  if (caller.kind === 'owner' && owner) return true;
  return personId === caller.id || tablet?.by === caller.id || link?.by === caller.id;
}

function viewOf(row: Listed, session: SessionRecord, people: ReadonlyMap<string, PersonRecord>, caller: Caller): SessionView | undefined {
  const { owner, tablet, link, personId, epoch, device, address, createdAt } = session;
  const guest = tablet ?? link;
  const person = owner ? OWNER : (guest ?? people.get(personId ?? ''));
  // A session of somebody removed, or of an earlier password, is over though it is still kept.
  if (!person || ('epoch' in person && person.epoch !== epoch)) return undefined;
  return {
    id: row.hash,
    person: { id: person.id, name: person.name, role: person.role },
    device,
    address,
    createdAt,
    lastSeenAt: row.lastSeenAt ?? createdAt,
    expiresAt: row.expiresAt,
    current: 'session' in caller.by && caller.by.session === row.hash,
    ...(guest ? { showId: guest.showId } : {}),
  };
}
