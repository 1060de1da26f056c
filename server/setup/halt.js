// @ts-check
import { know } from './processes.js';
import { Stop } from './say.js';

/**
 * A signal that is aborted, with a quiet Stop, once we are asked to end: by SIGINT, SIGTERM, SIGHUP, or by the death of
 * the npm that started us, which a `kill -9` of npm would otherwise leave unnoticed.
 */
export function haltWhenAsked() {
  const controller = new AbortController();
  // A repeated signal changes nothing: npm forwards the one that the terminal has already sent to us.
  const halt = () => {
    controller.abort(new Stop('', 0));
  };
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, halt);
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const npm = know(process.ppid);
    setInterval(() => {
      if (process.ppid !== npm.pid) halt();
    }, 250).unref();
  }
  // Whoever read our words has gone, which is no reason to stop a show.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return controller.signal;
}

/**
 * Resolves once the signal is aborted.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function halted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
