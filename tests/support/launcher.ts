import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../server/setup/redis-run.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Launcher {
  process: ChildProcess;
  /** What it and its children printed so far. */
  output: () => string;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
}

export interface Place {
  dataDir: string;
  port: number;
  /** http://127.0.0.1:port */
  address: string;
}

/** A folder's address for one instance of its own. */
export async function placeAt(dataDir: string): Promise<Place> {
  const port = await freePort();
  return { dataDir, port, address: `http://127.0.0.1:${port}` };
}

/** Runs what `npm start` runs, on a place of its own, without the demo show. `through: 'npm'` runs npm itself. */
export function launch(place: Place, env: Record<string, string> = {}, through: 'node' | 'npm' = 'node', flags: string[] = []): Launcher {
  const [command, args] = through === 'npm' ? ['npm', ['start', '--', ...flags]] : [process.execPath, ['server/setup/start.js', ...flags]];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, REDIS_URL: '', DEMO: 'off', npm_lifecycle_event: 'start', DATA_DIR: place.dataDir, PORT: String(place.port), ...env },
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return { process: child, output: () => output, ended };
}

/** Waits until the place's server says it is alive; fails with the launcher's words if it ends first. */
export async function serving(place: Place, launcher: Launcher): Promise<void> {
  let end: number | string | undefined;
  void launcher.ended.then((how) => {
    end = how;
  });
  while (!(await isServing(place))) {
    if (end !== undefined) throw new Error(`the launcher ended (${end}):\n${launcher.output()}`);
    await delay(50);
  }
}

export async function isServing(place: Place): Promise<boolean> {
  return fetch(`${place.address}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}

/** The pid on record for a part of the running instance. */
export function pidOf(place: Place, part: 'launcher' | 'server' | 'redis'): number {
  const record: unknown = JSON.parse(readFileSync(join(place.dataDir, 'run', `${part}.json`), 'utf8'));
  if (typeof record !== 'object' || record === null || !('pid' in record) || typeof record.pid !== 'number') throw new Error(`no pid of ${part}`);
  return record.pid;
}
