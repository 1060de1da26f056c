import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { Show } from '../../shared/show/show.ts';
import { addPerson, liveShow, openDesk, openPage, openPanel, row, toast } from '../support/screen.ts';
import { startServer, type Reply, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

const panel = (page: Page): Locator => page.getByRole('tabpanel');
const path = (id: string, rest: string): string => `/api/v1/shows/${id}/${rest}`;
const claim = (id: string, buyerId: string, more: object = {}): Promise<Reply> => {
  const asked = { claimId: randomUUID(), buyerId, quantity: 1, ...more };
  return settled(() => server.call('POST', path(id, 'claims'), asked));
};
const documentOf = async (id: string): Promise<Show> => (await server.call('GET', `/api/v1/shows/${id}`)).json<Show>();
interface Account {
  sku: string;
  onHand: number;
  available: number;
  held: number;
  sold: number;
}
const stockOf = async (id: string, sku: string): Promise<Account | undefined> => (await server.call('GET', path(id, 'stock'))).json<Account[]>().find((each) => each.sku === sku);

/** Holds the mouse down on a button until something has come of it; again where the desk could not act just then, as a person would. */
async function holding(button: Locator, until: (within: { timeout: number }) => Promise<void>): Promise<void> {
  const { mouse } = button.page();
  await expect(async () => {
    if (await button.isVisible()) {
      await button.hover({ timeout: 5_000 });
      await mouse.down();
    }
    try {
      await until({ timeout: 5_000 });
    } finally {
      await mouse.up();
    }
  }).toPass({ timeout: 60_000 });
}

/** What is asked for under one id, asked again while its outcome is not known. */
async function settled(ask: () => Promise<Reply>): Promise<Reply> {
  let reply = await ask();
  while (reply.status === 503) reply = await ask();
  return reply;
}

test('a deal is planned with what it changes in sight, armed by the take, and started by holding alone; the host sees it', async ({ browser }) => {
  await liveShow(server, 'planning');
  const page = await openDesk(browser, server, 'planning');
  const host = await openPage(browser, server, '/shows/planning/host');
  await row(page, 7).click();
  await page.keyboard.press('d');
  const form = page.getByRole('form', { name: '计划秒杀' });
  await expect(form.getByRole('combobox', { name: '商品' })).toHaveValue((await documentOf('planning')).listings[2]?.id ?? '');
  await expect(form.getByRole('textbox', { name: '秒杀价' })).toBeFocused();
  await form.getByRole('textbox', { name: '秒杀价' }).fill('30');
  await expect(form.getByRole('status')).toContainText('低于底价 ¥35，要第二人批准');
  await form.getByRole('textbox', { name: '秒杀价' }).fill('59.9');
  await form.getByRole('textbox', { name: '数量' }).fill('140');
  await expect(form.getByRole('status')).toContainText('只有 100 件可卖，少于数量');
  await form.getByRole('textbox', { name: '数量' }).fill('40');
  await expect(form.getByRole('status')).toHaveText(/¥70 → ¥59\.90\s*−14\.4%\s*40 件\s*让利 ¥404/);
  await form.getByRole('combobox', { name: '倒数' }).selectOption({ label: '不倒数' });
  await form.getByRole('textbox', { name: '秒杀价' }).press('Enter');
  await expect(form).toBeHidden();
  await expect(row(page, 7)).toContainText('⚡ ¥59.90');

  // The take arms it: selected, not started.
  await expect(page.getByRole('region', { name: '选中 #7' })).toContainText('切到即就位');
  await page.keyboard.press('Enter');
  const armed = panel(page).getByRole('list', { name: '已就位' });
  await expect(armed).toContainText('#7 商品 7 号');
  await expect(host.locator('[data-price]')).toHaveText('¥70');
  const start = armed.getByRole('button', { name: '按住开始' });
  await page.keyboard.press('f');
  await expect(start).toHaveAttribute('data-holding', 'false');
  await page.keyboard.down('f');
  await expect(panel(page).getByRole('list', { name: '进行中的秒杀' })).toContainText('进行中');
  await page.keyboard.up('f');

  await expect(armed).toBeHidden();
  await expect(row(page, 7)).toContainText('¥59.90');
  await expect(row(page, 7).locator('[data-deal-tag]')).toHaveText(/^⚡ [45]:\d\d$/);
  await expect(page.getByRole('contentinfo')).toContainText(/秒杀中 [45]:\d\d/);
  await expect(host.locator('[data-price]')).toHaveText('¥59.90');
  await expect(host.locator('[data-deal-clock]')).toHaveText(/^0[45]:\d\d$/);
  await expect(host.locator('[data-deal-left]')).toHaveText('40');
  // The largest thing on the host's page.
  const sizes = await host.evaluate(() => [...document.querySelectorAll('main *, body *')].map((each) => [each.matches('[data-deal-clock]'), parseFloat(getComputedStyle(each).fontSize)] as const));
  const clock = Math.max(...sizes.filter(([is]) => is).map(([, size]) => size));
  expect(clock).toBe(Math.max(...sizes.map(([, size]) => size)));
  // The next plan begins as this one was.
  await page.keyboard.press('d');
  await expect(form.getByRole('textbox', { name: '数量' })).toHaveValue('40');
});

test('a deal stopped in the middle of a storm: both screens, the ledger and what the buyers were told agree to the unit', async ({ browser }) => {
  const id = 'storm';
  const { show, command } = await liveShow(server, id, { listings: [{ number: 1, sku: 'SKU-1', title: '商品 1 号', price: 1_000, stock: 100_000 }] });
  const listingId = show.listings[0]?.id;
  const [one, two] = [await openDesk(browser, server, id), await openDesk(browser, server, id)];
  for (const page of [one, two]) await openPanel(page, /^秒杀/);
  await command('deal.start', { listingId, price: 900, quantity: 50_000, perBuyer: 1, seconds: 600 });
  const dealId = (await documentOf(id)).deals[0]?.dealId ?? '';
  const running = (page: Page): Locator => panel(page).getByRole('list', { name: '进行中的秒杀' });
  await expect(running(two)).toContainText('已抢 0 / 50,000');

  // More time and more units: seen on the other desk.
  await running(one).getByRole('button', { name: '+5 分钟' }).click();
  await expect(running(two).getByRole('timer')).toHaveText(/^1[45]:\d\d$/);
  await running(one).getByRole('button', { name: '+20,000 件' }).click();
  await expect(running(two)).toContainText('/ 70,000');

  const told = { held: 0, paid: 0, refused: new Map<string, number>() };
  async function buyers(name: string): Promise<void> {
    for (let n = 0; ; n += 1) {
      const reply = await claim(id, `${name}-${n}`, { listingId, dealId });
      if (reply.status !== 201) return void told.refused.set(reply.json<Problem>().code, (told.refused.get(reply.json<Problem>().code) ?? 0) + 1);
      told.held += 1;
      if (n % 2 === 0) continue;
      const { claimId } = reply.json<{ claimId: string }>();
      expect((await settled(() => server.call('POST', path(id, `claims/${claimId}/pay`)))).status).toBe(200);
      told.paid += 1;
    }
  }
  const storm = Array.from({ length: 8 }, (_, i) => buyers(`buyer-${i}`));
  // Bars and stock move on both screens while it goes on.
  for (const page of [one, two]) {
    await expect.poll(async () => Number(((await running(page).locator('[data-taken]').textContent()) ?? '').replaceAll(',', ''))).toBeGreaterThan(20);
    await expect(row(page, 1)).not.toContainText('库存 100,000');
  }
  await holding(running(one).getByRole('button', { name: '结束' }), (within) => expect(running(one)).toBeHidden(within));
  await Promise.all(storm);

  expect([...told.refused]).toEqual([['DEAL_NOT_RUNNING', 8]]);
  const left = 100_000 - told.held;
  expect(await stockOf(id, 'SKU-1')).toMatchObject({ onHand: 100_000, available: left, held: told.held - told.paid, sold: told.paid });
  const count = (n: number): string => n.toLocaleString('en-US');
  for (const page of [one, two]) {
    const over = panel(page).locator(`[data-deal="${dealId}"]`);
    await expect(over).toContainText('提前结束');
    await expect(over.locator('[data-taken]')).toContainText(`${count(told.held)} / 70,000 件`);
    await expect(over).toContainText(`待付 ${count(told.held - told.paid)}`);
    await expect(over).toContainText(`${told.paid} 人`);
    await expect(row(page, 1)).toContainText(`库存 ${count(left)}`);
    await openPanel(page, /^库存/);
    const line = panel(page).locator('[data-sku="SKU-1"]');
    await expect(line.locator('[data-available]')).toHaveText(count(left));
    await expect(line.locator('[data-held]')).toHaveText(count(told.held - told.paid));
    await expect(line.locator('[data-sold]')).toHaveText(count(told.paid));
  }
  // What was judged before stands: it can still be paid.
  const [hold] = (await server.call('GET', path(id, 'holds'))).json<{ holds: { claimId: string }[] }>().holds;
  expect((await server.call('POST', path(id, `claims/${hold?.claimId}/pay`))).status).toBe(200);
  await expect(panel(two).locator('[data-sold]')).toHaveText(count(told.paid + 1));
});

test('after STOP the desk asks what to do with what is not paid, and giving it back is seen everywhere', async ({ browser }) => {
  const id = 'unpaid';
  const { show, command } = await liveShow(server, id);
  const listingId = show.listings[0]?.id;
  await command('deal.start', { listingId, price: 900, quantity: 50, perBuyer: 5, seconds: 600 });
  const dealId = (await documentOf(id)).deals[0]?.dealId;
  const claims = [];
  for (const buyer of ['甲', '乙', '丙']) claims.push((await claim(id, buyer, { listingId, dealId, quantity: 3 })).json<{ claimId: string }>().claimId);
  const [one, two] = [await openDesk(browser, server, id), await openDesk(browser, server, id)];
  await openPanel(two, /^库存/);
  await panel(two).getByRole('button', { name: /^催付/ }).click();
  const list = panel(two).getByRole('list', { name: '催付' });
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await expect(list.getByRole('listitem').first()).toContainText('甲');
  await expect(list.getByRole('listitem').first()).toContainText('¥27');
  await expect(list.getByRole('listitem').first()).toContainText(/4:\d\d/);
  await panel(two).getByRole('button', { name: '复制名单' }).click();
  await expect(panel(two).getByRole('button', { name: '已复制' })).toBeVisible();
  await expect(row(one, 1)).toContainText('库存 91');

  await one.getByText('STOP', { exact: true }).click();
  const frozen = one.getByRole('alert').filter({ hasText: '已急停' });
  await expect(frozen).toContainText('还有 3 单待付，怎么办？');
  // A stop ends the deal, and takes from nobody what they hold.
  await expect(row(two, 1).locator('[data-deal-tag]')).toBeHidden();
  expect((await server.call('POST', path(id, `claims/${claims[0]}/pay`))).status).toBe(200);
  await expect(frozen).toContainText('还有 2 单待付，怎么办？');
  await holding(frozen.getByRole('button', { name: '按住全部退回' }), (within) => expect(frozen).toContainText('待付已全部退回', within));
  await expect(panel(two)).toContainText('没有待付');
  for (const page of [one, two]) await expect(row(page, 1)).toContainText('库存 97');
  expect(await stockOf(id, 'SKU-1')).toMatchObject({ onHand: 100, available: 97, held: 0, sold: 3 });
  const late = await server.call('POST', path(id, `claims/${claims[1]}/pay`));
  expect([late.status, late.json<Problem>().code]).toEqual([409, 'CLAIM_EXPIRED']);
});

test('stock is put right with before and after in sight, and what was oversold is red', async ({ browser }) => {
  const id = 'counting';
  const { show } = await liveShow(server, id);
  const [one, two] = [await openDesk(browser, server, id), await openDesk(browser, server, id)];
  await openPanel(one, /^库存/);
  await panel(one).locator('[data-sku="SKU-5"]').click();
  const sheet = one.getByRole('region', { name: '库存 SKU-5' });
  await sheet.getByRole('textbox', { name: '增减多少件' }).fill('-30');
  await expect(sheet.getByRole('status')).toHaveText('可卖 100 → 70');
  await expect(sheet.getByRole('button', { name: '改库存' })).toBeDisabled();
  await sheet.getByRole('combobox', { name: '原因' }).fill('报损');
  await sheet.getByRole('button', { name: '改库存' }).click();
  await expect(row(two, 5)).toContainText('库存 70');

  await claim(id, '甲', { listingId: show.listings[1]?.id, quantity: 2 });
  await sheet.getByRole('button', { name: '盘点' }).click();
  await sheet.getByRole('textbox', { name: '点到多少件' }).fill('50');
  // Two of the fifty on the shelf are somebody's.
  await expect(sheet.getByRole('status')).toHaveText('可卖 68 → 48（差 −20）');
  await sheet.getByRole('button', { name: '按盘点改' }).click();
  await expect(row(two, 5)).toContainText('库存 48');
  expect(await stockOf(id, 'SKU-5')).toMatchObject({ onHand: 50, available: 48, held: 2, sold: 0 });

  await server.send(id, [{ type: 'order.paid', at: Date.now(), orderId: 'o1', viewerId: 'v1', lines: [{ sku: 'SKU-7', quantity: 103, amount: 103 * 7_000 }] }]);
  await expect(row(two, 7)).toContainText('超卖 3');
  await expect(panel(one).getByRole('listitem').first()).toContainText('超卖 3 件');
  await panel(one).getByRole('button', { name: /^偏低/ }).click();
  await expect(panel(one).locator('[data-sku]')).toHaveCount(1);
});

test('where the platform sells, a deal waits in amber until it is confirmed, and the host keeps the old price', async ({ browser }) => {
  const id = 'cart';
  const { show, command } = await liveShow(server, id, { salesChannel: 'platform' });
  await command('deal.plan', { listingId: show.listings[0]?.id, price: 800, quantity: 50, perBuyer: 1, seconds: 600, countdownSeconds: 0 });
  const page = await openDesk(browser, server, id);
  const host = await openPage(browser, server, `/shows/${id}/host`);
  await openPanel(page, /^秒杀/);
  await holding(panel(page).getByRole('button', { name: '按住，去平台开' }), (within) => expect(panel(page).getByRole('list', { name: '待平台执行' })).toBeVisible(within));
  await expect(row(page, 1)).toContainText('待平台');
  await expect(host.locator('[data-price]')).toHaveText('¥10');
  await panel(page).getByRole('button', { name: '平台已改' }).click();
  await expect(panel(page).getByRole('list', { name: '进行中的秒杀' })).toContainText('进行中');
  await expect(host.locator('[data-price]')).toHaveText('¥8');
  await expect(host.locator('[data-deal-clock]')).toBeVisible();
  await expect(host.locator('[data-deal-left]')).toBeHidden();
  // Nobody claims here: what it sold is known from the orders.
  await server.send(id, [{ type: 'order.paid', at: Date.now(), orderId: 'o1', viewerId: 'v1', lines: [{ sku: 'SKU-1', quantity: 2, amount: 1_600 }] }]);
  await expect(panel(page).locator('[data-taken]')).toHaveText('2');
});

test('a coupon and a draw are noted, and the reminder of that name starts anew', async ({ browser }) => {
  const { command } = await liveShow(server, 'marks');
  await command('rhythm.set', { label: '发福袋', everyMinutes: 20 });
  const page = await openDesk(browser, server, 'marks');
  await openPanel(page, /^秒杀/);
  await panel(page).getByRole('button', { name: '福袋' }).click();
  const draw = page.getByRole('dialog', { name: '记一个福袋' });
  await draw.getByLabel('奖品').fill('面膜礼盒');
  await expect(draw.getByRole('checkbox')).toBeChecked();
  await draw.getByRole('button', { name: '记下' }).click();
  await expect(panel(page)).toContainText('面膜礼盒 × 10');
  await expect(toast(page).filter({ hasText: '节奏完成 发福袋' })).toBeVisible();

  await panel(page).getByRole('button', { name: '优惠券' }).click();
  const coupon = page.getByRole('dialog', { name: '记一张优惠券' });
  await coupon.getByLabel('名称').fill('满50减8');
  await coupon.getByLabel('满', { exact: false }).first().fill('50');
  await coupon.getByLabel('减', { exact: true }).fill('8');
  await coupon.getByRole('button', { name: '记下' }).click();
  await expect(panel(page)).toContainText('满50减8');
  await expect(panel(page)).toContainText('−¥8');
});

test('who may only look sees deals and stock, and changes nothing', async ({ browser }) => {
  const id = 'looking';
  const { show, command } = await liveShow(server, id);
  await command('deal.plan', { listingId: show.listings[0]?.id, price: 800, quantity: 50, perBuyer: 1, seconds: 600 });
  await addPerson(server, '复盘 小陈', 'analyst', id);
  const page = await openDesk(browser, server, id, '复盘 小陈');
  await openPanel(page, /^秒杀/);
  await expect(panel(page).getByRole('list', { name: '已就位' })).toContainText('#1 商品 1 号');
  await expect(panel(page).getByRole('button', { name: /计划秒杀/ })).toBeDisabled();
  await expect(panel(page).getByRole('button', { name: '你的角色不能这样做' })).toBeDisabled();
  await page.keyboard.down('f');
  await expect(toast(page)).toContainText('你的角色不能这样做');
  await page.keyboard.up('f');
  await openPanel(page, /^库存/);
  await panel(page).locator('[data-sku="SKU-5"]').click();
  await expect(page.getByRole('region', { name: '库存 SKU-5' })).toContainText('你的角色不能这样做');
  expect((await documentOf(id)).deals[0]?.startsAt).toBeUndefined();
});

test('without the server the deal goes on by the clock, what is counted greys, and nothing can be pressed', async ({ browser }) => {
  const id = 'cut';
  const { show, command } = await liveShow(server, id);
  await command('deal.start', { listingId: show.listings[0]?.id, price: 800, quantity: 50, perBuyer: 1, seconds: 600 });
  const page = await openDesk(browser, server, id);
  await openPanel(page, /^秒杀/);
  const card = panel(page).getByRole('list', { name: '进行中的秒杀' });
  await expect(card.getByRole('button', { name: '+1 分钟' })).toBeEnabled();
  await server.kill();
  try {
    await expect(page.getByText(/正在重连/)).toBeVisible();
    await expect(card.getByRole('button', { name: '+1 分钟' })).toBeDisabled();
    await expect(card.getByRole('button', { name: '结束' })).toBeDisabled();
    const before = await card.getByRole('timer').textContent();
    await expect(card.getByRole('timer')).not.toHaveText(before ?? '');
  } finally {
    await server.start();
  }
  await expect(card.getByRole('button', { name: '+1 分钟' })).toBeEnabled();
  await expect(card).toContainText('已抢 0 / 50');
});
