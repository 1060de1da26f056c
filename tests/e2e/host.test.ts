import type { Browser, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { Show } from '../../shared/show/show.ts';
import { makeMember, PASSWORD } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { enterByName } from './enter.ts';

const LANDSCAPE = { width: 1180, height: 820 };
const PORTRAIT = { width: 820, height: 1180 };

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

const LISTINGS = [
  { number: 7, title: '烟酰胺焕亮精华液', price: 14_900, listPrice: 19_900, offer: '拍 1 发 2', gifts: '面膜 5 片', sellingPoints: ['28 天提亮一个度', '下播恢复 ¥199'], skus: [{ sku: 'JH-30', name: '30ml', stock: 65 }, { sku: 'JH-50', name: '50ml', price: 21_900, stock: 60 }] },
  { number: 8, title: '胶原紧致面霜', price: 25_900, skus: [{ sku: 'MS', name: '50g', stock: 420 }] },
  {
    number: 12, title: '香氛礼盒 限定版 玫瑰乌木 双支装 送礼袋 会员专享 加赠香薰蜡烛', price: 1_259_900, listPrice: 1_889_900, offer: '第二件半价，满 ¥999 再减 ¥100', gifts: '香薰蜡烛一支 + 限定礼袋 + 5ml 试管',
    sellingPoints: ['前调佛手柑，中调大马士革玫瑰，尾调乌木与雪松，留香八小时', '第三方检测', '限定礼盒只在今晚', '七天无理由，运费险', '会员再送 5ml 试管'],
    skus: ['玫瑰 30ml', '玫瑰 50ml', '乌木 30ml', '乌木 50ml', '双支装'].map((name, i) => ({ sku: `XF-${i}`, name, stock: 60 })),
  },
];

const command = async (id: string, type: string, payload: object = {}): Promise<void> => {
  const reply = await server.call('POST', `/api/v1/shows/${id}/commands`, { id: crypto.randomUUID(), type, payload });
  expect([type, reply.status, reply.text]).toEqual([type, 200, reply.text]);
};
const showOf = async (id: string): Promise<Show> => (await server.call('GET', `/api/v1/shows/${id}`)).json<Show>();

/** A show with its first listing on air, unless it is to stay planned. */
async function newShow(id: string, more: object = {}, live = true): Promise<string[]> {
  const made = await server.call('POST', '/api/v1/shows', { id, title: `专场 ${id}`, currency: 'CNY', host: '林溪', gmvTarget: 1_000_000, listings: LISTINGS, segments: [{ kind: 'benefit', title: '福利', minutes: 10 }], ...more });
  const ids = made.json<{ listings: { id: string }[] }>().listings.map((listing) => listing.id);
  if (live) {
    await command(id, 'show.start', { reason: '测试', red: [] });
    await command(id, 'listing.take', { listingId: ids[0], seenOnAir: null });
  }
  return ids;
}
async function tablet(browser: Browser, id: string, viewport = LANDSCAPE): Promise<Page> {
  const { person } = await makeMember(server, 'host', [id]);
  return enterByName(browser, server, person.name, PASSWORD, `/shows/${id}/host`, { viewport, hasTouch: true });
}
const cueOf = (page: Page) => page.getByRole('contentinfo');

test('a cue appears, is seen by the desk as seen, and 收到 answers it', async ({ browser }) => {
  await newShow('cue');
  const page = await tablet(browser, 'cue');
  await expect(page.getByRole('heading', { name: '烟酰胺焕亮精华液' })).toBeVisible();
  await command('cue', 'cue.send', { text: '改推 30ml，50ml 快没了', seconds: 60 });
  await expect(cueOf(page).getByRole('alert')).toHaveText('改推 30ml，50ml 快没了');
  await expect.poll(async () => (await showOf('cue')).cues[0]?.seenAt).toBeGreaterThan(0);
  await page.getByRole('button', { name: '收到' }).click();
  await expect(cueOf(page)).toContainText(/已收到$/);
  const cue = (await showOf('cue')).cues[0];
  expect(cue?.acknowledgedAt).toBeGreaterThan(0);
  expect(cue?.acknowledgedBy).toMatchObject({ role: 'host', screen: 'host' });
  // One that nobody answers goes by itself.
  await command('cue', 'cue.send', { text: '慢一点', seconds: 8 });
  await expect(page.getByText('慢一点', { exact: true })).toBeVisible();
  await expect(cueOf(page)).toContainText('没有回应');
});

test('an answer given at the desk takes the cue off the tablet', async ({ browser }) => {
  await newShow('desk-answers');
  const page = await tablet(browser, 'desk-answers');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await command('desk-answers', 'cue.send', { text: '喝口水', seconds: 60 });
  await expect(page.getByRole('button', { name: '收到' })).toBeVisible();
  await command('desk-answers', 'cue.acknowledge', { cueId: (await showOf('desk-answers')).cues[0]?.id });
  await expect(page.getByRole('button', { name: '收到' })).toBeHidden();
});

test('the listing on air, its price and what comes next are those of the desk', async ({ browser }) => {
  const ids = await newShow('air');
  const page = await tablet(browser, 'air');
  const view = page.getByRole('region', { name: /^#7/ });
  await expect(view).toContainText('#7 讲解中');
  await expect(view.locator('[data-price]')).toHaveText('¥149');
  for (const words of ['¥199', '拍 1 发 2', '赠 面膜 5 片', '28 天提亮一个度', '30ml', '65']) await expect(view).toContainText(words);
  await expect(page.getByRole('complementary')).toContainText('#8 胶原紧致面霜');
  await command('air', 'listing.price', { listingId: ids[0], price: 13_900 });
  await expect(view.locator('[data-price]')).toHaveText('¥139');
  await command('air', 'listing.take', { listingId: ids[1], seenOnAir: ids[0] });
  await expect(page.getByRole('heading', { name: '胶原紧致面霜' })).toBeVisible();
  const at = Date.now();
  await server.send('air', [{ type: 'viewer.entered', at, viewerId: 'v1' }, { type: 'order.paid', at, orderId: 'o1', viewerId: 'v1', lines: [{ sku: 'MS', quantity: 1, amount: 250_000 }] }]);
  await expect(page.getByRole('complementary')).toContainText('¥2,500');
  await expect(page.getByRole('complementary')).toContainText('25%');
  // What was sold can be hidden from whoever stands beside the camera, and stays hidden.
  await page.getByRole('button', { name: '隐藏成交' }).click();
  await expect(page.getByRole('complementary')).not.toContainText('¥2,500');
  await page.reload();
  await expect(page.getByRole('button', { name: '显示成交' })).toBeVisible();
  await expect(page.getByRole('complementary')).not.toContainText('¥2,500');
});

test('a platform show keeps the old price until the platform has done it', async ({ browser }) => {
  const ids = await newShow('platform', { salesChannel: 'platform' });
  const page = await tablet(browser, 'platform');
  await expect(page.locator('[data-price]')).toHaveText('¥149');
  await command('platform', 'listing.price', { listingId: ids[0], price: 13_900 });
  await expect(page.getByText('改价还没生效，仍报这个价')).toBeVisible();
  await expect(page.locator('[data-price]')).toHaveText('¥149');
  await command('platform', 'platform.confirm', { commandId: (await showOf('platform')).pending[0]?.commandId });
  await expect(page.locator('[data-price]')).toHaveText('¥139');
  await expect(page.getByText('改价还没生效，仍报这个价')).toBeHidden();
});

test('not started, stopped, paused, ended and out of reach are each said', async ({ browser }) => {
  await newShow('states', { startsAt: Date.now() + 600_000, title: '彩排与正式' }, false);
  const page = await tablet(browser, 'states');
  await expect(page.getByRole('status')).toHaveText(/^9:\d\d 后开播$|^10:00 后开播$/);
  await expect(page.getByText('#7 第一件')).toBeVisible();
  await command('states', 'show.start', { reason: '测试', red: [] });
  await expect(page.getByRole('status')).toBeHidden();
  await command('states', 'show.freeze');
  await expect(page.getByRole('status')).toHaveText('已急停：先别卖，等场控');
  await command('states', 'show.unfreeze');
  await command('states', 'show.pause', { reason: '换景' });
  await expect(page.getByRole('status')).toHaveText('暂停：换景');
  await command('states', 'cue.send', { text: '回来了', seconds: 300 });
  await expect(page.getByRole('button', { name: '收到' })).toBeEnabled();
  await server.kill();
  await expect(page.getByRole('status')).toHaveText(/^连接断开 · 数据是 .+前的$/);
  await expect(page.getByRole('button', { name: '收到' })).toBeDisabled();
  await server.start();
  await expect(page.getByRole('status')).toHaveText('暂停：换景');
  await command('states', 'show.resume');
  await command('states', 'show.end');
  await expect(page.getByRole('status')).toHaveText('本场已结束，辛苦了');
});

test('a rehearsal and the demo are labelled', async ({ browser }) => {
  await newShow('real', {}, false);
  await command('real', 'show.rehearse', { showId: 'real-r' });
  const page = await tablet(browser, 'real-r');
  await expect(page.getByRole('banner').getByText('彩排', { exact: true })).toBeVisible();
});

for (const [name, viewport] of [['lying', LANDSCAPE], ['standing', PORTRAIT], ['small', { width: 1024, height: 600 }]] as const) {
  test(`on a ${name} tablet nothing overflows, nothing is covered, and everything to touch is 48 px`, async ({ browser }) => {
    const id = `fits-${name}`;
    const ids = await newShow(id);
    const page = await tablet(browser, id, viewport);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await command(id, 'segment.start', { segmentId: (await showOf(id)).segments[0]?.id });
    await command(id, 'listing.take', { listingId: ids[2], seenOnAir: ids[0] });
    await command(id, 'cue.send', { text: '有人问孕妇能不能用：说清楚成分，先在耳后试用，别承诺功效，价格只说到手价，赠品今晚十二点前下单才有', seconds: 300 });
    await expect(page.getByRole('button', { name: '收到' })).toBeVisible();
    await page.evaluate(() => document.fonts.ready);
    await expect.poll(() =>
      page.evaluate(() => {
        const view = document.querySelector('section.view');
        const over = (element: Element | null): number => (element ? Math.max(0, element.scrollHeight - element.clientHeight - 1, element.scrollWidth - element.clientWidth - 1) : -1);
        return { page: over(document.documentElement), view: over(view), cue: over(document.querySelector('.words')) };
      }),
    ).toEqual({ page: 0, view: 0, cue: 0 });
    const [price, banner] = await Promise.all([page.locator('[data-price]').boundingBox(), cueOf(page).boundingBox()]);
    expect((price?.y ?? 0) + (price?.height ?? 0)).toBeLessThanOrEqual(banner?.y ?? 0);
    const small = await page.locator('button, a').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 48 || each.getBoundingClientRect().width < 48).map((each) => each.outerHTML.slice(0, 100)));
    expect(small).toEqual([]);
  });
}

test('over the local network, on a page without TLS, a tablet pairs and answers', async ({ browser }) => {
  const own = await startServer({ env: { HOST: '0.0.0.0' } });
  const call = (path: string, body: object) => own.call('POST', `/api/v1/shows${path}`, body);
  const listing = (await call('', { id: 'lan', title: '局域网', currency: 'CNY', listings: LISTINGS })).json<{ listings: { id: string }[] }>().listings[0];
  await call('/lan/commands', { id: 'lan-start', type: 'show.start', payload: { reason: '测试', red: [] } });
  await call('/lan/commands', { id: 'lan-take', type: 'listing.take', payload: { listingId: listing?.id, seenOnAir: null } });
  const { secret } = (await call('/lan/pairings', { role: 'host' })).json<{ secret: string }>();
  const page = await (await browser.newContext({ viewport: LANDSCAPE, hasTouch: true })).newPage();
  await page.goto(`${own.url}/pair#${secret}`);
  await expect(page.getByRole('heading', { name: '烟酰胺焕亮精华液' })).toBeVisible();
  await call('/lan/commands', { id: 'lan-cue-1', type: 'cue.send', payload: { text: '喝口水', seconds: 60 } });
  await page.getByRole('button', { name: '收到' }).click();
  await expect(cueOf(page)).toContainText('主播 已收到');
  // Browsers keep no screen on for such a page: it says so.
  const isSecure = await page.evaluate(() => isSecureContext);
  await expect(page.getByText(isSecure ? '常亮' : '会自动熄屏', { exact: true })).toBeVisible();
  if (!isSecure) {
    await page.getByRole('button', { name: '会自动熄屏' }).click();
    await expect(page.getByRole('note')).toContainText('自动锁定');
  }
  await own.stop();
});
