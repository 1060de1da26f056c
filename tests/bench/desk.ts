import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { build } from 'vite';
import { chromiumPath } from '../../server/setup/chromium.js';
import { startRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { ROOT, run } from './process.ts';
import { median, resultOf, type Result } from './report.ts';
import { createBenchShow } from './show.ts';

const ROUNDS = 5;
const TICKS = 60;
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

const LISTINGS = 500;
const WHEELS = 100;

/** What a tick costs the page's own thread on the desk of the running demo show, in processor time, and how long a task of a page with 500 listings is. Unit: ms. */
export async function benchDesk(): Promise<Result[]> {
  // Beside the bundle, where the server looks for its screens.
  await build({ logLevel: 'error', build: { outDir: join(ROOT, '.cache/client'), emptyOutDir: true } });
  const redis = await startRedis();
  const server = await run('ours', { REDIS_URL: redis.url, PORT: '0', DATA_DIR: redis.dir, ADMIN_KEY, DEMO: 'on', LOG_LEVEL: 'error' });
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: FLAGS });
  try {
    const page = await desk(browser, server.url, 'demo');
    await page.locator('canvas').waitFor();
    const cdp = await page.context().newCDPSession(page);
    // Processor time of the page's own thread: other work on the machine is not the page's doing.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Network.enable');
    let ticks = 0;
    cdp.on('Network.webSocketFrameReceived', ({ response }) => {
      if (response.payloadData.includes('"tally:ticked"')) ticks += 1;
    });
    const heard = async (count: number): Promise<void> => {
      ticks = 0;
      while (ticks < count) await page.waitForTimeout(100);
    };
    await heard(TICKS);
    const rounds: Result['rounds'] = [];
    const tasks: number[] = [];
    await longestTask(page);
    for (let round = 0; round < ROUNDS; round++) {
      const before = await read(cdp);
      await heard(TICKS);
      const after = await read(cdp);
      rounds.push({ ours: ((after.script - before.script) * 1000) / ticks, baseline: null });
      tasks.push(((after.task - before.task) * 1000) / ticks);
    }
    const ticking = resultOf('scripting a tick on the desk', 'ms', rounds, { 'all tasks a tick, ms': median(tasks), 'longest task while ticking, ms (0: none over 50)': await longestTask(page) });
    await page.close();
    return [ticking, await scrolling(browser, server.url)];
  } finally {
    await browser.close();
    await server.stop();
    await redis.stop();
  }
}

async function desk(browser: Browser, url: string, showId: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.addInitScript(() => {
    const longest = { ms: 0 };
    Object.assign(globalThis, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: 'longtask' });
  });
  await page.request.post(`${url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: url } });
  await page.goto(`${url}/shows/${showId}/desk`);
  return page;
}

/** The longest task since it was asked last; browsers tell only of those over 50 ms. Unit: ms. */
const longestTask = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { longest } = globalThis as unknown as { longest: { ms: number } };
    const { ms } = longest;
    longest.ms = 0;
    return ms;
  });

/** The rail of a show with 500 listings, scrolled from end to end. */
async function scrolling(browser: Browser, url: string): Promise<Result> {
  await createBenchShow(url, 'rail', LISTINGS);
  const page = await desk(browser, url, 'rail');
  await page.getByText(`商品 1`, { exact: true }).first().waitFor();
  await page.waitForTimeout(3_000);
  await page.mouse.move(150, 500);
  const rounds: Result['rounds'] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await longestTask(page);
    for (let n = 0; n < WHEELS; n++) {
      await page.mouse.wheel(0, round % 2 === 0 ? 280 : -280);
      await page.waitForTimeout(16);
    }
    rounds.push({ ours: await longestTask(page), baseline: null });
  }
  await page.close();
  return resultOf(`longest task while the rail of ${LISTINGS} listings scrolls (0: none over 50)`, 'ms', rounds);
}

async function read(cdp: CDPSession): Promise<{ script: number; task: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { script: of('ScriptDuration'), task: of('TaskDuration') };
}
