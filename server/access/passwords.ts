import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../../shared/protocol/problems.ts';

/** argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, 2 passes, 1 lane. Unit of memory: KiB. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash takes tens of milliseconds of a core: no more than these at once, so that strangers cannot starve a broadcast. */
const AT_ONCE = 2;
const IN_LINE = 32;

/** Two keyboards may write one password in two Unicode forms. */
const normal = (password: string): string => password.normalize('NFKC');

/** Hashes and compares passwords, a few at a time. */
export class Passwords {
  private running = 0;
  private readonly line: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** @throws Refusal OVERLOADED */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normal(password), COST));
  }

  /**
   * Whether this is the password; `stored` undefined takes as long as a wrong password, and is always false.
   * @throws Refusal OVERLOADED
   */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.hash('nobody has this password');
    const decoy = await this.decoy;
    const good = await this.inTurn(() => verify(stored ?? decoy, normal(password)));
    return good && stored !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < AT_ONCE) this.running++;
    else {
      if (this.line.length >= IN_LINE) throw new Refusal('OVERLOADED', 'Too many people are signing in at this moment. Try again in a few seconds.');
      await new Promise<void>((resolve) => this.line.push(resolve));
    }
    try {
      return await work();
    } finally {
      // Whoever is next takes over this place.
      const next = this.line.shift();
      if (next) next();
      else this.running--;
    }
  }
}
