// @ts-check
import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './say.js';
import { asKnown, gone, isAlive, know, readRecord, stopRecorded } from './processes.js';

/** How long an instance that is on its way out may take before we say that it still runs. */
const LEAVING_MS = 6_000;

/**
 * @typedef {object} Lock
 * @property {{ server: string, redis: string }} pidFiles
 * @property {(where: string) => void} announce tells later starts where this one is to be found
 * @property {() => void} release
 */

/**
 * Takes the folder for one running instance, after stopping what a killed one left behind.
 * @param {string} dataDir
 * @param {(line: string) => void} tell
 * @returns {Promise<Lock>}
 * @throws {Stop} saying where, when one is running already
 */
export async function takeLock(dataDir, tell) {
  const run = join(dataDir, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  const file = join(run, 'launcher.json');
  while (!claim(file, record('starting'))) await makeWay(file, dataDir);
  const pidFiles = { server: join(run, 'server.json'), redis: join(run, 'redis.json') };
  // The server goes first: it may still be writing to its Redis.
  const server = await stopRecorded(pidFiles.server, 3_000);
  const redis = await stopRecorded(pidFiles.redis, 5_000);
  if (server || redis) tell('  The last run was killed and left processes behind; they are stopped now.');
  return {
    pidFiles,
    announce: (where) => {
      const fresh = `${file}.${String(process.pid)}`;
      writeFileSync(fresh, JSON.stringify(record(where)));
      renameSync(fresh, file);
    },
    release: () => {
      rmSync(file, { force: true });
    },
  };
}

/** @param {string} where */
function record(where) {
  return { ...know(process.pid), npm: know(process.ppid), where };
}

/**
 * @param {string} file
 * @param {object} content
 * @returns {boolean} false if it is there already
 */
function claim(file, content) {
  const fresh = `${file}.${String(process.pid)}`;
  writeFileSync(fresh, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(fresh, file); // unlike a rename, a link never replaces
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(fresh);
  }
}

/**
 * Removes a dead instance's lock, or refuses.
 * @param {string} file
 * @param {string} dataDir
 */
async function makeWay(file, dataDir) {
  const found = readRecord(file);
  const holder = asKnown(found);
  if (holder !== undefined && isAlive(holder)) {
    // Its npm was killed: it notices and leaves by itself.
    const npm = asKnown(found?.['npm']);
    const leaving = npm !== undefined && !isAlive(npm);
    if (!leaving || !(await gone(holder, LEAVING_MS))) {
      throw new Stop(`Changkong is already running: ${String(found?.['where'])} (data in ${dataDir}, process ${String(holder.pid)})`);
    }
  }
  const dead = `${file}.dead.${String(process.pid)}`;
  try {
    renameSync(file, dead);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    return; // another start has just done the same
  }
  const moved = asKnown(readRecord(dead));
  // Between our look and our move another start may have taken the lock: then it keeps it.
  if (moved !== undefined && isAlive(moved)) claim(file, readRecord(dead) ?? {});
  rmSync(dead);
}
