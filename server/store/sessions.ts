import type { Redis } from 'ioredis';
import { sessionKey, signInKey } from './keys.ts';
import { asked } from './trouble.ts';

/** Sessions and one-time sign-in links, by the hash of their token: what is stored opens nothing. */
export class Sessions {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
  ) {}

  async put(hash: string, session: string, seconds: number): Promise<void> {
    await asked(this.write.set(sessionKey(hash), session, 'EX', seconds));
  }

  async get(hash: string): Promise<string | undefined> {
    return (await asked(this.read.get(sessionKey(hash)))) ?? undefined;
  }

  async remove(hash: string): Promise<void> {
    await asked(this.write.del(sessionKey(hash)));
  }

  async offerSignIn(hash: string, seconds: number): Promise<void> {
    await asked(this.write.set(signInKey(hash), '1', 'EX', seconds));
  }

  /** Uses a sign-in link up. @returns whether it was good. */
  async useSignIn(hash: string): Promise<boolean> {
    return (await asked(this.write.getdel(signInKey(hash)))) !== null;
  }
}
