// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { signalIfThere } from './children.js';

/**
 * A process on record. A pid alone may by now be another program's; pid and birth together are one process for ever.
 * @typedef {{ pid: number, born: string }} Known
 */

/**
 * When a process was started, in a form that only equality is asked of; undefined if it is gone or a zombie.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function birthOf(pid) {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim() || undefined;
    }
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything, so count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${String(fields[19])}`;
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {Known}
 */
export function know(pid) {
  return { pid, born: birthOf(pid) ?? 'unknown' };
}

/** @param {Known} known */
export function isAlive(known) {
  return birthOf(known.pid) === known.born;
}

/**
 * Writes a process's pid file in one step, so that no reader sees half of it.
 * @param {string} file
 * @param {number} pid
 */
export function record(file, pid) {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${String(process.pid)}`;
  writeFileSync(fresh, JSON.stringify(know(pid)));
  renameSync(fresh, file);
}

/**
 * @param {string} file
 * @returns {Record<string, unknown> | undefined} undefined if there is none or it is not readable JSON
 */
export function readRecord(file) {
  try {
    const value = /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @returns {Known | undefined}
 */
export function asKnown(value) {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('born' in value)) return undefined;
  const { pid, born } = value;
  // Never 0 or 1: kill(0) and kill(-1) reach far more than one process.
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1 && typeof born === 'string' ? { pid, born } : undefined;
}

/**
 * Ends a process that an earlier run left behind, if it is really that one, and removes its pid file.
 * @param {string} file
 * @param {number} graceMs after which it is killed with its group
 * @returns {Promise<boolean>} whether there was one
 */
export async function stopRecorded(file, graceMs) {
  const known = asKnown(readRecord(file));
  const found = known !== undefined && isAlive(known);
  if (found) {
    signalIfThere(known.pid, 'SIGTERM');
    if (!(await gone(known, graceMs))) {
      signalIfThere(-known.pid, 'SIGKILL');
      await gone(known, 2_000);
    }
  }
  rmSync(file, { force: true });
  return found;
}

/**
 * @param {Known} known
 * @param {number} withinMs
 * @returns {Promise<boolean>} whether it went in time
 */
export async function gone(known, withinMs) {
  const deadline = performance.now() + withinMs;
  while (isAlive(known)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
