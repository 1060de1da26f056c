import { gzipSync } from 'node:zlib';
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

/** What the desk may cost: the first load, each tick, and not one pixel of movement, while the demo show is running. */
let server: TestServer;
test.beforeAll(async () => void (server = await startServer({ env: { DEMO: 'on' } })));
test.afterAll(() => server.stop());

const DESK = '/shows/demo/desk';

async function enter(page: Page): Promise<void> {
  await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  await page.goto(server.url + DESK);
  await expect(page.getByRole('option').first()).toBeVisible();
  await expect(page.locator('canvas')).toBeVisible();
}

async function metrics(cdp: CDPSession): Promise<Map<string, number>> {
  const { metrics: all } = await cdp.send('Performance.getMetrics');
  return new Map(all.map(({ name, value }) => [name, value]));
}

test('the first load of the desk is at most 200 kB of script, gzipped', async ({ page }) => {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await enter(page);
  const total = (await Promise.all(scripts)).reduce((a, b) => a + b, 0);
  test.info().annotations.push({ type: 'measured', description: `${Math.round(total / 1000)} kB of script, gzipped, in ${scripts.length} files` });
  expect(total).toBeLessThanOrEqual(200_000);
});

test('a tick costs at most 4 ms of scripting and no task takes 50 ms of the processor', async ({ page, browser }) => {
  await enter(page);
  const cdp = await page.context().newCDPSession(page);
  // Processor time of the page's own thread: other work on the machine is not the page's doing.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  let ticks = 0;
  page.on('websocket', () => undefined);
  await cdp.send('Network.enable');
  cdp.on('Network.webSocketFrameReceived', ({ response }) => {
    if (response.payloadData.includes('"tally:ticked"')) ticks += 1;
  });
  await page.waitForTimeout(3_000);
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  const before = await metrics(cdp);
  ticks = 0;
  await expect.poll(() => ticks, { timeout: 60_000 }).toBeGreaterThanOrEqual(60);
  const counted = ticks;
  const after = await metrics(cdp);
  const longest = longestTask((await browser.stopTracing()).toString());
  const perTick = (((after.get('ScriptDuration') ?? 0) - (before.get('ScriptDuration') ?? 0)) * 1000) / counted;
  test.info().annotations.push({ type: 'measured', description: `${perTick.toFixed(2)} ms of scripting a tick over ${counted} ticks, longest task ${longest.toFixed(1)} ms` });
  expect(perTick).toBeLessThanOrEqual(4);
  expect(longest).toBeLessThanOrEqual(50);
});

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
}

/** The longest task of the thread that runs the page's scripts, in ms of processor time. */
function longestTask(trace: string): number {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const calls = new Map<string, number>();
  for (const e of traceEvents) if (e.name === 'FunctionCall') calls.set(`${e.pid}/${e.tid}`, (calls.get(`${e.pid}/${e.tid}`) ?? 0) + 1);
  const [page] = [...calls].sort((a, b) => b[1] - a[1])[0] ?? [''];
  const tasks = traceEvents.filter((e) => e.ph === 'X' && e.name.endsWith('RunTask') && `${e.pid}/${e.tid}` === page);
  return Math.max(0, ...tasks.map((task) => (task.tdur ?? 0) / 1000));
}

/**
 * What moved on the page within `ms` without anybody's doing. Lists of news are left out, because news comes in at their
 * top, and so are table rows, which change places when their figures do.
 */
function movedIn(page: Page, ms: number): Promise<string[]> {
  return page.evaluate(
    (wait) =>
      new Promise<string[]>((resolve) => {
        const moved: string[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { sources } = entry as PerformanceEntry & { sources: { node: Node | null }[] };
            for (const { node } of sources) {
              const element = node instanceof Element ? node : node?.parentElement;
              if (element && !element.closest('[role="tabpanel"], tbody')) moved.push(`${element.tagName} ${element.textContent ?? ''}`.slice(0, 80));
            }
          }
        });
        observer.observe({ type: 'layout-shift' });
        setTimeout(() => resolve(moved), wait);
      }),
    ms,
  );
}

for (const [width, height] of [[1280, 720], [1440, 900], [2560, 1440], [3840, 2160]] as const) {
  test(`nothing overflows and nothing moves while numbers change at ${width}×${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await enter(page);
    await page.waitForTimeout(2_500);
    expect(await movedIn(page, 4_000)).toEqual([]);
    const overflow = await page.evaluate(() => ({ x: document.documentElement.scrollWidth - innerWidth, y: document.documentElement.scrollHeight - innerHeight }));
    expect(overflow).toEqual({ x: 0, y: 0 });
  });
}

test('the page says nothing to the console: no error, no missing word', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await enter(page);
  await page.getByRole('button', { name: 'Switch language' }).or(page.getByRole('button', { name: '切换语言' })).click();
  for (const tab of ['Log', 'Feeds']) await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('button', { name: 'Whole show' }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  expect(said).toEqual([]);
});
