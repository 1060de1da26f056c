import type { Browser, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { openPanel } from '../support/screen.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';
import { enterByKey } from './enter.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

const listings = [1, 5, 7, 12].map((number) => ({ number, sku: `SKU-${number}`, title: `商品 ${number} 号`, price: number * 1_000, stock: 100 }));

/** A live show of its own with four listings, the first of them on air. */
async function liveShow(id: string): Promise<void> {
  const made = await server.call('POST', '/api/v1/shows', { id, title: `专场 ${id}`, currency: 'CNY', host: '林溪', gmvTarget: 1_000_000, listings });
  const first = made.json<{ listings: { id: string }[] }>().listings[0]?.id;
  const command = (n: number, type: string, payload: object) => server.call('POST', `/api/v1/shows/${id}/commands`, { id: `${id}-command-${n}`, type, payload });
  expect((await command(1, 'show.start', {})).status).toBe(200);
  expect((await command(2, 'listing.take', { listingId: first, seenOnAir: null })).status).toBe(200);
}

async function signedIn(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(path)}`);
  await enterByKey(page);
  await page.waitForURL(`${server.url}${path}`);
  return page;
}

const tile = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name: new RegExp(`^${name}，`) });

test('a wrong key is refused in words, the right one leads to the page that was asked for', async ({ page }) => {
  await page.goto(`${server.url}/shows`);
  await expect(page).toHaveURL(/\/sign-in\?next=\/shows$/);
  await page.getByRole('button', { name: '用管理密钥' }).click();
  await page.getByLabel('管理密钥').fill('not-the-key-but-long-enough');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('密钥不对，请核对后重试');
  await page.getByLabel('管理密钥').fill(ADMIN_KEY);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page).toHaveURL(`${server.url}/shows`);
});

test('the one-time link signs in, once, and leaves no token in the address', async ({ page, browser }) => {
  const link = /\S+\/sign-in#\S+/.exec(server.printed())?.[0] ?? '';
  await page.goto(link);
  // Nobody has an account yet: the first one is offered, and can wait.
  await page.getByRole('button', { name: '以后再说' }).click();
  await expect(page).toHaveURL(`${server.url}/shows`);
  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByRole('alert')).toContainText('这个链接已用过或已过期');
  expect(second.url()).toBe(`${server.url}/sign-in`);
});

test('facts sent to the API tick on the desk, and every tile opens its definition', async ({ browser }) => {
  await liveShow('ticking');
  const page = await signedIn(browser, '/shows/ticking/desk');
  await expect(tile(page, '观看人数')).toContainText('0');
  const at = Date.now();
  const events = [1, 2, 3].flatMap((n) => [
    { type: 'viewer.entered', at, viewerId: `v${n}` },
    { type: 'cart.added', at, viewerId: `v${n}`, sku: 'SKU-7' },
  ]);
  await server.send('ticking', [...events, { type: 'order.paid', at, orderId: 'o1', viewerId: 'v1', lines: [{ sku: 'SKU-7', quantity: 2, amount: 14_000 }] }]);
  await expect(tile(page, '观看人数')).toContainText('3');
  await expect(tile(page, '成交金额')).toContainText('¥140');
  await expect(tile(page, '加购率')).toContainText('100.0%');
  await expect(tile(page, '加购率')).toContainText('3 / 3');
  await expect(page.getByRole('row', { name: /商品 7 号/ })).toContainText('¥140');

  await tile(page, '加购率').press('Enter');
  const definition = page.getByRole('dialog', { name: '加购率' });
  await expect(definition).toContainText('加购人数 ÷ 观看人数');
  await expect(definition).toContainText('Add-to-cart rate');
  await page.keyboard.press('Escape');
  await expect(definition).toBeHidden();
  await expect(tile(page, '加购率')).toBeFocused();
});

test('a tile shows the metric its person picked, also on the next visit', async ({ browser }) => {
  await liveShow('picking');
  const page = await signedIn(browser, '/shows/picking/desk');
  await tile(page, '加购率').click();
  await page.getByRole('button', { name: '换一个指标' }).click();
  await page.getByRole('searchbox', { name: '搜指标' }).fill('点赞');
  await page.getByRole('button', { name: '点赞数' }).click();
  await expect(tile(page, '点赞数')).toBeVisible();
  await expect(tile(page, '加购率')).toBeHidden();
  await page.reload();
  await expect(tile(page, '点赞数')).toBeVisible();
});

test('the next listing goes on air by one key, and everybody sees who did it', async ({ browser }) => {
  await liveShow('taking');
  const [one, two] = [await signedIn(browser, '/shows/taking/desk'), await signedIn(browser, '/shows/taking/desk')];
  await expect(two.getByRole('button', { name: /下一件 #5/ })).toBeEnabled();
  await openPanel(two, /^日志/);
  await one.getByRole('button', { name: /下一件 #5/ }).waitFor();
  await one.keyboard.press('n');
  await expect(one.getByRole('option', { name: /商品 5 号/ })).toContainText('讲解中');
  await expect(two.getByRole('option', { name: /商品 5 号/ })).toContainText('讲解中');
  await expect(two.getByRole('list', { name: '日志' })).toContainText('#1 → #5');
  await expect(two.getByText('已同步 2 屏')).toBeVisible();

  await two.keyboard.press('/');
  await expect(two.getByRole('combobox', { name: '链接号、名称、SKU' })).toBeFocused();
  await two.keyboard.type('12');
  await expect(two.getByRole('region', { name: '选中 #12' })).toBeVisible();
  await two.keyboard.press('Enter');
  await expect(one.getByRole('option', { name: /商品 12 号/ })).toContainText('讲解中');
});

test('without the server the desk says so, sends nothing, and comes back by itself with what it missed', async ({ browser }) => {
  await liveShow('leaving');
  const page = await signedIn(browser, '/shows/leaving/desk');
  const next = page.getByRole('button', { name: /下一件 #5/ });
  await expect(next).toBeEnabled();
  await server.kill();
  await expect(page.getByText(/正在重连 · 数据是 .*前的 · 指令已停用/)).toBeVisible();
  await expect(next).toBeDisabled();
  await server.start();
  await server.send('leaving', [{ type: 'viewer.entered', at: Date.now(), viewerId: 'late' }]);
  await expect(page.getByText(/正在重连/)).toBeHidden();
  await expect(next).toBeEnabled();
  await expect(tile(page, '观看人数')).toContainText('1');
});

test('ending the broadcast wants the word typed', async ({ browser }) => {
  await liveShow('ending');
  const page = await signedIn(browser, '/shows/ending/desk');
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('button', { name: '下播…' }).click();
  const dialog = page.getByRole('dialog', { name: '结束这场直播？' });
  await expect(dialog.getByRole('button', { name: '确认下播' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('下播');
  await dialog.getByRole('button', { name: '确认下播' }).click();
  await expect(page.getByText('已下播', { exact: true })).toBeVisible();
});

test('a show that is not there is said to be not there', async ({ browser }) => {
  const page = await signedIn(browser, '/shows/nowhere/desk');
  await expect(page.getByRole('alert')).toContainText('没有找到');
});
