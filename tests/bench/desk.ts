import { chromium, type CDPSession } from '@playwright/test';
import { chromiumPath } from '../../server/setup/chromium.js';
import { startRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { run } from './process.ts';
import { median, resultOf, type Result } from './report.ts';

const ROUNDS = 5;
const TICKS = 60;
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** What a tick costs the page's own thread on the desk of the running demo show, in processor time. Unit: ms. */
export async function benchDesk(): Promise<Result[]> {
  const redis = await startRedis();
  const server = await run('ours', { REDIS_URL: redis.url, PORT: '0', DATA_DIR: redis.dir, ADMIN_KEY, DEMO: 'on', LOG_LEVEL: 'error' });
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: FLAGS });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
    await page.goto(`${server.url}/shows/demo/desk`);
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
    for (let round = 0; round < ROUNDS; round++) {
      const before = await read(cdp);
      await heard(TICKS);
      const after = await read(cdp);
      rounds.push({ ours: ((after.script - before.script) * 1000) / ticks, baseline: null });
      tasks.push(((after.task - before.task) * 1000) / ticks);
    }
    return [resultOf('scripting a tick on the desk', 'ms', rounds, { 'all tasks a tick, ms': median(tasks) })];
  } finally {
    await browser.close();
    await server.stop();
    await redis.stop();
  }
}

async function read(cdp: CDPSession): Promise<{ script: number; task: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { script: of('ScriptDuration'), task: of('TaskDuration') };
}
