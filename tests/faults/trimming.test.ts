import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareEntries, ENTRY_ZERO } from '../../shared/ids.ts';
import { Archive } from '../../server/recording/archive.ts';
import { savedTally } from '../../server/recording/rest.ts';
import { keysOf } from '../../server/store/keys.ts';
import { seeded } from '../bench/mix.ts';
import { faultBench, type FaultBench } from '../support/faultHost.ts';
import { onTrouble } from '../support/trouble.ts';

const KILLS = 50;
const BATCH = 100;
/** Orders of each batch that the next one tells of again. */
const AGAIN = 20;
const START = 1_760_000_000_000;
/** A host that is to be killed runs for at most this part of the time in which the last one that was left alone was done. */
const RUNS = 1;
/** Every so many is left alone until all is done, and killed then. */
const LEFT_ALONE = 10;

let bench: FaultBench;
beforeAll(async () => {
  bench = await faultBench('late', START, { TRIM: 'yes' });
});
afterAll(() => bench.close());

it(`a host killed while late facts are recorded, the journal is trimmed and the tally put to rest, ${KILLS} times, loses none of them, and each counts once`, async () => {
  const { store, direct, shelf, showId, start, end, finish } = bench;
  const keys = keysOf(showId);
  const random = seeded(21);
  /** Of every batch the entry that was acknowledged. */
  const acknowledged: string[] = [];
  const orders = (batch: number, count: number): object[] =>
    Array.from({ length: count }, (_, i) => ({ type: 'order.paid', at: START + batch * 1_000 + i, orderId: `O${batch}-${i}`, viewerId: `v${batch}-${i}`, lines: [{ sku: 'S', quantity: 1, amount: 100 }] }));
  const send = async (): Promise<void> => {
    const batch = acknowledged.length;
    const events = [...orders(batch, BATCH), ...(batch > 0 ? orders(batch - 1, AGAIN) : [])];
    const { id } = await store.journal.append({ showId, feed: 'feed', batchId: `b${batch}`, hash: 'h', count: events.length, body: Buffer.from(JSON.stringify(events)) });
    acknowledged.push(id);
  };
  /** What left Redis is on the disk, whole; the rest is in Redis. */
  const nothingLost = async (): Promise<void> => {
    const begins = await store.recordings.begins(showId);
    const held = new Set((await direct.xrange(keys.journal, '-', '+')).map(([id]) => id));
    expect(acknowledged.filter((id) => compareEntries(id, begins) >= 0 && !held.has(id))).toEqual([]);
    const checked = await shelf.check(showId);
    expect(checked.filter(({ damage }) => damage)).toEqual([]);
    expect(compareEntries(checked.at(-1)?.last ?? ENTRY_ZERO, begins)).toBeGreaterThanOrEqual(0);
  };
  /** What was saved, in Redis or on the disk, is of every fact up to its entry. */
  const nothingForgotten = async (): Promise<number> => {
    const record = await store.snapshots.record(showId);
    if (!record) return 0;
    const tally = await savedTally(store.snapshots, shelf.folder, showId, record);
    expect(tally?.orders.count).toBe(acknowledged.filter((id) => compareEntries(id, record.entry) <= 0).length * BATCH);
    return record.chunks.length;
  };
  let took = 0;
  let untrimmed = 0;
  let unrested = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    await send();
    const child = await start();
    const began = performance.now();
    if (kill % LEFT_ALONE === 0) {
      await finish(child, 'rests');
      took = performance.now() - began;
    } else {
      await wait(random() * RUNS * took);
      await end(child);
    }
    if ((await direct.xlen(keys.journal)) > 1) untrimmed++;
    await nothingLost();
    if ((await nothingForgotten()) > 0) unrested++;
  }
  expect(untrimmed).toBeGreaterThan(0);
  expect(unrested).toBeGreaterThan(0);
  await send();
  await finish(await start(), 'rests');
  await nothingLost();
  expect(await nothingForgotten()).toBe(0);
  expect(await direct.keys(keys.chunk('*'))).toEqual([]);
  // Of those it rested in before the last stays, and what the last host had just begun to clear away.
  expect(readdirSync(join(shelf.folder, showId)).filter((name) => name.endsWith('.tally.gz')).length).toBeLessThanOrEqual(3);
  expect(await direct.xlen(keys.journal)).toBe(1);
  const archive = new Archive(shelf, bench.dataDir, onTrouble);
  expect((await archive.journal(showId, ENTRY_ZERO, 1_000_000)).filter(({ kind }) => kind === 'facts').map(({ id }) => id)).toEqual(acknowledged);
  const counted = acknowledged.length * BATCH;
  const review = await archive.review(showId, START + 86_400_000);
  expect(review?.metrics).toMatchObject({ orders: counted, gmv: counted * 100, buyers: counted });
  const supplements = review?.incidents.filter(({ kind }) => kind === 'supplement') ?? [];
  expect(supplements.length).toBeGreaterThan(0);
}, 560_000);
