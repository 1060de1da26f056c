import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { seeded, roomMix } from '../bench/mix.ts';
import { readPdf } from '../support/pdf.ts';
import { encodeGb18030 } from '../support/gb18030.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const SHOW = 'review';
/** 2026-11-11 19:57 in Shanghai. */
const START = Date.UTC(2026, 10, 11, 11, 57);
const MINUTE = 60_000;
const TITLES = ['氨基酸洁面 120g', '玻尿酸精华 30ml', '修护面霜 50g', '防晒乳 SPF50', '卸妆油 200ml', '眼霜 15g', '面膜 10片', '口红 豆沙色', '气垫 01', '身体乳 400ml', '护手霜', '旅行套装'];

let server: TestServer;
let made = 0;

async function command(type: string, payload: object = {}): Promise<void> {
  const reply = await server.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: `review-${made++}-x`, type, payload });
  if (reply.status !== 200) throw new Error(reply.text);
}

/** An evening of two hours and a half: people come, look and buy; listings, a deal, a price and a host change. */
test.beforeAll(async () => {
  server = await startServer({ clock: START });
  const listings = TITLES.map((title, i) => ({ id: `L${i}`, number: i + 1, sku: `SKU-${i}`, title, price: 14_900 + 1_000 * i, stock: 5_000 }));
  const segments = [{ kind: 'opening', title: '开场', minutes: 20 }, { kind: 'benefit', title: '福利专区', minutes: 60 }, { kind: 'push', title: '促单', minutes: 60 }];
  const show = (await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11 美妆专场', currency: 'CNY', host: '林溪', gmvTarget: 60_000_000, listings, segments })).json<{ segments: { id: string }[] }>();
  await command('show.start', { reason: '测试' });
  const random = seeded(4);
  const mix = roomMix({ seed: 2, viewers: 3_000, skus: 12, startAt: START, stepMs: 900 });
  let onAir: string | null = null;
  for (let minute = 0; minute < 150; minute++) {
    const now = START + minute * MINUTE;
    await server.setClock(now);
    if (minute === 1) await command('segment.start', { segmentId: show.segments[0]?.id });
    if (minute === 21) await command('segment.start', { segmentId: show.segments[1]?.id });
    if (minute === 82) await command('segment.start', { segmentId: show.segments[2]?.id });
    if (minute % 12 === 2) {
      const next = `L${Math.floor(random() * 12)}`;
      if (next !== onAir) await command('listing.take', { listingId: next, seenOnAir: onAir });
      onAir = next;
    }
    if (minute === 55) await command('deal.start', { listingId: 'L1', price: 9_900, quantity: 200, perBuyer: 2, seconds: 600 });
    if (minute === 75) await command('host.change', { host: '小雅' });
    if (minute === 100) await command('cue.send', { text: '提醒付款' });
    const events: object[] = Array.from({ length: Math.round(66 + 30 * Math.sin(minute / 18)) }, () => ({ ...(mix.next().value as object), at: now + Math.floor(random() * MINUTE) }));
    if (minute === 110) events.push({ type: 'platform.warned', at: now, text: '用语夸大', level: '一般' });
    await server.send(SHOW, events, { 'x-producer': 'douyin' });
  }
  await server.setClock(START + 150 * MINUTE);
  await command('show.end');
  // What it came to is written down a few seconds later, by the server's clock.
  let seconds = 0;
  await expect.poll(async () => {
    await server.setClock(START + 150 * MINUTE + 5_000 * ++seconds);
    return (await server.call('GET', `/api/v1/shows/${SHOW}/review/slice`)).status;
  }, { timeout: 60_000 }).toBe(200);
});
test.afterAll(() => server.stop());

/** What the journal says was paid, each order by its first report. */
async function paidOrders(): Promise<Map<string, number>> {
  const orders = new Map<string, number>();
  for (const line of (await server.call('GET', `/api/v1/shows/${SHOW}/journal?limit=100000`)).text.trim().split('\n')) {
    const event = JSON.parse(line) as { type: string; orderId?: string; lines?: { amount: number }[] };
    if (event.type === 'order.paid' && event.orderId !== undefined && !orders.has(event.orderId)) orders.set(event.orderId, (event.lines ?? []).reduce((sum, { amount }) => sum + amount, 0));
  }
  return orders;
}

async function open(page: Page): Promise<ReviewView> {
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  expect(reply.ok()).toBe(true);
  await page.goto(`${server.url}/shows/${SHOW}/review`);
  await expect(page.getByRole('heading', { name: '双11 美妆专场' })).toBeVisible();
  return (await (await page.request.get(`${server.url}/api/v1/shows/${SHOW}/review`)).json()) as ReviewView;
}
const table = (page: Page) => page.getByRole('tabpanel');
const column = (page: Page, place: number): Promise<string[]> => table(page).locator(`tbody td:nth-child(${place})`).allTextContents();

test('the morning after: the summary first, then curves with what was done, then tables that sort', async ({ page }) => {
  const review = await open(page);
  const gmv = Number(review.metrics['gmv']);
  await expect(page.locator('[data-figure=gmv]')).toHaveText(`¥${(gmv / 100).toLocaleString('en-US')}`);
  await expect(page.getByText('目标 ¥60万')).toBeVisible();
  await expect(page.getByText('主播 林溪 · 小雅')).toBeVisible();
  await expect(page.getByRole('region', { name: '成交最好' }).getByRole('listitem')).toHaveCount(5);
  await expect(page.getByRole('region', { name: '成交最差' }).getByRole('listitem')).toHaveCount(5);
  await expect(page.getByRole('region', { name: '事故' })).toContainText('douyin: 用语夸大');

  const chart = page.getByRole('region', { name: '走势', exact: true });
  await expect(chart.locator('canvas')).toBeVisible();
  await expect(table(page).locator('tbody tr')).toHaveCount(12);
  await table(page).getByRole('button', { name: '按成交金额排序' }).click();
  const sorted = (await column(page, 10)).map((text) => Number(text.replace(/[^\d]/g, '')));
  expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
  await page.getByRole('button', { name: '全部指标' }).click();
  await expect(table(page).getByRole('button', { name: '按净成交排序' })).toBeVisible();
});

test('a stretch that is drawn over is looked at closer, and all of it again', async ({ page }) => {
  await open(page);
  const canvas = page.getByRole('region', { name: '走势', exact: true }).locator('.u-over');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the chart has no place');
  const asked = page.waitForRequest((request) => request.url().includes('/series?'));
  await page.mouse.move(box.x + box.width * 0.25, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
  await page.mouse.up();
  const query = new URL((await asked).url()).searchParams;
  const span = Number(query.get('to')) - Number(query.get('from'));
  expect(span / 9_000).toBeGreaterThan(0.23);
  expect(span / 9_000).toBeLessThan(0.27);
  await page.getByRole('button', { name: '看全场' }).click();
  await expect(page.getByRole('button', { name: '看全场' })).toBeHidden();
});

test('a line shows the metric that is picked, and picking the other line\'s swaps the two', async ({ page }) => {
  await open(page);
  const chart = page.getByRole('region', { name: '走势', exact: true });
  const line = (place: string) => chart.getByRole('button', { name: `${place}条线` });
  const pick = async (name: string): Promise<void> => {
    await page.getByRole('searchbox', { name: '搜指标' }).fill(name);
    await page.getByRole('button', { name, exact: true }).click();
  };
  const asked = page.waitForRequest((request) => request.url().includes('/series?') && new URL(request.url()).searchParams.get('metrics') === 'gmv,likes');
  await line('第二').click();
  await pick('点赞数');
  await asked;
  await expect(line('第二')).toHaveText('点赞数/分');
  await line('第一').click();
  await pick('点赞数');
  await expect(line('第一')).toHaveText('点赞数/分');
  await expect(line('第二')).toHaveText('成交金额/分');
  await expect(chart.getByRole('img')).toHaveAccessibleName('走势图：点赞数/分 与 成交金额/分');
});

test('any part of the show has its own figures, funnel, buyers and tables', async ({ page }) => {
  const review = await open(page);
  const part = page.getByRole('region', { name: '切片' });
  const step = (id: string) => part.locator(`[data-step=${id}] b`);
  await expect(step('viewers')).toHaveText(Number(review.metrics['viewers']).toLocaleString('en-US'));
  await expect(step('buyers')).toHaveText(Number(review.metrics['buyers']).toLocaleString('en-US'));
  await expect(part.getByRole('region', { name: '新客与老客' })).toContainText('订单没有标出首单');

  const paid = review.sources.find(({ source }) => source === 'paid');
  await part.getByRole('combobox', { name: '全部来源' }).selectOption('paid');
  await expect(step('buyers')).toHaveText(Number(paid?.metrics['buyers']).toLocaleString('en-US'));
  await expect(part.getByText(/占全场成交/)).toBeVisible();
  await expect(page.getByRole('tab')).toHaveText(['商品', '流量来源', '小时']);
  await part.getByRole('combobox', { name: '全部商品' }).selectOption('L0');
  await expect(table(page).locator('tbody tr')).toHaveCount(1);
  await part.getByRole('button', { name: '看全场' }).click();
  await expect(step('buyers')).toHaveText(Number(review.metrics['buyers']).toLocaleString('en-US'));
  await expect(table(page).locator('tbody tr')).toHaveCount(12);

  await page.route('**/review/slice?*', (route) => route.fulfill({ status: 503, json: { type: 'about:blank', title: 'x', status: 503, code: 'STORE_UNAVAILABLE', detail: 'x' } }));
  await part.getByRole('combobox', { name: '全部主播' }).selectOption('小雅');
  await expect(part.getByRole('alert')).toBeVisible();
  await page.unroute('**/review/slice?*');
  await part.getByRole('button', { name: '重试' }).click();
  await expect(part.getByRole('alert')).toBeHidden();
});

test('every table says what its numbers are, and can be taken away', async ({ page }) => {
  const review = await open(page);
  await page.getByRole('tab', { name: '操作前后' }).click();
  await expect(page.getByText('对比，非因果')).toBeVisible();
  await expect(table(page)).toContainText('秒杀开始');
  await expect(table(page).locator('tbody tr')).toHaveCount(review.actions.length);
  await page.getByRole('tab', { name: '小时' }).click();
  await expect(table(page).locator('tbody tr')).toHaveCount(review.hours.length);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 CSV' }).click()]);
  expect(download.suggestedFilename()).toBe('review-hours.csv');
  const [, ...rows] = readFileSync(await download.path(), 'utf8').trim().split('\r\n');
  expect(rows).toHaveLength(review.hours.length);
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 XLSX' }).click()]);
  expect(book.suggestedFilename()).toBe('review-review.xlsx');
});

test('what comes out of the review is written down, stands on the curve, and waits where the next show is planned', async ({ page }) => {
  await open(page);
  const items = page.getByRole('region', { name: '行动项与备注' });
  await items.getByLabel('要做什么').fill('秒杀前先讲机制');
  await items.getByLabel('负责人').fill('林溪');
  await items.getByLabel('截止日期').fill('2026-11-12');
  await items.getByRole('button', { name: '添加', exact: true }).click();
  await expect(items.getByText('秒杀前先讲机制')).toBeVisible();
  await items.getByLabel('时刻').fill('20:30');
  await items.getByLabel('备注内容').fill('口播太快');
  await items.getByRole('button', { name: '添加备注' }).click();
  await expect(items.getByText('口播太快')).toBeVisible();
  await page.reload();
  await expect(items.getByText('口播太快')).toBeVisible();

  await page.goto(`${server.url}/shows`);
  await page.getByRole('button', { name: '新建场次' }).click();
  await page.getByText('往期复盘还有 1 条行动项未完成').click();
  await expect(page.getByText('林溪 · 2026-11-12 · 双11 美妆专场')).toBeVisible();

  await open(page);
  await items.getByRole('checkbox', { name: '完成：秒杀前先讲机制' }).check();
  await expect.poll(async () => (await server.call('GET', '/api/v1/items')).json<object[]>()).toEqual([]);
});

test('two shows stand beside each other, from the start of each and part by part', async ({ page }) => {
  const review = await open(page);
  const say = async (type: string, payload: object): Promise<void> => expect((await server.call('POST', '/api/v1/shows/next/commands', { id: `next-${made++}-x`, type, payload })).status).toBe(200);
  const { segments } = (await server.call('POST', '/api/v1/shows', { id: 'next', title: '返场', currency: 'CNY', listings: [], segments: [{ kind: 'benefit', title: '宠粉', minutes: 10 }] })).json<{ segments: { id: string }[] }>();
  await say('show.start', { reason: '测试' });
  await say('segment.start', { segmentId: segments[0]?.id });
  await say('show.end', {});

  await page.getByRole('link', { name: '对比' }).click();
  await page.getByLabel('再加一场…').selectOption('next');
  await expect(page).toHaveURL(/compare\?with=next$/);
  const figures = page.getByRole('region', { name: '对比' });
  await expect(figures.getByRole('columnheader')).toHaveCount(3);
  await expect(figures.getByRole('row', { name: '成交金额' }).getByRole('cell').first()).toHaveText(`¥${(Number(review.metrics['gmv']) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`);
  const curves = page.getByRole('region', { name: '从开播起的走势' });
  await expect(curves.locator('path').first()).toHaveAttribute('d', /^M/);
  await page.getByRole('radio', { name: '按环节' }).click();
  // The one's benefits beside the other's.
  await expect(figures.getByRole('row', { name: '福利专区' })).toContainText('宠粉');
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${String(target)}`))).toEqual([]);
  await page.getByRole('button', { name: '移除：返场' }).click();
  await expect(figures.getByRole('columnheader')).toHaveCount(2);
});

test('a platform\'s orders are held against the show\'s, down to the order that differs', async ({ page }) => {
  const review = await open(page);
  const gmv = Number(review.metrics['gmv']);
  const orders = await paidOrders();
  // Written down some quiet seconds after its end, by the clock that stands still here.
  let now = START + 151 * MINUTE;
  await expect.poll(async () => (await server.setClock((now += 5_000)), (await server.call('POST', `/api/v1/shows/${SHOW}/reconcile`, [])).status), { timeout: 30_000 }).toBe(200);
  const [short, gone] = [[...orders.keys()][0] ?? '', [...orders.keys()][1] ?? ''];
  const rows = [...orders].filter(([id]) => id !== gone).map(([id, amount]) => `${id},${((id === short ? amount - 500 : amount) / 100).toFixed(2)},交易成功`);
  const text = ['店铺订单,,', '订单编号,买家实付金额,订单状态', ...rows, '坏的一行,一百元,交易成功'].join('\r\n');

  await page.getByRole('link', { name: '对账' }).click();
  await page.getByLabel('选择文件').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]) });
  await expect(page.getByRole('alert')).toContainText('photo.png 不是能读的表格');
  await page.getByLabel('选择文件').setInputFiles({ name: '订单.csv', mimeType: 'text/csv', buffer: encodeGb18030(text) });
  await expect(page.getByText('按 GB18030 读取')).toBeVisible();
  await expect(page.getByText(`可核对 ${rows.length.toLocaleString('en-US')} 行`)).toBeVisible();
  await expect(page.getByText('实付金额“一百元”不是金额')).toBeVisible();
  await page.getByRole('button', { name: '开始核对' }).click();

  const amount = orders.get(gone) ?? 0;
  const money = (value: number): string => `¥${(value / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;
  await expect(page.locator('[data-side=here]')).toHaveText(money(gmv));
  await expect(page.locator('[data-side=there]')).toHaveText(money(gmv - amount - 500));
  await expect(page.locator('[data-side=difference]')).toHaveText(`+${money(amount + 500)}`);
  await expect(page.getByText('结果只在这一页')).toBeVisible();
  const list = page.getByRole('region', { name: '不一致的订单' });
  await expect(list.locator('tbody tr')).toHaveCount(2);
  await page.getByRole('button', { name: '文件没有这单' }).click();
  await expect(list.locator('tbody tr')).toHaveCount(1);
  await expect(list.locator('tbody tr')).toContainText(gone);
  const scan = await new AxeBuilder({ page }).analyze();
  expect(scan.violations).toEqual([]);
});

test('the review is without fault for those who do not see it, in both languages', async ({ page }) => {
  await open(page);
  for (const tab of ['商品', '操作前后']) {
    await page.getByRole('tab', { name: tab }).click();
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    expect.soft(violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target }) => `${id} at ${String(target)}`)), tab).toEqual([]);
  }
  await page.getByRole('button', { name: '切换语言' }).click();
  await expect(page.getByRole('tab', { name: 'Listings' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'XLSX' })).toHaveAttribute('href', /lang=en/);
});

test('on screens small and large everything has its place', async ({ page }) => {
  await open(page);
  for (const [width, height] of [[1280, 720], [1440, 900], [2560, 1440]] as const) {
    await page.setViewportSize({ width, height });
    await expect(page.getByRole('region', { name: '走势', exact: true }).locator('canvas')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  }
});

test('on paper it stands alone: A4, light, with its curve, the figures of the page and what they mean', async ({ page }) => {
  const review = await open(page);
  const gmv = `¥${Math.trunc(Number(review.metrics['gmv']) / 100).toLocaleString('en-US')}`;
  await expect(page.getByRole('link', { name: '打印报告' })).toHaveAttribute('href', `/shows/${SHOW}/review/report`);
  await page.goto(`${server.url}/shows/${SHOW}/review/report`);
  await expect(page.getByRole('img', { name: '走势图' })).toBeVisible();
  await expect(page.locator('[data-figure=gmv]')).toHaveText(gmv);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect.soft(violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map(({ target }) => `${id} at ${String(target)}`))).toEqual([]);
  const chinese = readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  expect(chinese.pages).toBeGreaterThan(1);
  for (const said of ['双11美妆专场', gmv, '成交最好', '对比,非因果', '流量来源', '口径']) expect(chinese.text).toContain(said);
  await page.getByRole('button', { name: '切换语言' }).click();
  await expect(page.getByRole('img', { name: 'GMV' })).toBeVisible();
  const english = readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  for (const said of [gmv, 'Acomparison,notacause', 'Definitions']) expect(english.text).toContain(said);
});
