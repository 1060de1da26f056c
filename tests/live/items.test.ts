import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { Item, ItemInput } from '../../shared/review/items.ts';
import { makeMember } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  for (const id of ['first', 'second']) await server.call('POST', '/api/v1/shows', { id, title: `场次 ${id}`, currency: 'CNY', listings: [] });
});
afterAll(() => server.stop());

const put = (showId: string, id: string, more: Partial<ItemInput> = {}) => server.call('PUT', `/api/v1/shows/${showId}/items/${id}`, { kind: 'action', text: '补一条链接', state: 'open', seen: 0, ...more });
const list = async (path: string): Promise<Item[]> => (await server.call('GET', `/api/v1${path}`)).json<Item[]>();

describe('what came out of a review', () => {
  it('is written, changed over what was seen, and refused over anything else', async () => {
    expect((await put('first', 'item-one-', { owner: '小李', due: '2026-11-20' })).json<Item>()).toMatchObject({ show: '场次 first', owner: '小李', state: 'open', version: 1 });
    expect((await put('first', 'item-one-', { text: '补两条链接', seen: 1 })).json<Item>()).toMatchObject({ text: '补两条链接', version: 2 });
    const late = await put('first', 'item-one-', { state: 'done', seen: 1 });
    expect([late.status, late.json<Problem>().code]).toEqual([409, 'STALE_REVISION']);
    const other = await put('second', 'item-one-', { seen: 2 });
    expect([other.status, other.json<Problem>().code]).toEqual([409, 'ID_REUSED']);
    expect((await list('/shows/first/items')).map(({ text, owner }) => [text, owner])).toEqual([['补两条链接', undefined]]);
    expect(await list('/shows/second/items')).toEqual([]);
  });

  it('has one winner of all who write over the same version', async () => {
    const writers = await Promise.all(Array.from({ length: 20 }, (_, n) => put('first', 'item-race-', { text: `写法 ${n}` })));
    expect(writers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(writers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('is open for the shows to come until it is done or dropped, what is due first before the rest', async () => {
    await put('second', 'item-soon-', { text: '先做', due: '2026-11-01' });
    await put('second', 'item-note-', { kind: 'note', text: '口误', at: 1_760_000_000_000 });
    await put('second', 'item-done-', { text: '做完了', state: 'done' });
    await put('second', 'item-gone-', { text: '不做了', state: 'dropped' });
    expect((await list('/items')).map(({ id }) => id)).toEqual(['item-soon-', 'item-one-', 'item-race-']);
    expect((await list('/shows/second/items')).map(({ id }) => id)).toEqual(['item-soon-', 'item-note-', 'item-done-']);
    const analyst = await makeMember(server, 'analyst', ['second']);
    expect((await analyst.call('GET', '/api/v1/items')).json<Item[]>().map(({ showId }) => showId)).toEqual(['second']);
  });

  it('is refused where it makes no sense, and for a show that is not there', async () => {
    expect((await put('first', 'item-bad--', { due: '2026-13-01' })).status).toBe(400);
    expect((await put('first', 'item-bad--', { text: '' })).status).toBe(400);
    expect((await put('nobody', 'item-bad--')).status).toBe(404);
  });
});
