import type { Redis } from 'ioredis';
import { ACCESS_KEYS as KEYS } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** A session as stored, with the person behind it and that person's membership in the show asked about; all JSON. */
export interface Held {
  session: string;
  person?: string;
  membership?: string;
}

export interface Listed {
  hash: string;
  session: string;
  /** Unix ms. */
  expiresAt: number;
  lastSeenAt: number | undefined;
}

/** Sessions and one-time sign-in links, by the hash of their token: what is stored opens nothing. */
export class Sessions {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  async put(hash: string, session: string, seconds: number, now: number): Promise<void> {
    await done(
      this.write
        .multi()
        .zremrangebyscore(KEYS.sessions, '-inf', now)
        .zremrangebyscore(KEYS.seen, '-inf', now - seconds * 1000)
        .set(KEYS.session(hash), session, 'EX', seconds)
        .zadd(KEYS.sessions, now + seconds * 1000, hash)
        .exec(),
    );
  }

  /** Who holds this session now; `showId`: asked about their part in that show. */
  async whoIs(hash: string, showId: string | undefined): Promise<Held | undefined> {
    const reply = await asked(this.scripts.run('whois', [KEYS.session(hash), KEYS.people, KEYS.members(showId ?? ''), KEYS.links], []));
    const [session, person, membership] = texts(reply);
    if (session === undefined) return undefined;
    return { session, ...(person ? { person } : {}), ...(membership ? { membership } : {}) };
  }

  /** @returns whether there was such a session. */
  async remove(hash: string): Promise<boolean> {
    const replies = await done(this.write.multi().del(KEYS.session(hash)).zrem(KEYS.sessions, hash).zrem(KEYS.seen, hash).publish(KEYS.changed, hash).exec());
    return replies[0] === 1;
  }

  async saw(hash: string, at: number): Promise<void> {
    await asked(this.write.zadd(KEYS.seen, at, hash));
  }

  /** Every session that has not expired, the longest to live first. */
  async list(now: number): Promise<Listed[]> {
    const rows = await asked(this.read.zrange(KEYS.sessions, '+inf', String(now), 'BYSCORE', 'REV', 'WITHSCORES'));
    const hashes = rows.filter((_, i) => i % 2 === 0);
    if (hashes.length === 0) return [];
    const [sessions, seen] = await Promise.all([asked(this.read.mget(hashes.map((hash) => KEYS.session(hash)))), asked(this.read.zmscore(KEYS.seen, hashes))]);
    return hashes.flatMap((hash, i) => {
      const session = sessions[i];
      const at = seen[i];
      return session ? [{ hash, session, expiresAt: Number(rows[i * 2 + 1]), lastSeenAt: at ? Number(at) : undefined }] : [];
    });
  }

  async offerSignIn(hash: string, seconds: number): Promise<void> {
    await asked(this.write.set(KEYS.signIn(hash), '1', 'EX', seconds));
  }

  /** Uses a sign-in link up. @returns whether it was good. */
  async useSignIn(hash: string): Promise<boolean> {
    return (await asked(this.write.getdel(KEYS.signIn(hash)))) !== null;
  }
}

/** The replies of a MULTI, all of which must be good. */
export async function done(exec: Promise<[Error | null, unknown][] | null>): Promise<unknown[]> {
  const replies = await asked(exec);
  return (replies ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}
