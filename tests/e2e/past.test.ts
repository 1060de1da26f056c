import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { METRIC } from '../../shared/metrics/dictionary.ts';
import type { TallyView } from '../../shared/metrics/view.ts';
import type { Show } from '../../shared/show/show.ts';
import { PASSWORD, makeMember } from '../support/people.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';
import { expect, test } from './browser.ts';
import { enterByName } from './enter.ts';
import { exportedEvents } from './exported.ts';

/** 2017-11-25 20:00:00 in Shanghai. */
const START = Date.UTC(2017, 10, 25, 12);
const SECONDS = 5_400;
const GOODS = ['氨基酸洁面 120g', '玻尿酸精华 30ml', '修护面霜 50g', '防晒乳 SPF50', '卸妆油 200ml', '眼霜 15g', '面膜 10片', '口红 豆沙色'];
const DEEDS = ['pv', 'pv', 'fav', 'pv', 'cart', 'buy', 'pv', 'cart', 'buy', 'pv'];
/** A show of an hour and a half, its rows in no order of time. */
const ROWS = Array.from({ length: 800 }, (_, i) => {
  const item = (i * 11 + Math.floor(i / 7)) % GOODS.length;
  return { user: `${100_000 + ((i * 37) % 173)}`, item: `${4_000 + item}`, title: GOODS[item] ?? '', deed: DEEDS[i % DEEDS.length] ?? '', second: i === 0 ? SECONDS - 1 : (i * 3_571) % SECONDS, price: `${59 + item * 40}.${i % 2 === 0 ? '5' : '90'}` };
});
const MAP = {
  title: '双11 返场', currency: 'CNY', money: 'major',
  event: { column: '行为类型', values: { pv: 'product.clicked', fav: 'product.favourited', cart: 'cart.added', buy: 'order.paid' } },
  time: { column: '时间戳', unit: 's' },
  fields: { viewerId: '用户ID', sku: '商品ID', quantity: { constant: 1 }, amount: '售价' },
  listing: { title: '商品名称', price: '售价', stock: { constant: 1_000 } },
};

let server: TestServer;
let folder: string;

/** The real tool, as `npm run replay` starts it. @returns what it printed */
async function replay(show: string, ...more: string[]): Promise<string> {
  const entry = fileURLToPath(new URL('../../server/ingest/replay-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, join(folder, '日志.csv'), '--map', join(folder, 'map.json'), '--show', show, '--url', server.url, ...more], { env: { ...process.env, ADMIN_KEY }, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`replay ended with ${String(code)}: ${out}`);
  return out;
}

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = mkdtempSync(join(tmpdir(), 'ck-past-'));
  const lines = ROWS.map(({ user, item, title, deed, second, price }) => `${user},${item},${title},${deed},${START / 1000 + second},${price}`);
  writeFileSync(join(folder, '日志.csv'), `\uFEFF${['用户ID,商品ID,商品名称,行为类型,时间戳,售价', ...lines].join('\r\n')}\r\n`);
  writeFileSync(join(folder, 'map.json'), JSON.stringify(MAP));
  server = await startServer();
});
test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function signIn(page: Page): Promise<void> {
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  expect(reply.ok()).toBe(true);
}
/** A shown figure as a number; money in whole units. */
const read = (text: string | null): number => Number((text ?? '').replace(/[^\d.-]/g, ''));
const slider = (page: Page) => page.getByRole('slider', { name: '进度' });
/** What events come to, by hand. Money in cents. */
function countedIn(events: readonly { type: string; viewerId?: string; lines?: { amount: number }[] }[]): Record<string, number> {
  const of = (type: string) => events.filter((event) => event.type === type);
  const people = (type: string): number => new Set(of(type).map(({ viewerId }) => viewerId)).size;
  return {
    productClicks: of('product.clicked').length, clickUsers: people('product.clicked'), favourites: of('product.favourited').length, cartAdds: of('cart.added').length, cartUsers: people('cart.added'),
    orders: of('order.paid').length, buyers: people('order.paid'), gmv: of('order.paid').reduce((sum, { lines = [] }) => sum + lines.reduce((all, { amount }) => all + amount, 0), 0),
  };
}

test('a log of a show that took place before is reviewed end to end: the meeting page, a part, playback, and one sum everywhere', async ({ page }) => {
  test.setTimeout(240_000);
  const said = await replay('past', '--past');
  expect(said).toContain('800 accepted');
  expect(said).toContain('the show took place from 2017-11-25T12:00:0');
  await expect.poll(async () => (await server.call('GET', '/api/v1/shows/past/review/slice')).status, { timeout: 150_000 }).toBe(200);
  await signIn(page);

  // The file, the export, the live tally.
  const events = (await exportedEvents(page, server.url, 'past')).map((line) => JSON.parse(line) as { type: string; at: number; viewerId?: string; lines?: { amount: number }[] });
  const counted = countedIn(events);
  const cents = (price: string): number => Math.round(Number(price) * 100);
  expect(counted).toMatchObject({ orders: ROWS.filter(({ deed }) => deed === 'buy').length, gmv: ROWS.filter(({ deed }) => deed === 'buy').reduce((sum, { price }) => sum + cents(price), 0) });
  const { metrics } = (await server.call('GET', '/api/v1/shows/past/tally')).json<TallyView>();
  expect(Object.fromEntries(Object.keys(counted).map((id) => [id, metrics[id]]))).toEqual(counted);

  // The meeting page.
  await page.goto(`${server.url}/shows`);
  await page.getByRole('region', { name: '已结束' }).getByRole('link', { name: '复盘' }).click();
  await expect(page.getByRole('heading', { name: '双11 返场' })).toBeVisible();
  await expect(page.getByText('补记', { exact: true })).toBeVisible();
  await expect(page.getByRole('form', { name: '这场已经播完了？' })).toHaveCount(0);
  for (const id of ['orders', 'buyers'] as const) expect(read(await page.locator(`[data-figure=${id}]`).getAttribute('title')), id).toBe(counted[id]);
  expect(read(await page.locator('[data-figure=gmv]').getAttribute('title'))).toBe((counted['gmv'] ?? 0) / 100);
  await expect(page.getByRole('region', { name: '事故' })).toContainText('没有断流');
  await expect(page.getByRole('region', { name: '走势', exact: true }).locator('canvas')).toBeVisible();
  await page.getByRole('button', { name: '全部指标' }).click();
  await page.getByRole('tab', { name: '小时' }).click();
  const names = (await page.getByRole('tabpanel').locator('thead th').allTextContents()).map((name) => name.trim());
  for (const id of ['productClicks', 'favourites', 'cartAdds', 'orders'] as const) {
    const cells = await page.getByRole('tabpanel').locator(`tbody td:nth-child(${names.indexOf(METRIC.get(id)?.zh ?? '') + 1})`).allTextContents();
    expect(cells.length, id).toBeGreaterThan(1);
    expect(cells.reduce((sum, cell) => sum + read(cell), 0), id).toBe(counted[id]);
  }

  // A part of it.
  const part = page.getByRole('region', { name: '切片' });
  const { listings } = (await server.call('GET', '/api/v1/shows/past')).json<Show>();
  const listing = listings.find(({ title }) => title === GOODS[3]);
  await part.getByRole('combobox', { name: '全部商品' }).selectOption(listing?.id ?? '');
  const bought = ROWS.filter(({ deed, title }) => deed === 'buy' && title === GOODS[3]);
  await expect(part.locator('[data-slice=orders] dd')).toHaveText(String(bought.length));
  expect(read(await part.locator('[data-slice=gmv] dd').getAttribute('title'))).toBe(bought.reduce((sum, { price }) => sum + cents(price), 0) / 100);

  // And played: the desk as it would have stood half way, and at the end.
  await page.getByRole('link', { name: '回放' }).click();
  await expect(slider(page)).toBeVisible();
  await expect(page.getByRole('banner').getByText('直播中')).toBeVisible();
  const half = countedIn(events.filter(({ at }) => at <= START + 2_700_000 && at > 0));
  const whole = (value = 0): string => `¥${Math.trunc(value / 100).toLocaleString('en-US')}`;
  await slider(page).fill(String(2_700 - (Math.min(...ROWS.map(({ second }) => second)))));
  await expect(page.getByText(whole(half['gmv']), { exact: true }).first()).toBeVisible();
  await slider(page).fill(String(await slider(page).getAttribute('max')));
  await expect(page.getByText(whole(counted['gmv']), { exact: true }).first()).toBeVisible();
  await expect(page.getByText('已下播').first()).toBeVisible();
});

test('of a planned show that has facts whoever runs it says when it took place; nobody else is asked', async ({ page, browser }) => {
  test.setTimeout(240_000);
  await replay('planned');
  await signIn(page);
  await page.goto(`${server.url}/shows/planned/review`);
  const form = page.getByRole('form', { name: '这场已经播完了？' });
  const seconds = ROWS.map(({ second }) => second);
  const local = (at: number): Promise<string> => page.evaluate((ms) => new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19), at);
  // A field of whole minutes leaves their seconds out.
  const shown = async (name: string): Promise<string> => (await form.getByLabel(name).inputValue()).padEnd(19, ':00');
  expect(await shown('开播')).toBe(await local(START + Math.min(...seconds) * 1000));
  expect(await shown('下播')).toBe(await local(START + (Math.max(...seconds) + 1) * 1000));
  expect((await new AxeBuilder({ page }).include('form').analyze()).violations).toEqual([]);

  await form.getByLabel('下播').fill(await local(START - 60_000));
  await form.getByRole('button', { name: '补记已播' }).click();
  await expect(form.getByRole('alert')).toHaveText('下播要晚于开播');
  await form.getByLabel('下播').fill(await local(Date.now() + 3_600_000));
  await form.getByRole('button', { name: '补记已播' }).click();
  await expect(form.getByRole('alert')).toContainText('下播时间还没到');

  const analyst = await makeMember(server, 'analyst', ['planned']);
  const theirs = await enterByName(browser, server, analyst.person.name, PASSWORD, '/shows/planned/review');
  await expect(theirs.getByRole('heading', { name: '双11 返场' })).toBeVisible();
  await expect(theirs.locator('[data-figure=gmv]')).toBeVisible();
  await expect(theirs.getByRole('form', { name: '这场已经播完了？' })).toHaveCount(0);

  await form.getByLabel('下播').fill(await local(START + SECONDS * 1000));
  await form.getByRole('button', { name: '补记已播' }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByText('补记', { exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: '回放' })).toBeVisible();
  await expect(page.getByRole('region', { name: '切片' }).locator('[data-slice=orders] dd')).toHaveText(String(ROWS.filter(({ deed }) => deed === 'buy').length), { timeout: 150_000 });
  expect((await server.call('GET', '/api/v1/shows/planned')).json<Show>()).toMatchObject({ status: 'ended', endedAt: START + SECONDS * 1000 });
});
