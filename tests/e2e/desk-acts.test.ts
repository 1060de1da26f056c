import { expect, test } from './browser.ts';
import { addPerson, liveShow, openDesk, plannedShow, row, toast } from '../support/screen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

test('a typed number is previewed, Enter puts it on air, and Z takes it back', async ({ browser }) => {
  await liveShow(server, 'typed');
  const page = await openDesk(browser, server, 'typed');
  await page.keyboard.type('12');
  await expect(page.getByRole('combobox', { name: '链接号、名称、SKU' })).toHaveValue('12');
  const preview = page.getByRole('region', { name: '选中 #12' });
  await expect(preview).toContainText('底价 ¥60');
  await page.keyboard.press('Enter');
  await expect(row(page, 12)).toContainText('讲解中');
  await expect(preview).toBeHidden();
  await expect(toast(page)).toContainText('#1 → #12');
  // The field keeps the focus for the next number: keys of the room work outside it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('z');
  await expect(row(page, 1)).toContainText('讲解中');
  await expect(page.getByRole('contentinfo').getByRole('button', { name: '撤销' })).toBeDisabled();
});

test('what is off the shelf is not taken, and its button says why', async ({ browser }) => {
  const { show, command } = await liveShow(server, 'shelved');
  await command('listing.shelve', { listingId: show.listings[1]?.id });
  const page = await openDesk(browser, server, 'shelved');
  await page.keyboard.type('5');
  const preview = page.getByRole('region', { name: '选中 #5' });
  await expect(preview.getByRole('button', { name: '已下架，先上架' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(toast(page)).toContainText('已下架，先上架');
  await preview.getByRole('button', { name: '上架' }).last().click();
  await expect(preview.getByRole('button', { name: '切到 #5' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(row(page, 5)).toContainText('讲解中');
});

test('a price is seen from → to before it is sent, and below the floor it waits for somebody else', async ({ browser }) => {
  await liveShow(server, 'pricing');
  const page = await openDesk(browser, server, 'pricing');
  await row(page, 7).click();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: '改价 #7' });
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await dialog.getByRole('textbox').fill('59.9');
  await expect(dialog.getByRole('status')).toContainText('¥70→¥59.90−14.4%');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row(page, 7)).toContainText('¥59.90');

  await page.keyboard.press('c');
  await dialog.getByRole('textbox').fill('30');
  await expect(dialog.getByRole('status')).toContainText('低于底价 ¥35');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('等第二人批准');
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  await expect(row(page, 7)).toContainText('¥59.90');
  // The key does in a field what keys do in a field.
  const search = page.getByRole('combobox', { name: '链接号、名称、SKU' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('nz');
  await expect(search).toHaveValue('nz');
  await expect(row(page, 1)).toBeHidden();
});

test('STOP works at one press over an open dialog, holds everything, and is lifted by holding', async ({ browser }) => {
  await liveShow(server, 'stopping');
  const page = await openDesk(browser, server, 'stopping');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '键盘' })).toBeVisible();
  await page.getByText('STOP', { exact: true }).click();
  const frozen = page.getByRole('alert').filter({ hasText: '已急停' });
  await expect(frozen).toContainText('Admin 按下');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(toast(page)).toContainText('已急停，先解除');
  await expect(row(page, 1)).toContainText('讲解中');

  const lift = frozen.getByRole('button', { name: '按住解除急停' });
  await lift.click();
  await expect(lift).toHaveAttribute('data-holding', 'false');
  await lift.hover();
  await page.mouse.down();
  await expect(frozen).toBeHidden();
  await page.mouse.up();
  await page.keyboard.press('n');
  await expect(row(page, 5)).toContainText('讲解中');
});

test('a show starts from its checklist: a red item wants a reason', async ({ browser }) => {
  await plannedShow(server, 'starting');
  const page = await openDesk(browser, server, 'starting');
  await page.getByRole('button', { name: '开播', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '开播清单' });
  await expect(dialog.getByRole('listitem').filter({ hasText: '数据源' })).toContainText('还没有数据源');
  await expect(dialog.getByRole('listitem').filter({ hasText: '备货' })).toContainText('4 件都有货');
  await dialog.getByRole('checkbox', { name: '备用线路' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: '备用线路' })).toContainText('Admin');
  const start = dialog.getByRole('button', { name: '照样开播' });
  await expect(start).toBeDisabled();
  await dialog.getByRole('textbox').fill('数据源稍后接上');
  await start.click();
  await expect(page.getByText('直播中', { exact: true })).toBeVisible();
});

test('the run of show: start, skip, add, edit and reorder, pause and resume with a reason', async ({ browser }) => {
  await liveShow(server, 'running');
  const page = await openDesk(browser, server, 'running');
  await page.getByRole('button', { name: '下一段 开场' }).click();
  const bar = page.getByRole('banner').first();
  await expect(bar).toContainText('开场');
  await page.keyboard.press('Escape');
  await page.getByRole('main').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('g');
  const run = page.getByRole('dialog', { name: '流程' });
  const segments = run.getByRole('list', { name: '流程' }).getByRole('listitem');
  await expect(segments.nth(0)).toHaveAttribute('aria-current', 'step');
  await run.getByRole('button', { name: '加环节' }).click();
  await run.getByRole('textbox', { name: '名称' }).fill('抽奖');
  await run.getByRole('button', { name: '保存' }).click();
  await expect(segments).toHaveCount(3);
  await segments.nth(2).getByRole('button', { name: '上移' }).click();
  await expect(segments.nth(1)).toContainText('抽奖');
  await segments.nth(1).getByRole('button', { name: '编辑' }).click();
  await run.getByRole('textbox', { name: '分钟' }).fill('3');
  await run.getByRole('button', { name: '保存' }).click();
  await expect(segments.nth(1)).toContainText('/ 3:00');
  await segments.nth(1).getByRole('button', { name: '跳过' }).click();
  await segments.nth(2).getByRole('button', { name: '开始' }).click();
  await expect(bar).toContainText('福利');
  await run.getByRole('button', { name: '关闭' }).last().click();

  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('button', { name: '暂停直播…' }).click();
  const pause = page.getByRole('dialog', { name: '暂停直播' });
  await expect(pause.getByRole('button', { name: '暂停', exact: true })).toBeDisabled();
  await pause.getByRole('button', { name: '断流' }).click();
  await pause.getByRole('button', { name: '暂停', exact: true }).click();
  await expect(page.getByText('已暂停', { exact: true })).toBeVisible();
  await bar.getByRole('button', { name: '恢复' }).click();
  await page.getByRole('dialog', { name: '恢复直播' }).getByRole('button', { name: '恢复', exact: true }).click();
  await expect(page.getByText('直播中', { exact: true })).toBeVisible();
});

test('a handover lists what is still open, and its note goes with it', async ({ browser }) => {
  const { show, command } = await liveShow(server, 'handing', { salesChannel: 'platform' });
  await command('listing.price', { listingId: show.listings[2]?.id, price: 6_000 });
  const page = await openDesk(browser, server, 'handing');
  await page.getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('button', { name: '换主播…' }).click();
  const dialog = page.getByRole('dialog', { name: '换主播' });
  await expect(dialog.getByRole('listitem').first()).toContainText('待平台执行 #7 改价 ¥70 → ¥60');
  await dialog.getByRole('button', { name: '写进备注' }).click();
  await dialog.getByLabel('接班主播').fill('阿杰');
  await dialog.getByRole('button', { name: '换班' }).click();
  await expect(page.getByRole('banner')).toContainText('主播 阿杰 · 第 2 班');
  const shifts = (await server.call('GET', '/api/v1/shows/handing')).json<{ shifts: { host: string; note?: string }[] }>().shifts;
  expect(shifts[1]?.note).toContain('#7 改价 ¥70 → ¥60');
});

test('a reminder is set, comes round, and is done', async ({ browser }) => {
  await liveShow(server, 'rhythm');
  const page = await openDesk(browser, server, 'rhythm');
  await page.getByRole('button', { name: '+ 节奏提醒' }).click();
  const dialog = page.getByRole('dialog', { name: '节奏提醒' });
  await dialog.getByLabel('提醒什么').fill('福袋');
  await dialog.getByLabel('每几分钟').fill('0.2');
  await dialog.getByRole('button', { name: '设好' }).click();
  await expect(dialog.getByRole('listitem')).toContainText('每 0.2 分钟');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /下一个福袋/ })).toBeVisible();
  await page.getByRole('button', { name: '✓ 做了' }).click();
  await expect(toast(page).last()).toContainText('节奏完成 福袋');
});

test('a listing is added and edited from its sheet, forbidden words are said at once', async ({ browser }) => {
  await liveShow(server, 'sheets');
  const page = await openDesk(browser, server, 'sheets');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: '加商品' });
  await dialog.getByLabel('商品', { exact: true }).fill('全网最低 商品 33 号');
  await expect(dialog.getByRole('status')).toContainText('违禁词：最');
  await dialog.getByRole('button', { name: '加商品' }).click();
  await expect(dialog.getByRole('alert')).toContainText('处要改');
  await dialog.getByLabel('商品', { exact: true }).fill('商品 33 号');
  await dialog.getByLabel('链接号').fill('33');
  await dialog.getByLabel('价格', { exact: true }).first().fill('88');
  await dialog.getByLabel('SKU 1', { exact: true }).fill('SKU-33');
  await dialog.getByLabel('库存 1', { exact: true }).fill('9');
  await dialog.getByRole('button', { name: '加商品' }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, 33)).toContainText('¥88');

  await row(page, 33).click();
  await page.keyboard.press('e');
  const sheet = page.getByRole('dialog', { name: '编辑 #33' });
  await sheet.getByLabel('机制').fill('买一送一');
  await sheet.getByRole('button', { name: '保存' }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole('region', { name: '选中 #33' })).toContainText('买一送一');
});

test('listings are pinned, at most three, and moved without getting other numbers', async ({ browser }) => {
  await liveShow(server, 'pinning');
  const page = await openDesk(browser, server, 'pinning');
  const front = page.getByRole('list', { name: '观众面前的商品' });
  for (const number of [5, 7, 12]) {
    await row(page, number).click();
    await page.getByRole('region', { name: `选中 #${number}` }).getByRole('button', { name: '置顶' }).click();
    await expect(front).toContainText(`#${number}`);
  }
  await row(page, 1).click();
  const fourth = page.getByRole('region', { name: '选中 #1' }).getByRole('button', { name: '置顶' });
  await expect(fourth).toBeDisabled();
  await expect(fourth).toHaveAttribute('title', '最多置顶 3 件，先取消一件');

  const numbers = async (): Promise<string[]> => (await page.getByRole('option').allInnerTexts()).map((text) => text.split('\n')[0] ?? '');
  await page.getByRole('listbox').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(numbers).toEqual(['5', '1', '7', '12']);
  await row(page, 12).dragTo(row(page, 5), { targetPosition: { x: 60, y: 4 } });
  await expect.poll(numbers).toEqual(['12', '5', '1', '7']);
});

test('in a long rail what goes on air comes to the middle, unless somebody scrolls, and every row is its own', async ({ browser }) => {
  const many = Array.from({ length: 120 }, (_, i) => ({ number: i + 1, sku: `L-${i + 1}`, title: `商品 ${i + 1} 号`, price: 1_000, stock: 10 }));
  const { show, command } = await liveShow(server, 'long', { listings: many });
  const page = await openDesk(browser, server, 'long');
  const id = (number: number) => show.listings[number - 1]?.id;
  const rail = page.getByRole('listbox', { name: '商品' });
  /** How far a row's middle is from the rail's, in rows. */
  const offMiddle = async (number: number): Promise<number> => {
    const [box, list] = [await row(page, number).boundingBox(), await rail.boundingBox()];
    return box && list ? Math.abs(box.y + box.height / 2 - list.y - list.height / 2) / box.height : NaN;
  };
  await command('listing.take', { listingId: id(80), seenOnAir: id(1) });
  await expect.poll(() => offMiddle(80)).toBeLessThan(1);

  await rail.hover();
  await page.mouse.wheel(0, -56 * 40);
  await expect(row(page, 40)).toBeVisible();
  await command('listing.take', { listingId: id(5), seenOnAir: id(80) });
  await expect(page.getByRole('list', { name: '观众面前的商品' })).toContainText('#5');
  await expect(row(page, 5)).toBeHidden();
  const shown = await page.getByRole('option').evaluateAll((rows) => rows.map((each) => [Number(each.getAttribute('aria-posinset')), parseInt(each.textContent)]));
  expect(shown.every(([place, number]) => place === number)).toBe(true);
  expect(shown.map(([place]) => place)).toEqual(shown.map((_, i) => (shown[0]?.[0] ?? 0) + i));
  expect(shown.length).toBeLessThan(60);

  await row(page, 40).hover();
  await row(page, 40).getByRole('button', { name: '切到 #40' }).click();
  await expect(row(page, 40)).toContainText('讲解中');
});

test('who may only look finds the buttons grey, with the reason', async ({ browser }) => {
  await liveShow(server, 'looking');
  await addPerson(server, '复盘阿明', 'analyst', 'looking');
  const page = await openDesk(browser, server, 'looking', '复盘阿明');
  const next = page.getByRole('button', { name: /下一件 #5/ });
  await expect(next).toBeDisabled();
  await expect(next).toHaveAttribute('title', '你的角色不能这样做');
  await page.keyboard.press('n');
  await expect(toast(page)).toContainText('你的角色不能这样做');
  await expect(page.getByText('STOP', { exact: true })).toBeDisabled();
});
