import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY_ZERO, entryMs, type EntryId } from '../../shared/ids.ts';
import { readTally } from '../../shared/metrics/read.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import { createShow } from '../../shared/show/create.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import { Archive } from '../../server/recording/archive.ts';
import type { CloseTools } from '../../server/recording/close.ts';
import { temporaryFolder } from '../../server/recording/files.ts';
import { ParquetWriter } from '../../server/recording/parquet.ts';
import { Recorder, type Recorded } from '../../server/recording/recorder.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import type { WriteTools } from '../../server/recording/write.ts';
import { countable, decode } from '../../server/room/decode.ts';
import { Keeper } from '../../server/room/keeper.ts';
import { Room } from '../../server/room/room.ts';
import { Witness } from '../../server/room/witness.ts';
import { keysOf } from '../../server/store/keys.ts';
import { openJournalReader, type JournalReader } from '../../server/store/reader.ts';
import type { SnapshotRecord } from '../../server/store/snapshots.ts';
import type { Store } from '../../server/store/store.ts';
import { onRedis } from '../support/onRedis.ts';
import { scribeOf } from '../support/scribe.ts';
import { TESTER } from '../support/store.ts';
import { onTrouble } from '../support/trouble.ts';

const MINUTE = 60_000;
let store: Store;
/** A line to Redis of the test's own. */
let direct: Redis;
let reader: JournalReader;
let dataDir: string;
let shelf: Shelf;
let tools: WriteTools & CloseTools;
let room: Recorded & { tally: Tally; last: EntryId; epoch: string; record: SnapshotRecord | undefined };
let keeper: Keeper;
let recorder: Recorder;
let troubles: unknown[];
let now: number;

onRedis(async (on) => {
  ({ direct } = on);
  store = await on.open();
  reader = await openJournalReader(on.redis.url, () => undefined);
});
afterAll(() => reader.close());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ck-recording-'));
  const made = createShow({ id: `s-${randomUUID()}`, title: 'A show', currency: 'CNY' }, { now: Date.now(), by: TESTER, newId: randomUUID });
  if (!made.ok) throw new Error(made.rejection.detail);
  const show = applyCommit(null, made.events);
  await store.shows.create(show, JSON.stringify(made.events));
  room = { showId: show.id, epoch: (await store.leases.take(show.id)) ?? '', tally: createTally(show.id), last: ENTRY_ZERO, show: undefined, unsure: false, record: undefined };
  keeper = new Keeper(store, room);
  troubles = [];
  now = Date.now();
  await recordAt(dataDir);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function recordAt(place: string): Promise<void> {
  shelf = await Shelf.open(place);
  const temporary = await temporaryFolder(shelf.folder, Date.now());
  tools = { folder: shelf.folder, temporary, reader, writer: await ParquetWriter.open(temporary) };
  recorder = new Recorder({ store, shelf, scribe: scribeOf(() => tools) }, room, keeper, now);
}
const append = (events: object[]) => store.journal.append({ showId: room.showId, feed: 'feed', batchId: randomUUID(), hash: 'h', count: events.length, body: Buffer.from(JSON.stringify(events)) });
/** Appends facts, and folds what the journal has by then, as a host does. */
async function host(...batches: object[][]): Promise<void> {
  for (const events of batches) await append(events);
  for (const entry of (await store.journal.after(room.showId, room.last, 10_000)).map(decode)) {
    foldEntry(room.tally, countable(entry));
    room.last = entry.id;
  }
}
const save = () => keeper.save();
/** Tells the ledger how far feeds were read, as its bookkeeper does. */
const told = () => store.ledger.applySales(room.showId, room.epoch, room.last, []);
async function tick(passed = MINUTE): Promise<void> {
  now += passed;
  recorder.tick(now, (error) => troubles.push(error));
  await recorder.settle();
}
const click = (id: string) => ({ type: 'product.clicked', at: 1_760_000_000_000, viewerId: 'v', sku: 'S', id });
const clicks = (count: number): object[] => Array.from({ length: count }, () => click(randomUUID()));
/** The show as a process would host it that begins now. */
const open = async (isKeptHere = true) =>
  new Room({ store, witness: await Witness.open(dataDir), recording: isKeptHere ? { shelf } : undefined, showId: room.showId, epoch: room.epoch, now: Date.now, newId: randomUUID, beforeDecision: () => undefined, onDecision: () => undefined, onTrouble: () => undefined });
const held = async (): Promise<string[]> => (await direct.xrange(keysOf(room.showId).journal, '-', '+')).map(([id]) => id);
const trim = (from: EntryId, epoch = room.epoch) => store.recordings.trim(room.showId, epoch, from);

describe('a journal', () => {
  it('gives away nothing that is not recorded, in the snapshot and in the ledger, and nothing to one who does not host', async () => {
    await host(clicks(3), clicks(3));
    const [all, { last }] = [await held(), room];
    expect(await trim(last)).toBe('early');
    await tick();
    expect(await trim(last)).toBe('early');
    await save();
    expect(await trim(last)).toBe('early');
    await told();
    expect(await trim(last, '1')).toBe('fenced');
    expect(await held()).toEqual(all);
    expect(await trim(last)).toBe('ok');
    expect(await held()).toEqual([last]);
    expect(await store.recordings.begins(room.showId)).toBe(last);
    await append(clicks(1));
    expect(await trim((await store.journal.tail(room.showId)))).toBe('early');
  });

  it('still tells what was decided, by revision', async () => {
    const decided = async (revision: number) => [await store.shows.eventsOf(room.showId, revision), await store.logbook.decisions(room.showId, revision + 1, 5)];
    const before = await decided(1);
    await host(clicks(1));
    await tick();
    await Promise.all([save(), told()]);
    expect(await trim(room.last)).toBe('ok');
    expect(await decided(1)).toEqual(before);
    expect(JSON.stringify(before)).toContain('show.created');
  });

  it('keeps the last minutes of a live show, and leaves the rest to its recording, which gives it back', async () => {
    await host(clicks(5), [], clicks(5));
    const all = (await store.journal.after(room.showId, ENTRY_ZERO, 100)).map(decode);
    const first = room.last;
    await tick();
    await host(clicks(2));
    await Promise.all([save(), told()]);
    await tick();
    expect(await held()).toHaveLength(all.length + 1);
    now = entryMs(first) + 11 * MINUTE;
    await tick(0);
    expect((await held())[0]).toBe(first);
    expect(troubles).toEqual([]);
    const archive = new Archive(shelf, tools.temporary, onTrouble);
    const back = await archive.journal(room.showId, ENTRY_ZERO, 1_000);
    expect(back.slice(0, all.length).map(({ id, feed, events }) => ({ id, feed, events }))).toEqual(all.map(({ id, feed, events }) => ({ id, feed, events })));
    for (const from of [0, 1, 2, 3]) expect((await archive.journal(room.showId, all[from]?.id ?? ENTRY_ZERO, 3)).map(({ id }) => id)[0]).toBe(back[from + 1]?.id);
    expect(await archive.journal(room.showId, back.at(-1)?.id ?? ENTRY_ZERO, 10)).toEqual([]);
  });

  it('stays whole where the file that would stand for it is damaged, and says which', async () => {
    await host(clicks(50));
    await tick();
    await Promise.all([save(), told()]);
    const [segment] = (await shelf.manifest(room.showId))?.segments ?? [];
    truncateSync(join(shelf.folder, room.showId, segment?.file ?? ''), 100);
    await tick(11 * MINUTE);
    expect(await held()).toHaveLength(2);
    expect(String(troubles)).toContain(`${segment?.file ?? ''} is truncated`);
    await expect(new Archive(shelf, tools.temporary, onTrouble).journal(room.showId, ENTRY_ZERO, 10)).rejects.toThrow('truncated');
  });

  it('keeps everything while the disk is full, and goes on once it is not', async () => {
    const small = mkdtempSync(join(tmpdir(), 'ck-small-'));
    const release = fillable(small);
    try {
      await recordAt(small);
      await host(clicks(200));
      await tick();
      await Promise.all([save(), told()]);
      const fill = release.full();
      await host(clicks(5_000), clicks(5_000), clicks(5_000), clicks(5_000));
      const count = (await held()).length;
      await Promise.all([save(), told()]);
      for (let i = 0; i < 15; i++) await tick();
      expect(recorder.failingSince).toBeDefined();
      expect(troubles.length).toBeGreaterThan(0);
      expect((await shelf.check(room.showId)).map(({ damage }) => damage)).toEqual([undefined]);
      expect(await held()).toHaveLength(count);
      fill();
      await tick();
      expect(recorder.failingSince).toBeUndefined();
      for (let i = 0; i < 3; i++) await tick(11 * MINUTE);
      expect(await held()).toEqual([room.last]);
      expect((await new Archive(shelf, tools.temporary, onTrouble).journal(room.showId, ENTRY_ZERO, 100_000)).flatMap(({ events }) => events)).toHaveLength(20_201);
    } finally {
      release.gone();
    }
  }, 120_000);

  it('is not counted anew from where it begins by now, where its snapshot is gone', async () => {
    await host(clicks(3));
    await tick();
    await Promise.all([save(), told()]);
    expect(await trim(room.last)).toBe('ok');
    const whole = await open();
    await whole.ready;
    expect([whole.last, whole.tally.eventsCounted]).toEqual([room.last, room.tally.eventsCounted]);
    await direct.del(keysOf(room.showId).snapshot);
    await expect((await open()).ready).rejects.toThrow('its journal begins at');
  });
});

describe('an ended show', () => {
  const rests = (): string[] => readdirSync(join(shelf.folder, room.showId)).filter((name) => name.endsWith('.tally.gz')).sort();
  const chunks = () => direct.keys(keysOf(room.showId).chunk('*'));
  const read = (tally: Tally) => readTally(tally, { now, window: 'show' });
  /** Until it is recorded, written down, trimmed and put to rest. */
  async function quiet(): Promise<void> {
    await Promise.all([save(), told()]);
    for (let i = 0; i < 5; i++) await tick();
    expect(troubles).toEqual([]);
  }
  const order = (id: number) => ({ type: 'order.paid', at: 1_760_000_000_000 + id, orderId: `O${id}`, viewerId: `v${id}`, lines: [{ sku: 'S', quantity: 1, amount: 100 }] });
  async function end(): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await host(Array.from({ length: 500 }, (_, n) => order(i * 500 + n)), clicks(500));
      await save();
    }
    room.tally.status = 'ended';
    room.tally.endedAt = now;
    await host([order(1_500)]);
    await quiet();
  }

  it('leaves Redis its tally too, and is the same when it is opened again', async () => {
    await end();
    expect(await chunks()).toEqual([]);
    expect(rests()).toEqual([room.record?.rest?.file]);
    const again = await open();
    await again.ready;
    expect(read(again.tally)).toEqual(read(room.tally));
    expect(read(again.tally).metrics).toMatchObject({ orders: 1_501, gmv: 150_100 });
  });

  it('takes a refund days later, by whom it was put to rest or by another, and rests again: nothing is counted twice', async () => {
    await end();
    const files = rests();
    for (const [n, isAnother] of [false, true, true].entries()) {
      if (isAnother) {
        const opened = await open();
        await opened.ready;
        Object.assign(room, { tally: opened.tally, record: opened.record, last: opened.last });
        keeper = new Keeper(store, room);
        await recordAt(dataDir);
      }
      await host([{ type: 'order.refunded', at: 1_760_000_500_000 + n, orderId: `O${n}`, refundId: `R${n}`, amount: 40 }, order(n)]);
      await save();
      expect(await chunks()).not.toEqual([]);
      const between = await open();
      await between.ready;
      expect(read(between.tally)).toEqual(read(room.tally));
      await quiet();
      expect(await chunks()).toEqual([]);
      files.push(room.record?.rest?.file ?? '');
      // The one before stays for a Redis that comes back as it was a moment ago.
      expect(rests()).toEqual(files.slice(-2).sort());
      expect(new Set(files).size).toBe(n + 2);
      const again = await open();
      await again.ready;
      expect(read(again.tally)).toEqual(read(room.tally));
      expect(read(again.tally).metrics).toMatchObject({ orders: 1_501, refundAmount: (n + 1) * 40 });
    }
  });

  it('is not put to rest as it was before what came meanwhile', async () => {
    await end();
    await host([order(2_000)]);
    await Promise.all([save(), told()]);
    const before = room.record;
    for (let i = 0; i < 3; i++) await tick();
    await host([order(2_001)]);
    await save();
    expect(await keeper.rest(before?.entry as EntryId, { file: `1-1.0.${'a'.repeat(16)}.tally.gz`, bytes: 1, sha256: 'a'.repeat(64) })).toBe(false);
    await quiet();
    const again = await open();
    await again.ready;
    expect(read(again.tally)).toEqual(read(room.tally));
    expect(rests()).toContain(room.record?.rest?.file);
  });

  it.each([['missing', (path: string) => rmSync(path)], ['truncated', (path: string) => truncateSync(path, 100)]] as const)('whose file is %s is not hosted, and says which is to be brought back', async (damage, by) => {
    await end();
    by(join(shelf.folder, room.showId, rests()[0] ?? ''));
    await expect((await open()).ready).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(new RegExp(`rests in ${room.record?.rest?.file ?? ''}, which is ${damage}: bring`)) as string });
    expect(await new Archive(shelf, tools.temporary, onTrouble).review(room.showId, now)).toMatchObject({ metrics: { orders: 1_501 } });
  });

  it('is not hosted by a process that has another DATA_DIR', async () => {
    await end();
    await expect((await open(false)).ready).rejects.toMatchObject({ code: 'WRONG_STATE' });
  });

  it('is saved whole where another snapshot stands than was known of', async () => {
    await end();
    const stands = await direct.get(keysOf(room.showId).snapshot);
    await host([order(3_000)]);
    await direct.set(keysOf(room.showId).snapshot, '{"entry":"1-1","epoch":"1","chunks":[]}');
    expect(await keeper.save()).toBe(false);
    expect(await keeper.save()).toBe(true);
    expect(room.record?.rest).toBeUndefined();
    expect(stands).toContain('tally.gz');
    const again = await open();
    await again.ready;
    expect(read(again.tally)).toEqual(read(room.tally));
  });
});

/** A place that can be made full: a disk of its own where we may make one, else a folder that takes nothing. */
function fillable(place: string): { full: () => () => void; gone: () => void } {
  if (process.getuid?.() !== 0) {
    const folder = join(place, 'recordings');
    return {
      full: () => {
        execFileSync('chmod', ['-R', 'a-w', folder]);
        return () => execFileSync('chmod', ['-R', 'u+w', folder]);
      },
      gone: () => rmSync(place, { recursive: true, force: true }),
    };
  }
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place]);
  return {
    full: () => {
      const { bavail, bsize } = statfsSync(place);
      writeFileSync(join(place, 'full'), Buffer.alloc(bavail * bsize - 64 * 1024));
      return () => rmSync(join(place, 'full'));
    },
    gone: () => {
      execFileSync('umount', ['-l', place]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}
