import { setTimeout as wait } from 'node:timers/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { Reel } from '../../shared/review/playback.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { roomMix } from '../bench/mix.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const SHOW = 'played';
/** 2026-11-11 20:00 in Shanghai. */
const START = Date.UTC(2026, 10, 11, 12);
const SECONDS = 600;
let server: TestServer;
let made = 0;

async function command(type: string, payload: object = {}): Promise<void> {
  const reply = await server.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: `played-${made++}-x`, type, payload });
  if (reply.status !== 200) throw new Error(reply.text);
}

/** Ten minutes of a show that has ended and is written down. */
test.beforeAll(async () => {
  server = await startServer({ clock: START - 60_000 });
  const listings = ['氨基酸洁面 120g', '玻尿酸精华 30ml', '修护面霜 50g'].map((title, i) => ({ id: `L${i}`, number: i + 1, sku: `SKU-${i}`, title, price: 14_900, stock: 5_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11 美妆专场', currency: 'CNY', host: '林溪', listings });
  await server.setClock(START);
  await command('show.start', { reason: '测试' });
  const mix = roomMix({ seed: 2, viewers: 400, skus: 3, startAt: START, stepMs: 100 });
  for (let second = 20; second <= SECONDS; second += 20) {
    await server.setClock(START + second * 1000);
    if (second === 60) await command('listing.take', { listingId: 'L0', seenOnAir: null });
    if (second === 300) await command('listing.take', { listingId: 'L1', seenOnAir: 'L0' });
    await server.send(SHOW, Array.from({ length: 200 }, () => mix.next().value as object), { 'x-producer': 'douyin' });
  }
  await command('show.end');
  for (let clock = START + SECONDS * 1000; ; clock += 1_000) {
    await server.setClock(clock);
    if ((await server.call('GET', `/api/v1/shows/${SHOW}/playback`)).status === 200) break;
    await wait(100);
  }
});
test.afterAll(() => server.stop());

async function open(page: Page): Promise<void> {
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  expect(reply.ok()).toBe(true);
  await page.goto(`${server.url}/shows/${SHOW}/review`);
  await page.getByRole('link', { name: '回放' }).click();
  await expect(slider(page)).toBeVisible();
}
const slider = (page: Page) => page.getByRole('slider', { name: '进度' });
const elapsed = async (page: Page): Promise<number> => Number(await slider(page).inputValue());
const yuan = (value: unknown): string => `¥${Math.trunc(Number(value) / 100).toLocaleString('en-US')}`;

test('an ended show plays on the desk itself, and nothing of it can be written', async ({ page }) => {
  const written: string[] = [];
  let sockets = 0;
  await open(page);
  page.on('request', (request) => void (request.method() !== 'GET' && written.push(`${request.method()} ${request.url()}`)));
  page.on('websocket', () => void (sockets += 1));
  await expect(page.getByRole('heading', { name: '双11 美妆专场' })).toBeVisible();
  // The desk's own clock is the show's, from the first moment on.
  await expect(page.getByRole('banner').getByText(/^00:00:0\d$/)).toBeVisible();

  await page.getByRole('radio', { name: '60×' }).click();
  await page.getByRole('button', { name: '播放' }).click();
  await expect.poll(() => elapsed(page)).toBeGreaterThan(90);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: '播放' })).toBeVisible();
  const stopped = await elapsed(page);

  await page.keyboard.press('ArrowRight');
  await expect.poll(() => elapsed(page)).toBeGreaterThan(stopped + 8);
  await page.keyboard.press('n');
  await page.keyboard.press('z');
  expect(written).toEqual([]);
  expect(sockets).toBe(0);
});

test('a moment that is sought is shown as the desk had it, and the end as the review has it', async ({ page }) => {
  await open(page);
  const review = (await (await page.request.get(`${server.url}/api/v1/shows/${SHOW}/review`)).json()) as ReviewView;
  const at = START + 320_000;
  const reel = (await (await page.request.get(`${server.url}/api/v1/shows/${SHOW}/playback?at=${at}`)).json()) as Reel;
  await slider(page).fill(String((reel.from - reel.begin) / 1000));
  await expect(page.getByText(yuan(reel.view.tally.metrics['gmv']), { exact: true }).first()).toBeVisible();
  expect(reel.common.opening.show.onAir?.listingId).toBe('L1');
  await slider(page).fill(String((reel.end - reel.begin) / 1000));
  await expect(page.getByText(yuan(review.metrics['gmv']), { exact: true }).first()).toBeVisible();
  await expect(page.getByText('已下播').first()).toBeVisible();
  // And back again: nothing of the end stays on screen.
  await slider(page).fill('30');
  await expect(page.getByText(yuan(review.metrics['gmv']), { exact: true })).toHaveCount(0);
  await expect(page.getByText('已下播')).toHaveCount(0);
  // What takes its time is said to be on its way, and shown once it is there.
  let bring = (): void => undefined;
  const brought = new Promise<void>((resolve) => (bring = resolve));
  await page.route('**/playback?*', async (route) => {
    await brought;
    await route.continue();
  });
  await slider(page).fill('590');
  await expect(page.getByRole('status').filter({ hasText: '正在从录制准备回放' })).toBeVisible();
  bring();
  await expect(page.getByRole('status').filter({ hasText: '正在从录制准备回放' })).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).include('[data-bar=playback]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});
