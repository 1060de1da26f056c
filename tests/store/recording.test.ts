import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, truncateSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY_ZERO, type EntryId } from '../../shared/ids.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import type { CloseTools } from '../../server/recording/close.ts';
import { temporaryFolder } from '../../server/recording/files.ts';
import { ParquetWriter } from '../../server/recording/parquet.ts';
import { Recorder, type Recorded } from '../../server/recording/recorder.ts';
import type { Segment } from '../../server/recording/segment.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import type { WriteTools } from '../../server/recording/write.ts';
import { countable, decode } from '../../server/room/decode.ts';
import { Keeper } from '../../server/room/keeper.ts';
import { keysOf } from '../../server/store/keys.ts';
import { openJournalReader, type JournalReader } from '../../server/store/reader.ts';
import type { SnapshotRecord } from '../../server/store/snapshots.ts';
import type { Store } from '../../server/store/store.ts';
import { roomMix } from '../bench/mix.ts';
import { onRedis } from '../support/onRedis.ts';
import { recorded } from '../support/recording.ts';
import { startRedis } from '../support/redis.ts';
import { scribeOf } from '../support/scribe.ts';
import { makeShow, testStore } from '../support/store.ts';

const MINUTE = 60_000;
let store: Store;
/** A line to Redis of the test's own. */
let direct: Redis;
let dataDir: string;
let shelf: Shelf;
let tools: WriteTools & CloseTools;
let reader: JournalReader;
let room: Recorded & { tally: Tally; last: EntryId; epoch: string; record: SnapshotRecord | undefined };
let recorder: Recorder;
let troubles: unknown[];

onRedis(async (on) => {
  ({ direct } = on);
  store = await on.open();
  reader = await openJournalReader(on.redis.url, () => undefined);
});
afterAll(() => reader.close());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ck-recording-'));
  shelf = await Shelf.open(dataDir);
  const temporary = await temporaryFolder(shelf.folder, Date.now());
  tools = { folder: shelf.folder, temporary, reader, writer: await ParquetWriter.open(temporary) };
  const show = makeShow();
  await store.shows.create(show, JSON.stringify([{ type: 'show.created', at: 1, by: { id: 'a', name: 'A', role: 'admin' }, commandId: 'c', show: {} }]));
  room = { showId: show.id, epoch: (await store.leases.take(show.id)) ?? '', tally: createTally(show.id), last: ENTRY_ZERO, show: undefined, unsure: false, record: undefined };
  recorder = recorderOf();
  troubles = [];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const recorderOf = (): Recorder => new Recorder({ store, shelf, scribe: scribeOf(() => tools) }, room, new Keeper(store, room), 0);

/** Appends facts, and folds what the journal has by then, as a host does. */
async function host(...batches: object[][]): Promise<void> {
  for (const events of batches) {
    await store.journal.append({ showId: room.showId, feed: 'feed', batchId: crypto.randomUUID(), hash: 'h', count: events.length, body: Buffer.from(JSON.stringify(events)) });
  }
  const entries = (await store.journal.after(room.showId, room.last, 10_000)).map(decode);
  for (const entry of entries) {
    // The test's own decision is not one that the fold knows.
    if (entry.kind === 'facts') foldEntry(room.tally, countable(entry));
    room.last = entry.id;
  }
}
async function record(now: number, by = recorder): Promise<void> {
  by.tick(now, (error) => troubles.push(error));
  await by.settle();
}
const click = (id?: string) => ({ type: 'product.clicked', at: 1_760_000_000_000, viewerId: 'v', sku: 'S', ...(id === undefined ? {} : { id }), extra: { deep: [1, '二'] } });
const files = (): string[] => readdirSync(join(shelf.folder, room.showId)).filter((name) => name.endsWith('.parquet'));
const segments = async (): Promise<Segment[]> => (await shelf.manifest(room.showId))?.segments ?? [];

describe('a recording', () => {
  it('holds every event of the journal, and whether it counted', async () => {
    await host([click('a'), click('b'), click('a')], [], [click(), click('b')]);
    await record(MINUTE);
    const all = await recorded(dataDir, room.showId);
    expect(all.map(({ verdict, event }) => [event?.['type'], verdict])).toEqual([
      ['show.created', 1], ['product.clicked', 1], ['product.clicked', 1], ['product.clicked', 0], [undefined, null], ['product.clicked', 1], ['product.clicked', 0],
    ]);
    expect(all[1]).toMatchObject({ feed: 'feed', event: click('a') });
    expect(await segments()).toMatchObject([{ entries: 4, events: 6, last: room.last, late: false }]);
    expect(files()).toEqual([(await segments())[0]?.file]);
  });

  it('goes on behind its last segment, also by another host, and knows its repeats from the snapshot', async () => {
    await host([click('a')]);
    await record(MINUTE);
    await host([click('a'), click('c')]);
    expect(room.tally.repeats.saved().entries).toHaveLength(1);
    await record(2 * MINUTE, recorderOf());
    await record(4 * MINUTE, recorderOf());
    const [first, second, ...more] = await segments();
    expect(more).toEqual([]);
    expect(first && second && Number(second.first.split('-')[0])).toBeGreaterThanOrEqual(Number(first?.last.split('-')[0]));
    expect((await recorded(dataDir, room.showId)).map(({ verdict }) => verdict)).toEqual([1, 1, 0, 1]);
    expect(room.tally.repeats.saved().entries).toEqual([]);
  });

  it('says nothing of what nobody remembers', async () => {
    await host([click('a'), click('a'), click()]);
    room.tally.repeats.forget(room.last);
    Object.assign(room.tally.repeats, { unknownTo: room.last });
    await record(MINUTE);
    expect((await recorded(dataDir, room.showId)).map(({ verdict }) => verdict)).toEqual([1, null, null, 1]);
  });

  it('is written by whoever hosts, and by nobody else', async () => {
    await host([click('a')]);
    room.epoch = '1';
    await record(MINUTE);
    expect((await store.recordings.get(room.showId)).segments).toEqual([]);
    expect(await shelf.manifest(room.showId)).toBeUndefined();
    expect(troubles).toEqual([]);
  });

  it('of which Redis knows nothing any more is put aside, not written over', async () => {
    await host([click('a')]);
    await record(MINUTE);
    await direct.del(keysOf(room.showId).recording);
    await record(2 * MINUTE, recorderOf());
    expect(readdirSync(shelf.folder).filter((name) => name.startsWith(`.aside-${room.showId}`))).toHaveLength(1);
    expect(await shelf.shows()).toEqual([room.showId]);
    expect(await recorded(dataDir, room.showId)).toHaveLength(2);
  });

  it('is written once an ended show has been quiet, and says of later facts that they came late', async () => {
    await host([click('a')]);
    room.tally.status = 'ended';
    room.tally.endedAt = 5_000;
    await record(6_000);
    expect(await segments()).toEqual([]);
    await record(9_000);
    expect(await segments()).toMatchObject([{ late: false }]);
    await host([click('b')]);
    await record(10 * MINUTE);
    await record(10 * MINUTE + 3_000);
    expect((await segments()).map(({ late }) => late)).toEqual([false, true]);
  });

  it('takes at most 15 bytes an event on disk without event ids', async () => {
    const mix = roomMix({ seed: 7, viewers: 20_000, skus: 50, startAt: 1_760_000_000_000, stepMs: 20 });
    const batches = Array.from({ length: 200 }, () => Array.from({ length: 100 }, () => ({ ...(mix.next().value as object), id: undefined })));
    await host(...batches);
    await record(MINUTE);
    const [segment] = await segments();
    expect(segment?.events).toBe(20_001);
    expect((segment?.bytes ?? Infinity) / 20_001).toBeLessThan(15);
  });
});

describe('a disk that refuses', () => {
  it('is said, changes nothing, and is tried again until it takes the recording', async () => {
    await host([click('a')]);
    const place = join(shelf.folder, room.showId);
    writeFileSync(place, 'not a folder');
    await record(MINUTE);
    expect(recorder.failingSince).toBe(MINUTE);
    expect(troubles).toHaveLength(1);
    expect((await store.recordings.get(room.showId)).segments).toEqual([]);
    await record(MINUTE + 1_000);
    expect(troubles).toHaveLength(1);
    await record(MINUTE + 15_000);
    expect(troubles).toHaveLength(2);
    expect(recorder.failingSince).toBe(MINUTE);
    unlinkSync(place);
    await record(MINUTE + 30_000);
    expect(recorder.failingSince).toBeUndefined();
    expect(await recorded(dataDir, room.showId)).toHaveLength(2);
  });
});

describe('a segment that was damaged', () => {
  const flip = (path: string): void => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from([0xff, 0x00, 0xff, 0x00]), 0, 4, 40);
    closeSync(file);
  };

  it('is named, and the others are still read', async () => {
    for (let i = 1; i <= 4; i++) {
      await host([click(`${i}`)]);
      await record(2 * i * MINUTE);
    }
    const paths = (await segments()).map(({ file }) => join(shelf.folder, room.showId, file));
    const [first = '', second = '', third = ''] = paths;
    truncateSync(first, 100);
    flip(second);
    unlinkSync(third);
    expect((await shelf.check(room.showId)).map(({ damage }) => damage)).toEqual(['truncated', 'changed', 'missing', undefined]);
  });
});

describe('a DATA_DIR', () => {
  it('has an id of its own that stays', async () => {
    const other = mkdtempSync(join(tmpdir(), 'ck-other-'));
    expect((await Shelf.open(dataDir)).place).toBe(shelf.place);
    expect((await Shelf.open(other)).place).not.toBe(shelf.place);
    rmSync(other, { recursive: true });
  });

  it('is the place of recordings for the first who asks, and for one who is alone', async () => {
    const own = await startRedis();
    const alone = await testStore(own);
    expect(await alone.recordings.settleAt('here')).toBe(true);
    expect(await alone.recordings.settleAt('here')).toBe(true);
    await alone.leases.attend(1_000);
    expect(await alone.recordings.settleAt('there')).toBe(false);
    await alone.leases.leave();
    expect(await alone.recordings.settleAt('there')).toBe(true);
    expect(await alone.recordings.settleAt('here')).toBe(true);
    await alone.close();
    await own.stop();
  });

  it('is rid of what crashes have left unfinished, once that is old', async () => {
    mkdirSync(join(shelf.folder, '.unfinished-old'));
    await temporaryFolder(shelf.folder, Date.now() + 2 * 3_600_000);
    expect(readdirSync(shelf.folder).filter((name) => name === '.unfinished-old')).toEqual([]);
  });
});
