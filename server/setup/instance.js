// @ts-check
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { halted, haltWhenAsked } from './halt.js';
import { keepRedis } from './keep-redis.js';
import { takeLock } from './lock.js';
import { checkNode, installPackages } from './packages.js';
import { dataDir } from './paths.js';
import { record } from './processes.js';
import { redisServerPath } from './redis-find.js';
import { say } from './say.js';

/** @typedef {import('./children.js').Child} Child */

/**
 * What differs between `npm start` and `npm run dev`.
 * @typedef {object} Mode
 * @property {NodeJS.ProcessEnv} env
 * @property {(signal: AbortSignal) => Promise<void>} prepare after the packages are there
 * @property {(env: NodeJS.ProcessEnv, announce: (where: string) => void) => Promise<Child[]>} launch the server first; it decides the exit code
 */

/**
 * Runs one instance of the product until it is asked to stop or its server ends.
 * @param {Mode} mode
 * @returns {Promise<number>} the exit code
 */
export async function runInstance(mode) {
  checkNode();
  const signal = haltWhenAsked();
  const data = dataDir(mode.env);
  const lock = await takeLock(data, say);
  /** @type {import('./keep-redis.js').KeptRedis | undefined} */
  let redis;
  try {
    await installPackages(signal);
    const own = (mode.env['REDIS_URL'] ?? '') === '';
    const binary = own ? await redisServerPath({ signal }) : '';
    await mode.prepare(signal);
    if (own) redis = await keepRedis({ binary, dir: join(data, 'redis'), pidFile: lock.pidFiles.redis, signal });
    const env = { ...mode.env, DATA_DIR: data, ...(redis === undefined ? {} : { REDIS_URL: redis.url }) };
    const exit = await serve(() => mode.launch(env, lock.announce), lock.pidFiles.server, signal, redis?.failed);
    return exit;
  } finally {
    await redis?.stop(); // last: until here something may still be writing
    rmSync(lock.pidFiles.redis, { force: true });
    lock.release();
  }
}

/**
 * @param {() => Promise<Child[]>} launch
 * @param {string} pidFile
 * @param {AbortSignal} signal
 * @param {Promise<never>} [redisFailed]
 */
async function serve(launch, pidFile, signal, redisFailed) {
  signal.throwIfAborted();
  const children = await launch();
  const [server] = children;
  if (server === undefined) throw new Error('nothing was launched');
  try {
    record(pidFile, server.pid);
    const ended = Promise.race(children.map((child) => child.exited));
    await Promise.race([ended, halted(signal), ...(redisFailed === undefined ? [] : [redisFailed])]);
    if (signal.aborted) return 0;
    const { code, signal: killedBy } = await ended;
    if (killedBy !== null) say(`  The server was ended by ${killedBy}.`);
    return code ?? 1;
  } finally {
    await Promise.all(children.map((child) => child.stop(3_500)));
    rmSync(pidFile, { force: true });
  }
}
