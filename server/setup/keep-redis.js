// @ts-check
import { record } from './processes.js';
import { startPrivateRedis } from './redis-run.js';
import { say, step, Stop } from './say.js';

/** A Redis that falls over this often in a minute has a trouble that starting it again does not cure. */
const MOST_RESTARTS = 5;

/**
 * @typedef {object} KeptRedis
 * @property {string} url
 * @property {Promise<never>} failed rejects once it cannot be kept running
 * @property {() => Promise<void>} stop
 */

/**
 * Runs the private Redis and starts it again on the same address and data should it die: the server reconnects.
 * @param {{ binary: string, dir: string, pidFile: string, signal: AbortSignal }} options
 * @returns {Promise<KeptRedis>}
 */
export async function keepRedis({ binary, dir, pidFile, signal }) {
  const giveUp = new AbortController();
  const settings = { binary, dir, onSpawn: (/** @type {number} */ pid) => { record(pidFile, pid); } };
  const first = await step('Loading the data', () => startPrivateRedis({ ...settings, signal }));
  let current = Promise.resolve(first);
  /** @type {number[]} */
  let restarts = [];

  /** @returns {Promise<never>} */
  const watch = async () => {
    for (;;) {
      const exit = await (await current).child.exited;
      if (giveUp.signal.aborted) return new Promise(() => undefined);
      restarts = [...restarts.filter((at) => performance.now() - at < 60_000), performance.now()];
      if (restarts.length > MOST_RESTARTS) throw new Stop(`The private Redis keeps dying; see ${dir}/redis.log`);
      say(`  The private Redis ended (${exit.signal ?? `exit code ${String(exit.code)}`}); starting it again.`);
      current = startPrivateRedis({ ...settings, signal: giveUp.signal, address: first.address });
    }
  };
  const failed = watch();
  failed.catch(() => undefined); // whoever races on it sees the rejection; until then it is not unhandled
  return {
    url: first.url,
    failed,
    stop: async () => {
      giveUp.abort();
      // One that was just being started again has been ended by the abort, and its promise rejects.
      const running = await current.catch(() => undefined);
      await running?.child.stop(1_500);
    },
  };
}
