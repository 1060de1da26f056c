// @ts-check
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

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
  const number = (/** @type {string} */ name) => Number(at(at(report, 'stats'), name));
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
