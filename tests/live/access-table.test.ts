import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_TYPES } from '../../shared/show/commands.ts';
import { LINK_ROLES, ROUTES, may, type Action, type Route, type Subject } from '../../shared/show/permissions.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import { makeKey, makeMember, openLink, pairTablet, visitor, type Visitor } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** The show everybody below has a part in, and one where only admins and unbound keys have. */
const OURS = 'ours';
const THEIRS = 'theirs';
const SHOWS = [OURS, THEIRS] as const;

interface Somebody {
  who: string;
  subject: Subject;
  /** Has a part in every show. */
  everywhere: boolean;
  /** Belongs to one show: outside of any it may only see what it is itself. */
  bound: boolean;
  visitor: Visitor;
  /** What the handshake says besides: which wall or overlay it is. */
  auth?: Record<string, string>;
}

/** Outside its show, what a tablet or a bound key may still ask. */
const BOUND: readonly Action[] = ['GET /shows', 'GET /sessions', 'DELETE /sessions/:sessionId', 'show:leave', 'clock:ask'];
/** Routes that are open to everybody, because they are the way in. */
const DOORS = ['POST /session', 'POST /session/pair', 'POST /session/link', 'GET /session', 'DELETE /session'];

let server: TestServer;
const people: Somebody[] = [];

beforeAll(async () => {
  server = await startServer();
  for (const id of SHOWS) await server.call('POST', '/api/v1/shows', { id, title: id, currency: 'CNY', listings: [{ sku: 'A', title: '洁面', price: 8_900, stock: 1 }] });
  const person = async (role: 'admin' | 'controller' | 'host' | 'assistant' | 'analyst', approver = false): Promise<void> => {
    const visitor = await makeMember(server, role, [OURS], approver);
    people.push({ who: `${role}${approver ? ' who approves' : ''}`, subject: { role, approver }, everywhere: role === 'admin', bound: false, visitor });
  };
  for (const role of ['admin', 'controller', 'host', 'assistant', 'analyst'] as const) await person(role);
  await person('analyst', true);
  for (const role of ['host', 'assistant'] as const) {
    people.push({ who: `a tablet for ${role}`, subject: { role }, everywhere: false, bound: true, visitor: await pairTablet(server, OURS, role) });
  }
  for (const role of LINK_ROLES) {
    const link = await openLink(server, OURS, role);
    people.push({ who: `a link to the ${role}`, subject: { role }, everywhere: false, bound: true, visitor: link, auth: { screen: role, show: OURS } });
    // The same session where a person's is expected: it must be worth no more there.
    const cookie = (link.headers['cookie'] ?? '').replace(/^[^=]+/, 'ck_session');
    people.push({ who: `a link to the ${role} as a session`, subject: { role }, everywhere: false, bound: true, visitor: visitor(server, { cookie }) });
  }
  for (const scope of ['ingest', 'claims', 'read', 'admin'] as const) {
    people.push({ who: `a key to ${scope}`, subject: { scopes: [scope] }, everywhere: true, bound: false, visitor: await makeKey(server, [scope]) });
    people.push({ who: `a key to ${scope} one show`, subject: { scopes: [scope] }, everywhere: false, bound: true, visitor: await makeKey(server, [scope], OURS) });
  }
});
afterAll(() => server.stop());

/** What the table says, and membership. A link's own cookie is no session of a person: HTTP knows nobody by it. */
function expected({ subject, everywhere, bound }: Somebody, action: Action, show: string | undefined): boolean {
  if (show === undefined) return may(subject, action) && (!bound || BOUND.includes(action));
  return may(subject, action) && (everywhere || show === OURS);
}

/** The routes the server really has, as the table writes them. */
async function served(): Promise<string[]> {
  const { paths } = (await server.call('GET', '/api/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
}

describe('the permission table', () => {
  it('has a row for every route of the server, and the server has those of this table that are people\'s', async () => {
    const routes = await served();
    expect(routes.filter((route) => !(route in ROUTES) && !DOORS.includes(route))).toEqual([]);
    const ours = Object.keys(ROUTES).filter((route) => /people|members|keys|sessions|pairings|links|password|log$/.test(route) && !/\/log$/.test(route));
    expect(ours.filter((route) => !routes.includes(route))).toEqual([]);
  });

  it('is what every route does, for every role, tablet and key, in one\'s own show and in another', async () => {
    const wrong: string[] = [];
    let asked = 0;
    const routes = [...(await served()).filter((route): route is Route => route in ROUTES), 'GET /metrics' as const];
    for (const one of people) {
      for (const route of routes) {
        const [method = '', path = ''] = route.split(' ');
        const inShow = path.startsWith('/shows/:id');
        for (const show of inShow ? SHOWS : [undefined]) {
          const address = `${path === '/metrics' ? '' : '/api/v1'}${path.replace(':id', show ?? '').replaceAll(/:\w+/g, 'nobody')}`;
          // A body that fits nothing: whoever is let in is told so, and nothing is done.
          const { status, text } = await one.visitor.call(method, address, method === 'GET' || method === 'DELETE' ? undefined : { nothing: 'of the kind' });
          const let_in = status !== 403 && status !== 401;
          asked++;
          if (status >= 500 || let_in !== expected(one, route, show)) wrong.push(`${one.who}: ${route} in ${show ?? 'no show'} answered ${status} ${text.slice(0, 120)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(400);
  });

  it('is what every command does over HTTP', async () => {
    const wrong: string[] = [];
    for (const one of people) {
      for (const show of SHOWS) {
        for (const type of COMMAND_TYPES) {
          const reply = await one.visitor.call('POST', `/api/v1/shows/${show}/commands`, { id: `${one.who} ${show} ${type}`, type, payload: { listingId: 7 } });
          const may_send = expected(one, 'POST /shows/:id/commands', show) && expected(one, type, show);
          if (![401, 403].includes(reply.status) !== may_send) wrong.push(`${one.who}: ${type} in ${show} answered ${reply.status} ${reply.text.slice(0, 120)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is what every question and command does over a socket', async () => {
    const wrong: string[] = [];
    for (const one of people) {
      const line = await one.visitor.connect(one.auth).then(({ line }) => line, (error: unknown) => String(error));
      if ((typeof line !== 'string') !== expected(one, 'clock:ask', undefined)) wrong.push(`${one.who}: connecting: ${typeof line === 'string' ? line : 'let in'}`);
      if (typeof line === 'string') continue;
      const judge = async (what: string, may_ask: boolean, answer: Promise<{ ok: boolean; problem?: Problem }>): Promise<void> => {
        const { ok, problem } = await answer;
        if ((ok || problem?.code !== 'FORBIDDEN') !== may_ask) wrong.push(`${one.who}: ${what} answered ${problem?.code ?? 'ok'}`);
      };
      await judge('clock:ask', expected(one, 'clock:ask', undefined), line.emitWithAck('clock:ask', {}));
      for (const showId of SHOWS) {
        await judge(`tally:ask ${showId}`, expected(one, 'tally:ask', showId), line.emitWithAck('tally:ask', { showId }));
        await judge(`show:join ${showId}`, expected(one, 'show:join', showId), line.emitWithAck('show:join', { showId }));
        for (const ask of ['wall:join', 'overlay:join'] as const) await judge(`${ask} ${showId}`, expected(one, ask, showId), line.emitWithAck(ask, { showId }));
        for (const type of COMMAND_TYPES) {
          const command = { id: `${one.who} ${showId} ${type} socket`.slice(-64), type, payload: { listingId: 7 } };
          const may_send = expected(one, 'show:command', showId) && expected(one, type, showId);
          await judge(`${type} in ${showId}`, may_send, line.emitWithAck('show:command', { showId, command }));
        }
        await judge(`show:leave ${showId}`, expected(one, 'show:leave', undefined), line.emitWithAck('show:leave', { showId }));
      }
      line.close();
    }
    expect(wrong).toEqual([]);
  });

  /** Who may join is told what was asked for last; a link what its one screen shows. */
  function toldTo(one: Somebody): string[] {
    if (expected(one, 'show:join', OURS)) return ['show:patched ours', 'show:presence ours', 'tally:ticked ours'];
    return LINK_ROLES.filter((role) => expected(one, `${role}:join`, OURS)).map((role) => `${role}:shown ours`);
  }

  it('is what everybody is told: of a show they may join, its patches, ticks and who is there, or what their one screen shows; of another, nothing', async () => {
    const told = new Map<string, Set<string>>();
    const lines = [];
    for (const one of people.filter((each) => expected(each, 'clock:ask', undefined))) {
      const { line } = await one.visitor.connect(one.auth);
      const heard = new Set<string>();
      told.set(one.who, heard);
      line.onAny((event: string, told: { showId?: string }) => void heard.add(`${event} ${String(told.showId)}`));
      lines.push(line);
      // One show at a time is looked at: the other's first, so that a refusal must not leave them listening, nor the first one still talk.
      for (const showId of [THEIRS, OURS]) for (const ask of ['wall:join', 'overlay:join', 'show:join'] as const) await line.emitWithAck(ask, { showId });
      heard.clear();
    }
    for (const show of SHOWS) {
      expect((await server.call('POST', `/api/v1/shows/${show}/commands`, { id: `told ${show}`, type: 'show.edit', payload: { title: `${show} anew` } })).status).toBe(200);
      await server.send(show, [{ type: 'viewer.entered', at: Date.now(), viewerId: 'v' }]);
    }
    const right = people.filter((each) => told.has(each.who)).map((one) => [one.who, toldTo(one)]);
    await expect.poll(() => right.map(([who]) => [who, [...(told.get(String(who)) ?? [])].sort()])).toEqual(right);
    for (const line of lines) line.close();
  });

  it('is quoted by a refusal, which names who may', async () => {
    const host = people.find(({ who }) => who === 'host');
    const { status, text } = (await host?.visitor.call('POST', `/api/v1/shows/${OURS}/commands`, { id: 'quoted-1', type: 'listing.price', payload: {} })) ?? { status: 0, text: '' };
    const problem = JSON.parse(text) as Problem;
    expect(status).toBe(403);
    expect(problem.code).toBe('FORBIDDEN');
    expect(problem.detail).toContain('admin, controller');
    expect(problem.params).toMatchObject({ role: 'host', action: 'listing.price' });
  });

  it('shows everybody their own shows only', async () => {
    for (const one of people.filter(({ subject }) => may(subject, 'GET /shows'))) {
      const shows = (await one.visitor.call('GET', '/api/v1/shows')).json<{ id: string; rehearsalOf?: string }[]>();
      const ids = shows.map(({ id }) => id);
      expect([one.who, ids.includes(OURS), ids.includes(THEIRS)]).toEqual([one.who, true, one.everywhere]);
    }
  });
});
