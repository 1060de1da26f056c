// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { start, tail } from './children.js';
import { ask } from './resp.js';
import { Stop } from './say.js';

/** A Unix socket's path may have 107 bytes on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;

/**
 * @typedef {object} PrivateRedis
 * @property {string} url `unix:///path`, or `redis://:password@127.0.0.1:port` where the folder's path is too long for a socket
 * @property {import('./resp.js').Address} address the same, to start another one in its place
 * @property {import('./children.js').Child} child
 */

/**
 * Starts a Redis of our own on a folder and waits until it has loaded its data and answers.
 * @param {{ binary: string, dir: string, appendfsync?: 'everysec' | 'always', detached?: boolean, signal?: AbortSignal | undefined,
 *   address?: import('./resp.js').Address | undefined, onSpawn?: (pid: number) => void }} options `onSpawn` is told the pid before the
 *   wait, so that it is on record; `address` is an earlier one's, to be kept
 * @returns {Promise<PrivateRedis>}
 * @throws {Stop} with the end of its log, when it exits instead
 */
export async function startPrivateRedis(options) {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  const address = options.address ?? (await chooseAddress(options.dir));
  const log = join(options.dir, 'redis.log');
  if (existsSync(log)) renameSync(log, `${log}.previous`);
  const child = await start(options.binary, ['-'], {
    cwd: options.dir,
    detached: options.detached ?? true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  options.onSpawn?.(child.pid);
  child.process.stdin?.on('error', () => undefined); // a server that exits at once closes it; the log says why
  child.process.stdin?.end(configuration(options.dir, log, address, options.appendfsync ?? 'everysec'));
  try {
    await answering(child, address, log, options.signal);
  } catch (error) {
    await child.stop(1_000);
    throw error;
  }
  const url = 'path' in address ? `unix://${address.path}` : `redis://:${address.password}@${address.host}:${String(address.port)}`;
  return { url, address, child };
}

/**
 * @param {string} dir
 * @returns {Promise<import('./resp.js').Address>}
 */
async function chooseAddress(dir) {
  const path = join(dir, 'redis.sock');
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return { path };
  // Any local user can reach a port, so this one asks for a password.
  return { host: '127.0.0.1', port: await freePort(), password: randomBytes(24).toString('hex') };
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/**
 * @param {string} dir
 * @param {string} log
 * @param {import('./resp.js').Address} address
 * @param {'everysec' | 'always'} appendfsync
 */
function configuration(dir, log, address, appendfsync) {
  const listen =
    'path' in address
      ? ['port 0', `unixsocket ${JSON.stringify(address.path)}`, 'unixsocketperm 600']
      : [`bind ${address.host}`, `port ${String(address.port)}`, `requirepass ${address.password}`];
  return [
    ...listen,
    `dir ${JSON.stringify(dir)}`,
    `logfile ${JSON.stringify(log)}`,
    'loglevel notice',
    'daemonize no',
    'appendonly yes',
    `appendfsync ${appendfsync}`,
    'save ""',
    '',
  ].join('\n');
}

/**
 * Asks until the answer is PONG: while it loads its data Redis answers -LOADING, however long that takes.
 * @param {import('./children.js').Child} child
 * @param {import('./resp.js').Address} address
 * @param {string} log
 * @param {AbortSignal} [signal]
 */
async function answering(child, address, log, signal) {
  let gone = false;
  void child.exited.then(() => {
    gone = true;
  });
  for (;;) {
    signal?.throwIfAborted();
    if (gone) throw new Stop(`The private Redis did not start:\n${logEnd(log)}`);
    const reply = await ask(address, ['PING']).catch(() => 'not listening yet');
    if (reply === '+PONG') return;
    await delay(reply.startsWith('-LOADING') ? 100 : 10);
  }
}

/** @param {string} log */
function logEnd(log) {
  try {
    return tail(readFileSync(log, 'utf8'), 8);
  } catch {
    return `it wrote no log at ${log}`;
  }
}
