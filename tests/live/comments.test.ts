import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Joined } from '../../shared/protocol/socket.ts';
import { connectConsole, type Console } from '../support/console.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const open: Console[] = [];

beforeAll(async () => {
  server = await startServer();
  await server.call('POST', '/api/v1/shows', { id: 'talking', title: '双11', currency: 'CNY', listings: [] });
});
afterAll(() => server.stop());
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const say = (...texts: string[]) => server.send('talking', texts.map((text) => ({ type: 'comment.posted', at: Date.now(), viewerId: 'v1', nickname: '小雨', text })));

async function join(): Promise<{ one: Console; joined: Joined }> {
  const one = await connectConsole(server.url);
  open.push(one);
  const answer = await one.join('talking');
  if (!answer.ok) throw new Error(answer.problem.detail);
  return { one, joined: answer };
}
const told = (one: Console): string[] => one.told.flatMap((each) => (each.kind === 'tick' ? (each.tick.comments ?? []).map(({ text }) => text) : []));

describe('a screen that joins', () => {
  it('starts with the newest fifty comments, oldest first, and hears those that follow', async () => {
    await say(...Array.from({ length: 60 }, (_, i) => `第${i}条`));
    const first = await join();
    await first.one.until(() => told(first.one).length > 0 || first.joined.comments.length > 0);
    const { one, joined } = await join();
    expect(joined.comments.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, i) => `第${i + 10}条`));
    expect(joined.comments[0]).toMatchObject({ viewerId: 'v1', nickname: '小雨' });
    await say('<b>还有货吗</b>');
    await one.until(() => told(one).includes('<b>还有货吗</b>'));
  });

  it('finds them again, under the same ids, after the server began anew', async () => {
    const before = (await join()).joined.comments;
    await server.kill();
    await server.start();
    expect((await join()).joined.comments).toEqual(before);
  });
});
