import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { SERVER_ENV, SERVER_FLAGS } from '../../server/setup/server-flags.js';

export interface Running {
  url: string;
  port: number;
  pid: number;
  /** Says something to the process. */
  tell: (message: object) => void;
  /** Says something and waits for what it answers, which is as its own file says. */
  ask: <T>(message: object) => Promise<T>;
  stop: () => Promise<void>;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SIDES = { ours: 'server/main.ts', naive: 'tests/bench/naive.ts', bare: 'tests/bench/bare.ts', consoles: 'tests/bench/consoles.ts', empty: 'tests/bench/empty.ts', clocked: 'tests/support/clocked.ts' } as const;
/** Bundled as `npm start` bundles: a loader's hooks would be measured otherwise. */
const OUT = join(ROOT, '.cache/bench');

/** Bundles all sides anew. */
export async function bundle(): Promise<void> {
  for (const [side, entry] of Object.entries(SIDES)) await bundleTo(OUT, side, entry);
}

/** Bundles one program into a folder, with the scripts it loads beside it. @returns the bundle's path */
export async function bundleTo(folder: string, name: string, entry: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', absWorkingDir: ROOT } as const;
  await build({ ...options, entryPoints: [entry], outfile });
  // The server starts them by these names, from beside itself.
  await build({ ...options, entryPoints: ['server/recording/worker.ts'], outfile: join(folder, 'recording-worker.js') });
  // As `npm start` has it: how fast it begins is measured, and the schema library comes in hundreds of files.
  await build({ ...options, packages: 'bundle', external: ['@duckdb/node-api', 'ioredis'], entryPoints: ['server/recording/queryWorker.ts'], outfile: join(folder, 'query-worker.js') });
  cpSync(join(ROOT, 'server/store/lua'), join(folder, 'lua'), { recursive: true });
  return outfile;
}

/** Starts one side, which says `{ready: url}`, in a process of its own. */
export async function run(side: keyof typeof SIDES, env: Record<string, string>): Promise<Running> {
  const child: ChildProcess = fork(join(OUT, `${side}.mjs`), {
    execArgv: SERVER_FLAGS,
    // One sender stands for many.
    env: { ...SERVER_ENV, ...process.env, NODE_ENV: 'production', INGEST_LIMIT: '1000000', CLAIMS_LIMIT: '1000000', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { ready: string }) => {
      resolve(message.ready);
    });
    child.once('exit', (code) => {
      reject(new Error(`${side} ended with ${String(code)}`));
    });
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => {
    resolve();
  }));
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    tell: (message) => void child.send(message),
    ask: <T>(message: object) => {
      const answer = new Promise<T>((resolve) => child.once('message', (told) => {
        resolve(told as T);
      }));
      child.send(message);
      return answer;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Keeps a process and all its threads on these cores (`0`, `0-1`), where the system has `taskset`; its children begin there too. */
export function pin(pid: number, cores: string): void {
  spawnSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}

/** CPU time a process has used, user and system. Unit: s. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Ticks of 1/100 s on every Linux Node runs on.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process. Unit: bytes. */
export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}
