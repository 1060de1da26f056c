import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessEntry, KeyView, MemberView, Me, PairingView, SessionView } from '../../shared/protocol/access.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { Answer } from '../../shared/protocol/socket.ts';
import type { Show } from '../../shared/show/show.ts';
import { connectConsole, type Console } from '../support/console.ts';
import { PASSWORD, makeKey, makeMember, pairTablet, signIn, stranger, visitor, visitorOf, type Visitor } from '../support/people.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

/** The closing that the product promises, and not a moment more. Unit: ms. */
const PROMISE_MS = 5_000;

let server: TestServer;
let redis: Redis;
let made = 0;

beforeAll(async () => {
  server = await startServer();
  redis = new Redis(server.redis.socket);
});
// Wrong codes and names of one test must not make the next one wait.
beforeEach(async () => {
  const counted = await redis.keys('ck:{access}:attempts:*');
  if (counted.length > 0) await redis.del(counted);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const newShow = async (by: Pick<Visitor, 'call'> = server): Promise<string> => {
  const id = `access-${made++}`;
  const reply = await by.call('POST', '/api/v1/shows', { id, title: '双11', currency: 'CNY', listings: [{ sku: 'A', title: '洁面', price: 8_900, stock: 1 }] });
  if (reply.status !== 201) throw new Error(reply.text);
  return id;
};
const me = async (one: Visitor, show?: string): Promise<Me> => (await one.call('GET', `/api/v1/session${show === undefined ? '' : `?show=${show}`}`)).json<Me>();
const isIn = async (one: Visitor): Promise<boolean> => (await one.call('GET', '/api/v1/session')).status === 200;
const codeOf = (text: string): string => (JSON.parse(text) as Problem).code;
const log = async (): Promise<AccessEntry[]> => (await server.call('GET', '/api/v1/access-log')).json<AccessEntry[]>();
/** When a connected screen is told that its session ended, and is cut off. */
const ending = ({ line }: Console): Promise<{ code: string; afterMs: number; cut: boolean }> => {
  const since = Date.now();
  return new Promise((resolve) => {
    let code = 'never told';
    line.once('session:ended', (why) => (code = why.code));
    line.once('disconnect', () => resolve({ code, afterMs: Date.now() - since, cut: true }));
  });
};
/** Sends a command; undefined where the line was cut instead of an answer. */
const freeze = ({ line }: Console, showId: string): Promise<Answer<object> | undefined> =>
  new Promise((resolve) => {
    line.once('disconnect', () => resolve(undefined));
    if (!line.connected) return resolve(undefined);
    line.emit('show:command', { showId, command: { id: `freeze-${made++}-x`, type: 'show.freeze', payload: {} } }, resolve);
  });

describe('people', () => {
  it('keep their password to themselves: no answer and no log carries it', async () => {
    const { person } = await makeMember(server, 'host');
    const texts = await Promise.all(['/api/v1/people', '/api/v1/access-log', '/api/v1/sessions'].map(async (path) => (await server.call('GET', path)).text));
    for (const text of texts) expect(text).not.toMatch(/argon2|epoch|nameKey|a long enough password/);
    const stored = await redis.hget('ck:{access}:passwords', person.id);
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each([
    ['a short password', { name: 'x', role: 'host', password: '123456789' }],
    ['an unknown role', { name: 'x', role: 'king', password: PASSWORD }],
    ['an empty name', { name: '  ', role: 'host' }],
    ['an endless name', { name: 'x'.repeat(65), role: 'host' }],
    ['an endless password', { name: 'x', role: 'host', password: 'x'.repeat(257) }],
  ])('are not made with %s', async (_what, body) => {
    expect((await server.call('POST', '/api/v1/people', body)).status).toBe(400);
  });

  it('have each a name of their own, however it is written', async () => {
    await server.call('POST', '/api/v1/people', { name: 'Xiao Wang', role: 'host' });
    const again = await server.call('POST', '/api/v1/people', { name: ' ｘｉａｏ  wang ', role: 'host' });
    expect([again.status, codeOf(again.text)]).toEqual([422, 'INVALID']);
  });

  it('act in the shows they are members of, in another role where one was given, under their own name', async () => {
    const show = await newShow();
    const li = await makeMember(server, 'analyst');
    expect(await me(li, show)).toMatchObject({ person: { role: 'analyst' }, roleInShow: null });
    await server.call('PUT', `/api/v1/shows/${show}/members/${li.person.id}`, { role: 'controller' });
    expect(await me(li, show)).toMatchObject({ roleInShow: 'controller' });
    const done = await li.call('POST', `/api/v1/shows/${show}/commands`, { id: 'named-1', type: 'show.freeze', payload: {} });
    expect(done.json<{ events: { by: object }[] }>().events[0]?.by).toEqual({ id: li.person.id, name: li.person.name, role: 'controller', screen: 'api' });
    const members = (await server.call('GET', `/api/v1/shows/${show}/members`)).json<MemberView[]>();
    expect(members).toEqual([{ personId: li.person.id, name: li.person.name, role: 'controller', own: false, approver: false }]);
    await server.call('DELETE', `/api/v1/shows/${show}/members/${li.person.id}`);
    expect((await li.call('GET', `/api/v1/shows/${show}`)).status).toBe(403);
  });

  it('cannot tell a show they have no part in from one that is not there', async () => {
    const show = await newShow();
    const li = await makeMember(server, 'controller');
    const [there, nowhere] = await Promise.all([show, 'nowhere'].map((id) => li.call('GET', `/api/v1/shows/${id}`)));
    expect([there?.status, nowhere?.status]).toEqual([403, 403]);
    expect(there?.text.replaceAll(show, '')).toBe(nowhere?.text.replaceAll('nowhere', ''));
  });

  it('have a part in the show they made and in its rehearsal, and cannot reach another through either', async () => {
    const secret = await newShow();
    const li = await makeMember(server, 'controller');
    const own = await newShow(li);
    expect((await li.call('GET', `/api/v1/shows/${own}`)).status).toBe(200);
    const rehearse = (id: string, showId: string) => li.call('POST', `/api/v1/shows/${own}/commands`, { id, type: 'show.rehearse', payload: { showId } });
    expect((await rehearse('rehearse-1', `${own}-r`)).status).toBe(200);
    expect((await li.call('GET', `/api/v1/shows/${own}-r`)).json<Show>().rehearsalOf).toBe(own);
    await rehearse('rehearse-2', secret);
    expect((await li.call('GET', `/api/v1/shows/${secret}`)).status).toBe(403);
    expect((await li.call('POST', '/api/v1/shows', { id: secret, title: 'x', currency: 'CNY', listings: [] })).status).toBe(403);
    expect((await li.call('POST', '/api/v1/shows', { id: `${own}-c`, title: 'x', currency: 'CNY', copyFrom: secret, listings: [] })).status).toBe(403);
  });

  it('have a part in the show they made though the server died before it could say so, and not in one they were taken out of', async () => {
    const li = await makeMember(server, 'controller');
    const make = (by: Visitor, id: string) => by.call('POST', '/api/v1/shows', { id, title: '双11', currency: 'CNY', listings: [] });
    const show = await newShow(li);
    // As a death in between leaves it: the show is there, its founder is not.
    await redis.multi().hdel(`ck:{access}:members:${show}`, li.person.id).srem(`ck:{access}:shows:${li.person.id}`, show).set(`ck:{access}:founding:${show}`, li.person.id).exec();
    expect((await li.call('GET', `/api/v1/shows/${show}`)).status).toBe(403);
    expect((await make(await makeMember(server, 'controller'), show)).status).toBe(403);
    expect((await make(li, show)).status).toBe(200);
    expect((await li.call('GET', `/api/v1/shows/${show}`)).status).toBe(200);
    expect(await redis.exists(`ck:{access}:founding:${show}`)).toBe(0);
    await server.call('DELETE', `/api/v1/shows/${show}/members/${li.person.id}`);
    expect((await make(li, show)).status).toBe(403);
    // Somebody else's show is not one's own for having tried to make it.
    const other = await newShow();
    await redis.set(`ck:{access}:founding:${other}`, li.person.id);
    expect((await make(li, other)).status).toBe(403);
  });

  it('are told their role in every show they have a part in', async () => {
    const [one, two] = [await newShow(), await newShow()];
    const li = await makeMember(server, 'analyst', [one]);
    await server.call('PUT', `/api/v1/shows/${two}/members/${li.person.id}`, { role: 'host' });
    expect((await me(li)).shows?.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual([{ id: one, role: 'analyst' }, { id: two, role: 'host' }]);
    const boss = await makeMember(server, 'admin', [one]);
    expect((await me(boss)).shows).toBeUndefined();
    expect((await me(await pairTablet(server, one, 'host'))).shows).toBeUndefined();
  });

  it('change their own password, which ends their other sessions; an admin\'s reset ends all', async () => {
    const li = await makeMember(server, 'controller');
    const tablet = await signIn(server, li.person.name);
    expect((await li.call('PUT', '/api/v1/session/password', { current: 'not this', password: 'another long one' })).status).toBe(422);
    expect((await li.call('PUT', '/api/v1/session/password', { current: PASSWORD, password: 'another long one' })).status).toBe(204);
    expect([await isIn(li), await isIn(tablet)]).toEqual([true, false]);
    await expect(signIn(server, li.person.name)).rejects.toThrow('401');
    await server.call('PATCH', `/api/v1/people/${li.person.id}`, { password: 'given by the admin' });
    expect(await isIn(li)).toBe(false);
    await signIn(server, li.person.name, 'given by the admin');
  });
});

describe('sessions', () => {
  it('are listed with device and times, one\'s own and those one paired, and ended', async () => {
    const show = await newShow();
    const li = await makeMember(server, 'controller', [show]);
    const windows = visitorOf(server, await stranger(server).call('POST', '/api/v1/session', { name: li.person.name, password: PASSWORD }, { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36' }));
    const offered = (await li.call('POST', `/api/v1/shows/${show}/pairings`, { role: 'host', name: '小雨' })).json<PairingView>();
    const tablet = visitorOf(server, await stranger(server).call('POST', '/api/v1/session/pair', { code: offered.code }));
    const other = await makeMember(server, 'controller', [show]);
    const sessions = (await li.call('GET', '/api/v1/sessions')).json<SessionView[]>();
    expect(sessions).toHaveLength(3);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(sessions.find(({ device }) => device === 'Chrome · Windows')).toMatchObject({ person: { name: li.person.name }, address: '127.0.0.1', current: false });
    const paired = sessions.find(({ showId }) => showId === show);
    expect(paired?.person).toMatchObject({ name: '小雨', role: 'host' });
    for (const session of sessions) expect(session.expiresAt).toBeGreaterThan(session.lastSeenAt);
    expect((await other.call('DELETE', `/api/v1/sessions/${paired?.id}`)).status).toBe(404);
    expect((await li.call('DELETE', `/api/v1/sessions/${paired?.id}`)).status).toBe(204);
    expect([await isIn(tablet), await isIn(windows), await isIn(li)]).toEqual([false, true, true]);
  });

  it.each([
    ['signed out', async (one: Visitor) => void (await one.call('DELETE', '/api/v1/session'))],
    ['expired', async () => {
      for (const key of await redis.keys('ck:{access}:session:*')) await redis.pexpire(key, 1);
      await expect.poll(() => redis.keys('ck:{access}:session:*')).toEqual([]);
    }],
    ['removed with the person', async (one: Visitor) => void (await server.call('DELETE', `/api/v1/people/${(await me(one)).person.id}`))],
  ])('open nothing once %s', async (_how, end) => {
    const li = await makeMember(server, 'controller');
    expect(await isIn(li)).toBe(true);
    await end(li);
    expect(await isIn(li)).toBe(false);
    expect((await li.call('GET', '/api/v1/shows')).status).toBe(401);
    await expect(li.connect()).rejects.toThrow('UNAUTHENTICATED');
  });

  it.each([
    ['another last letter', (token: string) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
    ['a letter more', (token: string) => `${token}A`],
    ['nothing', () => ''],
    ['a key of Redis', () => '*'],
    ['what an object has', () => '__proto__'],
  ])('open nothing with %s', async (_what, tamper) => {
    const li = await makeMember(server, 'controller');
    const forged = visitor(server, { cookie: `ck_session=${tamper((li.headers['cookie'] ?? '').split('=')[1] ?? '')}` });
    expect((await forged.call('GET', '/api/v1/shows')).status).toBe(401);
    await expect(forged.connect()).rejects.toThrow('UNAUTHENTICATED');
  });

  it('live in a cookie no script and no other site gets hold of', async () => {
    const { person } = await makeMember(server, 'host');
    const cookie = (await stranger(server).call('POST', '/api/v1/session', { name: person.name, password: PASSWORD })).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\//);
  });
});

describe('a browser on another page', () => {
  it.each([
    ['a foreign origin', 'http://evil.example', false],
    ['another port', 'http://127.0.0.1:1', false],
    ['a null origin', 'null', false],
    ['no origin, being no browser', undefined, true],
    ['our own', 'own', true],
  ])('with %s', async (_what, from, allowed) => {
    const show = await newShow();
    const li = await makeMember(server, 'controller', [show]);
    const origin: Record<string, string> = from === undefined ? {} : { origin: from === 'own' ? server.url : from };
    const command = { id: `origin-${made++}`, type: 'show.freeze', payload: {} };
    const answers = [
      await li.call('POST', `/api/v1/shows/${show}/commands`, command, origin),
      await stranger(server).call('POST', '/api/v1/session', { name: li.person.name, password: PASSWORD }, origin),
      await stranger(server).call('POST', '/api/v1/session/pair', { code: '12345678901234567890' }, origin),
    ];
    expect(answers.map(({ status }) => status)).toEqual(allowed ? [200, 200, 401] : [403, 403, 403]);
    const socket = connectConsole(server.url, {}, { cookie: li.headers['cookie'] ?? '', ...origin });
    if (allowed) (await socket).close();
    else await expect(socket).rejects.toThrow();
  });
});

describe('a screen', () => {
  it('says which one it is, and events name it; one that is none of ours is not let in', async () => {
    const show = await newShow();
    const li = await makeMember(server, 'assistant', [show]);
    const one = await li.connect({ screen: 'host' });
    const joined = await one.join(show);
    expect(joined.ok && joined.you).toEqual({ id: li.person.id, name: li.person.name, role: 'assistant', approver: false });
    await freeze(one, show);
    await one.until((told) => told.some(({ kind }) => kind === 'patch'));
    const patch = one.told.flatMap((told) => (told.kind === 'patch' ? told.patch.events : []))[0];
    expect(patch?.by).toEqual({ id: li.person.id, name: li.person.name, role: 'assistant', screen: 'host' });
    one.close();
    await expect(li.connect({ screen: 'kitchen' })).rejects.toThrow('INVALID');
  });
});

describe('somebody connected', () => {
  let second: TestServer;
  beforeAll(async () => {
    second = await startServer({ redis: server.redis });
  });
  afterAll(() => second.stop());

  /** What takes rights away, said to another process than the one the screen is connected to. */
  const cases: [string, 'UNAUTHENTICATED' | 'FORBIDDEN', (id: string, show: string) => Promise<unknown>][] = [
    ['whose session is ended', 'UNAUTHENTICATED', async (id) => {
      const sessions = (await second.call('GET', '/api/v1/sessions')).json<SessionView[]>();
      await second.call('DELETE', `/api/v1/sessions/${sessions.find(({ person }) => person.id === id)?.id}`);
    }],
    ['who is removed', 'UNAUTHENTICATED', (id) => second.call('DELETE', `/api/v1/people/${id}`)],
    ['whose password is reset', 'UNAUTHENTICATED', (id) => second.call('PATCH', `/api/v1/people/${id}`, { password: 'given by the admin' })],
    ['who is demoted', 'FORBIDDEN', (id) => second.call('PATCH', `/api/v1/people/${id}`, { role: 'analyst' })],
    ['who is taken out of the show', 'FORBIDDEN', (id, show) => second.call('DELETE', `/api/v1/shows/${show}/members/${id}`)],
    ['whose role in the show is taken', 'FORBIDDEN', (id, show) => second.call('PUT', `/api/v1/shows/${show}/members/${id}`, { role: 'analyst' })],
  ];
  it.each(cases)('%s: the next command is refused and the line is cut', async (_how, code, take) => {
    const show = await newShow();
    const li = await makeMember(server, 'controller', [show]);
    const [idle, busy] = [await li.connect(), await li.connect()];
    await idle.join(show);
    await busy.join(show);
    expect((await freeze(busy, show))?.ok).toBe(true);
    const ended = ending(idle);
    await take(li.person.id, show);
    const answer = await freeze(busy, show);
    // Refused, or cut off before it could ask: nothing in between.
    if (answer) expect(!answer.ok && answer.problem.code).toBe(code);
    expect(await ended).toMatchObject({ code, cut: true });
    expect((await ended).afterMs).toBeLessThan(PROMISE_MS);
    busy.close();
  });

  it('is cut in time although no word of the change came', async () => {
    const li = await makeMember(server, 'controller');
    const one = await li.connect();
    const ended = ending(one);
    await redis.hdel('ck:{access}:people', li.person.id);
    expect(await ended).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await ended).afterMs).toBeLessThan(PROMISE_MS);
  });

  it('stays when given more, and has it with the next command', async () => {
    const show = await newShow();
    const li = await makeMember(server, 'analyst', [show]);
    const one = await li.connect();
    await one.join(show);
    expect((await freeze(one, show))?.ok).toBe(false);
    await second.call('PATCH', `/api/v1/people/${li.person.id}`, { role: 'controller' });
    expect((await freeze(one, show))?.ok).toBe(true);
    expect(one.line.connected).toBe(true);
    one.close();
  });

  it('by an API key is cut when the key is removed', async () => {
    const key = await makeKey(server, ['read']);
    const one = await key.connect();
    const ended = ending(one);
    await second.call('DELETE', `/api/v1/keys/${key.id}`);
    expect(await ended).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await ended).afterMs).toBeLessThan(PROMISE_MS);
    expect((await key.call('GET', '/api/v1/shows')).status).toBe(401);
  });
});

describe('a tablet', () => {
  it('comes in once by six digits or by QR code, to one show, as a host', async () => {
    const show = await newShow();
    const offered = (await server.call('POST', `/api/v1/shows/${show}/pairings`, { role: 'host' })).json<PairingView>();
    expect(offered.code).toMatch(/^\d{6}$/);
    expect(offered.expiresAt - Date.now()).toBeLessThanOrEqual(5 * 60_000);
    const pair = (code: string) => stranger(server).call('POST', '/api/v1/session/pair', { code, deviceName: '主播平板' });
    const answers = await Promise.all([pair(offered.code), pair(offered.secret), pair(offered.code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const good = answers.find(({ status }) => status === 200);
    expect(good?.json<Me>().person).toMatchObject({ name: '主播平板', role: 'host', showId: show });
  });

  it('finds its code expired after its time', async () => {
    const show = await newShow();
    const offered = (await server.call('POST', `/api/v1/shows/${show}/pairings`, { role: 'host' })).json<PairingView>();
    const stored = JSON.parse((await redis.hget('ck:{access}:pairings', offered.id)) ?? '') as object;
    expect(JSON.stringify(stored)).not.toContain(offered.secret);
    await redis.hset('ck:{access}:pairings', offered.id, JSON.stringify({ ...stored, expiresAt: Date.now() - 1 }));
    expect((await stranger(server).call('POST', '/api/v1/session/pair', { code: offered.secret })).status).toBe(401);
  });

  it('has no password to change', async () => {
    const tablet = await pairTablet(server, await newShow(), 'assistant');
    expect((await tablet.call('PUT', '/api/v1/session/password', { current: PASSWORD, password: PASSWORD })).status).toBe(403);
  });
});

describe('an API key', () => {
  it('is shown once, kept as a hash, listed with its last use, and good until it is removed', async () => {
    const show = await newShow();
    const reply = await server.call('POST', '/api/v1/keys', { name: '订单流', scopes: ['ingest'], showId: show });
    const { id, key } = reply.json<{ id: string; key: string }>();
    const feed = visitor(server, { authorization: `Bearer ${key}` });
    const send = () => feed.call('POST', `/api/v1/shows/${show}/events`, [{ type: 'feed.alive', at: Date.now() }]);
    expect((await send()).status).toBe(202);
    expect(await redis.hget('ck:{access}:keys', id)).not.toContain(key.slice(-32));
    const listed = async (): Promise<KeyView | undefined> => (await server.call('GET', '/api/v1/keys')).json<KeyView[]>().find((one) => one.id === id);
    await expect.poll(async () => (await listed())?.lastUsedAt).toBeGreaterThan(0);
    expect(await listed()).toMatchObject({ name: '订单流', scopes: ['ingest'], showId: show });
    expect(JSON.stringify(await listed())).not.toContain('hash');
    expect((await server.call('DELETE', `/api/v1/keys/${id}`)).status).toBe(204);
    expect((await send()).status).toBe(401);
  });

  it.each([
    ['another secret', (key: string) => key.slice(0, -3) + (key.endsWith('abc') ? 'xyz' : 'abc')],
    ['another id', (key: string) => key.replace(/^ck_.{12}/, 'ck_000000000000')],
    ['no secret', (key: string) => key.slice(0, 16)],
  ])('is not good with %s', async (_what, tamper) => {
    const key = await makeKey(server, ['admin']);
    const forged = visitor(server, { authorization: `Bearer ${tamper((key.headers['authorization'] ?? '').slice(7))}` });
    expect((await forged.call('GET', '/api/v1/shows')).status).toBe(401);
  });

  it('of the configuration signs in and works as ever', async () => {
    const owner = visitorOf(server, await stranger(server).call('POST', '/api/v1/session', { token: ADMIN_KEY }));
    expect((await me(owner)).person).toMatchObject({ id: 'admin', role: 'admin', approver: true });
    expect((await visitor(server, { authorization: `Bearer ${ADMIN_KEY.slice(0, -1)}` }).call('GET', '/api/v1/shows')).status).toBe(401);
  });
});

describe('the access log', () => {
  it('tells who came in, from where, and who was refused; pages through; and is an admin\'s', async () => {
    const show = await newShow();
    const li = await makeMember(server, 'host', [show]);
    await li.call('POST', '/api/v1/people', { name: 'x', role: 'admin' });
    await stranger(server).call('POST', '/api/v1/session', { name: li.person.name, password: 'not this one' });
    const of = async (): Promise<string[]> => (await log()).filter(({ who }) => who === li.person.name).map(({ what, detail }) => `${what} ${detail}`);
    await expect.poll(of).toEqual(['sign-in-refused name and password', 'refused POST /people', expect.stringMatching(/^signed-in/)]);
    const [first, second] = await log();
    const page = (await server.call('GET', `/api/v1/access-log?limit=1&before=${first?.id}`)).json<AccessEntry[]>();
    expect(page).toEqual([second]);
    expect((await li.call('GET', '/api/v1/access-log')).status).toBe(403);
  });
});
