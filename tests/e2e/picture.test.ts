import { expect, test } from './browser.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer({ env: { DEMO: 'on' } })));
test.afterAll(() => server.stop());

/** `PICTURES=docs npm test -- browser` renews the pictures of the READMEs. */
const folder = process.env['PICTURES'];

for (const [language, locale, label] of [['zh', 'zh-CN', '演示'], ['en', 'en-US', 'DEMO']] as const) {
  test(`the demo show is running on the first start, labelled on the desk, with numbers that move (${language})`, async ({ browser }) => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale })).newPage();
    await page.goto(`${server.url}/sign-in?next=/shows/demo/desk`);
    await page.locator('input[type=password]').first().fill(ADMIN_KEY);
    await page.locator('button[type=submit]').first().click();
    await page.waitForURL(`${server.url}/shows/demo/desk`);
    await expect(page.getByRole('banner').getByText(label, { exact: true })).toBeVisible();
    const numbers = page.getByRole('main');
    const before = await numbers.innerText();
    await expect(async () => expect(await numbers.innerText()).not.toBe(before)).toPass();
    // Comments arrive one by one: a full list shows that the room has been followed for a while.
    await expect(page.getByRole('tabpanel').getByRole('listitem').nth(11)).toBeVisible({ timeout: 90_000 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, language === 'zh' ? 'desk.png' : 'desk-en.png') });
  });
}
