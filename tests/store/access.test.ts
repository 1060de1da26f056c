import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Counter } from '../../server/store/doors.ts';
import type { Store } from '../../server/store/store.ts';
import { onRedis } from '../support/onRedis.ts';

let store: Store;
let other: Store;
let raw: Redis;

onRedis(async ({ direct, open }) => {
  raw = direct;
  [store, other] = await Promise.all([open(), open()]);
});
beforeEach(async () => {
  await raw.flushdb();
});

const NOW = Date.now();
async function make(role: string, passwordHash?: string, name: string = randomUUID()): Promise<string> {
  const id = `p-${randomUUID()}`;
  const made = await store.people.make({
    id, changes: JSON.stringify({ id, name, nameKey: name, role, approver: false, epoch: 0, createdAt: NOW }), ...(passwordHash === undefined ? {} : { passwordHash }),
  });
  if (made.status !== 'ok') throw new Error(made.status);
  return id;
}
const demote = (at: Store, id: string) => at.people.edit({ id, changes: '{"role":"host"}' });

describe('people', () => {
  it('never lose their last admin who can sign in, even where two act at once', async () => {
    for (let round = 0; round < 50; round++) {
      await raw.flushdb();
      const [one, two] = [await make('admin', 'hash'), await make('admin', 'hash')];
      // An admin without a password could not come in to help.
      await make('admin');
      await make('host', 'hash');
      const answers = await Promise.all([demote(store, one), round % 2 ? demote(other, two) : other.people.remove(two)]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['last', 'ok']);
    }
  });

  it('who are no admin, or have no password, go whenever', async () => {
    const [host, admin] = [await make('host', 'hash'), await make('admin')];
    expect([(await store.people.remove(host)).status, (await demote(store, admin)).status]).toEqual(['ok', 'ok']);
  });

  it('have a name each, which is free again with them', async () => {
    const id = await make('host', undefined, 'wang');
    await expect(make('host', undefined, 'wang')).rejects.toThrow('taken');
    const li = await make('host', undefined, 'li');
    expect((await store.people.edit({ id: li, changes: '{"nameKey":"wang"}' })).status).toBe('taken');
    expect((await store.people.edit({ id, changes: '{"nameKey":"zhao"}' })).status).toBe('ok');
    expect((await store.people.edit({ id: li, changes: '{"nameKey":"wang"}' })).status).toBe('ok');
    await store.people.remove(id);
    await make('host', undefined, 'zhao');
    expect((await store.people.remove(id)).status).toBe('unknown');
  });

  it('keep what a change does not name, to the millisecond', async () => {
    const id = await make('host');
    const before = JSON.parse((await store.people.get(id)) ?? '') as object;
    await store.people.edit({ id, changes: '{"approver":true}' });
    expect(JSON.parse((await store.people.get(id)) ?? '')).toEqual({ ...before, approver: true });
  });

  it('with a new password leave every session behind but the one that stays', async () => {
    const id = await make('host', 'old');
    const begin = (hash: string, epoch: number) => store.sessions.put(hash, JSON.stringify({ personId: id, epoch, createdAt: NOW }), 100, NOW);
    await begin('mine', 1);
    await begin('elsewhere', 1);
    await store.people.edit({ id, changes: '{}', passwordHash: 'new', keep: 'mine' });
    const epochs = await Promise.all(['mine', 'elsewhere'].map(async (hash) => (JSON.parse((await store.sessions.whoIs(hash, undefined))?.session ?? '') as { epoch: number }).epoch));
    expect(epochs).toEqual([2, 1]);
    expect(await raw.ttl('ck:{access}:session:mine')).toBeGreaterThan(90);
    // Somebody else's session is not taken along.
    const li = await make('host', 'old');
    await store.people.edit({ id: li, changes: '{}', passwordHash: 'new', keep: 'mine' });
    expect(JSON.parse((await store.sessions.whoIs('mine', undefined))?.session ?? '')).toMatchObject({ epoch: 2, personId: id });
  });

  it('are told of to every process', async () => {
    const told = new Promise<void>((resolve) => other.onAccessChanged(resolve));
    await make('host');
    await told;
  });
});

describe('sessions', () => {
  it('say who holds them and their part in the show asked about', async () => {
    const id = await make('host');
    await store.sessions.put('h', JSON.stringify({ personId: id, epoch: 0 }), 100, NOW);
    await store.people.join('d11', id, '{"role":"analyst"}');
    expect((await store.sessions.whoIs('h', 'd11'))?.membership).toBe('{"role":"analyst"}');
    expect((await store.sessions.whoIs('h', 'd12'))?.membership).toBeUndefined();
    expect((await store.sessions.whoIs('h', undefined))?.person).toContain(id);
    expect(await store.sessions.whoIs('unheard of', 'd11')).toBeUndefined();
    await store.people.remove(id);
    expect((await store.sessions.whoIs('h', 'd11'))?.person).toBeUndefined();
  });

  it('that expired are no longer listed, and their traces go', async () => {
    await store.sessions.put('old', '{}', 10, NOW - 20_000);
    await store.sessions.put('new', '{}', 10, NOW);
    expect((await store.sessions.list(NOW)).map(({ hash }) => hash)).toEqual(['new']);
    expect(await raw.zcard('ck:{access}:sessions')).toBe(1);
  });
});

describe('attempts', () => {
  const counter = (): Counter => ({ what: randomUUID(), patience: { free: 3, firstPause: 40, longestPause: 100, forgottenAfter: 60_000 } });
  /** Attempts until one was let through again; how long that took, in ms. */
  const rested = async (counters: Counter[]): Promise<number> => {
    const since = performance.now();
    await expect.poll(() => store.doors.attempt(counters), { interval: 2 }).toBe(0);
    return performance.now() - since;
  };

  it('are free a few times, also all at once, then rest longer and longer up to a bound', async () => {
    const one = counter();
    const first = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? store : other).doors.attempt([one])));
    expect(first.filter((wait) => wait === 0)).toHaveLength(3);
    expect(await rested([one])).toBeGreaterThan(20);
    expect(await store.doors.attempt([one])).toBeGreaterThan(60);
    await rested([one]);
    expect(await store.doors.attempt([one])).toBeLessThanOrEqual(100);
  });

  it('rest where any one of several counters does, and then count nowhere', async () => {
    const [name, address] = [counter(), counter()];
    for (let i = 0; i < 3; i++) await store.doors.attempt([name]);
    expect(await store.doors.attempt([name, address])).toBeGreaterThan(0);
    for (let i = 0; i < 3; i++) expect(await store.doors.attempt([address])).toBe(0);
  });

  it('that were good do not count', async () => {
    const one = counter();
    for (let i = 0; i < 10; i++) {
      expect(await store.doors.attempt([one])).toBe(0);
      await store.doors.forgive([one]);
    }
    // Forgiving what was forgotten makes no counter that never ends.
    const gone = counter();
    await store.doors.forgive([gone]);
    expect(await raw.exists(`ck:{access}:attempts:${gone.what}`)).toBe(0);
    expect(await raw.pttl(`ck:{access}:attempts:${one.what}`)).toBeGreaterThan(0);
  });
});

describe('a pairing', () => {
  const pairing = (code: string): string => JSON.stringify({ codeHash: code, secretHash: `secret of ${code}` });

  it('is used once, by code or by secret, however many try at once', async () => {
    await store.doors.offerPairing('1', pairing('111'), 60_000);
    const used = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? store : other).doors.usePairing(i % 3 ? '111' : 'secret of 111')));
    expect(used.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('shares its code with no other, is one of few, and makes room when it expires', async () => {
    expect(await store.doors.offerPairing('1', pairing('111'), 30)).toBeGreaterThan(Date.now() - 1_000);
    expect(await store.doors.offerPairing('2', pairing('111'), 60_000)).toBe('again');
    await expect.poll(() => store.doors.offerPairing('2', pairing('111'), 60_000)).not.toBe('again');
    for (let i = 3; i <= 51; i++) await store.doors.offerPairing(String(i), pairing(`code ${i}`), 60_000);
    expect(await store.doors.offerPairing('52', pairing('code 52'), 60_000)).toBe('full');
  });
});

describe('the access log', () => {
  it('keeps the newest few thousand', async () => {
    const all = Array.from({ length: 6_000 }, (_, i) => store.doors.note(String(i)));
    await Promise.all(all);
    expect(await raw.xlen('ck:{access}:log')).toBeLessThan(5_200);
    expect((await store.doors.noted(1, undefined))[0]?.entry).toBe('5999');
  });
});
