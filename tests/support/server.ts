import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedis, type TestRedis } from './redis.ts';

export const ADMIN_KEY = 'an-admin-key-for-the-tests';
const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const CLOCKED = fileURLToPath(new URL('./clocked.ts', import.meta.url));

export interface TestServer {
  readonly url: string;
  readonly redis: TestRedis;
  readonly pid: number;
  readonly dataDir: string;
  /** What the server printed on its standard output so far. */
  printed(): string;
  /** One API call as admin; a body is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Facts as NDJSON: objects, or lines as they are. */
  send(showId: string, events: readonly (object | string)[], headers?: Record<string, string>): Promise<Reply>;
  /** Moves the clock of a server that was started with one. Unix ms. */
  setClock(to: number): Promise<void>;
  /** SIGKILL, as a crash. */
  kill(): Promise<void>;
  /** Starts again on the same address, Redis and data, after a kill or a stop. */
  start(): Promise<void>;
  /** SIGTERM and wait, leaving Redis running. */
  halt(): Promise<void>;
  /** Ends everything that was started. */
  stop(): Promise<void>;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body read as JSON; the caller states what it expects. */
  json<T>(): T;
}

export interface ServerOptions {
  /** Where the server's clock stands until it is moved, Unix ms; without it, real time. */
  clock?: number;
  redis?: TestRedis;
  /** A bundle of the server: it starts in a third of the time. */
  bundle?: string;
  env?: Record<string, string>;
}

/** The real server in a process of its own, on a free port, with a Redis of its own unless one is given. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const redis = options.redis ?? (await startRedis());
  const dataDir = mkdtempSync(join(tmpdir(), 'ck-data-'));
  let printed = '';
  let port = '0';
  let url = '';
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const env = { ...process.env, PORT: port, REDIS_URL: redis.url, DATA_DIR: dataDir, ADMIN_KEY, DEMO: 'off', LOG_LEVEL: 'error', CLOCK: String(options.clock ?? ''), ...options.env };
    const [main, execArgv] = options.bundle === undefined ? [options.clock === undefined ? MAIN : CLOCKED, ['--import', 'tsx']] : [options.bundle, []];
    const running = fork(main, { execArgv, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child = running;
    running.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
    running.stderr?.on('data', (text: Buffer) => (printed += text.toString()));
    url = await new Promise<string>((resolve, reject) => {
      running.once('message', (message: { ready: string }) => resolve(message.ready));
      running.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}:\n${printed}`)));
    });
    port = new URL(url).port;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await gone;
  };
  const atExit = (): void => void child?.kill('SIGKILL');
  process.once('exit', atExit);

  const request = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
  };
  const key = { authorization: `Bearer ${ADMIN_KEY}` };

  await start();
  return {
    get url() {
      return url;
    },
    redis,
    get pid() {
      return child?.pid ?? 0;
    },
    dataDir,
    printed: () => printed,
    call: (method, path, body, headers = {}) =>
      request(path, {
        method,
        headers: { ...key, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    send: (showId, events, headers = {}) =>
      request(`/api/v1/shows/${showId}/events`, {
        method: 'POST',
        headers: { ...key, 'content-type': 'application/x-ndjson', ...headers },
        body: events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join(''),
      }),
    setClock: (to) =>
      new Promise((resolve) => {
        child?.once('message', () => resolve());
        child?.send({ clock: to });
      }),
    kill: () => end('SIGKILL'),
    start,
    halt: () => end('SIGTERM'),
    stop: async () => {
      await end('SIGTERM');
      process.off('exit', atExit);
      if (!options.redis) await redis.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
