import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { MadeLink } from '../../shared/protocol/access.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';
import { makeMember } from '../support/people.ts';

let server: TestServer;
const SHOW = 'axe';

test.beforeAll(async () => {
  server = await startServer();
  const listings = Array.from({ length: 12 }, (_, i) => ({ id: `L${i}`, number: i + 1, sku: `S${i}`, title: `商品 ${i + 1}`, price: 9_900 + i, listPrice: 12_900, stock: i === 3 ? 0 : 50 }));
  const segments = [{ kind: 'opening', title: '开场', minutes: 10 }, { kind: 'benefit', title: '福利', minutes: 20 }];
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11 美妆专场', currency: 'CNY', host: '林溪', gmvTarget: 1_000_000, listings, segments });
  const command = (type: string, payload: object): Promise<unknown> => server.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: `${type}-${Math.random()}`, type, payload });
  await command('show.start', { reason: 'test' });
  await command('listing.take', { listingId: 'L0', seenOnAir: null });
  await command('cue.send', { text: '还剩 50 件', seconds: 600 });
  await command('deal.plan', { listingId: 'L0', price: 6_900, quantity: 20, perBuyer: 2, seconds: 600 });
  await command('deal.start', { listingId: 'L1', price: 6_900, quantity: 20, perBuyer: 2, seconds: 600 });
  const at = Date.now();
  await server.send(SHOW, [
    { type: 'viewer.entered', at, viewerId: 'v1' }, { type: 'comment.posted', at, viewerId: 'v1', nickname: '小鱼', text: '想要 1' },
    { type: 'order.paid', at, orderId: 'o1', viewerId: 'v1', lines: [{ sku: 'S0', quantity: 1, amount: 9_900 }] }, { type: 'stream.changed', at, state: 'stalled' },
  ]);
});
test.afterAll(() => server.stop());

async function signedIn(page: Page): Promise<void> {
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  expect(reply.ok()).toBe(true);
}

/** What axe finds wrong by WCAG 2.2 AA, as a list a person can read. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map(({ target }) => `${id}: ${help} at ${String(target)}`));
}

test('the pages outside a show are without fault', async ({ page }) => {
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible();
  expect.soft(await faults(page)).toEqual([]);
  await page.goto(`${server.url}/pair`);
  await expect(page.getByRole('main')).toBeVisible();
  expect.soft(await faults(page)).toEqual([]);
  await page.goto(`${server.url}/tablet`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect.soft(await faults(page)).toEqual([]);
  await makeMember(server, 'controller', [SHOW]);
  await signedIn(page);
  for (const path of ['/shows', '/settings/account', '/settings/people', '/settings/keys', '/settings/tablets', '/settings/sessions', '/settings/log', '/settings/server', `/shows/${SHOW}/settings`]) {
    await page.goto(server.url + path);
    await expect(page.getByRole('heading').first()).toBeVisible();
    expect.soft(await faults(page), path).toEqual([]);
  }
});

test('the desk is without fault, on every panel and with its dialogs open', async ({ page }) => {
  await signedIn(page);
  await page.goto(`${server.url}/shows/${SHOW}/desk`);
  const tabs = page.getByRole('tab');
  await expect(tabs.first()).toBeVisible();
  await expect(page.getByRole('tabpanel')).toBeVisible();
  expect.soft(await faults(page)).toEqual([]);
  for (const tab of await tabs.all()) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    expect.soft(await faults(page), await tab.innerText()).toEqual([]);
  }
  for (const key of ['?', 'c', 'e', 'g']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await faults(page), key).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('the host page is without fault, both ways up', async ({ page }) => {
  await signedIn(page);
  for (const viewport of [{ width: 1180, height: 820 }, { width: 820, height: 1180 }]) {
    await page.setViewportSize(viewport);
    await page.goto(`${server.url}/shows/${SHOW}/host`);
    await expect(page.getByText('还剩 50 件')).toBeVisible();
    expect.soft(await faults(page)).toEqual([]);
  }
});

test('the wall and the overlay are without fault, with a deal and without, and where they may not be opened', async ({ browser }) => {
  const seats = await Promise.all(
    (['wall', 'overlay'] as const).map(async (role) => {
      const { token } = (await server.call('POST', `/api/v1/shows/${SHOW}/links`, { role, name: role })).json<MadeLink>();
      const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
      await page.goto(`${server.url}/shows/${SHOW}/${role}?lang=zh#${token}`);
      return { role, page };
    }),
  );
  const command = (type: string, payload: object): Promise<unknown> => server.call('POST', `/api/v1/shows/${SHOW}/commands`, { id: `seats-${type}`, type, payload });
  for (const { role, page } of seats) {
    await expect(page.getByText('商品 1', { exact: true }).first()).toBeVisible();
    expect.soft(await faults(page), role).toEqual([]);
  }
  await command('listing.take', { listingId: 'L1', seenOnAir: 'L0' });
  for (const { role, page } of seats) {
    await expect(page.getByRole('timer')).toBeVisible();
    expect.soft(await faults(page), `${role}, deal`).toEqual([]);
    await page.goto(`${server.url}/shows/none/${role}?lang=en`);
    await expect(page).toHaveTitle(/Wall|cannot be opened/);
    expect.soft(await faults(page), `${role}, refused`).toEqual([]);
  }
});
