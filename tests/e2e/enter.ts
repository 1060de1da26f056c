import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { ADMIN_KEY, type TestServer } from '../support/server.ts';

/** Signs in with the admin key on the sign-in page that is open. */
export async function enterByKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: '用管理密钥' }).click();
  await page.getByLabel('管理密钥').fill(ADMIN_KEY);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** A browser of its own, signed in by name and password, on a page. */
export async function enterByName(browser: Browser, server: TestServer, name: string, password: string, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { name, password }, headers: { origin: server.url } });
  if (!reply.ok()) throw new Error(await reply.text());
  await page.goto(server.url + path);
  return page;
}
