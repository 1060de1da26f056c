// @ts-check
import { run } from './children.js';
import { onPath } from './paths.js';
import { fetchedRedis, fetchRedis } from './redis-fetch.js';
import { say, Stop } from './say.js';

const HOW_TO_GET_ONE = `No Redis 6.2 or newer here, and none could be fetched. Any one of these helps:
  Debian, Ubuntu   sudo apt-get install redis-server
  macOS            brew install valkey
  Docker           docker run -d -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes
                   and then  REDIS_URL=redis://127.0.0.1:6379 npm start`;

/** The scripts use SET with GET, which is of 6.2; Ubuntu 22.04 still has 6.0. Every Valkey will do. */
const OLDEST = [6, 2];

/**
 * A Redis server to run as our own child: on PATH, fetched before, or fetched now from the distribution.
 * @param {{ signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<string>} the path of an executable that takes redis-server's arguments
 * @throws {Stop} exit code 78 with install lines where none is to be had
 */
export async function redisServerPath(options = {}) {
  for (const found of [onPath('valkey-server'), onPath('redis-server'), fetchedRedis()]) {
    if (found !== undefined && (await isRecent(found))) return found;
  }
  if (onPath('apt-get') !== undefined && onPath('dpkg-deb') !== undefined) {
    try {
      const fetched = await fetchRedis(options.signal);
      if (await isRecent(fetched)) return fetched;
    } catch (error) {
      options.signal?.throwIfAborted();
      say(`  The distribution's Redis packages could not be fetched: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Stop(HOW_TO_GET_ONE, 78);
}

/** @param {string} path */
async function isRecent(path) {
  const { output } = await run(path, ['--version'], { timeoutMs: 10_000 });
  const [, major = 0, minor = 0] = (/v=(\d+)\.(\d+)/.exec(output) ?? []).map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  const recent = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (!recent) say(`  ${path} is too old: ${output.trim()}`);
  return recent;
}
