import type { Redis } from 'ioredis';
import { ACCESS_KEYS as KEYS } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { done } from './sessions.ts';
import { asked } from './trouble.ts';

/** Far more than any room has; every list of people stays one small reply. */
const MOST_PEOPLE = 2_000;
/** How long a founder who was cut off may ask again. Unit: s. */
const FOUNDING_S = 3_600;

export interface PersonChange {
  id: string;
  /** JSON of the fields to set. */
  changes: string;
  passwordHash?: string;
  /** The session that outlives a new password, by its hash. */
  keep?: string;
}

export type Changed = { status: 'ok'; person: string } | { status: 'taken' | 'full' | 'unknown' | 'last' };

/** People, their passwords' hashes, and who belongs to which show; records are JSON, read and checked by their owner. */
export class People {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  make = (change: PersonChange): Promise<Changed> => this.change('make', change);
  edit = (change: PersonChange): Promise<Changed> => this.change('change', change);
  remove = (id: string): Promise<Changed> => this.change('remove', { id, changes: '{}' });

  async count(): Promise<number> {
    return asked(this.read.hlen(KEYS.people));
  }

  async get(id: string): Promise<string | undefined> {
    return (await asked(this.read.hget(KEYS.people, id))) ?? undefined;
  }

  /** Everybody, and the ids of those who have a password. */
  async all(): Promise<{ people: string[]; withPassword: Set<string> }> {
    const [people, ids] = await Promise.all([asked(this.read.hvals(KEYS.people)), asked(this.read.hkeys(KEYS.passwords))]);
    return { people, withPassword: new Set(ids) };
  }

  /** Who has this name (as compared), and their password's hash. Two steps either way: the time taken tells nobody whether a name exists. */
  async named(nameKey: string): Promise<{ id: string; passwordHash: string | undefined } | undefined> {
    const id = await asked(this.read.hget(KEYS.names, nameKey));
    const passwordHash = await this.passwordOf(id ?? '');
    return id === null ? undefined : { id, passwordHash };
  }

  async passwordOf(id: string): Promise<string | undefined> {
    return (await asked(this.read.hget(KEYS.passwords, id))) ?? undefined;
  }

  async members(showId: string): Promise<{ personId: string; membership: string; person: string | undefined }[]> {
    const rows = Object.entries(await asked(this.read.hgetall(KEYS.members(showId))));
    if (rows.length === 0) return [];
    const people = await asked(this.read.hmget(KEYS.people, ...rows.map(([id]) => id)));
    return rows.map(([personId, membership], i) => ({ personId, membership, person: people[i] ?? undefined }));
  }

  async showsOf(personId: string): Promise<string[]> {
    return asked(this.read.smembers(KEYS.showsOf(personId)));
  }

  /** A person's part in each of their shows, as stored. */
  async memberships(personId: string): Promise<{ showId: string; membership: string | undefined }[]> {
    const shows = await this.showsOf(personId);
    return Promise.all(shows.map(async (showId) => ({ showId, membership: (await asked(this.read.hget(KEYS.members(showId), personId))) ?? undefined })));
  }

  /** Makes the members of one show members of another, where they are not already. */
  async copyMembers(from: string, to: string): Promise<void> {
    const rows = Object.entries(await asked(this.read.hgetall(KEYS.members(from))));
    if (rows.length === 0) return;
    const all = this.write.multi();
    for (const [personId, membership] of rows) all.hsetnx(KEYS.members(to), personId, membership).sadd(KEYS.showsOf(personId), to);
    await done(all.exec());
  }

  async join(showId: string, personId: string, membership: string): Promise<void> {
    await done(this.write.multi().hset(KEYS.members(showId), personId, membership).sadd(KEYS.showsOf(personId), showId).publish(KEYS.changed, personId).exec());
  }

  /** A show is about to be made by somebody; said beforehand, because shows and people cannot be written in one step. */
  async founding(showId: string, personId: string): Promise<void> {
    await asked(this.write.set(KEYS.founding(showId), personId, 'EX', FOUNDING_S));
  }

  /** Who was about to make this show and has no part in it yet. */
  async founderOf(showId: string): Promise<string | undefined> {
    return (await asked(this.read.get(KEYS.founding(showId)))) ?? undefined;
  }

  /** Gives a founder their part, which settles `founding`. */
  async found(showId: string, personId: string): Promise<void> {
    await done(this.write.multi().hset(KEYS.members(showId), personId, '{}').sadd(KEYS.showsOf(personId), showId).del(KEYS.founding(showId)).publish(KEYS.changed, personId).exec());
  }

  /** @returns whether that person was a member. */
  async leave(showId: string, personId: string): Promise<boolean> {
    const replies = await done(this.write.multi().hdel(KEYS.members(showId), personId).srem(KEYS.showsOf(personId), showId).publish(KEYS.changed, personId).exec());
    return replies[0] === 1;
  }

  private async change(verb: 'make' | 'change' | 'remove', { id, changes, passwordHash = '', keep = '' }: PersonChange): Promise<Changed> {
    const keys = [KEYS.people, KEYS.names, KEYS.passwords, KEYS.session(keep)];
    const [status, person] = texts(await asked(this.scripts.run('person', keys, [verb, id, changes, passwordHash, MOST_PEOPLE, KEYS.changed])));
    switch (status) {
      case 'ok':
        return { status, person: person ?? '' };
      case 'taken':
      case 'full':
      case 'unknown':
      case 'last':
        return { status };
      default:
        throw new TypeError(`person.lua replied ${String(status)}`);
    }
  }
}
