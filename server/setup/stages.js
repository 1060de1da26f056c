// @ts-check
import { join } from 'node:path';
import { readPlaywright, readVitest } from './counts.js';

/** @typedef {import('./counts.js').Count} Count */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} minutes after which it counts as hung, several times what it takes on a machine that has nothing else to do
 * @property {readonly ('redis' | 'build' | 'chromium')[]} needs
 * @property {readonly string[]} command arguments for node
 * @property {NodeJS.ProcessEnv} [env]
 * @property {() => Count} [count] what its report says; a stage without one counts as one test
 */

/** All of them together end within the hour. Unit: minutes. */
export const TOGETHER = 58;

/**
 * The stages of `npm test`, in their order.
 * @param {string} reports a folder for the machine-readable results
 * @returns {Stage[]}
 */
export function stagesOf(reports) {
  /**
   * @param {string} name
   * @param {number} minutes
   * @param {Stage['needs']} needs
   * @param {readonly string[]} projects
   * @param {readonly string[]} more further arguments
   * @returns {Stage}
   */
  const vitest = (name, minutes, needs, projects = [name], more = []) => {
    const file = join(reports, `${name}.json`);
    const chosen = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    return {
      name,
      minutes,
      needs,
      command: ['node_modules/vitest/vitest.mjs', 'run', ...chosen, ...more, ...reporters],
      count: () => readVitest(file),
    };
  };
  const browser = join(reports, 'browser.json');
  return [
    { name: 'types', minutes: 6, needs: [], command: ['node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', '.'] },
    { name: 'lint', minutes: 14, needs: [], command: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', '--concurrency', '2'] },
    { name: 'build', minutes: 5, needs: [], command: ['server/setup/build-main.js'] },
    vitest('unit', 7, [], ['unit', 'client']),
    vitest('store', 8, ['redis']),
    vitest('live', 14, ['redis', 'build']),
    // One file at a time: each starts and kills many processes, and two at once would keep each other waiting.
    vitest('faults', 16, ['redis', 'build'], ['faults'], ['--no-file-parallelism']),
    {
      name: 'browser',
      minutes: 26,
      needs: ['redis', 'build', 'chromium'],
      command: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browser },
      count: () => readPlaywright(browser),
    },
  ];
}
