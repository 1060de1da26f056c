import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge, readPlaywright, readVitest } from '../../../server/setup/counts.js';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ck-counts-'));
  file = join(dir, 'report.json');
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const write = (report: unknown) => {
  writeFileSync(file, JSON.stringify(report));
};
const result = (status: string, tests: string[]) => ({ status, assertionResults: tests.map((state) => ({ status: state })) });

describe('the counts of npm test', () => {
  it('sum every file of a Vitest report', () => {
    write({ testResults: [result('passed', ['passed', 'passed']), result('failed', ['passed', 'failed', 'failed']), result('passed', ['skipped', 'todo'])] });
    expect(readVitest(file)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('count a file that could not even be loaded as one failure', () => {
    write({ testResults: [result('failed', []), result('failed', ['passed'])] });
    expect(readVitest(file)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it('count a flaky browser test, and an error outside any test, as failures', () => {
    write({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{ message: 'no browser' }] });
    expect(readPlaywright(file)).toEqual({ passed: 4, failed: 3, skipped: 1 });
  });

  it('fail on a report that is missing, broken or of another shape', () => {
    expect(() => readVitest(file)).toThrow();
    writeFileSync(file, '{"testResults":');
    expect(() => readVitest(file)).toThrow();
    write({ numPassedTests: 3 });
    expect(() => readVitest(file)).toThrow(/testResults/);
    expect(() => readPlaywright(file)).toThrow();
  });
});

describe('the verdict on a stage', () => {
  it.each([
    ['all passed', { passed: 3, failed: 0, skipped: 0 }, '', { passed: 3, failed: 0 }],
    ['some failed', { passed: 3, failed: 2, skipped: 0 }, 'ended with exit code 1', { passed: 3, failed: 2 }],
    ['all passed, then it crashed', { passed: 3, failed: 0, skipped: 0 }, 'was ended by SIGSEGV', { passed: 3, failed: 1 }],
    ['nothing was run', { passed: 0, failed: 0, skipped: 0 }, '', { passed: 0, failed: 1 }],
    ['one was skipped', { passed: 3, failed: 0, skipped: 1 }, '', { passed: 3, failed: 1 }],
    ['it is one test, and passed', undefined, '', { passed: 1, failed: 0 }],
    ['it is one test, and hung', undefined, 'hung', { passed: 0, failed: 1 }],
  ])('%s', (_, count, trouble, expected) => {
    expect(judge(count, trouble)).toMatchObject(expected);
  });
});
