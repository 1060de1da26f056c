import AxeBuilder from '@axe-core/playwright';
import { readFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { roomMix } from '../bench/mix.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { PASSWORD, makeMember } from '../support/people.ts';
import { expect, test } from './browser.ts';
import { enterByKey, enterByName } from './enter.ts';

const SHOW = 'kept';
const TITLE = '双11 美妆专场';
let server: TestServer;
let file: Buffer;

/** A short show, ended and written down. */
test.beforeAll(async () => {
  server = await startServer();
  const listings = Array.from({ length: 6 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 1_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: TITLE, currency: 'CNY', host: '林溪', gmvTarget: 6_000_000, listings });
  await server.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: 'kept-start', type: 'show.start', payload: { reason: '测试' } });
  const mix = roomMix({ seed: 3, viewers: 300, skus: 6, startAt: Date.now(), stepMs: 0.01 });
  await server.send(SHOW, Array.from({ length: 2_000 }, () => mix.next().value as object), { 'x-producer': 'douyin' });
  await server.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: 'kept-end', type: 'show.end', payload: {} });
  await expect.poll(async () => (await server.call('GET', `/api/v1/shows/${SHOW}/review/slice`)).status, { timeout: 30_000 }).toBe(200);
});
test.afterAll(() => server.stop());

async function enter(page: Page, path: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await enterByKey(page);
  await expect(page).toHaveURL(`${server.url}/shows`);
  await page.goto(server.url + path);
}
const bringing = (page: Page) => page.getByRole('dialog', { name: '导入录制' });
const choose = (page: Page, name: string, buffer: Buffer): Promise<void> => bringing(page).locator('input[type=file]').setInputFiles({ name, mimeType: 'application/x-tar', buffer });

test('a recording is downloaded from its review, named where it is damaged; deleting it asks a second time by a word', async ({ page }) => {
  await enter(page, `/shows/${SHOW}/review`);
  const folder = join(server.dataDir, 'recordings', SHOW);
  const segment = readdirSync(folder).find((name) => /^\d+-[\d.]+-[\d.]+\.parquet$/.test(name)) ?? '';
  renameSync(join(folder, segment), join(folder, 'away'));
  await page.getByRole('button', { name: '更多' }).click();
  const menu = page.getByRole('dialog', { name: '更多' });
  await menu.getByRole('button', { name: '下载录制' }).click();
  await expect(menu.getByRole('alert')).toContainText(`${segment} 已损坏`);
  renameSync(join(folder, 'away'), join(folder, segment));
  const coming = page.waitForEvent('download');
  await menu.getByRole('button', { name: '下载录制' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(`${TITLE}.changkong.tar`);
  file = readFileSync(await download.path());
  expect(file.subarray(0, 13).toString()).toBe('manifest.json');

  await page.getByRole('button', { name: '更多' }).click();
  await menu.getByRole('button', { name: '删除这场' }).click();
  const dialog = page.getByRole('dialog', { name: `删除“${TITLE}”？` });
  await expect(dialog.getByRole('button', { name: '永久删除' })).toBeDisabled();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await dialog.getByLabel('输入“删除”确认').fill('删除');
  await dialog.getByRole('button', { name: '永久删除' }).click();
  await expect(page).toHaveURL(`${server.url}/shows`);
  await expect(page.getByText('还没有场次')).toBeVisible();
  expect((await server.call('GET', `/api/v1/shows/${SHOW}`)).status).toBe(404);
});

test('a recording is imported from the list of shows, and says why where it cannot be', async ({ page }) => {
  await enter(page, '/shows');
  await page.getByRole('button', { name: '导入录制' }).click();
  await choose(page, '订单.tar', Buffer.from('orderId,amount\n'.repeat(100)));
  await expect(bringing(page).getByRole('alert')).toContainText('这不是录制文件');
  await choose(page, '一半.changkong.tar', file.subarray(0, file.length / 2));
  await expect(bringing(page).getByRole('alert')).toContainText('文件不完整');
  const changed = Buffer.from(file);
  changed[file.length - 3_000] = (changed[file.length - 3_000] ?? 0) ^ 1;
  await choose(page, '坏.changkong.tar', changed);
  await expect(bringing(page).getByRole('alert')).toContainText('在路上损坏了');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await choose(page, `${TITLE}.changkong.tar`, file);
  await expect(page).toHaveURL(`${server.url}/shows/${SHOW}/review`);
  await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
  await expect(page.getByRole('link', { name: '场控台' })).toHaveCount(0);
  const gmv = await page.locator('[data-figure=gmv]').textContent();

  await page.getByRole('link', { name: '场次' }).first().click();
  const card = page.getByRole('region', { name: '已结束' }).getByRole('listitem');
  await expect(card).toContainText('录制');
  await expect(card).toContainText(gmv ?? '');
  await card.getByRole('link', { name: TITLE }).click();
  await expect(page).toHaveURL(`${server.url}/shows/${SHOW}/review`);
  await page.goto(`${server.url}/shows`);
  await page.getByRole('button', { name: '导入录制' }).click();
  await choose(page, `${TITLE}.changkong.tar`, file);
  await expect(bringing(page).getByRole('alert')).toContainText(`这里已有场次 ${SHOW}`);
});

test('whoever may not delete or import is not offered it', async ({ browser }) => {
  await server.call('POST', '/api/v1/shows', { id: 'other', title: '另一场', currency: 'CNY' });
  await server.call('POST', '/api/v1/shows/other/commands', { id: 'other-start', type: 'show.start', payload: { reason: '测试' } });
  await server.call('POST', '/api/v1/shows/other/commands', { id: 'other-end', type: 'show.end', payload: {} });
  const analyst = await makeMember(server, 'analyst', ['other']);
  const page = await enterByName(browser, server, analyst.person.name, PASSWORD, '/shows');
  await expect(page.getByRole('heading', { name: '场次' })).toBeVisible();
  await expect(page.getByRole('button', { name: '导入录制' })).toHaveCount(0);
  await page.goto(`${server.url}/shows/other/review`);
  await page.getByRole('button', { name: '更多' }).click();
  await expect(page.getByRole('button', { name: '下载录制' })).toBeVisible();
  await expect(page.getByRole('button', { name: '删除这场' })).toHaveCount(0);
});
