import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY_ZERO, type EntryId } from '../../shared/ids.ts';
import { readSeries } from '../../shared/metrics/series.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import { readReview } from '../../shared/review/read.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { createShow } from '../../shared/show/create.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import { briefly } from '../../shared/show/log.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { Analyst } from '../../server/recording/analyst.ts';
import { Archive } from '../../server/recording/archive.ts';
import type { CloseTools } from '../../server/recording/close.ts';
import { temporaryFolder } from '../../server/recording/files.ts';
import { ParquetWriter } from '../../server/recording/parquet.ts';
import { Recorder } from '../../server/recording/recorder.ts';
import type { Closing, ClosingPart } from '../../server/recording/segment.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import type { WriteTools } from '../../server/recording/write.ts';
import { countable, decode } from '../../server/room/decode.ts';
import { Keeper } from '../../server/room/keeper.ts';
import { openJournalReader, type JournalReader } from '../../server/store/reader.ts';
import type { SnapshotRecord } from '../../server/store/snapshots.ts';
import type { Store } from '../../server/store/store.ts';
import { roomMix } from '../bench/mix.ts';
import { query } from '../support/recording.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { scribeOf } from '../support/scribe.ts';
import { TESTER, testStore } from '../support/store.ts';
import { onTrouble } from '../support/trouble.ts';

const START = 1_760_000_000_000;
const NOW = START + 86_400_000;
let redis: TestRedis;
let store: Store;
let reader: JournalReader;
let dataDir: string;
let shelf: Shelf;
let tools: WriteTools & CloseTools;
let show: Show;
let decisions: ShowEvent[];
let room: { showId: string; epoch: string; tally: Tally; last: EntryId; show: undefined; unsure: boolean; record: SnapshotRecord | undefined };
let keeper: Keeper;
let recorder: Recorder;
let troubles: unknown[];
let now: number;

beforeAll(async () => {
  redis = await startRedis();
  store = await testStore(redis);
  reader = await openJournalReader(redis.url, () => undefined);
});
afterAll(async () => {
  reader.close();
  await store.close();
  await redis.stop();
});
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ck-recording-'));
  shelf = await Shelf.open(dataDir);
  const temporary = await temporaryFolder(shelf.folder, Date.now());
  tools = { folder: shelf.folder, temporary, reader, writer: await ParquetWriter.open(temporary) };
  const listings = Array.from({ length: 3 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 1_000 }));
  const made = createShow({ id: `s-${randomUUID()}`, title: 'A show', currency: 'CNY', listings }, { now: START, by: TESTER, newId: randomUUID });
  if (!made.ok) throw new Error(made.rejection.detail);
  decisions = made.events;
  show = applyCommit(null, made.events);
  await store.shows.create(show, JSON.stringify(made.events));
  room = { showId: show.id, epoch: (await store.leases.take(show.id)) ?? '', tally: createTally(show.id), last: ENTRY_ZERO, show: undefined, unsure: false, record: undefined };
  keeper = new Keeper(store, room);
  troubles = [];
  now = 0;
  recorder = recorderOf();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const recorderOf = (): Recorder =>
  new Recorder({ store, shelf, scribe: scribeOf(() => tools) }, room, keeper, now);

/** Appends facts, and folds what the journal has by then, as a host does. */
async function host(events: object[]): Promise<void> {
  await store.journal.append({ showId: room.showId, feed: 'feed', batchId: randomUUID(), hash: 'h', count: events.length, body: Buffer.from(JSON.stringify(events)) });
  for (const entry of (await store.journal.after(room.showId, room.last, 10_000)).map(decode)) {
    foldEntry(room.tally, countable(entry));
    room.last = entry.id;
  }
}
const save = () => keeper.save();
async function tick(by = recorder): Promise<void> {
  now += 30_000;
  by.tick(now, (error) => troubles.push(error));
  await by.settle();
}
/** Long enough for it to be recorded, and then written down. */
async function quiet(by = recorder): Promise<void> {
  for (let i = 0; i < 3; i++) await tick(by);
}
/** A busy hour that has ended, with money back and a viewer whose view never ended. */
async function busy(): Promise<void> {
  const mix = roomMix({ seed: 3, viewers: 300, skus: 3, startAt: START, stepMs: 900 });
  await host(Array.from({ length: 4_000 }, () => mix.next().value as object));
  const paid = Array.from({ length: 3 }, (_, i) => ({ type: 'order.paid', at: START + 1_000 + i, orderId: `P${i}`, viewerId: `\ud800 half a character ${i}`, lines: [{ sku: 'SKU-1', quantity: 2, amount: 501 }, { listingId: 'L2', quantity: 1, amount: 99 }], firstOrder: i === 0 }));
  await host([...paid, { type: 'order.refunded', at: START + 5_000, orderId: 'P0', refundId: 'R', amount: 300 }, { type: 'order.cancelled', at: START + 6_000, orderId: 'P1' }, { type: 'viewer.entered', at: START + 7_000, viewerId: 'stays', source: 'search' }]);
  room.tally.status = 'ended';
  await save();
}
const closing = async (): Promise<Closing | undefined> => (await shelf.manifest(room.showId))?.closing;
const pathOf = async (part: ClosingPart): Promise<string> => join(shelf.folder, room.showId, (await closing())?.[part].file ?? '');
const archive = (): Archive => new Archive(shelf, tools.temporary, onTrouble);
const live = (): ReviewView => readReview(show, room.tally, decisions.map(briefly), now);
const plain = <T>(value: T): T => ({ ...(JSON.parse(JSON.stringify(value)) as T), at: 0 });

describe('the end of a show', () => {
  it('is written down once it is recorded and saved: the review, its series, and tables that come to the same figures', async () => {
    await busy();
    await quiet();
    expect(troubles).toEqual([]);
    expect((await closing())?.upTo).toBe(room.last);
    expect(plain(await archive().review(room.showId, NOW))).toEqual(plain(live()));
    for (const step of [1, 60, 600]) {
      const asked = { step, metrics: ['online', 'gmv', 'netSales', 'watchSeconds', 'aov', 'gpm', 'comments'] };
      expect(await archive().series(room.showId, asked)).toEqual(readSeries(room.tally, asked));
    }

    const { metrics, sources, listings } = live();
    const [orders, viewers] = [await pathOf('orders'), await pathOf('viewers')];
    const [counted] = await query(`SELECT count(gmv) AS orders, sum(gmv)::BIGINT AS gmv, count(DISTINCT buyer) FILTER (gmv IS NOT NULL) AS buyers, sum(units)::BIGINT AS units, count(created_amount) AS "ordersCreated",
      sum(created_amount)::BIGINT AS "createdAmount", sum(refunded)::BIGINT AS "refundAmount", sum(refunds)::BIGINT AS refunds, count(*) FILTER (status = 'unpaid') AS "unpaidOrders" FROM '${orders}'`);
    const [people] = await query(`SELECT count(*) FILTER (entered) AS viewers, sum(views)::BIGINT AS views, sum(watch_seconds)::BIGINT AS "watchSeconds", count(*) FILTER (shown) AS "productImpressionUsers",
      count(*) FILTER (clicked) AS "clickUsers", count(*) FILTER (carted) AS "cartUsers", count(*) FILTER (ordered) AS "createdUsers", count(*) FILTER (bought) AS buyers, count(*) FILTER (bought_first) AS "newBuyers",
      count(*) FILTER (stayed) AS "longViewers", sum(comments)::BIGINT AS comments, sum(clicks)::BIGINT AS "productClicks", sum(cart_adds)::BIGINT AS "cartAdds", sum(likes)::BIGINT AS likes FROM '${viewers}'`);
    const told = (of: object = {}): object => Object.fromEntries(Object.keys(of).map((id) => [id, metrics[id]]));
    expect(counted).toEqual(told(counted));
    expect(people).toEqual(told(people));
    expect(Number(counted?.['refundAmount'])).toBe(300 + 600);
    const bySource = await query(`SELECT source, sum(gmv)::BIGINT AS gmv FROM '${orders}' WHERE gmv > 0 GROUP BY source ORDER BY source`);
    expect(bySource).toEqual(sources.filter((each) => Number(each.metrics['gmv']) > 0).map((each) => ({ source: each.source, gmv: each.metrics['gmv'] })));
    const byListing = await query(`SELECT line.listing, sum(line.amount)::BIGINT AS gmv FROM (SELECT unnest(lines) AS line FROM '${orders}' WHERE gmv IS NOT NULL) GROUP BY ALL ORDER BY ALL`);
    expect(byListing).toEqual(listings.map((each) => ({ listing: each.listingId, gmv: each.metrics['gmv'] })));
    expect(await query(`SELECT first_at, source FROM '${viewers}' WHERE viewer = 'stays'`)).toEqual([{ first_at: START + 7_000, source: 'search' }]);
  });

  it('waits for the snapshot of its last entry', async () => {
    await busy();
    await host([{ type: 'feed.alive', at: START }]);
    await quiet();
    expect(await closing()).toBeUndefined();
    await save();
    await tick();
    expect((await closing())?.upTo).toBe(room.last);
    expect(troubles).toEqual([]);
  });

  it('is written anew behind a late fact, and what it was before is cleared away', async () => {
    await busy();
    await quiet();
    const before = await closing();
    await host([{ type: 'order.refunded', at: START + 9_000, orderId: 'P2', refundId: 'late', amount: 7 }]);
    await tick();
    await tick();
    // Nobody takes what was written before it for the whole.
    expect((await archive().review(room.showId, NOW))?.metrics['refundAmount']).toBe(300 + 600 + 7);
    await save();
    await quiet();
    expect((await closing())?.upTo).toBe(room.last);
    expect(plain(await archive().review(room.showId, NOW))).toEqual(plain(live()));
    const left = readdirSync(join(shelf.folder, room.showId));
    expect(left).not.toContain(before?.figures.file);
    expect(left.filter((name) => name.includes('.figures.'))).toHaveLength(1);
  });

  it('is not written by one who does not host any more, and not written twice', async () => {
    await busy();
    await tick();
    await tick();
    const { epoch } = room;
    room.epoch = '1';
    await tick();
    expect(await closing()).toBeUndefined();
    room.epoch = epoch;
    await quiet();
    const once = await closing();
    expect(once?.upTo).toBe(room.last);
    const again = recorderOf();
    await quiet(again);
    expect(await closing()).toEqual(once);
  });
});

describe('a part of a show', () => {
  it('is read from the tables of its end, and from its segments alone where they are damaged', async () => {
    await busy();
    await quiet();
    const asked = { source: 'search', listing: 'L1' };
    const [whole, part] = [await archive().slice(room.showId, {}, NOW), await archive().slice(room.showId, asked, NOW)];
    const { metrics, listings, sources } = plain(live());
    expect(metrics).toMatchObject(whole?.metrics ?? {});
    expect(Object.keys(whole?.metrics ?? {}).length).toBeGreaterThan(60);
    expect(whole?.listings.map(({ listingId, metrics: { gmv } }) => [listingId, gmv])).toEqual(listings.map(({ listingId, metrics: { gmv } }) => [listingId, gmv]));
    expect(part?.sources.map(({ source }) => source)).toEqual(['search']);
    expect(Number(part?.metrics['gmv'])).toBeGreaterThan(0);
    expect(Number(part?.metrics['gmv'])).toBeLessThan(Number(sources.find(({ source }) => source === 'search')?.metrics['gmv']));
    truncateSync(await pathOf('orders'), 20);
    expect(await archive().slice(room.showId, asked, NOW)).toEqual(part);
  });

  it('tells who bought for the first time, and who had bought in an earlier show', async () => {
    await busy();
    await quiet();
    const { buyers } = (await archive().slice(room.showId, {}, NOW)) ?? {};
    const { metrics } = live();
    expect(buyers).toMatchObject({ fresh: { buyers: 1, orders: 1, gmv: 600 }, told: true, before: { buyers: 0, shows: 0 } });
    expect(Number(buyers?.fresh.buyers) + Number(buyers?.returning.buyers)).toBe(metrics['buyers']);
    expect(Number(buyers?.fresh.gmv) + Number(buyers?.returning.gmv)).toBe(metrics['gmv']);
    expect(await archive().medians('another')).toEqual({ shows: 0, metrics: {} });
  });

  it('that names what was never there is empty, whatever the name says', async () => {
    await busy();
    await quiet();
    for (const asked of [{ source: "' OR true --" }, { listing: "L1' OR '1'='1" }, { host: '$source' }, { segment: '"; DROP TABLE orders; --' }, { from: 5, to: 4 }]) {
      const part = await archive().slice(room.showId, asked, NOW);
      expect([asked, part?.metrics['gmv'], part?.metrics['productClicks'], part?.hours]).toEqual([asked, 0, 0, []]);
    }
    expect((await archive().slice(room.showId, {}, NOW))?.metrics['gmv']).toBe(live().metrics['gmv']);
  });
});

describe('a damaged file of what was written at the end', () => {
  const flip = (path: string): void => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from([0xff, 0x00, 0xff, 0x00]), 0, 4, 40);
    closeSync(file);
  };
  it.each([['truncated', (path: string) => truncateSync(path, 20)], ['changed', flip], ['missing', (path: string) => rmSync(path)]] as const)('that is %s is named, and the show is counted again', async (_, damage) => {
    await busy();
    await quiet();
    for (const part of ['figures', 'curves'] as const) damage(await pathOf(part));
    const review = await archive().review(room.showId, now);
    expect(review?.incidents).toMatchObject([{ kind: 'damaged', file: (await closing())?.figures.file }]);
    const { metrics, listings, sources, show: header } = plain(live());
    expect(plain(review)).toMatchObject({ metrics, listings, sources, show: header });
    const asked = { step: 60, metrics: ['online', 'gmv'] };
    expect(await archive().series(room.showId, asked)).toEqual(readSeries(room.tally, asked));
  });

  it('leaves a review whole where a segment is damaged instead', async () => {
    await busy();
    await quiet();
    const [segment] = await shelf.check(room.showId);
    truncateSync(segment?.path ?? '', 50);
    const review = await archive().review(room.showId, NOW);
    expect(review?.incidents).toMatchObject([{ kind: 'damaged', file: segment?.file }]);
    expect(review?.metrics).toEqual(plain(live()).metrics);
  });
});

describe('the process that reads recordings', () => {
  it('answers as the archive does, is begun again where it fell, and says what to do to whom it leaves without an answer', async () => {
    await busy();
    await quiet();
    const analyst = new Analyst(shelf);
    expect(await analyst.closedTo(room.showId)).toBe(room.last);
    expect(plain(await analyst.review(room.showId, NOW))).toEqual(plain(live()));
    expect(await analyst.review('nobody', NOW)).toBeUndefined();
    const { pid = 0 } = analyst;
    process.kill(pid, 'SIGSTOP');
    const left = analyst.series(room.showId, { step: 60, metrics: ['gmv'] });
    process.kill(pid, 'SIGKILL');
    await expect(left).rejects.toMatchObject({ code: 'OVERLOADED', message: expect.stringContaining('ask again') as string });
    expect(await analyst.series(room.showId, { step: 60, metrics: ['gmv'] })).toEqual(readSeries(room.tally, { step: 60, metrics: ['gmv'] }));
    expect(analyst.pid).not.toBe(pid);
    await analyst.close();
  });

  it('keeps nobody waiting for longer than its deadline', async () => {
    await busy();
    await quiet();
    const analyst = new Analyst(shelf, 1);
    await expect(analyst.review(room.showId, NOW)).rejects.toMatchObject({ code: 'OVERLOADED', message: expect.stringContaining('ask again in a minute') as string });
    await analyst.close();
  });
});
