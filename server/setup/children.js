// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Stop } from './say.js';

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit */
/**
 * @typedef {object} Child
 * @property {import('node:child_process').ChildProcess} process
 * @property {number} pid
 * @property {Promise<Exit>} exited never rejects
 * @property {(graceMs: number) => Promise<Exit>} stop SIGTERM, and SIGKILL to its whole group after `graceMs`
 */

/**
 * Starts a program. A detached one leads its own process group, so a Ctrl-C at the terminal reaches only us and we
 * decide the order in which things stop.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<Child>}
 */
export async function start(command, args, options) {
  const child = spawn(command, args, options);
  /** @type {Promise<Exit>} */
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await once(child, 'spawn');
  const pid = /** @type {number} */ (child.pid);
  const target = options.detached === true ? -pid : pid;
  return {
    process: child,
    pid,
    exited,
    stop: async (graceMs) => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const late = new AbortController();
      await Promise.race([exited, delay(graceMs, undefined, { signal: late.signal }).catch(ignoreAbort)]);
      late.abort();
      signalIfThere(target, 'SIGKILL'); // also strays that outlived the group's leader
      return exited;
    },
  };
}

/**
 * Runs a program to its end, collecting what it prints; an aborted one takes its whole group with it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal | undefined, show?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<Exit & { output: string, timedOut: boolean }>}
 */
export async function run(command, args, options = {}) {
  options.signal?.throwIfAborted();
  const child = await start(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', options.show === true ? 'inherit' : 'pipe', options.show === true ? 'inherit' : 'pipe'],
  });
  let output = '';
  let timedOut = false;
  const collect = (/** @type {Buffer} */ chunk) => {
    output = (output + chunk.toString()).slice(-200_000);
  };
  child.process.stdout?.on('data', collect);
  child.process.stderr?.on('data', collect);
  const abort = () => void child.stop(1_500);
  options.signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => {
    timedOut = true;
    abort();
  }, options.timeoutMs ?? 2 ** 31 - 1);
  const exit = await child.exited;
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', abort);
  await drained(child.process.stdout);
  await drained(child.process.stderr);
  signalIfThere(-child.pid, 'SIGKILL');
  options.signal?.throwIfAborted();
  return { ...exit, output, timedOut };
}

/**
 * As `run`, but a failure stops the script with what the program said last.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2] & { failure: string }} options
 */
export async function mustRun(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new Stop(`${options.failure}\n${tail(result.output, 40)}`);
  return result.output;
}

/**
 * @param {string} text
 * @param {number} lines
 */
export function tail(text, lines) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Sends a signal to a process, or to a group when negative; one that is gone already is no error.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalIfThere(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * The last lines may still be in the pipe after the exit; a stray that holds it open must not hold us.
 * @param {import('node:stream').Readable | null} stream
 */
async function drained(stream) {
  if (stream === null || stream.readableEnded) return;
  await Promise.race([once(stream, 'close'), delay(300)]);
}

/** @param {unknown} error */
function ignoreAbort(error) {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
