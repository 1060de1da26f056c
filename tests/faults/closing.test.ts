import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Archive } from '../../server/recording/archive.ts';
import { seeded } from '../bench/mix.ts';
import { faultBench, type FaultBench } from '../support/faultHost.ts';
import { query } from '../support/recording.ts';
import { onTrouble } from '../support/trouble.ts';

const KILLS = 50;
const BATCH = 200;
const START = 1_760_000_000_000;
/** A host that is to be killed runs for at most this part of the time in which the last one that was left alone wrote everything down. */
const RUNS = 1.4;
/** Every so many is left alone until all is written down, and killed then. */
const LEFT_ALONE = 5;
const PARTS = ['orders', 'viewers', 'figures', 'curves'] as const;

let bench: FaultBench;
beforeAll(async () => {
  bench = await faultBench('ended', START);
});
afterAll(() => bench.close());

it(`a host killed while it writes down an ended show, ${KILLS} times, leaves nothing half, and what is named is always whole`, async () => {
  const { store, shelf, showId, start, end, finish } = bench;
  const random = seeded(12);
  let sent = 0;
  /** Something more comes late, so that all is to be written anew. */
  const send = async (): Promise<void> => {
    const at = START + sent * 1_000;
    const events = Array.from({ length: BATCH }, (_, i) => ({ type: 'order.paid', at: at + i, orderId: `O${sent}-${i}`, viewerId: `v${sent}-${i}`, lines: [{ sku: 'S', quantity: 1, amount: 100 }] }));
    await store.journal.append({ showId, feed: 'feed', batchId: `b${sent}`, hash: 'h', count: BATCH, body: Buffer.from(JSON.stringify(events)) });
    sent++;
  };
  const archive = new Archive(shelf, bench.dataDir, onTrouble);
  const folder = join(bench.dataDir, 'recordings', showId);
  const whole = async (): Promise<string | undefined> => {
    const closing = (await shelf.manifest(showId))?.closing;
    for (const part of closing ? PARTS : []) expect([part, (await shelf.checkPart(showId, closing as NonNullable<typeof closing>, part)).damage]).toEqual([part, undefined]);
    return closing?.upTo;
  };
  let took = 0;
  let unfinished = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    await send();
    const child = await start();
    const began = performance.now();
    if (kill % LEFT_ALONE === 0) {
      await finish(child, 'closed');
      took = performance.now() - began;
    } else {
      await wait(random() * RUNS * took);
      await end(child);
    }
    if ((await whole()) !== (await store.journal.tail(showId))) unfinished++;
  }
  expect(unfinished).toBeGreaterThan(0);
  await send();
  await finish(await start(), 'closed');
  expect(await whole()).toBe(await store.journal.tail(showId));
  expect((await archive.review(showId, 1_770_000_000_000))?.metrics).toMatchObject({ orders: sent * BATCH, gmv: sent * BATCH * 100, buyers: sent * BATCH });
  const orders = (await shelf.manifest(showId))?.closing?.orders.file ?? '';
  expect(await query(`SELECT count(DISTINCT order_id) AS orders, sum(gmv)::BIGINT AS gmv FROM '${join(folder, orders)}'`)).toEqual([{ orders: sent * BATCH, gmv: sent * BATCH * 100 }]);
  // Of what was named before, or never was, nothing stays but what the last host had just begun to clear away.
  expect(readdirSync(folder).filter((name) => /\.(orders|viewers)\.parquet$/.test(name)).length).toBeLessThanOrEqual(4);
}, 560_000);
