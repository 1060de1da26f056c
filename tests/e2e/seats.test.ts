import type { Browser, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { MadeLink } from '../../shared/protocol/access.ts';
import { liveShow, openPage, plannedShow, type Stage } from '../support/screen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

const FULL_HD = { width: 1920, height: 1080 };
const dealOf = (stage: Stage, more: object = {}): object => ({ listingId: stage.show.listings[1]?.id, price: 3_000, quantity: 10, perBuyer: 5, seconds: 300, ...more });

async function linkTo(showId: string, role: 'wall' | 'overlay'): Promise<MadeLink> {
  return (await server.call('POST', `/api/v1/shows/${showId}/links`, { role, name: `${role} 1` })).json<MadeLink>();
}
/** A browser of its own with a link's screen on it. */
async function seat(browser: Browser, showId: string, role: 'wall' | 'overlay', { lang = 'zh', size = FULL_HD } = {}): Promise<Page> {
  const { token } = await linkTo(showId, role);
  const page = await (await browser.newContext({ viewport: size })).newPage();
  await page.goto(`${server.url}/shows/${showId}/${role}?lang=${lang}#${token}`);
  await expect(page).toHaveTitle(role === 'overlay' ? /已连接|connected/ : /专场/);
  return page;
}
const third = (page: Page) => page.locator('.third');
const take = (stage: Stage, to: number, from: number | null) => stage.command('listing.take', { listingId: stage.show.listings[to]?.id, seenOnAir: from === null ? null : stage.show.listings[from]?.id });

test('a take and what a deal sells reach the wall and the overlay within a second; STOP clears the overlay', async ({ browser }) => {
  const stage = await plannedShow(server, 'follow');
  const [wall, overlay] = [await seat(browser, 'follow', 'wall'), await seat(browser, 'follow', 'overlay')];
  await expect(third(overlay)).toBeHidden();
  await stage.command('show.start', {});
  // Each is done until it was there in time once: other work on the machine says nothing about the seats.
  const within = { timeout: 1_000 };
  let onAir = null as number | null;
  await expect(async () => {
    const [next, number] = onAir === 1 ? [2, 7] : [1, 5];
    await take(stage, next, onAir);
    onAir = next;
    await Promise.all([expect(third(overlay)).toContainText(`商品 ${number} 号`, within), expect(wall.getByText(`#${number} 讲解中`)).toBeVisible(within)]);
  }).toPass();
  if (onAir !== 1) await take(stage, 1, onAir);
  await expect(wall.getByRole('contentinfo')).toContainText('ADMIN_KEY 上了 #5 商品 5 号');
  await stage.command('deal.start', dealOf(stage));
  await Promise.all([expect(third(overlay)).toContainText('还剩 10 件'), expect(wall.getByText('已抢 0.0%')).toBeVisible()]);
  await expect(third(overlay)).toContainText('¥30');
  for (const page of [wall, overlay]) await expect(page.getByRole('timer')).toHaveText(/^[45]:\d\d$/);
  const { deals } = (await server.call('GET', '/api/v1/shows/follow')).json<{ deals: { dealId: string }[] }>();
  let claimed = 0;
  await expect(async () => {
    claimed += 1;
    await server.call('POST', '/api/v1/shows/follow/claims', { claimId: `c${claimed}`, listingId: stage.show.listings[1]?.id, dealId: deals[0]?.dealId, buyerId: `b${claimed}`, quantity: 1 });
    await Promise.all([expect(third(overlay)).toContainText(`还剩 ${10 - claimed} 件`, within), expect(wall.getByText(`已抢 ${claimed * 10}.0%`)).toBeVisible(within)]);
  }).toPass();
  let stopped = false;
  await expect(async () => {
    if (stopped) {
      await stage.command('show.unfreeze', {});
      await expect(third(overlay)).toBeVisible();
    }
    await stage.command('show.freeze', {});
    stopped = true;
    await Promise.all([expect(third(overlay)).toBeHidden(within), expect(wall.getByRole('banner')).toContainText('已急停', within)]);
  }).toPass();
});

test("the link's secret leaves the address, and the page comes back without it", async ({ browser }) => {
  await liveShow(server, 'address');
  const page = await seat(browser, 'address', 'overlay');
  expect(page.url()).toBe(`${server.url}/shows/address/overlay?lang=zh`);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await expect(third(page)).toContainText('商品 1 号');
});

test('without a line the overlay shows nothing after five seconds, the wall says how old it is; both come back by themselves', async ({ browser }) => {
  await liveShow(server, 'cut');
  const [wall, overlay] = [await seat(browser, 'cut', 'wall'), await seat(browser, 'cut', 'overlay')];
  await expect(third(overlay)).toContainText('商品 1 号');
  for (const page of [wall, overlay]) await page.context().setOffline(true);
  await server.kill();
  await expect(third(overlay)).toBeHidden({ timeout: 8_000 });
  await expect(wall.getByRole('status')).toHaveText(/^连接断开 · 数据是 .+前的$/);
  await server.start();
  await expect(third(overlay)).toBeHidden();
  for (const page of [wall, overlay]) await page.context().setOffline(false);
  await expect(third(overlay)).toContainText('商品 1 号');
  await expect(wall.getByRole('status')).toBeHidden();
});

test('a link that is removed clears the overlay and says so on the wall', async ({ browser }) => {
  await liveShow(server, 'removed');
  const [wall, overlay] = [await seat(browser, 'removed', 'wall'), await seat(browser, 'removed', 'overlay')];
  await expect(third(overlay)).toBeVisible();
  for (const { id } of (await server.call('GET', '/api/v1/shows/removed/links')).json<{ id: string }[]>()) await server.call('DELETE', `/api/v1/shows/removed/links/${id}`);
  await expect(third(overlay)).toBeHidden({ timeout: 5_000 });
  await expect(wall.getByRole('alert')).toContainText('打不开', { timeout: 5_000 });
});

test('a controller makes a link in the settings, opens it, and removes it', async ({ browser }) => {
  await liveShow(server, 'settings');
  const desk = await openPage(browser, server, '/shows/settings/settings/links');
  await desk.getByRole('button', { name: '新建链接' }).click();
  await desk.getByRole('radio', { name: '直播画面' }).click();
  await desk.getByLabel('放在哪里').fill('OBS 主机');
  await desk.getByRole('button', { name: '新建', exact: true }).click();
  const address = await desk.getByRole('dialog').locator('code').innerText();
  expect(address).toMatch(new RegExp(`^${server.url}/shows/settings/overlay\\?lang=zh#[0-9a-f]{12}_[\\w-]{32}$`));
  await desk.getByRole('button', { name: '已保存' }).click();
  const page = await (await browser.newContext({ viewport: FULL_HD })).newPage();
  await page.goto(address);
  await expect(third(page)).toContainText('商品 1 号');
  await expect(desk.getByRole('listitem').filter({ hasText: 'OBS 主机' })).toContainText('刚刚 打开过');
  await desk.getByLabel('库存少于多少件时显示在画面上').fill('500');
  await desk.getByRole('button', { name: '保存' }).click();
  await expect(third(page)).toContainText('仅剩 100 件');
  await desk.getByRole('button', { name: '移除「OBS 主机」？' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '移除' }).click();
  await expect(desk.getByText('还没有链接')).toBeVisible();
  await expect(third(page)).toBeHidden({ timeout: 5_000 });
});

const LONG = '香氛礼盒 限定版 玫瑰乌木 双支装 送礼袋 会员专享 加赠香薰蜡烛 三十毫升 五十毫升 限今晚 官方正品 七天无理由';
for (const [name, size] of [['1080p', FULL_HD], ['4K', { width: 3840, height: 2160 }], ['a laptop', { width: 1280, height: 720 }]] as const) {
  for (const lang of ['zh', 'en']) {
    test(`with heavy data on ${name} (${lang}) nothing overflows, with a deal and without`, async ({ browser }) => {
      const id = `fits-${size.width}-${lang}`;
      const listings = Array.from({ length: 6 }, (_, i) => ({ number: i + 1, title: LONG, price: 1_259_900, listPrice: 1_889_900, offer: LONG, sku: `SKU-${i}`, stock: 9_999 }));
      const stage = await liveShow(server, id, { listings, gmvTarget: 2_000_000_000, plannedMinutes: 240, title: `专场 ${LONG}`, demo: true });
      const lines = (i: number) => [{ listingId: stage.show.listings[i]?.id, quantity: 1, amount: 205_761_315 }];
      await server.send(id, [{ type: 'audience.sampled', at: Date.now(), online: 1_284_600, viewers: 18_602_310 }, ...listings.map((_, i) => ({ type: 'order.paid', at: Date.now(), orderId: `o${i}`, viewerId: `v${i}`, lines: lines(i) }))]);
      const [wall, overlay] = [await seat(browser, id, 'wall', { lang, size }), await seat(browser, id, 'overlay', { lang, size })];
      await expect(wall.locator('[data-gmv]')).toContainText('¥12,345,678.90');
      const over = (page: Page) =>
        page.evaluate(() =>
          [...document.querySelectorAll('body *')].flatMap((each) => {
            const { right, bottom, width } = each.getBoundingClientRect();
            // What is cut off with dots on purpose is wider inside than outside, not outside than the page.
            return width > 0 && (right > innerWidth + 1 || bottom > innerHeight + 1) && !each.closest('.title, .words, .offer') ? [`${each.tagName}.${each.className} ${Math.round(right)} ${Math.round(bottom)}`] : [];
          }),
        );
      for (const page of [wall, overlay]) await page.evaluate(() => document.fonts.ready);
      expect([await over(wall), await over(overlay)]).toEqual([[], []]);
      await stage.command('deal.start', dealOf(stage, { listingId: stage.show.listings[0]?.id, price: 1_159_900, quantity: 9_999, seconds: 86_400 }));
      await Promise.all([wall, overlay].map((page) => expect(page.getByRole('timer')).toBeVisible()));
      expect([await over(wall), await over(overlay)]).toEqual([[], []]);
      const rest = await wall.locator('.rest > *').evaluateAll((all: Element[]) => all.flatMap((each) => (each.scrollHeight > each.clientHeight + 2 || each.scrollWidth > each.clientWidth + 2 ? [each.getAttribute('class')] : [])));
      expect(rest).toEqual([]);
    });
  }
}

test('nothing is behind the overlay but the stream', async ({ browser }) => {
  await liveShow(server, 'clear', { demo: true });
  const page = await seat(browser, 'clear', 'overlay', { lang: 'en' });
  await expect(page.getByText('DEMO', { exact: true })).toBeVisible();
  await expect(third(page)).toBeVisible();
  const ground = await page.evaluate(() => [document.documentElement, document.body].map((each) => getComputedStyle(each).backgroundColor));
  expect(ground).toEqual(['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)']);
});
