import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { MadeLink, PersonView } from '../../shared/protocol/access.ts';
import { PASSWORD } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let sent = 0;
const command = (showId: string, type: string, payload: object): Promise<unknown> => server.call('POST', `/api/v1/shows/${showId}/commands`, { id: `picture-${++sent}-x`, type, payload });
test.beforeAll(async () => {
  server = await startServer({ env: { DEMO: 'on' } });
  const people: string[] = [];
  for (const [name, role] of [['小王', 'controller'], ['林溪', 'host'], ['苏禾', 'host'], ['小李', 'assistant'], ['周琳', 'analyst']]) {
    const { id } = (await server.call('POST', '/api/v1/people', { name, role, password: PASSWORD })).json<PersonView>();
    await server.call('PUT', `/api/v1/shows/demo/members/${id}`, {});
    people.push(id);
  }
  // What else a room has on its list of shows, and what else is planned for the evening.
  const controller = people[0] ?? '';
  for (const [id, title, host, hours] of [['men', '男士护理 周五专场', '苏禾', 26], ['lip', '唇妆新品 首发', '林溪', 50], ['care', '秋冬润养 清晨场', '林溪', -15]] as const) {
    const at = Date.now() + hours * 3_600_000;
    await server.call('POST', '/api/v1/shows', { id, title, currency: 'CNY', host, gmvTarget: 30_000_000, plannedMinutes: 180, copyFrom: 'demo', ...(hours > 0 ? { startsAt: at } : {}) });
    await server.call('PUT', `/api/v1/shows/${id}/members/${controller}`, {});
  }
  await command('care', 'show.start', { reason: '演示' });
  await command('care', 'show.end', {});
  const { listings } = (await server.call('GET', '/api/v1/shows/demo')).json<{ listings: { id: string; number: number }[] }>();
  for (const [number, price] of [[9, 8_500], [18, 10_900]]) await command('demo', 'deal.plan', { listingId: listings.find((each) => each.number === number)?.id, price, quantity: 100, perBuyer: 2, seconds: 300 });
  await command('demo', 'coupon.record', { title: '满199减20', amount: 2_000, threshold: 19_900, seconds: 3_600 });
});
test.afterAll(() => server.stop());

/** `PICTURES=docs npm test -- browser` renews the pictures of the READMEs. */
const folder = process.env['PICTURES'];

interface Tongue {
  locale: 'zh-CN' | 'en-US';
  /** What ends the names of its pictures. */
  ending: string;
  demo: string;
  link: 'zh' | 'en';
  /** The listing whose deal is followed, and its price. Link number, and yuan. */
  deal: [number: number, price: string];
  soldOut: RegExp;
}
const ZH: Tongue = { locale: 'zh-CN', ending: '', demo: '演示', link: 'zh', deal: [7, '149'], soldOut: /秒杀抢光/ };
const EN: Tongue = { locale: 'en-US', ending: '-en', demo: 'DEMO', link: 'en', deal: [8, '219'], soldOut: /Deal sold out/ };
const UNITS = 40;
const DESK = { width: 1440, height: 840 };
const TABLET = { width: 1180, height: 820 };
const PROJECTED = { width: 1280, height: 720 };
/** A stream for the overlay to lie on: without one its picture would be white on white. */
const STREAM = 'html { background: radial-gradient(90rem 60rem at 70% 10%, #54413a, #211c22 60%, #121016) !important; }';

async function picture(page: Page, name: string, options: Parameters<Page['screenshot']>[0] = {}): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`), ...options });
}
/** A browser of its own with this person signed in, or nobody. */
async function open(browser: Browser, { locale }: Tongue, path: string, who: string | undefined, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale, ...options });
  const habit = JSON.stringify({ quantity: UNITS, perBuyer: 2, seconds: 300, countdownSeconds: 30, holdSeconds: 300 });
  await context.addInitScript((deal) => localStorage.setItem('ck.deal', deal), habit);
  const page = await context.newPage();
  if (who !== undefined) await page.request.post(`${server.url}/api/v1/session`, { data: { name: who, password: PASSWORD }, headers: { origin: server.url } });
  await page.goto(server.url + path);
  return page;
}
const LINKS = { wall: { zh: '二楼大屏', en: 'Office wall' }, overlay: { zh: 'OBS 主机', en: 'OBS machine' } } as const;
async function byLink(browser: Browser, tongue: Tongue, role: 'wall' | 'overlay'): Promise<Page> {
  const { token } = (await server.call('POST', '/api/v1/shows/demo/links', { role, name: LINKS[role][tongue.link] })).json<MadeLink>();
  return open(browser, tongue, `/shows/demo/${role}?lang=${tongue.link}#${token}`, undefined, { viewport: PROJECTED });
}
/** The right of the desk, where its panels are, down to the foot of `last`. */
const panelOf = async (desk: Page, last: Locator): Promise<{ clip: { x: number; y: number; width: number; height: number } }> => {
  const [box, foot] = await Promise.all([desk.getByRole('complementary').last().boundingBox(), last.boundingBox()]);
  if (!box || !foot) throw new Error('The panel is not there');
  return { clip: { x: box.x, y: box.y, width: box.width, height: foot.y + foot.height + 12 - box.y } };
};

for (const tongue of [ZH, EN]) {
  test(`the demo show is running on the first start, labelled on the desk, with numbers that move (${tongue.link})`, async ({ browser }) => {
    const page = await open(browser, tongue, '/shows/demo/desk', '小王', { viewport: { width: 1440, height: 900 } });
    await expect(page.getByRole('banner').getByText(tongue.demo, { exact: true })).toBeVisible();
    const numbers = page.getByRole('main');
    const before = await numbers.innerText();
    await expect(async () => expect(await numbers.innerText()).not.toBe(before)).toPass();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
  });
}

for (const tongue of folder === undefined ? [ZH] : [ZH, EN]) {
  test(`one deal is followed through all seats of the demo, from armed to sold out (${tongue.link})`, async ({ browser }) => {
    test.setTimeout(360_000);
    const [number, price] = tongue.deal;
    const desk = await open(browser, tongue, '/shows/demo/desk', '小王', { viewport: DESK });
    const tablet = await open(browser, tongue, '/shows/demo/host', '林溪', { viewport: TABLET, hasTouch: true });
    const [wall, overlay] = [await byLink(browser, tongue, 'wall'), await byLink(browser, tongue, 'overlay')];
    const panel = desk.getByRole('tabpanel');
    const deal = panel.locator('[data-deal]', { hasText: `#${number}` });
    await desk.getByRole('option').first().waitFor();

    // Armed on the desk.
    await desk.keyboard.type(String(number));
    await desk.keyboard.press('Enter');
    await expect(desk.locator('#rail [role=option]', { hasText: new RegExp(`^${number}`) }).first()).toContainText(/讲解中|ON AIR/);
    await desk.keyboard.press('d');
    await panel.getByRole('textbox').first().fill(price);
    await desk.keyboard.press('Enter');
    await expect(panel.getByRole('form')).toBeHidden();
    await expect(panel).toContainText(/已就位|Armed/);
    await picture(desk, `tour-armed${tongue.ending}`, await panelOf(desk, panel.getByRole('list', { name: /^(已就位|Armed)$/ })));

    // Held, and counted down before the host and over the stream.
    await desk.keyboard.down('f');
    await expect(deal.getByRole('timer')).toBeVisible();
    await desk.keyboard.up('f');
    for (const page of [tablet, overlay]) await expect(page.getByRole('timer').first()).toBeVisible();
    await picture(overlay, `overlay${tongue.ending}`, { style: STREAM, clip: { x: 0, y: 400, width: PROJECTED.width, height: 320 } });
    await picture(tablet, `host${tongue.ending}`);

    // Running, for the whole room to see; the audience buys by itself.
    const dealId = await deal.getAttribute('data-deal');
    const taken = deal.locator('[data-taken]');
    await expect(async () => expect(Number(await taken.innerText())).toBeGreaterThan(UNITS / 3)).toPass({ timeout: 150_000 });
    await picture(wall, `wall${tongue.ending}`);
    await picture(desk, `desk${tongue.ending}`);

    // Sold out, and said so.
    await expect(deal).toContainText(/全部抢完|All taken/, { timeout: 150_000 });
    await desk.getByRole('tab', { name: /^(告警|Alerts)/ }).click();
    const alert = panel.getByRole('listitem').filter({ hasText: tongue.soldOut }).filter({ hasText: `#${number}` });
    await expect(alert).toBeVisible();
    await picture(desk, `tour-sold-out${tongue.ending}`, await panelOf(desk, alert));
    await command('demo', 'deal.stop', { dealId });
  });

  test(`the pages around the show (${tongue.link})`, async ({ browser }) => {
    const visitor = await open(browser, tongue, '/sign-in', undefined, { viewport: { width: 960, height: 600 } });
    await expect(visitor.getByRole('textbox').first()).toBeVisible();
    await picture(visitor, `sign-in${tongue.ending}`);
    await visitor.goto(`${server.url}/pair`);
    await expect(visitor.getByRole('main')).toBeVisible();
    await picture(visitor, `pair${tongue.ending}`);
    const person = await open(browser, tongue, '/shows', '小王', { viewport: { width: 1280, height: 720 } });
    await expect(person.getByRole('heading', { name: '双11 美妆专场' })).toBeVisible();
    await picture(person, `shows${tongue.ending}`);
    await person.goto(`${server.url}/shows/demo/settings/links`);
    await expect(person.getByRole('heading').first()).toBeVisible();
    await picture(person, `settings${tongue.ending}`);
    await person.setViewportSize({ width: 1440, height: 1000 });
    await person.goto(`${server.url}/shows/demo/review`);
    await expect(person.locator('.u-over')).toBeVisible();
    await picture(person, `review${tongue.ending}`);
  });
}
