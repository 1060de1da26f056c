import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

const NAMES = ['append', 'commit', 'create', 'outcome', 'lease', 'release', 'snapshot', 'record', 'trim', 'rewound', 'checkout', 'sweep', 'sales', 'ledger', 'whois', 'person', 'attempt', 'forgive', 'pair-offer', 'pair-use', 'item'] as const;
export type ScriptName = (typeof NAMES)[number];
type Argument = string | number | Buffer;

interface Script {
  source: string;
  sha: string;
}

const file = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');

/** A script's text with the parts it includes in their places, and theirs. */
const assembled = (name: string): string => file(name).replace(/^-- include (\w+)$/gm, (_line, part: string) => assembled(`parts/${part}`));

const read = (name: string): Script => {
  const source = assembled(name);
  return { source, sha: createHash('sha1').update(source).digest('hex') };
};

/** Runs the scripts in `lua/` by their hash, sending the source only where Redis does not hold it yet. */
export class Scripts {
  private readonly scripts: Record<ScriptName, Script>;

  constructor(private readonly redis: Redis) {
    this.scripts = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Record<ScriptName, Script>;
  }

  /** The hash that Redis knows a script by. */
  shaOf(name: ScriptName): string {
    return this.scripts[name].sha;
  }

  /** @returns the script's reply; its header says which. Rejects as ioredis does. */
  async run(name: ScriptName, keys: readonly string[], args: readonly Argument[]): Promise<unknown> {
    const { sha, source } = this.scripts[name];
    try {
      return await this.redis.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      // Nothing ran, so sending it again cannot double anything.
      return this.redis.eval(source, keys.length, ...keys, ...args);
    }
  }
}

/** Reads a script's reply as a list of texts; anything else is a bug in the script. */
export function texts(reply: unknown): string[] {
  if (!Array.isArray(reply)) throw new TypeError('script reply is not a list');
  return reply.map((part: unknown) => String(part));
}
