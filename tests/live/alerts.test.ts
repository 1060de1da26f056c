import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/alerts/alert.ts';
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
  showId = `alerts-${made++}`;
  await server.call('POST', '/api/v1/shows', { id: showId, title: '双11', currency: 'CNY', listings: [{ sku: 'A', title: '洁面乳', price: 8_900, stock: 10 }] });
  await command('show.start', { reason: 'test' });
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const command = (type: string, payload: object) => server.call('POST', `/api/v1/shows/${showId}/commands`, { id: `command-${made++}-x`, type, payload });
const feed = (...events: object[]) => server.send(showId, events, { 'x-producer': 'douyin' });
const alive = (): object => ({ type: 'feed.alive', at: Date.now(), intervalMs: 400 });

async function join(): Promise<{ one: Console; alerts: () => readonly Alert[] }> {
  const one = await connectConsole(server.url);
  open.push(one);
  const answer = await one.join(showId);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return { one, alerts: () => one.told.reduce((now, told) => (told.kind === 'tick' ? (told.tick.alerts ?? now) : now), answer.alerts) };
}
const kinds = (alerts: readonly Alert[]): string[] => alerts.map(({ kind }) => kind);

describe('a screen', () => {
  it('is told when a feed falls silent, and when it is back', async () => {
    const { one, alerts } = await join();
    await feed(alive());
    await one.until(() => kinds(alerts()).includes('feed.silent'));
    expect(alerts()[0]).toMatchObject({ level: 'red', feed: 'douyin', params: { interval: 400 } });
    await feed({ type: 'feed.alive', at: Date.now(), intervalMs: 60_000 });
    await one.until(() => alerts().length === 0);
  });

  it('is told in red that the stream is lost, and who took note of it', async () => {
    const { one, alerts } = await join();
    await feed({ ...alive(), intervalMs: 60_000 }, { type: 'stream.changed', at: Date.now(), state: 'lost' });
    await one.until(() => kinds(alerts()).includes('stream.lost'));
    expect(alerts()).toMatchObject([{ level: 'red', action: { type: 'cue.send' } }]);
    await command('alert.acknowledge', { alertId: alerts()[0]?.id });
    await one.until(() => alerts()[0]?.acknowledged !== undefined);
  });

  it('is spared what this show has switched off, and told again once it is back on', async () => {
    const { one, alerts } = await join();
    await command('show.edit', { thresholds: { 'stream.on': 0 } });
    await feed({ ...alive(), intervalMs: 60_000 }, { type: 'stream.changed', at: Date.now(), state: 'lost' }, { type: 'platform.warned', at: Date.now(), text: '夸大', level: 'info' });
    await one.until(() => alerts().length > 0);
    expect(kinds(alerts())).toEqual(['platform.warned']);
    await command('show.edit', { thresholds: null });
    await one.until(() => kinds(alerts()).includes('stream.lost'));
  });

  it('that joins later starts with what is wrong, under the same ids, also after the server began anew', async () => {
    const { one, alerts } = await join();
    await feed({ ...alive(), intervalMs: 60_000 }, { type: 'stream.changed', at: Date.now(), state: 'stalled' }, { type: 'platform.warned', at: Date.now(), text: '夸大', level: 'info' });
    await command('listing.add', { listings: [{ sku: 'B', title: '顶级面霜', price: 100, stock: 1 }] });
    await one.until(() => alerts().length === 3);
    const ids = alerts().map(({ id }) => id);
    const second = await join();
    expect(second.alerts().map(({ id }) => id)).toEqual(ids);
    await server.kill();
    await server.start();
    const third = await join();
    await third.one.until(() => third.alerts().length === 3);
    expect(third.alerts().map(({ id }) => id)).toEqual(ids);
  });
});
