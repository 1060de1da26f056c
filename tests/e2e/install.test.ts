import type { BrowserContextOptions, BrowserType, LaunchOptions, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { liveShow, openPage } from '../support/screen.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => {
  server = await startServer({ env: { HOST: '0.0.0.0', TLS_SELF: 'on' } });
  await liveShow(server, 'install');
});
test.afterAll(() => server.stop());

/** What Chromium reads of a page's manifest, and what keeps it from offering to install the page. */
async function asInstalled(page: Page): Promise<{ manifest: { start_url: string; display: string; name: string; icons: { sizes: string; type: string; src: string; purpose?: string }[] }; url: string; faults: string[] }> {
  const browser = await page.context().newCDPSession(page);
  const { url, errors, data = '{}' } = await browser.send('Page.getAppManifest');
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  return { url, manifest: JSON.parse(data), faults: [...errors.map(({ message }) => message), ...installabilityErrors.map(({ errorId }) => errorId)] };
}

/** A browser with a profile, signed in: one without never offers to install anything. */
async function profiled(chromium: BrowserType, options: LaunchOptions & BrowserContextOptions): Promise<Page> {
  const context = await chromium.launchPersistentContext('', options);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  return page;
}

test("the host's page of a show can be installed, and opens that show; the others open the shows", async ({ playwright, launchOptions, locale }) => {
  const page = await profiled(playwright.chromium, { ...launchOptions, ...(locale === undefined ? {} : { locale }) });
  await page.goto(`${server.url}/shows/install/host`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { url, manifest, faults } = await asInstalled(page);
  expect(faults).toEqual([]);
  expect(new URL(manifest.start_url, url).href).toBe(`${server.url}/shows/install/host`);
  expect(manifest).toMatchObject({ display: 'fullscreen', theme_color: '#0a0c0f' });
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  for (const { src, sizes, type } of manifest.icons) {
    const answer = await page.request.get(new URL(src, url).href);
    expect(answer.headers()['content-type']).toBe(type);
    if (type !== 'image/png') continue;
    const body = await answer.body();
    expect(`${body.readUInt32BE(16)}x${body.readUInt32BE(20)}`).toBe(sizes);
  }
  const touch = await page.locator('link[rel="apple-touch-icon"]').getAttribute('href');
  expect((await page.request.get(new URL(touch ?? '', url).href)).headers()['content-type']).toBe('image/png');
  await page.getByRole('link', { name: '场次' }).click();
  await expect(page).toHaveURL(`${server.url}/shows`);
  const others = await asInstalled(page);
  expect(others.faults).toEqual([]);
  expect(new URL(others.manifest.start_url, others.url).href).toBe(`${server.url}/shows`);
  await page.context().close();
});

test('a new tablet reads how to be set up, takes what to trust, and pairs', async ({ browser }) => {
  const page = await (await browser.newContext({ viewport: { width: 820, height: 1180 }, hasTouch: true, acceptDownloads: true })).newPage();
  const said: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()));
  await page.goto(`${server.url}/tablet`);
  await expect(page.getByRole('heading', { name: '准备一台平板' })).toBeVisible();
  await expect(page.getByText('证书信任设置')).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载证书' }).click()]);
  expect(download.url()).toBe(`${server.url}/ca.crt`);
  await page.getByRole('radio', { name: '安卓' }).click();
  await expect(page.getByText('CA 证书')).toBeVisible();
  const small = await page.locator('button, a').evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 48).map((each) => each.outerHTML.slice(0, 100)));
  expect(small).toEqual([]);
  expect(said).toEqual([]);
  await page.getByRole('link', { name: '打开配对页' }).click();
  await expect(page.getByRole('heading', { name: '平板配对' })).toBeVisible();
  await page.getByRole('link', { name: /先做准备/ }).click();
  await expect(page).toHaveURL(`${server.url}/tablet`);
});

test('the server that made its certificate says under Settings what tablets must show of it', async ({ browser }) => {
  const page = await openPage(browser, server, '/settings/server');
  const { fingerprint } = (await server.call('GET', '/api/v1/server', undefined, { authorization: `Bearer ${ADMIN_KEY}` })).json<{ fingerprint: string }>();
  await expect(page.getByText(fingerprint)).toBeVisible();
});

test('Chromium that trusts the authority opens the pages by https, with the line live and the screen kept on', async ({ browser }) => {
  const secure = server.url.replace('http:', 'https:');
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1180, height: 820 } });
  const page = await context.newPage();
  await page.request.post(`${secure}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: secure } });
  expect((await context.cookies())[0]).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Strict' });
  await page.goto(`${secure}/shows/install/host`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => isSecureContext)).toBe(true);
  await expect(page.getByText('常亮', { exact: true })).toBeVisible();
});
