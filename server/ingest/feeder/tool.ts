import { Api, Refused, Unreachable } from './api.ts';
import { sayTo, type Say } from './say.ts';

/** What was typed cannot be used: shown with the usage. */
export class Misused extends Error {
  override readonly name = 'Misused';
}

/** While a replay runs the server may be restarted by hand. Unit: ms. */
const PATIENCE_MS = 10 * 60_000;
const SHORTEST_KEY = 24;

/** The public API at `url`, or at this machine's own server; the key from the command line or `ADMIN_KEY`. @throws Misused */
export function apiOf(values: { url?: string | undefined; key?: string | undefined }, env: NodeJS.ProcessEnv, say: Say): Api {
  const url = values.url ?? `http://127.0.0.1:${env['PORT'] || '4600'}`;
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new Misused(`--url ${url} is not an http address`);
  const key = values.key ?? env['ADMIN_KEY'] ?? '';
  if (key.length < SHORTEST_KEY) throw new Misused(`no key: start the server with ADMIN_KEY set (at least ${SHORTEST_KEY} characters), and give the same here, as ADMIN_KEY or --key`);
  return new Api({
    url: url.replace(/\/+$/, ''),
    key,
    patienceMs: PATIENCE_MS,
    onWaiting: (why) => say.line(why === undefined ? '  the server is back, going on' : `  waiting for ${url} (${why}); Ctrl-C to stop`),
  });
}

/** Runs a command-line tool to its exit code: 0 done, 1 failed, 64 not understood. `expected` are failures worth a sentence, not a stack. */
export async function runTool(usage: string, expected: readonly (abstract new (...args: never[]) => Error)[], main: (say: Say) => Promise<void>): Promise<void> {
  const say = sayTo(process.stdout, process.stderr);
  try {
    await main(say);
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Misused || isArgumentError(error)) {
      process.exitCode = 64;
      process.stderr.write(`${error.message}\n\n${usage}\n`);
    } else if (error instanceof Refused) process.stderr.write(`refused, ${error.code}: ${error.message}\n`);
    else if ([Unreachable, ...expected].some((kind) => error instanceof kind)) process.stderr.write(`${(error as Error).message}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}

/** What `parseArgs` throws. */
const isArgumentError = (error: unknown): error is Error => error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
