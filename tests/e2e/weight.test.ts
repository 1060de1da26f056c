import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { openPanel } from '../support/screen.ts';
import { movedIn } from '../support/shifts.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

/** What the desk may cost: the first load, and not one pixel of movement, while the demo show is running. Time is measured by `npm run bench -- desk`. */
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

/** What a page loads of script until it is there, in bytes, gzipped. */
async function scriptOf(page: Page, open: () => Promise<void>): Promise<number> {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await open();
  const total = (await Promise.all(scripts)).reduce((a, b) => a + b, 0);
  test.info().annotations.push({ type: 'measured', description: `${Math.round(total / 1000)} kB of script, gzipped, in ${scripts.length} files` });
  return total;
}

test('the first load of the desk is at most 200 kB of script, gzipped', async ({ page }) => {
  expect(await scriptOf(page, () => enter(page))).toBeLessThanOrEqual(200_000);
});

test("the first load of the host's page is at most 120 kB of script, gzipped: a tablet may be on a poor network", async ({ page }) => {
  await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  const total = await scriptOf(page, async () => {
    await page.goto(`${server.url}/shows/demo/host`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
  expect(total).toBeLessThanOrEqual(120_000);
});

for (const [role, most] of [['overlay', 60_000], ['wall', 120_000]] as const) {
  test(`the first load of the ${role} is at most ${most / 1_000} kB of script, gzipped`, async ({ page }) => {
    const { token } = (await server.call('POST', '/api/v1/shows/demo/links', { role, name: role })).json<{ token: string }>();
    const total = await scriptOf(page, async () => {
      await page.goto(`${server.url}/shows/demo/${role}#${token}`);
      await expect(page.getByText('演示', { exact: true })).toBeVisible();
    });
    expect(total).toBeLessThanOrEqual(most);
  });
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
  await expect(page.getByRole('tab', { name: /^Deals/ })).toBeVisible();
  for (const name of [/^Deals/, /^Stock/, /^Log/, /^Feeds/]) await openPanel(page, name);
  await page.getByRole('button', { name: 'Whole show' }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  expect(said).toEqual([]);
});
