import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { addPerson, liveShow, openDesk, row, toast } from '../support/screen.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeAll(async () => void (server = await startServer()));
test.afterAll(() => server.stop());

/** The desks of 小王 and 小李 on one show. */
async function twoDesks(browser: Parameters<typeof openDesk>[0], showId: string): Promise<[Page, Page]> {
  const names = [`小王 ${showId}`, `小李 ${showId}`] as const;
  for (const name of names) await addPerson(server, name, 'controller', showId);
  return [await openDesk(browser, server, showId, names[0]), await openDesk(browser, server, showId, names[1])];
}

/** Holds back what the server tells this page from now on, until it is let through: two people really press at once. */
async function heldBack(page: Page): Promise<{ hold: () => void; release: () => void }> {
  let waiting: (() => void)[] | undefined;
  await page.routeWebSocket(/socket\.io/, (line) => {
    const upstream = line.connectToServer();
    line.onMessage((message) => upstream.send(message));
    upstream.onMessage((message) => (waiting ? waiting.push(() => line.send(message)) : line.send(message)));
  });
  await page.reload();
  await page.getByRole('option').first().waitFor();
  return {
    hold: () => void (waiting = []),
    release: () => {
      const all = waiting ?? [];
      waiting = undefined;
      all.forEach((send) => send());
    },
  };
}

test('both switch at once: one wins, the other is told who was first and sees the truth', async ({ browser }) => {
  await liveShow(server, 'race');
  const [one, two] = await twoDesks(browser, 'race');
  const line = await heldBack(two);
  await expect(two.getByRole('button', { name: /下一件 #5/ })).toBeEnabled();
  line.hold();
  await one.keyboard.type('7');
  await one.keyboard.press('Enter');
  await expect(row(one, 7)).toContainText('讲解中');
  // Nothing of this has reached the second desk when its key is pressed.
  await expect(row(two, 1)).toContainText('讲解中');
  await two.keyboard.press('n');
  line.release();
  await expect(row(two, 7)).toContainText('讲解中');
  await expect(toast(two)).toContainText('小王 race 刚切到 #7 商品 7 号，看一眼再按');
  await expect(row(one, 7)).toContainText('讲解中');
  // Looked again, and pressed again.
  await two.keyboard.press('n');
  await expect(row(one, 12)).toContainText('讲解中');
  await expect(one.getByRole('contentinfo')).toContainText('小李 race #7 → #12');
});

test('undo is refused in words once somebody else has moved it', async ({ browser }) => {
  await liveShow(server, 'undoing');
  const [one, two] = await twoDesks(browser, 'undoing');
  await one.keyboard.press('n');
  await expect(row(two, 5)).toContainText('讲解中');
  await two.keyboard.press('n');
  await expect(row(one, 7)).toContainText('讲解中');
  const undo = one.getByRole('contentinfo').getByRole('button', { name: '撤销' });
  await expect(undo).toBeDisabled();
  await expect(undo).toHaveAttribute('title', /小李 undoing 刚切到 #7/);
  await two.keyboard.press('z');
  await expect(row(one, 5)).toContainText('讲解中');
});

test('a platform show: a price is amber everywhere until somebody says that the platform has it, then green everywhere', async ({ browser }) => {
  await liveShow(server, 'platform', { salesChannel: 'platform' });
  const [one, two] = await twoDesks(browser, 'platform');
  await row(one, 7).click();
  await one.keyboard.press('c');
  await one.getByRole('dialog', { name: '改价 #7' }).getByRole('textbox').fill('66');
  await expect(one.getByRole('dialog').getByRole('status')).toContainText('提交后待平台执行');
  await one.keyboard.press('Enter');
  for (const page of [one, two]) {
    await expect(row(page, 7)).toContainText('¥70→ ¥66');
    await expect(row(page, 7)).toContainText('待平台');
    await expect(page.getByRole('main').getByRole('button', { name: '1 项待平台执行' })).toBeVisible();
    await expect(page.getByRole('contentinfo')).toContainText('#7 改价 ¥70 → ¥66');
  }
  await two.getByRole('contentinfo').getByRole('button', { name: '平台已改' }).click();
  for (const page of [one, two]) {
    await expect(row(page, 7)).toContainText('✓ 平台已改');
    await expect(row(page, 7)).toContainText('¥66');
    await expect(row(page, 7)).not.toContainText('¥70→');
    await expect(page.getByRole('main').getByRole('button', { name: /待平台执行/ })).toBeHidden();
    await expect(page.getByRole('contentinfo').getByRole('button', { name: '平台已改' })).toBeHidden();
  }
});

test('STOP on one desk stops the other, and says who pressed it', async ({ browser }) => {
  await liveShow(server, 'both-stop');
  const [one, two] = await twoDesks(browser, 'both-stop');
  await one.getByRole('button', { name: 'STOP' }).click();
  await expect(two.getByRole('alert').filter({ hasText: '已急停' })).toContainText('小王 both-stop 按下');
  await expect(two.getByRole('button', { name: /下一件/ })).toBeHidden();
});
