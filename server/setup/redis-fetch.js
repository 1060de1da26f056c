// @ts-check
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, run } from './children.js';
import { cacheDir, isExecutable } from './paths.js';
import { step } from './say.js';

const WRAPPER = 'redis-server';

/** Where packages of this release and processor are kept: another release's libraries would not fit. */
function home() {
  const release = /^VERSION_CODENAME=(\S+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  return join(cacheDir(), `redis-${release}-${process.arch}`);
}

/** The Redis that an earlier start fetched, or undefined. */
export function fetchedRedis() {
  if (process.platform !== 'linux') return undefined;
  const file = join(home(), WRAPPER);
  return isExecutable(file) ? file : undefined;
}

/**
 * Downloads Debian's or Ubuntu's own packages and unpacks them into the cache: no root, nothing installed, no service
 * started. apt checks the signatures and checksums.
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>} the executable
 */
export async function fetchRedis(signal) {
  return step('Fetching Redis from the distribution (no root needed, nothing is installed)', async () => {
    const work = mkdtempSync(join(tmpdir(), 'changkong-redis-'));
    try {
      try {
        await download(work, [], signal);
      } catch {
        signal?.throwIfAborted();
        // The machine's package lists are missing or too old for the mirror: fetch our own beside the packages.
        await download(work, await ownLists(work, signal), signal);
      }
      return await unpack(work, signal);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

/**
 * @param {string} work
 * @param {AbortSignal} [signal]
 * @returns {Promise<string[]>} the options that make apt use them
 */
async function ownLists(work, signal) {
  const state = join(work, 'state');
  const cache = join(work, 'cache');
  mkdirSync(join(state, 'lists/partial'), { recursive: true });
  mkdirSync(join(cache, 'archives/partial'), { recursive: true });
  const options = ['-o', `Dir::State=${state}`, '-o', 'Dir::State::status=/var/lib/dpkg/status', '-o', `Dir::Cache=${cache}`];
  await apt('apt-get', [...options, 'update'], work, signal);
  return options;
}

/**
 * Fetches redis-server and every package it needs that this machine lacks.
 * @param {string} work
 * @param {readonly string[]} options
 * @param {AbortSignal} [signal]
 */
async function download(work, options, signal) {
  /** @type {Set<string>} */
  const wanted = new Set(['redis-server', 'redis-tools']);
  for (const name of wanted) {
    const listing = await apt('apt-cache', [...options, 'depends', '--important', name], work, signal);
    for (const [, needed] of listing.matchAll(/^ {2}(?:Pre)?Depends: (\S+)$/gm)) {
      // Only libraries: redis-server's other dependencies serve the system service that we do not start.
      if (needed?.startsWith('lib') === true && !(await isInstalled(needed))) wanted.add(needed);
    }
  }
  await apt('apt-get', [...options, 'download', ...wanted], work, signal);
}

/** @param {string} name */
async function isInstalled(name) {
  const { code, output } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]);
  return code === 0 && output.startsWith('installed');
}

/**
 * @param {'apt-get' | 'apt-cache'} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {AbortSignal} [signal]
 */
function apt(program, args, cwd, signal) {
  // Root's apt would switch to a user who may not write into our folder.
  const quiet = ['-q', '-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20'];
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  return mustRun(program, [...quiet, ...args], { cwd, env, signal, timeoutMs: 240_000, failure: `${program} failed:` });
}

/**
 * Unpacks beside the final place and moves it there whole, so that a broken fetch is never taken for a good one.
 * @param {string} work
 * @param {AbortSignal} [signal]
 */
async function unpack(work, signal) {
  const target = home();
  const fresh = mkdtempSync(`${target}-`);
  try {
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      await mustRun('dpkg-deb', ['-x', join(work, file), join(fresh, 'root')], { signal, failure: `${file} could not be unpacked:` });
    }
    // $0 is this script: the folder stays movable. exec keeps the pid that we started.
    const script = `#!/bin/sh
here=$(dirname "$0")/root
for folder in "$here"/usr/lib/*-linux-* "$here"/lib/*-linux-*; do
  [ -d "$folder" ] && LD_LIBRARY_PATH="$folder\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
exec "$here/usr/bin/redis-server" "$@"
`;
    writeFileSync(join(fresh, WRAPPER), script, { mode: 0o755 });
    await mustRun(join(fresh, WRAPPER), ['--version'], { signal, failure: 'the fetched Redis does not run here:' });
    const other = fetchedRedis();
    if (other !== undefined) return other; // another start was quicker
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    return join(target, WRAPPER);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
