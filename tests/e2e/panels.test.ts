import type { Browser, Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import type { Show } from '../../shared/show/show.ts';
import { makeMember, PASSWORD, type Member } from '../support/people.ts';
import { openPanel } from '../support/screen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

let made = 0;
const listings = [
  { id: 'L5', number: 5, sku: 'JM', title: '氨基酸洁面乳', price: 8_900, floorPrice: 6_000, stock: 100 },
  { id: 'L7', number: 7, sku: 'JH', title: '焕亮精华液', price: 19_900, floorPrice: 15_000, stock: 100 },
];

/** A live show of its own, #7 on air. */
async function liveShow(id: string, salesChannel: 'own' | 'platform' = 'own'): Promise<string> {
  await server.call('POST', '/api/v1/shows', { id, title: `专场 ${id}`, currency: 'CNY', host: '林溪', salesChannel, listings });
  expect((await command(id, 'show.start', { reason: 'test' })).status).toBe(200);
  expect((await command(id, 'listing.take', { listingId: 'L7', seenOnAir: null })).status).toBe(200);
  return id;
}
const command = (id: string, type: string, payload: object, by: Pick<Member, 'call'> = server) => by.call('POST', `/api/v1/shows/${id}/commands`, { id: `panels-command-${made++}`, type, payload });
const stored = async (id: string): Promise<Show> => (await server.call('GET', `/api/v1/shows/${id}`)).json<Show>();
/** Reports facts as a feed does: sent again under its number until they are accepted, so that a busy machine loses and doubles none. */
async function report(id: string, ...events: object[]): Promise<void> {
  const headers = { 'x-producer': 'douyin', 'x-sequence': String(made++) };
  await expect(async () => expect((await server.send(id, events, headers)).status).toBe(202)).toPass();
}
const say = (id: string, ...texts: string[]) => report(id, ...texts.map((text, i) => ({ type: 'comment.posted', at: Date.now(), viewerId: `v${i}`, nickname: '小雨', text })));

async function deskOf(browser: Browser, member: Member, id: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { name: member.person.name, password: PASSWORD }, headers: { origin: server.url } });
  expect(reply.ok()).toBe(true);
  await page.goto(`${server.url}/shows/${id}/desk`);
  await expect(page.getByText('已同步')).toBeVisible();
  return page;
}
const openTab = (page: Page, name: string) => openPanel(page, new RegExp(`^${name}`));
const panel = (page: Page) => page.getByRole('tabpanel');

test('a comment from before the desk was opened becomes a cue by one press, and comes back as seen and received', async ({ browser }) => {
  const id = await liveShow('cueing');
  const [controller, host] = [await makeMember(server, 'controller', [id]), await makeMember(server, 'host', [id])];
  await say(id, '主播好美', '50ml <b>还有吗</b>');
  const page = await deskOf(browser, controller, id);
  const comment = panel(page).getByRole('listitem').filter({ hasText: '50ml <b>还有吗</b>' });
  await comment.hover();
  await comment.getByRole('button', { name: '提词', exact: true }).click();
  await expect(comment).toContainText('已提词');
  await openTab(page, '提词');
  const now = panel(page).getByRole('region', { name: '主播正在看' });
  await expect(now).toContainText('弹幕 小雨：50ml <b>还有吗</b>');
  await expect(now.getByRole('list', { name: '已发出' })).toBeVisible();
  const cueId = (await stored(id)).cues.at(-1)?.id;
  await command(id, 'cue.acknowledge', { cueId, as: 'seen' }, host);
  await expect(now.getByRole('list', { name: '已看到' })).toBeVisible();
  await command(id, 'cue.acknowledge', { cueId }, host);
  await expect(panel(page).getByRole('list', { name: '发过的' })).toContainText(`${host.person.name} 收到`);
});

test('comments stand still while they are read, are sifted by words, and count those who ask', async ({ browser }) => {
  const id = await liveShow('sifting');
  const controller = await makeMember(server, 'controller', [id]);
  await say(id, '敏感肌能用吗', '主播好美');
  const page = await deskOf(browser, controller, id);
  const list = panel(page).getByRole('list', { name: '弹幕' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await list.hover();
  await say(id, '要', '扣1');
  await expect(page.getByRole('button', { name: /2 条新弹幕/ })).toBeVisible();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.mouse.move(600, 300);
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await expect(page.getByRole('button', { name: /^2 扣1/ })).toBeVisible();
  await page.getByRole('searchbox', { name: '过滤关键词' }).fill('敏感 孕妇');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(1);
});

test('M takes the cursor to the cue, forbidden words are named while typing, and Enter sends', async ({ browser }) => {
  const id = await liveShow('writing');
  const page = await deskOf(browser, await makeMember(server, 'controller', [id]), id);
  await page.keyboard.press('m');
  const field = page.getByRole('textbox', { name: '给主播的话' });
  await expect(field).toBeFocused();
  await field.fill('全网最低价');
  await expect(panel(page).getByRole('status')).toContainText('最');
  await field.fill('慢一点');
  await expect(panel(page).getByRole('status')).toBeHidden();
  await field.press('Enter');
  await expect(field).toHaveValue('');
  await expect(panel(page).getByRole('region', { name: '主播正在看' })).toContainText('慢一点');
  expect((await stored(id)).cues.at(-1)).toMatchObject({ text: '慢一点' });
});

test('an alert appears with its cause, is counted by colour, and is put aside by whoever takes note of it', async ({ browser }) => {
  const id = await liveShow('alerting');
  const controller = await makeMember(server, 'controller', [id]);
  const page = await deskOf(browser, controller, id);
  await openTab(page, '告警');
  await expect(panel(page)).toContainText('一切正常');
  await report(id, { type: 'feed.alive', at: Date.now(), intervalMs: 600_000 }, { type: 'stream.changed', at: Date.now(), state: 'lost' });
  const card = panel(page).getByRole('listitem').filter({ hasText: '直播断流' });
  await expect(card).toContainText('直播画面已中断');
  await expect(page.getByRole('tab', { name: /^告警/ })).toHaveText(/1/);
  await card.getByRole('button', { name: '提词给主播' }).click();
  await expect.poll(async () => (await stored(id)).cues.at(-1)?.text).toBe('画面断了，先停讲价格，等我通知');
  await card.getByRole('button', { name: '知道了' }).click();
  await expect(card).toContainText(`${controller.person.name} 已知`);
  await expect(page.getByRole('tab', { name: /^告警/ })).not.toHaveText(/1/);
});

test('the log begins before the desk was opened, has refusals with their reason, is searched, and grows by what is done', async ({ browser }) => {
  const id = await liveShow('logging');
  const controller = await makeMember(server, 'controller', [id]);
  await command(id, 'listing.price', { listingId: 'L7', price: 17_900 });
  await command(id, 'show.start', {}, controller);
  for (let i = 0; i < 4; i++) await command(id, 'cue.send', { text: `第 ${i} 句` });
  const page = await deskOf(browser, controller, id);
  await openTab(page, '日志');
  const log = panel(page).getByRole('list', { name: '日志' });
  await expect(log).toContainText('创建了场次');
  await expect(log).toContainText('¥199');
  await panel(page).getByRole('searchbox').fill('改价');
  await expect(log.locator('li').filter({ hasText: /¥179|¥199/ })).toHaveCount(1);
  await expect(log).not.toContainText('第 0 句');
  await panel(page).getByRole('searchbox').fill('');
  await panel(page).getByRole('button', { name: '只看被拒' }).click();
  await expect(log).toContainText(controller.person.name);
  await expect(log).toContainText('已经开播了');
  await expect(log).not.toContainText('创建了场次');
  await panel(page).getByRole('button', { name: '只看被拒' }).click();
  await command(id, 'cue.send', { text: '刚说的' });
  await expect(log.locator('li').filter({ hasText: '刚说的' })).toHaveCount(1);
  await command(id, 'listing.price', { listingId: 'L5', price: 7_900 });
  const priced = log.locator('li').filter({ hasText: '¥79' });
  await priced.hover();
  await priced.getByRole('button', { name: '撤销' }).click();
  await expect.poll(async () => (await stored(id)).listings.find(({ number }) => number === 5)?.price).toBe(8_900);
  // Refused on another screen: no patch tells of it, and it comes all the same.
  await command(id, 'show.resume', {}, controller);
  await expect(log.locator('li').filter({ hasText: '恢复' })).toHaveCount(1);
  await expect(log.locator('li').filter({ hasText: '刚说的' })).toHaveCount(1);
});

test('a price below the floor waits for a second person: its sender cannot approve it, somebody with the right can', async ({ browser }) => {
  const id = await liveShow('approving');
  const [one, two] = [await makeMember(server, 'controller', [id], true), await makeMember(server, 'controller', [id], true)];
  expect((await command(id, 'listing.price', { listingId: 'L7', price: 9_900 }, one)).status).toBe(409);
  const [own, other] = [await deskOf(browser, one, id), await deskOf(browser, two, id)];
  for (const page of [own, other]) {
    await expect(page.getByRole('tab', { name: /^待办/ })).toHaveText(/1/);
    await openTab(page, '待办');
    await expect(panel(page).getByRole('listitem')).toContainText('¥99');
  }
  const refused = own.getByRole('button', { name: '批准' });
  await expect(refused).toHaveAttribute('aria-disabled', 'true');
  await expect(refused).toHaveAttribute('title', '自己的价要别人批');
  await other.getByRole('button', { name: '批准' }).click();
  for (const page of [own, other]) await expect(panel(page)).toContainText('没有待办');
  expect((await stored(id)).listings.find(({ number }) => number === 7)?.price).toBe(9_900);
});

test('what the platform must carry out waits with its age until somebody says that it is done', async ({ browser }) => {
  const id = await liveShow('waiting', 'platform');
  const page = await deskOf(browser, await makeMember(server, 'controller', [id]), id);
  await command(id, 'listing.price', { listingId: 'L7', price: 16_900 });
  await openTab(page, '待办');
  const task = panel(page).getByRole('listitem');
  await expect(task).toContainText('#7 焕亮精华液');
  await expect(task).toContainText('¥199 → ¥169');
  expect((await stored(id)).listings.find(({ number }) => number === 7)?.price).toBe(19_900);
  await task.getByRole('button', { name: '平台已改' }).click();
  await expect(panel(page)).toContainText('没有待办');
  expect((await stored(id)).listings.find(({ number }) => number === 7)?.price).toBe(16_900);
});

test('a 预案 shows what it will send, one press sends it in order, and each step says how it ended', async ({ browser }) => {
  const id = await liveShow('planning');
  const page = await deskOf(browser, await makeMember(server, 'controller', [id]), id);
  await openTab(page, '预案');
  const card = panel(page).getByRole('listitem', { name: '标错价' });
  const steps = card.locator('ol > li');
  await expect(steps).toHaveText([/^急停/, /提词“刚才的价格有误/, /^下架 #7 焕亮精华液/]);
  await card.getByRole('button', { name: '执行 3 步' }).click();
  await expect(steps).toHaveText([/已执行/, /已执行/, /已执行/]);
  const show = await stored(id);
  expect(show.frozen).toBe(true);
  expect(show.listings.find(({ number }) => number === 7)?.shelved).toBe(true);
  expect(show.cues.at(-1)?.text).toBe('刚才的价格有误，先别报价，等我通知');
});

test('a 预案 is edited for everybody in the show, and so are the quick cues', async ({ browser }) => {
  const id = await liveShow('editing');
  const [one, two] = [await deskOf(browser, await makeMember(server, 'controller', [id]), id), await deskOf(browser, await makeMember(server, 'assistant', [id]), id)];
  await openTab(one, '预案');
  await one.getByRole('button', { name: '编辑 断流' }).click();
  const dialog = one.getByRole('dialog', { name: '编辑预案' });
  await dialog.getByLabel('提词', { exact: true }).fill('先唱首歌');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await openTab(two, '预案');
  await expect(panel(two).getByRole('listitem', { name: '断流' })).toContainText('先唱首歌');

  await openTab(one, '提词');
  await one.getByRole('button', { name: '编辑', exact: true }).click();
  const presets = one.getByRole('dialog', { name: '快捷提词' });
  await presets.getByRole('textbox').first().fill('上链接');
  await presets.getByRole('button', { name: '保存' }).click();
  await expect(presets).toBeHidden();
  await openTab(two, '提词');
  await two.getByRole('button', { name: '上链接' }).click();
  await expect.poll(async () => (await stored(id)).cues.at(-1)?.text).toBe('上链接');
});

test('without a line the panels stay readable and send nothing; back again nothing is there twice', async ({ browser }) => {
  const id = await liveShow('leaving');
  await say(id, '第一条', '第二条');
  await command(id, 'cue.send', { text: '慢一点', seconds: 600 });
  const page = await deskOf(browser, await makeMember(server, 'controller', [id]), id);
  const comments = panel(page).getByRole('list', { name: '弹幕' }).getByRole('listitem');
  await expect(comments).toHaveCount(2);
  await openTab(page, '日志');
  const cues = panel(page).getByRole('list', { name: '日志' }).locator('li').filter({ hasText: '慢一点' });
  await expect(cues).toHaveCount(1);
  await openTab(page, '提词');
  const again = panel(page).getByRole('button', { name: '收到', exact: true });
  await expect(again).toHaveAttribute('aria-disabled', 'false');
  // The plans have never been looked at, and must be there all the same.
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('PlansPanel')));
  await server.halt();
  await expect(again).toHaveAttribute('aria-disabled', 'true');
  await openTab(page, '预案');
  await expect(panel(page).getByRole('button', { name: '执行 3 步' })).toHaveAttribute('aria-disabled', 'true');
  await openTab(page, '弹幕');
  await expect(comments).toHaveCount(2);
  await server.start();
  await command(id, 'cue.send', { text: '再慢一点' });
  await say(id, '第三条');
  await expect(comments).toHaveCount(3);
  await expect(comments.first()).toContainText('第三条');
  await openTab(page, '日志');
  await expect(panel(page).getByRole('list', { name: '日志' }).locator('li').filter({ hasText: '再慢一点' })).toHaveCount(1);
  await expect(cues).toHaveCount(2);
});
