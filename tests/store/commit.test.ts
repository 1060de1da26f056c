import { beforeEach, describe, expect, it } from 'vitest';
import type { Show } from '../../shared/show/show.ts';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Commit } from '../../server/store/shows.ts';
import type { AtRest, Named, Saving, SnapshotRecord } from '../../server/store/snapshots.ts';
import type { Store } from '../../server/store/store.ts';
import { onRedis } from '../support/onRedis.ts';
import type { TestRedis } from '../support/redis.ts';
import { makeShow, testStore } from '../support/store.ts';

let redis: TestRedis;
let store: Store;
let other: Store;
let show: Show;

onRedis(async (on) => {
  ({ redis } = on);
  [store, other] = await Promise.all([on.open(), on.open()]);
});
beforeEach(async () => {
  show = makeShow();
  await store.shows.create(show, '[{"type":"show.created"}]');
});

const commit = (overrides: Partial<Commit> = {}): Commit => ({
  showId: show.id,
  commandId: 'command-1',
  before: { ...show, revision: 1 },
  show: { ...show, revision: 2, title: 'B' },
  events: '[{"type":"show.edited"}]',
  count: 1,
  outcome: 'done',
  moves: [],
  release: false,
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
    expect(await store.shows.commit(commit({ before: { ...show, revision: 2 }, outcome: 'again' }))).toEqual({ status: 'seen', outcome: 'done' });
  });

  it('lets exactly one of many at the same revision through', async () => {
    const tries = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? store : other).shows.commit(commit({ commandId: `c-${i}` }))));
    expect(tries.filter(({ status }) => status === 'ok')).toHaveLength(1);
  });

  it('remembers the first refusal under an id', async () => {
    expect(await store.shows.remember(show.id, 'command-3', 'first')).toBe('first');
    expect(await other.shows.remember(show.id, 'command-3', 'second')).toBe('first');
  });

  it('writes a refusal into the log once, whichever process came first, and nothing where there is nothing to say', async () => {
    await Promise.all([store.shows.remember(show.id, 'command-4', 'first', 'why'), other.shows.remember(show.id, 'command-4', 'second', 'why not')]);
    await store.shows.remember(show.id, 'command-5', 'third');
    const refusals = await store.logbook.refusals(show.id, undefined, 10);
    expect(refusals).toHaveLength(1);
    expect(['why', 'why not']).toContain(refusals[0]?.entry);
  });

  it('is found by its revision, newest first, past however many facts', async () => {
    await store.shows.commit(commit());
    await store.journal.append({ showId: show.id, feed: 'f', batchId: 'b', hash: 'h', count: 1, body: Buffer.from('[]') });
    await store.shows.commit(commit({ before: { ...show, revision: 2 }, commandId: 'command-6', events: '[{"type":"show.frozen"}]' }));
    expect((await store.logbook.decisions(show.id, 4, 10)).map(({ revision, events }) => [revision, events])).toEqual([
      [3, '[{"type":"show.frozen"}]'],
      [2, '[{"type":"show.edited"}]'],
      [1, '[{"type":"show.created"}]'],
    ]);
    expect((await store.logbook.decisions(show.id, 3, 1)).map(({ revision }) => revision)).toEqual([2]);
    expect(await store.logbook.revision(show.id)).toBe(3);
    expect(await store.logbook.revision('nowhere')).toBeUndefined();
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

  /** A delta of these parts, on its way. */
  const saving = (number: number, parts: Uint8Array[], drop: number[] = []): Saving => ({ entry: `${number + 1}-0`, delta: { number, drop, next: () => parts.shift() }, stored: [] });
  const recordOf = (named: Named): SnapshotRecord => {
    if (typeof named === 'string') throw new Error(named);
    return named;
  };
  const chunksOf = async (record: SnapshotRecord): Promise<(Uint8Array | undefined)[]> => {
    const chunks: (Uint8Array | undefined)[] = [];
    for await (const chunk of store.snapshots.chunks(show.id, record)) chunks.push(chunk);
    return chunks;
  };
  const file: AtRest = { file: `1-1.0.${'a'.repeat(16)}.tally.gz`, bytes: 1, sha256: 'a'.repeat(64) };

  it('keeps a former host from saving', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const record = recordOf(await store.snapshots.save(show.id, undefined, saving(0, [new Uint8Array([1, 2, 3])]), epoch));
    expect(record.chunks).toHaveLength(1);
    await store.leases.release(show.id);
    await other.leases.take(show.id);
    expect(await store.snapshots.save(show.id, record, saving(1, [new Uint8Array([1, 2, 3])]), epoch)).toBe('fenced');
    expect(await store.snapshots.rest(show.id, record, file, epoch)).toBe('fenced');
    expect(await other.snapshots.record(show.id)).toEqual(record);
    expect(await chunksOf(record)).toEqual([Buffer.from([1, 2, 3])]);
  });

  it('gives back the chunks a record names, whole, and forgets those superseded', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const big = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
    const first = recordOf(await store.snapshots.save(show.id, undefined, saving(0, [new Uint8Array([9])]), epoch));
    const second = recordOf(await store.snapshots.save(show.id, first, saving(1, [big.subarray(0, 10), big.subarray(10)], [0]), epoch));
    const chunks = await chunksOf(second);
    expect(chunks).toHaveLength(1);
    expect(Buffer.compare(chunks[0] ?? new Uint8Array(), big)).toBe(0);
    expect(await chunksOf(first)).toEqual([undefined]);
  });

  it('names a file in place of the chunks it holds, which go with that, and goes on behind it', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const before = recordOf(await store.snapshots.save(show.id, undefined, saving(0, [new Uint8Array(2_500_000)]), epoch));
    const resting = recordOf(await store.snapshots.rest(show.id, before, file, epoch));
    expect(resting).toEqual({ entry: before.entry, epoch, rest: file, chunks: [] });
    expect(await chunksOf(before)).toEqual([undefined]);
    // The answer was lost, and it is asked again.
    expect(await store.snapshots.rest(show.id, before, file, epoch)).toEqual(resting);
    const later = recordOf(await store.snapshots.save(show.id, resting, saving(1, [new Uint8Array([7])], [0]), epoch));
    expect(later).toMatchObject({ rest: file, chunks: [{ number: 1 }] });
    expect(await store.snapshots.record(show.id)).toEqual(later);
  });

  it('changes nothing where another record stands than its writer knows of, unless that is the whole tally', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const known = recordOf(await store.snapshots.save(show.id, undefined, saving(0, [new Uint8Array([1])]), epoch));
    const stands = recordOf(await store.snapshots.save(show.id, known, saving(1, [new Uint8Array([2])]), epoch));
    expect(await store.snapshots.rest(show.id, known, file, epoch)).toBe('changed');
    expect(await store.snapshots.save(show.id, known, saving(2, [new Uint8Array([3])]), epoch)).toBe('changed');
    expect(await store.snapshots.record(show.id)).toEqual(stands);
    expect(await chunksOf(stands)).toEqual([Buffer.from([1]), Buffer.from([2])]);
    expect(await chunksOf({ ...stands, chunks: [{ number: 2, parts: [`${epoch}-2-0`] }] })).toEqual([undefined]);
    const whole = recordOf(await store.snapshots.save(show.id, undefined, saving(3, [new Uint8Array([4])]), epoch));
    expect(await chunksOf(whole)).toEqual([Buffer.from([4])]);
    expect(await chunksOf(stands)).toEqual([undefined, undefined]);
  });

  it('goes on with a chunk where the store was lost, and leaves nothing out', async () => {
    const epoch = (await store.leases.take(show.id)) ?? '';
    const lost = await testStore(redis);
    const parts = [1, 2, 3].map((n) => new Uint8Array(1_500_000).fill(n));
    const whole = Buffer.concat(parts);
    const broken = saving(0, parts);
    const { next } = broken.delta;
    let asked = 0;
    broken.delta.next = () => {
      // The line goes down between two parts.
      if (++asked === 2) lost.close().catch(() => undefined);
      return next();
    };
    await expect(lost.snapshots.save(show.id, undefined, broken, epoch)).rejects.toBeInstanceOf(Refusal);
    const chunks = await chunksOf(recordOf(await store.snapshots.save(show.id, undefined, broken, epoch)));
    expect(Buffer.compare(chunks[0] ?? new Uint8Array(), whole)).toBe(0);
  });
});
