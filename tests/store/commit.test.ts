import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Show } from '../../shared/show/show.ts';
import type { Commit } from '../../server/store/shows.ts';
import type { Store } from '../../server/store/store.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { makeShow, testStore } from '../support/store.ts';

let redis: TestRedis;
let store: Store;
let other: Store;
let show: Show;

beforeAll(async () => {
  redis = await startRedis();
  [store, other] = await Promise.all([testStore(redis), testStore(redis)]);
});
afterAll(async () => {
  await Promise.all([store.close(), other.close()]);
  await redis.stop();
});
beforeEach(async () => {
  show = makeShow();
  await store.shows.create(show, '[{"type":"show.created"}]');
});

const commit = (overrides: Partial<Commit> = {}): Commit => ({
  showId: show.id,
  revision: 1,
  commandId: 'command-1',
  document: JSON.stringify({ ...show, revision: 2, title: 'B' }),
  events: '[{"type":"show.edited"}]',
  count: 1,
  outcome: 'done',
  ...overrides,
});

describe('a commit', () => {
  it('stores the document, the events and the outcome together', async () => {
    const done = await store.shows.commit(commit());
    expect(done.status).toBe('ok');
    expect((await store.shows.get(show.id))?.show).toMatchObject({ title: 'B', revision: 2 });
    expect((await store.journal.after(show.id, '0-0', 10)).at(-1)).toMatchObject({ kind: 'decision', revision: 2 });
    expect(await store.shows.outcome(show.id, 'command-1')).toBe('done');
  });

  it('is refused where the show moved on, and leaves no trace', async () => {
    await store.shows.commit(commit());
    expect(await store.shows.commit(commit({ commandId: 'command-2' }))).toEqual({ status: 'conflict' });
    expect(await store.shows.outcome(show.id, 'command-2')).toBeUndefined();
    expect(await store.journal.after(show.id, '0-0', 10)).toHaveLength(2);
  });

  it('runs once: the same command again gets the first outcome', async () => {
    await store.shows.commit(commit());
    expect(await store.shows.commit(commit({ revision: 2, outcome: 'again' }))).toEqual({ status: 'seen', outcome: 'done' });
  });

  it('lets exactly one of many at the same revision through', async () => {
    const tries = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other).shows.commit(commit({ commandId: `c-${i}` }))));
    expect(tries.filter(({ status }) => status === 'ok')).toHaveLength(1);
  });

  it('remembers the first refusal under an id', async () => {
    expect(await store.shows.remember(show.id, 'command-3', 'first')).toBe('first');
    expect(await other.shows.remember(show.id, 'command-3', 'second')).toBe('first');
  });

  it('creates a show of an id once', async () => {
    expect(await store.shows.create({ ...show, title: 'again' }, '[]')).toBe(false);
    expect((await store.shows.get(show.id))?.show.title).toBe('A show');
  });
});

describe('hosting', () => {
  it('belongs to one process at a time, under an epoch that only grows', async () => {
    const epoch = await store.leases.take(show.id);
    expect(await other.leases.take(show.id)).toBeUndefined();
    expect(await store.leases.take(show.id)).toBe(epoch);
    await store.leases.release(show.id);
    const next = await other.leases.take(show.id);
    expect(Number(next)).toBeGreaterThan(Number(epoch));
    await store.leases.release(show.id);
    expect(await store.leases.take(show.id)).toBeUndefined();
  });

  it('keeps a former host from saving', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const delta = { number: 0, bytes: new Uint8Array([1, 2, 3]), drop: [] };
    const record = await store.snapshots.save(show.id, undefined, delta, { entry: '1-0', epoch });
    expect(record?.chunks).toHaveLength(1);
    await store.leases.release(show.id);
    await other.leases.take(show.id);
    expect(await store.snapshots.save(show.id, record, { ...delta, number: 1 }, { entry: '2-0', epoch })).toBeUndefined();
    expect(await other.snapshots.record(show.id)).toEqual(record);
  });

  it('gives back the chunks a record names, whole, and forgets those superseded', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const big = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
    const first = await store.snapshots.save(show.id, undefined, { number: 0, bytes: new Uint8Array([9]), drop: [] }, { entry: '1-0', epoch });
    const second = await store.snapshots.save(show.id, first, { number: 1, bytes: big, drop: [0] }, { entry: '2-0', epoch });
    if (!first || !second) throw new Error('not saved');
    const chunks = await store.snapshots.chunks(show.id, second);
    expect(chunks).toHaveLength(1);
    expect(Buffer.compare(chunks?.[0] ?? new Uint8Array(), big)).toBe(0);
    expect(await store.snapshots.chunks(show.id, first)).toBeUndefined();
  });
});
