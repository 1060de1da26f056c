// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.js';
import { start } from './children.js';
import { chromiumPath } from './chromium.js';
import { judge } from './counts.js';
import { halted, haltWhenAsked } from './halt.js';
import { checkNode, installPackages } from './packages.js';
import { root } from './paths.js';
import { redisServerPath } from './redis-find.js';
import { runMain, say, Stop } from './say.js';
import { TOGETHER, stagesOf } from './stages.js';

/** @typedef {import('./stages.js').Stage} Stage */
/** @typedef {import('./counts.js').Verdict} Verdict */

await runMain(async () => {
  const signal = haltWhenAsked();
  const deadline = performance.now() + TOGETHER * 60_000;
  const reports = mkdtempSync(join(tmpdir(), 'changkong-test-'));
  try {
    const stages = chosen(stagesOf(reports), process.argv.slice(2));
    checkNode();
    await installPackages(signal);
    if (stages.some((stage) => stage.needs.includes('redis'))) await redisServerPath({ signal });
    let passed = 0;
    let failed = 0;
    for (const stage of stages) {
      const count = await runStage(stage, deadline, signal);
      passed += count.passed;
      failed += count.failed;
    }
    say(`${String(passed)} passed, ${String(failed)} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

/**
 * @param {readonly Stage[]} stages
 * @param {readonly string[]} names
 */
function chosen(stages, names) {
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined) throw new Stop(`There is no stage "${unknown}": ${stages.map((stage) => stage.name).join(', ')}`, 64);
  return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name));
}

/**
 * Runs a stage and says how it went; whatever breaks in it is a failure of this stage, not of the run.
 * @param {Stage} stage
 * @param {number} deadline of the whole run, by `performance.now`
 * @param {AbortSignal} signal
 * @returns {Promise<Verdict>}
 */
async function runStage(stage, deadline, signal) {
  say(`\n── ${stage.name} ──`);
  const began = performance.now();
  const verdict = await execute(stage, deadline, signal).catch((/** @type {unknown} */ error) => {
    signal.throwIfAborted();
    return { passed: 0, failed: 1, reason: error instanceof Error ? error.message : String(error) };
  });
  if (verdict.reason !== '') say(`${stage.name}: ${verdict.reason}`);
  const seconds = String(Math.round((performance.now() - began) / 1000));
  say(`── ${stage.name}: ${String(verdict.passed)} passed, ${String(verdict.failed)} failed (${seconds} s) ──`);
  return verdict;
}

/**
 * @param {Stage} stage
 * @param {number} deadline
 * @param {AbortSignal} signal
 * @returns {Promise<Verdict>}
 */
async function execute(stage, deadline, signal) {
  if (stage.needs.includes('build')) await build(signal);
  const chrome = stage.needs.includes('chromium') ? { CHROME: await chromiumPath({ signal }) } : {};
  const minutes = Math.min(stage.minutes, (deadline - performance.now()) / 60_000);
  if (minutes <= 0) throw new Error(`the ${String(TOGETHER)} minutes of all stages together were over before it began`);
  const child = await start(process.execPath, stage.command, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...stage.env, ...chrome },
  });
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<'hung'>} */
  const hung = new Promise((resolve) => {
    timer = setTimeout(() => {
      resolve('hung');
    }, minutes * 60_000);
  });
  const first = await Promise.race([child.exited, hung, halted(signal)]);
  clearTimeout(timer);
  const exit = await child.stop(3_000);
  signal.throwIfAborted();
  const trouble = first === 'hung' ? `was not done after ${minutes.toFixed(0)} minutes and was killed` : exit.code === 0 ? '' : endOf(exit);
  try {
    return judge(stage.count?.(), trouble);
  } catch (error) {
    // Without a report there is at least what its process came to.
    return { passed: 0, failed: 1, reason: trouble || String(error) };
  }
}

/** @param {import('./children.js').Exit} exit */
function endOf(exit) {
  return exit.signal === null ? `ended with exit code ${String(exit.code)}` : `was ended by ${exit.signal}`;
}
