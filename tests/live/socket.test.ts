import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Accepted } from '../../server/ingest/ingest.ts';
import { connectConsole, type Console } from '../support/console.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let showId: string;
let made = 0;
const open: Console[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  showId = `socket-${made++}`;
  const listings = [{ sku: 'A', title: '洁面乳', price: 8_900, stock: 10 }, { sku: 'B', title: '精华', price: 19_900, stock: 10 }];
  await server.call('POST', '/api/v1/shows', { id: showId, title: '双11', currency: 'CNY', listings });
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const connect = async (): Promise<Console> => {
  const one = await connectConsole(server.url);
  open.push(one);
  return one;
};
const joined = async (one: Console, window?: 'show' | '5m' | 'onair') => {
  const answer = await one.join(showId, window);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer;
};
const like = (count = 1): object => ({ type: 'like.given', at: Date.now(), count });
const command = (type: string, payload: object) => server.call('POST', `/api/v1/shows/${showId}/commands`, { id: `command-${made++}-x`, type, payload });
const ticks = (one: Console) => one.told.flatMap((told) => (told.kind === 'tick' ? [told.tick] : []));
const patches = (one: Console) => one.told.flatMap((told) => (told.kind === 'patch' ? [told.patch] : []));
/** What a screen shows: its snapshot, then every tick's absolute values over it. */
const shown = (start: Record<string, unknown>, one: Console, id: string): unknown => ticks(one).reduce<unknown>((value, { metrics }) => metrics[id] ?? value, start[id]);

describe('a screen', () => {
  it('starts from a snapshot and is told absolute values after it', async () => {
    const first = (await server.send(showId, [like(5)])).json<Accepted>();
    await server.call('GET', `/api/v1/shows/${showId}/tally?after=${first.lastId}`);
    const one = await connect();
    const start = await joined(one);
    expect(start.show.title).toBe('双11');
    expect(start.tally.metrics['likes']).toBe(5);
    await server.send(showId, [like(2)]);
    await one.until(() => shown(start.tally.metrics, one, 'likes') === 7);
  });

  it('gets ticks that chain: each names the one before, the first names the snapshot', async () => {
    const one = await connect();
    const { tick } = await joined(one);
    for (let i = 0; i < 5; i++) {
      const before = ticks(one).length;
      await server.send(showId, [like()]);
      await one.until(() => ticks(one).length > before);
    }
    const chain = ticks(one).filter((told) => told.tick > tick);
    expect(chain.map(({ prevTick }) => prevTick)).toEqual([tick, ...chain.slice(0, -1).map((told) => told.tick)]);
  });

  it('gets decisions as patches that chain on revision and id, the sender\'s own too', async () => {
    const one = await connect();
    const { revision, id, show } = await joined(one);
    const [first, second] = show.listings;
    await command('show.start', { reason: 'test' });
    await command('listing.take', { listingId: first?.id, seenOnAir: null });
    await command('listing.take', { listingId: second?.id, seenOnAir: first?.id });
    await one.until(() => patches(one).length === 3);
    expect(patches(one).map((patch) => patch.revision)).toEqual([revision + 1, revision + 2, revision + 3]);
    expect(patches(one).map((patch) => patch.prev)).toEqual([id, ...patches(one).slice(0, 2).map((patch) => patch.id)]);
    expect(patches(one)[2]?.events[0]).toMatchObject({ type: 'listing.taken', listingId: second?.id });
  });

  it('is told the tick of what came before a decision before the decision', async () => {
    const one = await connect();
    await joined(one);
    await Promise.all([server.send(showId, [like(9)]), command('show.edit', { title: '新标题' })]);
    await one.until(() => patches(one).length === 1 && ticks(one).some(({ metrics }) => metrics['likes'] === 9));
    const { revision } = patches(one)[0] ?? { revision: 0 };
    const patchAt = one.told.findIndex(({ kind }) => kind === 'patch');
    const laterTick = one.told.findIndex((told) => told.kind === 'tick' && told.tick.revision === revision);
    if (laterTick >= 0) expect(laterTick).toBeGreaterThan(patchAt);
    expect(ticks({ ...one, told: one.told.slice(0, patchAt) }).every((tick) => tick.revision < revision)).toBe(true);
  });

  it('sees the other window when it asks for it, and only that', async () => {
    const one = await connect();
    await joined(one);
    const answer = await one.line.timeout(5_000).emitWithAck('tally:ask', { showId, window: '5m' });
    expect(answer.ok && answer.tally.window).toBe('5m');
    one.told.length = 0;
    await server.send(showId, [like()]);
    await one.until(() => ticks(one).length >= 2);
    expect(new Set(ticks(one).map(({ window }) => window))).toEqual(new Set(['5m']));
  });

  it('hears at least once a second when nothing happens', async () => {
    const one = await connect();
    await joined(one);
    await one.until(() => ticks(one).length >= 3);
    const times = ticks(one).map(({ serverTime }) => serverTime);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(1_500 * (times.length - 1));
  });
});

describe('two screens', () => {
  it('pressing at once: one wins, the other is told why', async () => {
    const [one, two] = [await connect(), await connect()];
    const { show } = await joined(one);
    await joined(two);
    await command('show.start', { reason: 'test' });
    const take = (who: Console, index: number) =>
      who.line.timeout(5_000).emitWithAck('show:command', { showId, command: { id: `take-${showId}-${index}`, type: 'listing.take', payload: { listingId: show.listings[index]?.id, seenOnAir: null } } });
    const answers = await Promise.all([take(one, 0), take(two, 1)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const lost = answers.find(({ ok }) => !ok);
    expect(lost?.ok === false && lost.problem.code).toBe('STALE_REVISION');
    await Promise.all([one, two].map((who) => who.until(() => patches(who).some(({ events }) => events[0]?.type === 'listing.taken'))));
  });

  it('knows what deals sold where the platform sells: with the join, and with every tick', async () => {
    await server.call('POST', '/api/v1/shows', { id: `${showId}-p`, title: '双11', currency: 'CNY', salesChannel: 'platform', listings: [{ id: 'P', sku: 'P', title: '洁面乳', price: 8_900, stock: 10 }] });
    showId = `${showId}-p`;
    await command('show.start', { reason: 'test' });
    const asked = `command-${made++}-x`;
    await server.call('POST', `/api/v1/shows/${showId}/commands`, { id: asked, type: 'deal.start', payload: { listingId: 'P', price: 6_900, quantity: 5, perBuyer: 5, seconds: 600 } });
    await command('platform.confirm', { commandId: asked });
    const dealId = (await server.call('GET', `/api/v1/shows/${showId}`)).json<{ deals: { dealId: string }[] }>().deals[0]?.dealId ?? '';
    const paid = (orderId: string, quantity: number): object => ({ type: 'order.paid', at: Date.now(), orderId, viewerId: orderId, lines: [{ listingId: 'P', quantity, amount: 6_900 * quantity, dealId }] });
    const first = (await server.send(showId, [paid('o1', 2)])).json<Accepted>();
    await server.call('GET', `/api/v1/shows/${showId}/tally?after=${first.lastId}`);
    const one = await connect();
    expect((await joined(one)).deals).toEqual([{ dealId, held: 0, sold: 2 }]);
    await server.send(showId, [paid('o2', 1)]);
    await one.until(() => ticks(one).some(({ deals }) => deals?.some((deal) => deal.dealId === dealId && deal.sold === 3)));
  });
});

describe('the door', () => {
  it.each([
    ['no credentials', {}, {}],
    ['a wrong key', { token: 'wrong' }, {}],
    ['a foreign page', undefined, { origin: 'http://evil.example' }],
  ])('stays shut to %s', async (_who, auth, headers) => {
    await expect(connectConsole(server.url, auth, headers)).rejects.toThrow();
  });

  it('answers what is not a valid question with a problem, and listens on', async () => {
    const one = await connect();
    const answer: unknown = await one.line.timeout(5_000).emitWithAck('show:join', { showId: 7 } as never);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'INVALID' } });
    expect((await one.join('nobody')).ok).toBe(false);
    expect((await joined(one)).ok).toBe(true);
  });
});
