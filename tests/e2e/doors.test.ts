import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { makeMember, PASSWORD } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { enterByKey, enterByName } from './enter.ts';

/** How soon somebody whose session ended is out. Unit: ms. */
const PROMISE_MS = 5_000;
const TABLET = { viewport: { width: 1180, height: 820 }, hasTouch: true };

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

const newShow = async (id: string, title: string): Promise<void> => {
  const reply = await server.call('POST', '/api/v1/shows', { id, title, currency: 'CNY', host: '林溪', listings: [{ number: 7, sku: 'A', title: '烟酰胺焕亮精华液', price: 14_900, listPrice: 19_900, stock: 10 }] });
  expect(reply.status).toBe(201);
};
const signIn = async (page: Page, name: string, password: string): Promise<void> => {
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
};
/** Opens the pairing dialog of the only card and reads its six digits. */
async function offered(page: Page): Promise<string> {
  await page.getByRole('button', { name: '配对平板' }).click();
  const code = page.getByRole('dialog', { name: '配对平板' }).getByLabel('六位配对码');
  await expect(code).toHaveText(/^\d{3} \d{3}$/);
  return ((await code.textContent()) ?? '').replace(' ', '');
}

test('from the one-time link to a paired tablet, and out again', async ({ page, browser }) => {
  await newShow('d11', '双11 美妆专场');
  await page.goto(/\S+\/sign-in#\S+/.exec(server.printed())?.[0] ?? '');

  // The first account, made by whoever holds the link, who goes on under its name.
  await page.getByLabel('姓名').fill('王经理');
  expect(page.url()).not.toContain('#');
  await page.getByLabel(/^密码/).fill('too short');
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.getByRole('alert')).toHaveText('密码至少 10 个字符');
  await page.getByLabel(/^密码/).fill(PASSWORD);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.getByRole('banner')).toContainText('王经理管理员');

  // Out, and in again by name and password; a wrong one is refused in words.
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await signIn(page, '王经理', 'not this one');
  await expect(page.getByRole('alert')).toHaveText('姓名或密码不对');
  await signIn(page, '王经理', PASSWORD);
  await expect(page).toHaveURL(`${server.url}/shows`);

  // A controller is added, whose password is shown once.
  await page.getByRole('link', { name: '设置' }).first().click();
  await page.getByRole('link', { name: '人员' }).click();
  await page.getByRole('button', { name: '加人' }).click();
  const dialog = page.getByRole('dialog', { name: '加人' });
  await dialog.getByLabel('姓名').fill('小王');
  await dialog.getByRole('button', { name: '生成' }).click();
  await dialog.getByRole('button', { name: '加人' }).click();
  const given = page.getByRole('dialog', { name: '小王 的登录' });
  const password = (await given.locator('code').textContent()) ?? '';
  await given.getByRole('button', { name: '完成' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '小王' })).toContainText('场控');

  // Without a part in the show the new controller sees none; with one, the show is there and can be opened and paired.
  const controller = await (await browser.newContext()).newPage();
  await controller.goto(server.url);
  await signIn(controller, '小王', password);
  await expect(controller.getByText('还没有场次')).toBeVisible();
  await page.goto(`${server.url}/shows/d11/settings`);
  await page.getByLabel('选人').selectOption({ label: '小王 · 场控' });
  await page.getByRole('button', { name: '加进本场' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '小王' })).toBeVisible();
  await controller.reload();
  const code = await offered(controller);

  // The tablet: one wrong digit, then the code; it lands on the host's page, and the dialog says that it came in.
  const tablet = await (await browser.newContext(TABLET)).newPage();
  await tablet.goto(`${server.url}/pair`);
  await tablet.getByLabel('六位配对码').pressSequentially(code === '000000' ? '111111' : '000000');
  await expect(tablet.getByRole('alert')).toContainText('配对码不对');
  for (const digit of code) await tablet.getByRole('button', { name: digit, exact: true }).click();
  await expect(tablet).toHaveURL(`${server.url}/shows/d11/host`);
  await expect(tablet.getByRole('heading', { name: '烟酰胺焕亮精华液' })).toBeVisible();
  await expect(controller.getByRole('dialog', { name: '配对平板' })).toContainText('已进入');

  // It belongs to this page: no other opens.
  for (const path of ['/shows', '/settings', '/shows/d11/desk', '/shows/d11/settings']) {
    await tablet.goto(server.url + path);
    await expect(tablet).toHaveURL(`${server.url}/shows/d11/host`);
  }
  await expect(tablet.getByRole('heading', { name: '烟酰胺焕亮精华液' })).toBeVisible();

  // Ended by the controller, it is out in time, and says what to do.
  await controller.goto(`${server.url}/shows/d11/settings/tablets`);
  await controller.getByRole('listitem').filter({ hasText: '主播' }).getByRole('button', { name: '结束' }).click();
  await expect(tablet.getByRole('alert')).toHaveText('这台平板已被移出，请场控重新配对', { timeout: PROMISE_MS });
  await expect(controller.getByText('还没有平板')).toBeVisible();
});

test('a QR code pairs once, and its secret leaves the address bar at once', async ({ browser }) => {
  await newShow('qr', '扫码专场');
  const { secret } = (await server.call('POST', '/api/v1/shows/qr/pairings', { role: 'assistant' })).json<{ secret: string }>();
  const [first, second] = [await (await browser.newContext(TABLET)).newPage(), await (await browser.newContext(TABLET)).newPage()];
  await first.goto(`${server.url}/pair#${secret}`);
  await expect(first).toHaveURL(`${server.url}/shows/qr/host`);
  await second.goto(`${server.url}/pair#${secret}`);
  await expect(second.getByRole('alert')).toContainText('二维码已用过或已过期');
  expect(second.url()).toBe(`${server.url}/pair`);
});

test('somebody signed in is asked before their browser becomes a tablet', async ({ browser }) => {
  await newShow('asked', '问一句');
  const { person } = await makeMember(server, 'controller', ['asked']);
  const { secret } = (await server.call('POST', '/api/v1/shows/asked/pairings', { role: 'host' })).json<{ secret: string }>();
  const page = await enterByName(browser, server, person.name, PASSWORD, `/pair#${secret}`);
  await expect(page.getByRole('heading', { name: `这台设备已登录为 ${person.name}` })).toBeVisible();
  await page.getByRole('button', { name: '不配对，返回' }).click();
  await expect(page.getByRole('banner')).toContainText(person.name);
});

test('each role lands on its page, and is offered what it may open', async ({ browser }) => {
  await newShow('roles', '角色专场');
  const cases = [
    ['controller', '/shows', ['场控台', '主播屏', '设置', '配对平板']],
    ['analyst', '/shows', ['场控台']],
    ['host', '/shows/roles/host', ['主播屏']],
    ['assistant', '/shows/roles/host', ['场控台', '主播屏']],
  ] as const;
  for (const [role, landing, offers] of cases) {
    const { person } = await makeMember(server, role, ['roles']);
    const page = await (await browser.newContext()).newPage();
    await page.goto(server.url);
    await signIn(page, person.name, PASSWORD);
    await expect(page).toHaveURL(server.url + landing);
    await page.goto(`${server.url}/shows`);
    const card = page.getByRole('listitem').filter({ hasText: '角色专场' });
    await expect(card).toBeVisible();
    const named = ['场控台', '主播屏', '设置', '配对平板'];
    const seen = async (): Promise<string[]> => {
      const shown = await Promise.all(named.map((name) => card.getByRole(name === '配对平板' ? 'button' : 'link', { name, exact: true }).isVisible()));
      return named.filter((_, i) => shown[i]);
    };
    await expect.poll(seen, role).toEqual(offers);
    // What is not offered does not open by its address either.
    await page.goto(`${server.url}/shows/roles/settings`);
    await expect(page).toHaveURL(role === 'controller' ? /settings$/ : /\/(desk|host)$/);
    await page.context().close();
  }
});

test('somebody demoted under way is led to what they may still open', async ({ browser }) => {
  await newShow('demoted', '降级专场');
  const { person } = await makeMember(server, 'controller', ['demoted']);
  const page = await enterByName(browser, server, person.name, PASSWORD, '/shows/demoted/desk');
  await expect(page.getByRole('heading', { name: '降级专场' })).toBeVisible();
  await server.call('PATCH', `/api/v1/people/${person.id}`, { role: 'host' });
  await expect(page).toHaveURL(`${server.url}/shows/demoted/host`);
  await expect(page.getByRole('heading', { name: '烟酰胺焕亮精华液' })).toBeVisible();
});

test('whoever guesses too often reads how long to wait, and a server that is away is said to be away', async ({ browser }) => {
  const own = await startServer();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${own.url}/sign-in`);
  const submit = page.getByRole('button', { name: '登录', exact: true });
  await page.getByLabel('姓名').fill('小王');
  await page.getByLabel('密码', { exact: true }).fill('not this one');
  for (let i = 0; i < 10; i++) await page.request.post(`${own.url}/api/v1/session`, { data: { name: '小王', password: 'wrong' }, headers: { origin: own.url } });
  await submit.click();
  await expect(page.getByRole('alert')).toHaveText(/^试得太多了，\d+:\d\d 后再试$/);
  await expect(page.getByRole('button', { name: /后可再试$/ })).toBeDisabled();
  // The wait over, the button is there again.
  await expect(submit).toBeEnabled();
  await own.halt();
  await submit.click();
  await expect(page.getByRole('alert')).toHaveText('连不上服务器，稍后再试');
  await own.stop();
});

test('an API key is shown once, and removed', async ({ page }) => {
  await newShow('feeds', '数据专场');
  await page.goto(`${server.url}/sign-in?next=/settings/keys`);
  await enterByKey(page);
  await page.getByRole('button', { name: '新建密钥' }).click();
  const dialog = page.getByRole('dialog', { name: '新建密钥' });
  await dialog.getByLabel('用途').fill('抖音订单');
  await dialog.getByRole('button', { name: '新建' }).click();
  const key = (await page.getByRole('dialog', { name: '密钥已生成' }).locator('code').textContent()) ?? '';
  const use = () => fetch(`${server.url}/api/v1/shows/feeds/events`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: '[]' });
  expect((await use()).status).toBe(202);
  await page.getByRole('button', { name: '已保存' }).click();
  await expect(page.getByText(key)).toHaveCount(0);
  await page.getByRole('button', { name: '删除密钥 抖音订单？' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(page.getByText('还没有密钥')).toBeVisible();
  expect((await use()).status).toBe(401);
});

test('thresholds of a show are set, kept, and put back', async ({ page }) => {
  await newShow('limits', '阈值专场');
  await page.goto(`${server.url}/sign-in?next=/shows/limits/settings/alerts`);
  await enterByKey(page);
  const field = page.getByLabel('环节超时');
  await field.fill('九十');
  await expect(page.getByRole('button', { name: '保存' })).toBeDisabled();
  await field.fill('９０');
  await page.getByRole('button', { name: '保存' }).click();
  await expect.poll(async () => (await server.call('GET', '/api/v1/shows/limits')).json<{ thresholds?: object }>().thresholds).toEqual({ 'segment.over': 90 });
  await page.getByRole('button', { name: '恢复默认' }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await expect.poll(async () => (await server.call('GET', '/api/v1/shows/limits')).json<{ thresholds?: object }>().thresholds).toBeUndefined();
});
