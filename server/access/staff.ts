import { Refusal } from '../../shared/protocol/problems.ts';
import type { MemberView, NewPerson, PersonEdit, PersonView, ShowRole } from '../../shared/protocol/access.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Changed } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { byName, countAttempt } from './attempts.ts';
import type { Caller } from './caller.ts';
import type { Passwords } from './passwords.ts';
import { readMembership, readPerson, type PersonRecord } from './records.ts';
import { nameKeyOf, newId } from './tokens.ts';

/** People and their part in shows. */
export class Staff {
  constructor(
    private readonly store: Pick<Store, 'people' | 'doors' | 'shows'>,
    private readonly passwords: Passwords,
    private readonly now: () => number,
  ) {}

  async list(): Promise<PersonView[]> {
    const { people, withPassword } = await this.store.people.all();
    const records = people.flatMap((text) => readPerson(text) ?? []).sort((a, b) => a.createdAt - b.createdAt);
    return records.map((record) => viewOf(record, withPassword.has(record.id)));
  }

  /** Whether nobody has an account yet. */
  async isEmpty(): Promise<boolean> {
    return (await this.store.people.count()) === 0;
  }

  /** @throws Refusal INVALID where the name is taken, LIMIT_REACHED */
  async make({ name, role, approver = false, password }: NewPerson): Promise<PersonView> {
    const id = `p-${newId()}`;
    const record: PersonRecord = { id, name: name.trim(), nameKey: nameKeyOf(name), role, approver, epoch: 0, createdAt: this.now() };
    const passwordHash = password === undefined ? undefined : await this.passwords.hash(password);
    const person = settled(await this.store.people.make({ id, changes: JSON.stringify(record), ...(passwordHash === undefined ? {} : { passwordHash }) }));
    return viewOf(person, password !== undefined);
  }

  /** A new password ends this person's sessions. @throws Refusal NOT_FOUND, INVALID, WRONG_STATE for the last admin */
  async edit(id: string, { name, role, approver, password }: PersonEdit): Promise<PersonView> {
    const changes: Partial<PersonRecord> = {
      ...(name === undefined ? {} : { name: name.trim(), nameKey: nameKeyOf(name) }),
      ...(role === undefined ? {} : { role }),
      ...(approver === undefined ? {} : { approver }),
    };
    const passwordHash = password === undefined ? undefined : await this.passwords.hash(password);
    const person = settled(await this.store.people.edit({ id, changes: JSON.stringify(changes), ...(passwordHash === undefined ? {} : { passwordHash }) }));
    return viewOf(person, password !== undefined || (await this.store.people.passwordOf(id)) !== undefined);
  }

  /** @returns the name of whom it was. @throws Refusal NOT_FOUND, WRONG_STATE for the last admin */
  async remove(id: string): Promise<string> {
    const { name } = settled(await this.store.people.remove(id));
    await Promise.all((await this.store.people.showsOf(id)).map((showId) => this.store.people.leave(showId, id)));
    return name;
  }

  /** Changes one's own password; every other session of one's own ends. @throws Refusal WRONG_STATE, INVALID, RATE_LIMITED */
  async changePassword(caller: Caller, current: string, password: string): Promise<void> {
    if (caller.kind !== 'person' || !('session' in caller.by)) throw new Refusal('WRONG_STATE', 'Only a person with an account of their own has a password.');
    const counters = [byName(caller.id)];
    await countAttempt(this.store.doors, counters);
    if (!(await this.passwords.matches(await this.store.people.passwordOf(caller.id), current))) {
      throw new Refusal('INVALID', 'The current password is wrong.', { errors: [{ path: '/current', message: 'is wrong' }] });
    }
    await this.store.doors.forgive(counters);
    const passwordHash = await this.passwords.hash(password);
    settled(await this.store.people.edit({ id: caller.id, changes: '{}', passwordHash, keep: caller.by.session }));
  }

  /** Everybody with a part in this show. Admins have one in every show, and are listed where they were added. */
  async members(showId: string): Promise<MemberView[]> {
    const rows = await this.store.people.members(showId);
    return rows.flatMap(({ membership, person }) => {
      const record = readPerson(person);
      if (!record) return [];
      const role = roleIn(record, membership) ?? record.role;
      return [{ personId: record.id, name: record.name, role, own: role === record.role, approver: record.approver }];
    });
  }

  /** A person's role in each show they have a part in. */
  async partsOf(caller: Pick<Caller, 'id'>): Promise<{ id: string; role: PersonRecord['role'] }[]> {
    const [person, rows] = await Promise.all([this.store.people.get(caller.id), this.store.people.memberships(caller.id)]);
    const record = readPerson(person);
    return rows.flatMap(({ showId, membership }) => {
      const role = record && roleIn(record, membership);
      return role ? [{ id: showId, role }] : [];
    });
  }

  /** `role`: another than the person's own, in this show. @throws Refusal NOT_FOUND */
  async join(showId: string, personId: string, role: ShowRole | undefined): Promise<MemberView> {
    const [, person] = await Promise.all([this.store.shows.known(showId), this.store.people.get(personId)]);
    const record = readPerson(person);
    if (!record) throw noPerson();
    const membership = JSON.stringify(role === undefined ? {} : { role });
    await this.store.people.join(showId, personId, membership);
    const inShow = roleIn(record, membership) ?? record.role;
    return { personId, name: record.name, role: inShow, own: inShow === record.role, approver: record.approver };
  }

  /** @throws Refusal NOT_FOUND */
  async leave(showId: string, personId: string): Promise<void> {
    if (!(await this.store.people.leave(showId, personId))) throw new Refusal('NOT_FOUND', 'This person is not a member of this show.');
  }

  /** Somebody is about to make a show that is not there yet. */
  async founding(showId: string, caller: Caller): Promise<void> {
    if (caller.kind === 'person' && !(await this.store.shows.get(showId))) await this.store.people.founding(showId, caller.id);
  }

  /** Whoever makes a show has a part in it. */
  async founded(showId: string, caller: Caller): Promise<void> {
    if (caller.kind === 'person') await this.store.people.found(showId, caller.id);
  }

  /**
   * Gives a founder their part after all, where the server died between making the show and saying whose it is.
   * Only in that case: whoever was taken out of a show they made does not come back by making it again.
   */
  async foundedAfterAll(showId: string, caller: Caller): Promise<void> {
    if (caller.kind !== 'person' || (await this.store.people.founderOf(showId)) !== caller.id) return;
    const made = await this.store.shows.eventsOf(showId, 1);
    // Written by the desk when it made the show.
    const events = JSON.parse(made ?? '[]') as ShowEvent[];
    if (events[0]?.by.id === caller.id) await this.founded(showId, caller);
  }

  /** Lets a show's people into the rehearsal that a command has just made of it. */
  async follow(showId: string, events: readonly ShowEvent[]): Promise<void> {
    for (const event of events) {
      if (event.type !== 'show.rehearsed') continue;
      const made = await this.store.shows.get(event.rehearsalId);
      // The command names the rehearsal's id: it must not open another show that has this id.
      if (made?.show.rehearsalOf === showId) await this.store.people.copyMembers(showId, event.rehearsalId);
    }
  }
}

/** A person's role in a show, by their membership as stored; undefined where they have no part in it. */
export function roleIn(person: Pick<PersonRecord, 'role'>, membership: string | undefined): PersonRecord['role'] | undefined {
  if (person.role === 'admin') return 'admin';
  const member = readMembership(membership);
  return member && (member.role ?? person.role);
}

const viewOf = ({ id, name, role, approver, createdAt }: PersonRecord, hasPassword: boolean): PersonView => ({ id, name, role, approver, hasPassword, createdAt });
const noPerson = (): Refusal => new Refusal('NOT_FOUND', 'There is no such person; they may have been removed.');

function settled(changed: Changed): PersonRecord {
  switch (changed.status) {
    case 'ok': {
      const person = readPerson(changed.person);
      if (!person) throw new TypeError('person.lua stored what is not a person');
      return person;
    }
    case 'taken':
      throw new Refusal('INVALID', 'Somebody else has this name. Names are what people sign in with, so each is given once.', { errors: [{ path: '/name', message: 'is taken' }] });
    case 'last':
      throw new Refusal('WRONG_STATE', 'This is the last admin who can sign in. Make somebody else admin first.');
    case 'full':
      throw new Refusal('LIMIT_REACHED', 'There are too many people. Remove those who are gone.');
    case 'unknown':
      throw noPerson();
  }
}
