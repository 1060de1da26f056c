import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessEntry, Me, PairingView, ServerView } from '../../shared/protocol/access.ts';
import type { Show } from '../../shared/show/show.ts';
import { PASSWORD, makeMember, stranger, visitorOf, type Visitor } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.stop());

const me = async (one: Visitor): Promise<Me> => (await one.call('GET', '/api/v1/session')).json<Me>();
const isIn = async (one: Visitor): Promise<boolean> => (await one.call('GET', '/api/v1/session')).status === 200;

describe('a fresh server', () => {
  const forged = (i: number): Record<string, string> => ({
    'x-forwarded-for': `10.0.${i}.1`, 'x-real-ip': `10.1.${i}.1`, forwarded: `for=10.2.${i}.1`, 'cf-connecting-ip': `10.3.${i}.1`, 'true-client-ip': `10.4.${i}.1`,
  });

  it('takes the first account from whoever holds the link it printed, which works once', async () => {
    const token = /sign-in#(\S+)/.exec(server.printed())?.[1];
    const owner = visitorOf(server, await stranger(server).call('POST', '/api/v1/session', { token }));
    expect(await me(owner)).toMatchObject({ person: { role: 'admin' }, firstAccount: true });
    expect((await stranger(server).call('POST', '/api/v1/session', { token })).status).toBe(401);
    expect((await owner.call('POST', '/api/v1/people', { name: '王 经理', role: 'admin', password: PASSWORD })).status).toBe(201);
    expect(await me(owner)).toMatchObject({ firstAccount: false });
    // The same browser signs in by name: the link's session is over.
    const person = visitorOf(server, await owner.call('POST', '/api/v1/session', { name: '王　经理', password: PASSWORD }));
    expect((await me(person)).person).toMatchObject({ name: '王 经理', role: 'admin', approver: true });
    expect(await isIn(owner)).toBe(false);
  });

  it('lets whoever guesses six digits soon wait, whatever address they claim, all at once or one by one', async () => {
    const show = (await server.call('POST', '/api/v1/shows', { title: 'x', currency: 'CNY', listings: [] })).json<Show>().id;
    const { code } = (await server.call('POST', `/api/v1/shows/${show}/pairings`, { role: 'host' })).json<PairingView>();
    const guess = (text: string, i: number) => stranger(server).call('POST', '/api/v1/session/pair', { code: text }, forged(i));
    const wrong = (i: number): string => String((Number(code) + 1 + i) % 1_000_000).padStart(6, '0');
    const statuses = (await Promise.all(Array.from({ length: 40 }, (_, i) => guess(wrong(i), i)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
    // Even the right one waits: otherwise waiting would be no protection.
    const right = await guess(code, 99);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('lets whoever guesses passwords soon wait, whatever address they claim, and says the same of every name', async () => {
    const { person } = await makeMember(server, 'controller');
    const guess = (name: string, i: number) => stranger(server).call('POST', '/api/v1/session', { name, password: `wrong password ${i}` }, forged(i));
    const known = await guess(person.name, 0);
    const unknown = await guess('nobody at all', 1);
    expect([known.status, unknown.status]).toEqual([401, 401]);
    expect(known.text).toBe(unknown.text);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await guess(person.name, i)).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(9);
    expect(statuses.slice(9)).toEqual([429, 429, 429]);
    const right = await stranger(server).call('POST', '/api/v1/session', { name: person.name, password: PASSWORD });
    expect(right.status).toBe(429);
    // Others come in meanwhile.
    const other = await makeMember(server, 'controller');
    expect(await isIn(other)).toBe(true);
    // And names tried one after another stop at the address.
    const names = await Promise.all(Array.from({ length: 30 }, (_, i) => guess(`name ${i}`, i)));
    expect(names.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20);
    const entries = (await server.call('GET', '/api/v1/access-log')).json<AccessEntry[]>();
    expect(new Set(entries.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });
});

describe('the server', () => {
  it('says that it is closed to the network, and what its Redis keeps', async () => {
    const own = await startServer();
    const li = await makeMember(own, 'controller');
    expect((await li.call('GET', '/api/v1/server')).json<ServerView>()).toEqual({ lan: false, addresses: [], tls: false, redis: { durability: 'second', failing: false } });
    expect((await (await makeMember(own, 'host')).call('GET', '/api/v1/server')).status).toBe(403);
    expect(own.printed()).toContain('npm start -- --lan');
    await own.stop();
  });

  it('says what an address outside reaches it by, and what another Redis would lose', async () => {
    const own = await startServer({ env: { HOST: '0.0.0.0', PUBLIC_ORIGIN: 'https://room.example.com' } });
    const raw = new Redis(own.redis.socket);
    const here = async (): Promise<ServerView> => (await own.call('GET', '/api/v1/server')).json<ServerView>();
    const { addresses, lan } = await here();
    expect(addresses.at(-1)).toBe('https://room.example.com');
    expect(lan).toBe(addresses.length > 1);
    for (const address of addresses.slice(0, -1)) expect(address).toMatch(new RegExp(`^http://\\d+\\.\\d+\\.\\d+\\.\\d+:${new URL(own.url).port}$`));
    const losses = { always: [['appendonly', 'yes'], ['appendfsync', 'always']], system: [['appendfsync', 'no']], pictures: [['appendonly', 'no'], ['save', '60 1']], none: [['save', '']] } as const;
    for (const [durability, settings] of Object.entries(losses)) {
      for (const [name, value] of settings) await raw.config('SET', name, value);
      expect((await here()).redis.durability).toBe(durability);
    }
    raw.disconnect();
    await own.stop();
  });
});
