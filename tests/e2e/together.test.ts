import type { Browser, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { MadeLink, PairingView } from '../../shared/protocol/access.ts';
import { connectConsole } from '../support/console.ts';
import { PASSWORD } from '../support/people.ts';
import { addPerson, liveShow, openPanel, row, type Stage } from '../support/screen.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { stallingLine } from '../support/stall.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

interface Seats {
  desk: Page;
  host: Page;
  wall: Page;
  overlay: Page;
}
const third = (page: Page) => page.locator('.third');
const everyone = ({ desk, host, wall, overlay }: Seats): Page[] => [desk, host, wall, overlay];

/** A page in a browser of its own. */
async function pageOf(browser: Browser, width: number, height: number): Promise<Page> {
  return (await browser.newContext({ viewport: { width, height } })).newPage();
}

/** A show's tablet, as a tablet comes in: by a code, on a device that nobody is signed in on. */
async function tablet(page: Page, showId: string, url = server.url): Promise<Page> {
  const { secret } = (await server.call('POST', `/api/v1/shows/${showId}/pairings`, { role: 'host' })).json<PairingView>();
  await page.goto(`${url}/pair#${secret}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('商品');
  return page;
}

/** All four seats of one show, each on a device of its own, each by its own way in. */
async function takeSeats(browser: Browser, showId: string, url = server.url): Promise<Seats> {
  const linked = async (role: 'wall' | 'overlay'): Promise<Page> => {
    const { token } = (await server.call('POST', `/api/v1/shows/${showId}/links`, { role, name: role })).json<MadeLink>();
    const page = await pageOf(browser, 1920, 1080);
    await page.goto(`${url}/shows/${showId}/${role}?lang=zh#${token}`);
    return page;
  };
  await addPerson(server, `小王 ${showId}`, 'controller', showId);
  const desk = await pageOf(browser, 1440, 900);
  const signedIn = await desk.request.post(`${url}/api/v1/session`, { data: { name: `小王 ${showId}`, password: PASSWORD }, headers: { origin: url } });
  expect(signedIn.ok()).toBe(true);
  await desk.goto(`${url}/shows/${showId}/desk`);
  const seats = { desk, host: await tablet(await pageOf(browser, 1180, 820), showId, url), wall: await linked('wall'), overlay: await linked('overlay') };
  await shows(seats, 1);
  return seats;
}

/** All four show this listing on air. */
async function shows({ desk, host, wall, overlay }: Seats, number: number): Promise<void> {
  await Promise.all([
    expect(row(desk, number)).toContainText('讲解中'),
    expect(host.getByRole('heading', { name: `商品 ${number} 号` })).toBeVisible(),
    expect(wall.getByText(new RegExp(`#${number} (讲解中|商品)`)).first()).toBeVisible(),
    expect(third(overlay)).toContainText(`商品 ${number} 号`),
  ]);
}

/** What each says while its line is away; the overlay says nothing, and shows nothing. */
async function areWithoutLine({ desk, host, wall, overlay }: Seats, words: RegExp): Promise<void> {
  await Promise.all([
    expect(desk.getByRole('status').filter({ hasText: words })).toBeVisible(),
    expect(host.getByRole('status').filter({ hasText: words })).toBeVisible(),
    expect(wall.getByRole('status').filter({ hasText: words })).toBeVisible(),
    expect(third(overlay)).toBeHidden(),
  ]);
}
const LOST = /连接断开|正在重连/;

const take = (stage: Stage, to: number, from: number): Promise<void> => stage.command('listing.take', { listingId: stage.show.listings[to]?.id, seenOnAir: stage.show.listings[from]?.id });

test('one deal through every seat: taken, cued, started, claimed, answered', async ({ browser }) => {
  const stage = await liveShow(server, 'together', { gmvTarget: 1_000_000 });
  const seats = await takeSeats(browser, 'together');
  const { desk, host, wall, overlay } = seats;
  await stage.command('deal.plan', { listingId: stage.show.listings[1]?.id, price: 3_000, quantity: 10, perBuyer: 5, seconds: 300 });

  await row(desk, 5).click();
  await expect(desk.getByRole('region', { name: '选中 #5' })).toBeVisible();
  await desk.keyboard.press('Enter');
  await shows(seats, 5);
  await openPanel(desk, /^秒杀/);
  const start = desk.getByRole('button', { name: '按住开始' });
  await start.hover();
  await desk.mouse.down();
  await Promise.all([
    expect(host.locator('[data-price]')).toHaveText('¥30'),
    expect(host.locator('[data-deal-clock]')).toHaveText(/^0[45]:\d\d$/),
    expect(wall.getByText('已抢 0.0%')).toBeVisible(),
    expect(third(overlay)).toContainText('还剩 10 件'),
  ]);
  await desk.mouse.up();

  const { deals } = (await server.call('GET', '/api/v1/shows/together')).json<{ deals: { dealId: string }[] }>();
  await server.call('POST', '/api/v1/shows/together/claims', { claimId: 'c', listingId: stage.show.listings[1]?.id, dealId: deals[0]?.dealId, buyerId: 'b', quantity: 4 });
  await Promise.all([expect(host.locator('[data-deal-left]')).toHaveText('6'), expect(wall.getByText('已抢 40.0%')).toBeVisible(), expect(third(overlay)).toContainText('还剩 6 件')]);

  await stage.command('cue.send', { text: '还剩六件，催一下', seconds: 300 });
  await host.getByRole('button', { name: '收到' }).click();
  await openPanel(desk, /^提词/);
  await expect(desk.getByRole('tabpanel')).toContainText(/还剩六件，催一下.{1,40} 收到/);
  // Neither of the others hears of it.
  for (const page of [wall, overlay]) await expect(page.locator('body')).not.toContainText('催一下');
});

test('a cut network is said on every seat, and each is back in truth by itself once it is there again', async ({ browser }) => {
  const stage = await liveShow(server, 'cut-off');
  const seats = await takeSeats(browser, 'cut-off');
  const networks = await Promise.all(everyone(seats).map((page) => page.context().newCDPSession(page)));
  const cut = (offline: boolean) => Promise.all(networks.map((network) => network.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })));
  await Promise.all(networks.map((network) => network.send('Network.enable')));
  await cut(true);
  await areWithoutLine(seats, LOST);
  await expect(seats.desk.getByRole('button', { name: /^STOP/ }).first()).toBeDisabled();
  await take(stage, 1, 0);
  const from = Date.now();
  await cut(false);
  await shows(seats, 5);
  test.info().annotations.push({ type: 'measured', description: `all four back in truth ${Date.now() - from} ms after the network` });
});

test('a line that falls silent without a word is noticed on every seat', async ({ browser }) => {
  const stage = await liveShow(server, 'silent');
  const line = await stallingLine(server.url);
  const seats = await takeSeats(browser, 'silent', line.url);
  const from = Date.now();
  line.stall();
  await areWithoutLine(seats, LOST);
  test.info().annotations.push({ type: 'measured', description: `noticed on all four after ${Date.now() - from} ms` });
  await take(stage, 1, 0);
  line.flow();
  await shows(seats, 5);
  await Promise.all(everyone(seats).map((page) => page.context().close()));
  await line.close();
});

test('a restart of the server is announced on every seat, and all of them go on after it', async ({ browser }) => {
  const stage = await liveShow(server, 'restart');
  const seats = await takeSeats(browser, 'restart');
  await server.halt();
  await areWithoutLine(seats, /服务器.*重启/);
  await server.start();
  await shows(seats, 1);
  await take(stage, 1, 0);
  await shows(seats, 5);
});

test('a tablet that slept until its line was gone is back in truth when it wakes', async ({ browser }) => {
  const stage = await liveShow(server, 'asleep');
  const line = await stallingLine(server.url);
  const host = await tablet(await pageOf(browser, 1180, 820), 'asleep', line.url);
  const watcher = await connectConsole(server.url);
  let screens = 0;
  watcher.line.on('show:presence', ({ total }) => void (screens = total));
  await watcher.join('asleep');
  await expect.poll(() => screens).toBe(2);
  const life = await host.context().newCDPSession(host);
  await life.send('Page.setWebLifecycleState', { state: 'frozen' });
  line.stall();
  await expect.poll(() => screens).toBe(1);
  await take(stage, 1, 0);
  await stage.command('cue.send', { text: '醒了没', seconds: 300 });
  line.flow();
  const from = Date.now();
  await life.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(host.getByRole('heading', { name: '商品 5 号' })).toBeVisible();
  await expect(host.getByRole('button', { name: '收到' })).toBeEnabled();
  test.info().annotations.push({ type: 'measured', description: `back in truth ${Date.now() - from} ms after waking` });
  watcher.close();
  await host.context().close();
  await line.close();
});

test('a tablet that went to another page and back shows what is', async ({ browser }) => {
  const stage = await liveShow(server, 'back');
  const host = await tablet(await pageOf(browser, 1180, 820), 'back');
  await host.goto(`${server.url}/healthz`);
  await take(stage, 1, 0);
  await host.goBack();
  await expect(host.getByRole('heading', { name: '商品 5 号' })).toBeVisible();
  await take(stage, 2, 1);
  await expect(host.getByRole('heading', { name: '商品 7 号' })).toBeVisible();
});
