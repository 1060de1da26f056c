import { expect, test } from './browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { enterByKey } from './enter.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

test.beforeEach(async ({ page }) => {
  await page.goto(`${server.url}/sign-in`);
  await enterByKey(page);
  await expect(page).toHaveURL(`${server.url}/shows`);
});

/** 链接号,商品,SKU,规格,价格,库存 — as an older spreadsheet saves it, with a price that is none and a ragged row. */
const GB18030 = Buffer.from(
  'c1b4bdd3bac52cc9ccc6b72c534b552cb9e6b8f12cbcdbb8f12cbfe2b4e60a312cbde0c3e62c4a4d2c313230672c38392c323134300a372cbeabbbaa2c4a482d33302c33306d6c2c3134392c33300a372cbeabbbaa2c4a482d35302c35306d6c2c3231392c340a382cc3e6cbaa2c4d532c3530672c6162632c3432300a392cc8b1b8f12c580a',
  'hex',
);

test('a catalogue in GB18030 is previewed, its bad rows named, its good ones made into a show', async ({ page }) => {
  await page.getByRole('button', { name: '新建场次' }).first().click();
  const dialog = page.getByRole('dialog', { name: '新建场次' });
  await dialog.getByLabel('场次名称').fill('周五晚场');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'listings.csv', mimeType: 'text/csv', buffer: GB18030 });
  await expect(dialog).toContainText('编码 GB18030');
  await expect(dialog).toContainText('可导入 2 件商品、3 个 SKU');
  await expect(dialog).toContainText('第 5 行价格“abc”不是金额');
  await expect(dialog).toContainText('第 6 行这一行有 3 格，表头有 6 格');
  await dialog.getByRole('tab', { name: '流程' }).click();
  await dialog.getByRole('button', { name: '标准六段' }).click();
  await dialog.getByRole('button', { name: '创建场次' }).click();
  await expect(page).toHaveURL(/\/shows\/[\w-]+\/desk$/);
  await expect(page.getByRole('heading', { name: '周五晚场' })).toBeVisible();
  await expect(page.getByRole('option')).toHaveCount(2);
  await expect(page.getByRole('option', { name: /精华/ })).toContainText('备货 34');

  await page.getByRole('button', { name: '开播' }).click();
  await page.getByRole('dialog', { name: '开播清单' }).getByRole('textbox').fill('先试播');
  await page.getByRole('button', { name: '照样开播' }).click();
  await expect(page.getByText('直播中', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: '场次' }).click();
  await expect(page.getByRole('region', { name: '直播中' })).toContainText('周五晚场');
});

test('an earlier show is copied with its listings and its run', async ({ page }) => {
  await server.call('POST', '/api/v1/shows', {
    id: 'earlier', title: '上一场', currency: 'CNY', host: '林溪',
    listings: [{ sku: 'A', title: '面膜', price: 6_900, stock: 10 }], segments: [{ kind: 'opening', title: '开场', minutes: 10 }],
  });
  await page.reload();
  await page.getByRole('button', { name: '新建场次' }).click();
  const dialog = page.getByRole('dialog', { name: '新建场次' });
  await dialog.getByLabel('场次名称').fill('下一场');
  await dialog.getByLabel('复制上一场').selectOption({ label: '上一场' });
  await expect(dialog.getByLabel('主播')).toHaveValue('林溪');
  await dialog.getByRole('button', { name: '创建场次' }).click();
  await expect(page.getByRole('option', { name: /面膜/ })).toContainText('¥69');
});

test('every word changes with the language, and the choice is kept', async ({ page }) => {
  await page.getByRole('button', { name: '切换语言' }).click();
  await expect(page.getByRole('heading', { name: 'Shows' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Shows' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
});
