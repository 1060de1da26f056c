// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.js';
import { start } from './children.js';
import { chromiumPath } from './chromium.js';
import { halted, haltWhenAsked } from './halt.js';
import { checkNode, installPackages } from './packages.js';
import { root } from './paths.js';
import { redisServerPath } from './redis-find.js';
import { runMain, say, Stop } from './say.js';
import { stagesOf } from './stages.js';

/** @typedef {import('./stages.js').Stage} Stage */
/** @typedef {import('./counts.js').Count} Count */

await runMain(async () => {
  const signal = haltWhenAsked();
  const reports = mkdtempSync(join(tmpdir(), 'changkong-test-'));
  try {
    const stages = chosen(stagesOf(reports), process.argv.slice(2));
    checkNode();
    await installPackages(signal);
    if (stages.some((stage) => stage.needs.includes('redis'))) await redisServerPath({ signal });
    let passed = 0;
    let failed = 0;
    for (const stage of stages) {
      const count = await runStage(stage, signal);
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
 * @param {AbortSignal} signal
 * @returns {Promise<Count>}
 */
async function runStage(stage, signal) {
  say(`\n── ${stage.name} ──`);
  const began = performance.now();
  /** @type {Count} */
  let count;
  let reason = '';
  try {
    const outcome = await execute(stage, signal);
    count = outcome.count;
    reason = outcome.reason;
  } catch (error) {
    signal.throwIfAborted();
    count = { passed: 0, failed: 1, skipped: 0 };
    reason = error instanceof Error ? error.message : String(error);
  }
  if (reason !== '') say(reason);
  const seconds = String(Math.round((performance.now() - began) / 1000));
  say(`── ${stage.name}: ${String(count.passed)} passed, ${String(count.failed)} failed (${seconds} s) ──`);
  return count;
}

/**
 * @param {Stage} stage
 * @param {AbortSignal} signal
 * @returns {Promise<{ count: Count, reason: string }>}
 */
async function execute(stage, signal) {
  if (stage.needs.includes('build')) await build(signal);
  const chrome = stage.needs.includes('chromium') ? { CHROME: await chromiumPath({ signal }) } : {};
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
    }, stage.minutes * 60_000);
  });
  const first = await Promise.race([child.exited, hung, halted(signal)]);
  clearTimeout(timer);
  const exit = await child.stop(3_000);
  signal.throwIfAborted();
  const trouble = first === 'hung' ? `hung for ${String(stage.minutes)} minutes and was killed` : exit.code === 0 ? '' : endOf(exit);
  return judge(stage, trouble);
}

/**
 * @param {Stage} stage
 * @param {string} trouble how its process ended, when not well
 */
function judge(stage, trouble) {
  const reported = stage.count?.() ?? { passed: trouble === '' ? 1 : 0, failed: trouble === '' ? 0 : 1, skipped: 0 };
  const reasons = [];
  if (trouble !== '' && reported.failed === 0) reasons.push(`${stage.name} ${trouble}`);
  if (reported.passed + reported.failed === 0) reasons.push(`${stage.name} ran no test`);
  if (reported.skipped > 0) reasons.push(`${String(reported.skipped)} skipped; a skipped test counts as failed`);
  const failed = Math.max(reported.failed + reported.skipped, reasons.length > 0 ? 1 : 0);
  return { count: { ...reported, failed }, reason: reasons.join('\n') };
}

/** @param {import('./children.js').Exit} exit */
function endOf(exit) {
  return exit.signal === null ? `ended with exit code ${String(exit.code)}` : `was ended by ${exit.signal}`;
}
