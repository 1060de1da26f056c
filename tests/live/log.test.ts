import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogEntry, LogPage } from '../../shared/show/log.ts';
import { makeKey, makeMember } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let made = 0;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function newShow(): Promise<string> {
  const id = `log-${made++}`;
  await server.call('POST', '/api/v1/shows', { id, title: '双11', currency: 'CNY', listings: [{ id: 'L1', number: 7, sku: 'A', title: '精华液', price: 19_900, floorPrice: 15_000, stock: 10 }] });
  return id;
}
const command = (show: string, type: string, payload: object, more: object = {}) => server.call('POST', `/api/v1/shows/${show}/commands`, { id: `log-command-${made++}`, type, payload, ...more });
const log = async (show: string, query = ''): Promise<LogPage> => (await server.call('GET', `/api/v1/shows/${show}/log${query}`)).json<LogPage>();
const told = (entry: LogEntry): string => (entry.outcome === 'done' ? entry.events.map(({ type }) => type).join('+') : `${entry.type} ${entry.problem.code}`);

describe("a show's log", () => {
  it('tells who did what from which screen, before and after, and what was refused with its reason', async () => {
    const show = await newShow();
    const controller = await makeMember(server, 'controller', [show]);
    await command(show, 'listing.price', { listingId: 'L1', price: 17_900 });
    const line = await controller.connect({ screen: 'desk' });
    await line.line.emitWithAck('show:command', { showId: show, command: { id: 'from-the-desk', type: 'listing.take', payload: { listingId: 'L1', seenOnAir: null } } });
    line.close();
    await command(show, 'listing.price', { listingId: 'L1', price: 1 });

    const { entries, before } = await log(show);
    expect(before).toBeNull();
    expect(entries.map(told)).toEqual(['approval.requested', 'listing.take WRONG_STATE', 'listing.priced', 'show.created']);
    expect(entries[2]).toMatchObject({ by: { screen: 'api' }, revision: 2, events: [{ before: 19_900, after: 17_900 }] });
    expect(entries[1]).toMatchObject({ by: { name: controller.person.name, role: 'controller', screen: 'desk' }, commandId: 'from-the-desk', payload: { listingId: 'L1' } });
    expect(entries[3]).toMatchObject({ events: [{ title: '双11', count: 1 }] });
  });

  it('holds a refusal once, however often the same command is sent, and leaves out what screens report by themselves', async () => {
    const show = await newShow();
    for (let i = 0; i < 3; i++) await server.call('POST', `/api/v1/shows/${show}/commands`, { id: 'the-same-one', type: 'show.end', payload: {} });
    await command(show, 'cue.acknowledge', { cueId: 'gone', as: 'seen' });
    await command(show, 'cue.acknowledge', { cueId: 'gone' });
    await command(show, 'show.edit', { title: 'late' }, { expiresAt: 1 });
    expect((await log(show)).entries.map(told)).toEqual(['show.edit EXPIRED', 'cue.acknowledge NOT_FOUND', 'show.end WRONG_STATE', 'show.created']);
  });

  it('is read backwards page by page, each entry once, in the order of time', async () => {
    const show = await newShow();
    for (let i = 0; i < 12; i++) await command(show, i % 3 === 0 ? 'show.end' : 'show.edit', { title: `title ${i}` });
    const whole = (await log(show, '?limit=500')).entries;
    expect(whole).toHaveLength(13);
    expect(whole.map(({ at }) => at)).toEqual(whole.map(({ at }) => at).sort((a, b) => b - a));
    const paged: LogEntry[] = [];
    let before: string | null = '';
    let pages = 0;
    while (before !== null) {
      const page: LogPage = await log(show, `?limit=4${before && `&before=${before}`}`);
      paged.push(...page.entries);
      before = page.before;
      pages++;
    }
    expect(paged).toEqual(whole);
    expect(pages).toBe(4);
  });

  it('finds one kind of event among many others', async () => {
    const show = await newShow();
    await command(show, 'show.start', { reason: 'test' });
    await command(show, 'listing.take', { listingId: 'L1', seenOnAir: null });
    await command(show, 'show.end', {});
    const { entries, before } = await log(show, '?types=listing.taken,show.started');
    expect(entries.map(told)).toEqual(['listing.taken', 'show.started']);
    expect(before).toBeNull();
    const first = await log(show, '?types=listing.taken,show.started&limit=1');
    expect(first.entries.map(told)).toEqual(['listing.taken']);
    expect((await log(show, `?types=listing.taken,show.started&limit=1&before=${first.before ?? ''}`)).entries.map(told)).toEqual(['show.started']);
  });

  it('leaves long lists out, so that a catalogue does not come with every page', async () => {
    const show = await newShow();
    const listings = Array.from({ length: 300 }, (_, i) => ({ sku: `S${i}`, title: `商品 ${i}`, price: 100, stock: 1 }));
    await command(show, 'listing.add', { listings });
    await command(show, 'listing.add', { listings: listings.map((each) => ({ ...each, price: 'nothing' })) });
    const reply = await server.call('GET', `/api/v1/shows/${show}/log`);
    const [refused, added] = reply.json<LogPage>().entries;
    expect(added).toMatchObject({ events: [{ type: 'listing.added', count: 300, titles: ['#1 商品 0', '#2 商品 1', '#3 商品 2'] }] });
    expect(refused).toMatchObject({ type: 'listing.add', problem: { code: 'INVALID' } });
    expect(refused).not.toHaveProperty('payload');
    expect(reply.text.length).toBeLessThan(40_000);
  });

  it('is for those who lead, study or read a show, and says so where there is none', async () => {
    const show = await newShow();
    const path = `/api/v1/shows/${show}/log`;
    const analyst = await makeMember(server, 'analyst', [show]);
    const assistant = await makeMember(server, 'assistant', [show]);
    const reader = await makeKey(server, ['read']);
    expect((await analyst.call('GET', path)).status).toBe(200);
    expect((await reader.call('GET', path)).status).toBe(200);
    expect((await assistant.call('GET', path)).status).toBe(403);
    expect((await server.call('GET', '/api/v1/shows/nowhere/log')).status).toBe(404);
    expect((await server.call('GET', `${path}?before=yesterday`)).status).toBe(400);
  });
});
