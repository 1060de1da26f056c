import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessEntry, LinkView, MadeLink, SessionView } from '../../shared/protocol/access.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { Answer } from '../../shared/protocol/socket.ts';
import type { OverlayView, WallView } from '../../shared/seats/views.ts';
import { keysOf } from '../unit/seats/make.ts';
import type { Console } from '../support/console.ts';
import { makeMember, openLink, stranger, visitor, type Visitor } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** The closing that the product promises, and not a moment more. Unit: ms. */
const PROMISE_MS = 5_000;

let server: TestServer;
let redis: Redis;
let showId: string;
let made = 0;
const open: Console[] = [];

beforeAll(async () => {
  server = await startServer();
  redis = new Redis(server.redis.socket);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  const counted = await redis.keys('ck:{access}:attempts:*');
  if (counted.length > 0) await redis.del(counted);
  showId = `seats-${made++}`;
  const listings = [{ id: 'L1', title: '洁面乳', price: 8_900, floorPrice: 6_543, skus: [{ sku: 'SECRET-A', name: '120g', stock: 10 }], gifts: 'SECRET-GIFT' }, { id: 'L2', title: '精华', price: 19_900, floorPrice: 7_654, skus: [{ sku: 'SECRET-B', name: '30ml', stock: 500 }] }];
  await server.call('POST', '/api/v1/shows', { id: showId, title: '双11', currency: 'CNY', gmvTarget: 123_456_700, listings });
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const command = async (type: string, payload: object): Promise<void> => {
  const reply = await server.call('POST', `/api/v1/shows/${showId}/commands`, { id: `seat-command-${made++}`, type, payload });
  if (reply.status !== 200) throw new Error(reply.text);
};
const goLive = async (): Promise<void> => {
  await command('show.start', {});
  await command('listing.take', { listingId: 'L1', seenOnAir: null });
};

interface Screen<V> {
  console: Console;
  first: V | null;
  /** Everything that came over the line, by its event's name. */
  heard: { event: string; body: unknown }[];
  /** Resolves with the first view told from now on that fits. */
  until(fits: (view: V) => boolean): Promise<V>;
}

async function watch<V>(role: 'wall' | 'overlay', who: Visitor, auth: Record<string, string> = { screen: role, show: showId }): Promise<Screen<V>> {
  const console = await who.connect(auth);
  open.push(console);
  const heard: Screen<V>['heard'] = [];
  console.line.onAny((event: string, body: unknown) => void heard.push({ event, body }));
  const patient = console.line.timeout(10_000);
  const answer: Answer<{ view: unknown }> = role === 'wall' ? await patient.emitWithAck('wall:join', { showId }) : await patient.emitWithAck('overlay:join', { showId });
  if (!answer.ok) throw new Error(answer.problem.code);
  return {
    console,
    first: answer.view as V | null,
    heard,
    until: (fits) =>
      new Promise((resolve) => {
        const event = `${role}:shown` as const;
        const listen = (view: unknown): void => {
          if (!fits(view as V)) return;
          console.line.off(event, listen);
          resolve(view as V);
        };
        console.line.on(event, listen);
      }),
  };
}
const overlay = (who: Visitor): Promise<Screen<OverlayView>> => watch('overlay', who);
const wall = (who: Visitor): Promise<Screen<WallView>> => watch('wall', who);
const codeOf = (text: string): string => (JSON.parse(text) as Problem).code;

describe('an overlay', () => {
  it('follows what is on air, a deal, and STOP', async () => {
    const screen = await overlay(await openLink(server, showId, 'overlay'));
    expect(screen.first).toMatchObject({ showId, label: null, on: null });
    const taken = screen.until(({ on }) => on?.listing.title === '洁面乳');
    await goLive();
    expect((await taken).on).toMatchObject({ listing: { number: 1, price: 8_900 }, deal: null, left: 10 });
    const running = screen.until(({ on }) => on?.deal?.phase === 'running');
    await command('deal.start', { listingId: 'L1', price: 6_900, quantity: 5, perBuyer: 5, seconds: 300 });
    expect((await running).on?.deal).toMatchObject({ price: 6_900, left: 5 });
    const fewer = screen.until(({ on }) => on?.deal?.left === 2);
    const dealId = (await server.call('GET', `/api/v1/shows/${showId}`)).json<{ deals: { dealId: string }[] }>().deals[0]?.dealId;
    expect((await server.call('POST', `/api/v1/shows/${showId}/claims`, { claimId: 'c-1', listingId: 'L1', dealId, buyerId: 'SECRET-BUYER', quantity: 3 })).status).toBe(201);
    await fewer;
    const cleared = screen.until(({ on }) => on === null);
    await command('show.freeze', {});
    await cleared;
  });

  it('hears nothing but its own small views, whatever happens in the show', async () => {
    const screen = await overlay(await openLink(server, showId, 'overlay'));
    await goLive();
    await server.send(showId, [{ type: 'comment.posted', at: Date.now(), viewerId: 'SECRET-VIEWER', text: 'SECRET-COMMENT' }, { type: 'order.paid', at: Date.now(), orderId: 'SECRET-ORDER', viewerId: 'SECRET-VIEWER', lines: [{ listingId: 'L1', quantity: 1, amount: 8_765 }] }]);
    await command('cue.send', { text: 'SECRET-CUE' });
    await screen.until(({ on }) => on?.left === 9);
    expect(new Set(screen.heard.map(({ event }) => event))).toEqual(new Set(['overlay:shown']));
    expect(JSON.stringify(screen.heard)).not.toMatch(/SECRET|6543|7654|8765|123456700/);
    const keys = new Set(screen.heard.flatMap(({ body }) => keysOf(body)));
    const listing = ['number', 'title', 'price', 'isFrom', 'listPrice', 'offer', 'imageUrl'].map((key) => `on.listing.${key}`);
    // Null before anything was on air.
    keys.delete('on');
    expect([...keys].sort()).toEqual(['showId', 'at', 'label', 'on.currency', ...listing, 'on.deal', 'on.left'].sort());
  });

  it('hears at least once a second when nothing happens, and five times at most when much does', async () => {
    const screen = await overlay(await openLink(server, showId, 'overlay'));
    await goLive();
    await screen.until(({ on }) => on !== null);
    for (let i = 0; i < 3; i++) await screen.until(() => true);
    const quiet = screen.heard.slice(-3).map(({ body }) => (body as OverlayView).at);
    expect((quiet.at(-1) ?? 0) - (quiet[0] ?? 0)).toBeLessThan(2 * 1_500);
    screen.heard.length = 0;
    for (let i = 0; i < 30; i++) await command('listing.edit', { listingId: 'L1', title: `洁面乳 ${i}` });
    await screen.until(({ on }) => on?.listing.title === '洁面乳 29');
    const times = screen.heard.map(({ body }) => (body as OverlayView).at);
    expect(times.slice(1).every((at, i) => at - (times[i] ?? 0) >= 200)).toBe(true);
  });
});

describe('a wall', () => {
  it('follows numbers, the last thing done, and who sold most; and hears nothing else', async () => {
    const screen = await wall(await openLink(server, showId, 'wall'));
    expect(screen.first).toMatchObject({ showId, status: 'planned', gmv: { value: 0 } });
    await goLive();
    const sold = screen.until(({ gmv, deed }) => gmv.value === 8_765 && deed?.kind === 'take');
    await server.send(showId, [{ type: 'order.paid', at: Date.now(), orderId: 'SECRET-ORDER', viewerId: 'SECRET-VIEWER', lines: [{ listingId: 'L1', quantity: 1, amount: 8_765 }] }], { 'x-producer': 'orders' });
    expect(await sold).toMatchObject({ status: 'live', orders: { value: 1 }, top: [{ number: 1, gmv: 8_765 }], pace: { target: 123_456_700 }, deed: { number: 1, by: 'ADMIN_KEY' }, feeds: [{ feed: 'orders' }] });
    expect(new Set(screen.heard.map(({ event }) => event))).toEqual(new Set(['wall:shown']));
    expect(JSON.stringify(screen.heard)).not.toMatch(/SECRET|6543|7654/);
  });

  it('may be looked at by whoever reads the show, signed in as themselves', async () => {
    const controller = await makeMember(server, 'controller', [showId]);
    expect((await wall(controller)).first?.showId).toBe(showId);
    expect((await overlay(controller)).first?.showId).toBe(showId);
    await expect(wall(await makeMember(server, 'controller'))).rejects.toThrow('FORBIDDEN');
  });

  it('is among those present, so that the desk knows that it is there', async () => {
    const desk = await makeMember(server, 'controller', [showId]);
    const console = await desk.connect();
    open.push(console);
    const present = new Promise<string[]>((resolve) => {
      console.line.on('show:presence', ({ people }) => {
        const screens = people.map(({ screen }) => screen).sort();
        if (screens.length === 3) resolve(screens);
      });
    });
    await console.join(showId);
    await wall(await openLink(server, showId, 'wall'));
    await overlay(await openLink(server, showId, 'overlay'));
    expect(await present).toEqual(['desk', 'overlay', 'wall']);
  });
});

describe('a link', () => {
  it('is shown once, kept as a hash, listed without its secret, and said to be opened', async () => {
    const controller = await makeMember(server, 'controller', [showId]);
    const reply = await controller.call('POST', `/api/v1/shows/${showId}/links`, { role: 'overlay', name: 'OBS 主机' });
    expect(reply.status).toBe(201);
    const { token, ...link } = reply.json<MadeLink>();
    expect(link).toMatchObject({ role: 'overlay', name: 'OBS 主机', createdBy: controller.person.name, openedAt: null });
    const secret = token.slice(link.id.length + 1);
    for (const key of await redis.keys('ck:{access}:*')) {
      const kept = (await redis.type(key)) === 'hash' ? JSON.stringify(await redis.hgetall(key)) : (await redis.type(key)) === 'string' ? await redis.get(key) : '';
      expect(kept).not.toContain(secret);
    }
    const listed = async (): Promise<LinkView[]> => (await controller.call('GET', `/api/v1/shows/${showId}/links`)).json<LinkView[]>();
    expect(await listed()).toEqual([link]);
    await stranger(server).call('POST', '/api/v1/session/link', { token });
    expect((await listed())[0]?.openedAt).toBeGreaterThan(0);
    await controller.call('DELETE', `/api/v1/shows/${showId}/links/${link.id}`);
    expect(await listed()).toEqual([]);
    const log = (await server.call('GET', '/api/v1/access-log')).json<AccessEntry[]>().filter(({ detail }) => detail === `OBS 主机 in ${showId}, overlay`);
    expect(log.map(({ what, who }) => [what, who])).toEqual([['link-removed', controller.person.name], ['link-opened', 'OBS 主机'], ['link-made', controller.person.name]]);
  });

  it('gives a cookie that no script sees, of its own name, and leaves the session of whoever opens it alone', async () => {
    const { token } = (await server.call('POST', `/api/v1/shows/${showId}/links`, { role: 'wall', name: '大屏' })).json<MadeLink>();
    const person = await makeMember(server, 'analyst', [showId]);
    const reply = await person.call('POST', '/api/v1/session/link', { token });
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(new RegExp(`^ck_wall_${showId}=[\\w-]+; `));
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=2592000']) expect(cookie).toContain(flag);
    expect(reply.text).toBe(JSON.stringify({ showId, role: 'wall' }));
    expect((await person.call('GET', '/api/v1/session')).status).toBe(200);
    const both = visitor(server, { cookie: `${person.headers['cookie'] ?? ''}; ${cookie.split(';')[0] ?? ''}` });
    expect((await both.call('GET', '/api/v1/session')).json<{ person: { name: string } }>().person.name).toBe(person.person.name);
  });

  it('opened again in the same browser goes on with the session it has', async () => {
    const link = await openLink(server, showId, 'overlay');
    const again = await link.call('POST', '/api/v1/session/link', { token: link.token });
    expect(again.headers.get('set-cookie')?.split(';')[0]).toBe(link.headers['cookie']);
    const sessions = (await server.call('GET', '/api/v1/sessions')).json<SessionView[]>().filter((session) => session.showId === showId);
    expect(sessions.map(({ person }) => [person.role, person.name])).toEqual([['overlay', 'overlay']]);
  });

  it('that is removed cuts its screens off within five seconds, and opens nothing any more', async () => {
    const link = await openLink(server, showId, 'overlay');
    const other = await overlay(await openLink(server, showId, 'overlay'));
    const screen = await overlay(link);
    const since = Date.now();
    const cut = new Promise<number>((resolve) => screen.console.line.once('disconnect', () => resolve(Date.now() - since)));
    expect((await server.call('DELETE', `/api/v1/shows/${showId}/links/${link.id}`)).status).toBe(204);
    expect(await cut).toBeLessThanOrEqual(PROMISE_MS);
    await expect(overlay(link)).rejects.toThrow('UNAUTHENTICATED');
    const reply = await stranger(server).call('POST', '/api/v1/session/link', { token: link.token });
    expect([reply.status, codeOf(reply.text)]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await server.call('GET', '/api/v1/sessions')).json<SessionView[]>().filter((session) => session.showId === showId)).toHaveLength(1);
    await other.until(() => true);
    expect((await server.call('DELETE', `/api/v1/shows/${showId}/links/${link.id}`)).status).toBe(404);
  });

  it('is good for its own screen of its own show alone', async () => {
    const link = await openLink(server, showId, 'overlay');
    const elsewhere = `${showId}-other`;
    await server.call('POST', '/api/v1/shows', { id: elsewhere, title: '别场', currency: 'CNY', listings: [{ sku: 'A', title: '洁面', price: 100, stock: 1 }] });
    const { console } = await overlay(link);
    const line = console.line.timeout(5_000);
    const asked: Answer<object>[] = await Promise.all([
      line.emitWithAck('wall:join', { showId }), line.emitWithAck('show:join', { showId }), line.emitWithAck('overlay:join', { showId: elsewhere }), line.emitWithAck('wall:join', { showId: elsewhere }),
    ]);
    expect(asked.map((answer) => (answer.ok ? 'ok' : answer.problem.code))).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    // Its cookie is that of an overlay: a wall, or another show's overlay, does not take it.
    await expect(link.connect({ screen: 'wall', show: showId })).rejects.toThrow('UNAUTHENTICATED');
    await expect(link.connect({ screen: 'overlay', show: elsewhere })).rejects.toThrow('UNAUTHENTICATED');
    await expect(link.connect()).rejects.toThrow('UNAUTHENTICATED');
    expect((await server.call('DELETE', `/api/v1/shows/${elsewhere}/links/${link.id}`)).status).toBe(404);
  });

  it('is not to be guessed: wrong ones have to wait, and keep nobody from signing in', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 25; i++) codes.push(codeOf((await stranger(server).call('POST', '/api/v1/session/link', { token: `${'0'.repeat(12)}_${'x'.repeat(32)}` })).text));
    expect([codes[0], codes.at(-1)]).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
    expect((await stranger(server).call('POST', '/api/v1/session', { token: 'an-admin-key-for-the-tests' })).status).toBe(200);
  });

  it('is one of fifty at most', async () => {
    for (let i = 0; i < 50; i++) expect((await server.call('POST', `/api/v1/shows/${showId}/links`, { role: 'wall', name: `大屏 ${i}` })).status).toBe(201);
    const reply = await server.call('POST', `/api/v1/shows/${showId}/links`, { role: 'wall', name: '再一块' });
    expect([reply.status, codeOf(reply.text)]).toEqual([409, 'LIMIT_REACHED']);
  });
});

describe('two processes', () => {
  it('a screen at the one that does not host is shown what the host tells', async () => {
    await goLive();
    const second = await startServer({ redis: server.redis });
    try {
      const link = await openLink(server, showId, 'overlay');
      const far = visitor(second, link.headers);
      const screen = await overlay(far);
      expect((await screen.until(({ on }) => on !== null)).on?.listing.number).toBe(1);
    } finally {
      await second.halt();
    }
  });
});
