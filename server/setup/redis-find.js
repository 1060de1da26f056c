// @ts-check
import { onPath } from './paths.js';
import { fetchedRedis, fetchRedis } from './redis-fetch.js';
import { say, Stop } from './say.js';

const HOW_TO_GET_ONE = `No Redis here, and none could be fetched. Any one of these helps:
  Debian, Ubuntu   sudo apt-get install redis-server
  macOS            brew install valkey
  Docker           docker run -d -p 6379:6379 redis:7 redis-server --appendonly yes
                   and then  REDIS_URL=redis://127.0.0.1:6379 npm start`;

/**
 * A Redis server to run as our own child: on PATH, fetched before, or fetched now from the distribution.
 * @param {{ signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<string>} the path of an executable that takes redis-server's arguments
 * @throws {Stop} exit code 78 with install lines where none is to be had
 */
export async function redisServerPath(options = {}) {
  const found = onPath('valkey-server') ?? onPath('redis-server') ?? fetchedRedis();
  if (found !== undefined) return found;
  if (onPath('apt-get') !== undefined && onPath('dpkg-deb') !== undefined) {
    try {
      return await fetchRedis(options.signal);
    } catch (error) {
      options.signal?.throwIfAborted();
      say(`  The distribution's Redis packages could not be fetched: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Stop(HOW_TO_GET_ONE, 78);
}
