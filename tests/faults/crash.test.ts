import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareEntries } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import type { TallyView } from '../../shared/metrics/view.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Accepted } from '../../server/ingest/ingest.ts';
import { roomMix } from '../bench/mix.ts';
import { connectConsole } from '../support/console.ts';
import { Oracle } from '../support/oracle.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startServer, type TestServer } from '../support/server.ts';

const SHOW = 'crash';
const FEED = 'feed';
const BATCHES = 50;
const BATCH = 100;
const STARTED = 1_760_000_000_000;

let redis: TestRedis;
let server: TestServer;

beforeEach(async () => {
  // Every acknowledged byte is in the file, so that what a test cuts off is exactly what is lost.
  redis = await startRedis({ appendfsync: 'always' });
  server = await startServer({ redis });
  const listings = Array.from({ length: 5 }, (_, i) => ({ sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 1_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11', currency: 'CNY', listings });
});
afterEach(async () => {
  await server.stop();
  await redis.stop();
});

const mix = roomMix({ seed: 3, viewers: 200, skus: 5, startAt: STARTED, stepMs: 40 });
const makeBatches = (): object[][] => Array.from({ length: BATCHES }, () => Array.from({ length: BATCH }, () => mix.next().value as object));

/** Sends one numbered batch as a good producer does: again and again, until it is acknowledged. */
async function insist(batch: readonly object[], sequence: number): Promise<Accepted> {
  for (;;) {
    try {
      const reply = await server.send(SHOW, batch, { 'x-producer': FEED, 'x-sequence': String(sequence) });
      if (reply.status === 202) return reply.json<Accepted>();
      expect([503, 504]).toContain(reply.status);
    } catch (error) {
      // Nobody listens just now; anything else is a failure of the test.
      expect(error).toBeInstanceOf(TypeError);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const tally = async (after?: string): Promise<TallyView> => {
  const reply = await server.call('GET', `/api/v1/shows/${SHOW}/tally${after === undefined ? '' : `?after=${after}`}`);
  expect(reply.status).toBe(200);
  return reply.json<TallyView>();
};

type Line = (PlatformEvent | ShowEvent) & { id: string; feed?: string; sourceId?: string };

/** What is left in the journal, one entry an event: the oracle does not care how they were batched. */
async function journal(): Promise<Line[]> {
  const reply = await server.call('GET', `/api/v1/shows/${SHOW}/journal?limit=100000`);
  return reply.text.trim().split('\n').map((line) => JSON.parse(line) as Line);
}

async function oracle(): Promise<Oracle> {
  const naive = new Oracle(1_048_576);
  for (const { id, feed = '', sourceId, ...event } of await journal()) {
    // The ledger took feeds' sales in: nothing that is counted.
    if ((event.type as string) === 'sales.applied') continue;
    const bare = (sourceId === undefined ? event : { ...event, id: sourceId }) as PlatformEvent | ShowEvent;
    naive.fold({ events: [bare], feed });
    expect(id).toMatch(/^\d+-\d+\.\d+$/);
  }
  return naive;
}

/** Every metric of the show and of each listing, against the oracle over the journal. */
async function expectTruth(): Promise<void> {
  const [naive, view] = [await oracle(), await tally()];
  expect(view.metrics).toEqual(naive.metrics('show', view.at));
  for (const { listingId, metrics } of view.listings) expect({ listingId, ...metrics }).toEqual({ listingId, ...naive.listing(`listing ${listingId}`, 'show', view.at) });
}

/** Redis's newest append-only file. */
function appendOnly(): string {
  const folder = join(redis.dir, 'appendonlydir');
  const file = readdirSync(folder).filter((name) => name.endsWith('.incr.aof')).sort().at(-1);
  if (file === undefined) throw new Error('no append-only file');
  return join(folder, file);
}

describe('a server killed under load', () => {
  it('loses nothing it acknowledged and counts nothing twice', async () => {
    const batches = makeBatches();
    const kills = new Set([7, 19, 34]);
    let last = '';
    let restarting: Promise<void> | undefined;
    for (let i = 0; i < BATCHES; i++) {
      // In the middle of a batch: the answer may be lost while the append is not.
      const sending = insist(batches[i] ?? [], i + 1);
      if (kills.has(i)) {
        await restarting;
        restarting = server.kill().then(() => server.start());
      }
      last = (await sending).lastId;
    }
    await restarting;
    await tally(last);
    const facts = (await journal()).filter(({ feed }) => feed === FEED);
    expect(facts).toHaveLength(BATCHES * BATCH);
    await expectTruth();
  });

  it('starts again from its snapshot, with the same numbers', async () => {
    for (const [i, batch] of makeBatches().slice(0, 10).entries()) await insist(batch, i + 1);
    const before = await tally();
    await server.halt();
    await server.start();
    const after = await tally();
    // The ledger may have journalled sales in between, which changes no number.
    expect({ ...after, at: 0, lastId: '' }).toEqual({ ...before, at: 0, lastId: '' });
    for (const [i, batch] of makeBatches().slice(0, 3).entries()) await insist(batch, 100 + i);
    await expectTruth();
  });
});

describe('a Redis that comes back with less', () => {
  const fill = async (from: number, count: number): Promise<string> => {
    let last = '';
    for (const [i, batch] of makeBatches().slice(0, count).entries()) last = (await insist(batch, from + i)).lastId;
    return last;
  };
  const rewinds = async (): Promise<Line[]> => (await journal()).filter(({ type }) => type === 'journal.rewound');

  it('is noticed while the server runs: counted again from what is left, journalled, and every screen told', async () => {
    await fill(1, 4);
    const kept = statSync(appendOnly()).size;
    await tally(await fill(5, 4));
    const screen = await connectConsole(server.url);
    await screen.join(SHOW);
    await redis.kill();
    truncateSync(appendOnly(), kept);
    await redis.restart();
    await screen.until((told) => told.some((one) => one.kind === 'patch' && one.patch.events.some(({ type }) => type === 'journal.rewound')));
    screen.close();
    expect(await rewinds()).toHaveLength(1);
    expect((await journal()).filter(({ feed }) => feed === FEED)).toHaveLength(4 * BATCH);
    await tally(await fill(100, 2));
    await expectTruth();
  });

  it('is noticed by a server that was down meanwhile', async () => {
    await fill(1, 4);
    const kept = statSync(appendOnly()).size;
    const last = await fill(5, 4);
    await tally(last);
    await server.halt();
    await redis.kill();
    truncateSync(appendOnly(), kept);
    await redis.restart();
    await server.start();
    await tally();
    const [rewound, ...more] = await rewinds();
    expect(more).toEqual([]);
    // The ledger may have journalled the last batch's sales behind it.
    expect(rewound?.type === 'journal.rewound' && compareEntries(rewound.lostTo, last.split('.')[0] ?? '')).toBeGreaterThanOrEqual(0);
    await expectTruth();
  });
});
