// @ts-check
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count what a report says */
/** @typedef {{ passed: number, failed: number, reason: string }} Verdict what it counts for, and why where the report does not say */

/**
 * A stage that broke, ran nothing or skipped something has failed, whatever its report says.
 * @param {Count | undefined} count undefined: the stage as a whole counts as one test
 * @param {string} trouble how its process ended, when not well
 * @returns {Verdict}
 */
export function judge(count, trouble) {
  if (count === undefined) return { passed: trouble === '' ? 1 : 0, failed: trouble === '' ? 0 : 1, reason: trouble };
  const reasons = [];
  if (trouble !== '' && count.failed === 0) reasons.push(trouble);
  if (count.passed + count.failed === 0) reasons.push('no test was run');
  if (count.skipped > 0) reasons.push(`${String(count.skipped)} skipped, which counts as failed`);
  const failed = Math.max(count.failed + count.skipped, reasons.length > 0 ? 1 : 0);
  return { passed: count.passed, failed, reason: reasons.join('; ') };
}

/**
 * Sums a Vitest JSON report. A file that failed as a whole, before any of its tests ran, counts as one failure.
 * @param {string} file
 * @returns {Count}
 */
export function readVitest(file) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const result of listAt(read(file), 'testResults')) {
    const states = listAt(result, 'assertionResults').map((test) => at(test, 'status'));
    const failed = states.filter((state) => state === 'failed').length;
    const passed = states.filter((state) => state === 'passed').length;
    count.passed += passed;
    count.skipped += states.length - passed - failed;
    count.failed += failed === 0 && at(result, 'status') === 'failed' ? 1 : failed;
  }
  return count;
}

/**
 * Sums a Playwright JSON report; a flaky test has failed once, so it failed.
 * @param {string} file
 * @returns {Count}
 */
export function readPlaywright(file) {
  const report = read(file);
  const number = (/** @type {string} */ name) => {
    const value = at(at(report, 'stats'), name);
    if (typeof value !== 'number') throw new TypeError(`the report has no number "${name}"`);
    return value;
  };
  return {
    passed: number('expected'),
    failed: number('unexpected') + number('flaky') + listAt(report, 'errors').length,
    skipped: number('skipped'),
  };
}

/**
 * @param {string} file
 * @returns {unknown}
 */
function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function at(value, name) {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown[]}
 */
function listAt(value, name) {
  const list = at(value, name);
  if (!Array.isArray(list)) throw new TypeError(`the report has no list "${name}"`);
  return list;
}
