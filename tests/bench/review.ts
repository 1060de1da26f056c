import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openEngine, quoted } from '../../server/recording/engine.ts';
import { AT_REST } from '../../server/recording/rest.ts';
import type { Closing } from '../../server/recording/segment.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { everyKeyOf, keysOf } from '../../server/store/keys.ts';
import { endQueryProcess, queryProcess } from '../support/query-process.ts';
import { startRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { request, sendAll } from './load.ts';
import { bodies } from './mix.ts';
import { residentBytes, run, type Running } from './process.ts';
import { resultOf, type Result } from './report.ts';
import { command, createBenchShow, key } from './show.ts';

const EVENTS = 10_000_000;
const HOURS_MS = 6 * 3_600_000;
const ROUNDS = 5;
const BATCH = 1_000;
/** Bodies are made a slice at a time, so that the sender holds little. */
const SLICE = 50;
const MB = 1024 * 1024;
/** The clock goes on behind where it may stand once the show is written down. */
const REST_FROM_MS = 600_000;
/** As the process that reads recordings has it. */
const ENGINE_MEMORY = '256MB';
const SHOW = 'bench';

/** The morning after a six-hour show: its review opened from disk, its tables sliced anew, its playback sought in, what it takes on disk and in memory. @param events of the show */
export async function benchReview(events = EVENTS): Promise<Result[]> {
  const redis = await startRedis();
  const direct = new Redis(redis.socket);
  const start = Date.now() - HOURS_MS;
  const server = await run('clocked', { REDIS_URL: redis.url, PORT: '0', DATA_DIR: redis.dir, ADMIN_KEY, DEMO: 'off', LOG_LEVEL: 'error', CLOCK: String(start) });
  try {
    const listings = await createBenchShow(server.url);
    await command(server.url, 'show.start', { reason: 'bench' });
    await send(server, start, events);
    const live = await heldOf(direct);
    const closing = await conclude(server, redis.dir, start + HOURS_MS);
    const left = await rest(server, direct, start + HOURS_MS + REST_FROM_MS);
    const folder = join(redis.dir, 'recordings', SHOW);
    const paths = (await (await Shelf.open(redis.dir)).check(SHOW)).map(({ path }) => path);
    const size = `${events.toLocaleString('en-US')} events`;

    const opened = await rounds(async () => {
      // Each time by a process that has just begun.
      await endQueryProcess(server.pid);
      return timed(() => get(server, 'review'));
    });
    const again = await rounds(() => timed(() => get(server, 'review')));
    const curves = await rounds(() => timed(() => get(server, 'series?metrics=gmv,online&step=60')));
    const parts = await slices(server, start, listings);
    const film = await filmed(server, start, folder);
    const memory = residentBytes(queryProcess(server.pid) ?? 0) / MB;
    const results = [
      resultOf(`review opened, ${size}`, 'ms', opened, { 'opened again, ms': middle(again), 'two curves over the show, ms': middle(curves) }),
      resultOf(`a part of the show, ${size}`, 'ms', parts.again, parts.also),
      resultOf(`playback sought in, ${size}`, 'ms', film.again, film.also),
      ...(await sliced(paths, folder, closing, size)),
      await onDisk(paths, folder, closing, size),
      resultOf(`left in Redis of an ended show, ${size}`, 'MB', [{ ours: left / MB, baseline: live / MB }], { 'its tally on the disk, MB': restingBytes(folder) / MB }),
    ];
    // What a show costs of which nothing was written down.
    for (const part of ['figures', 'curves'] as const) rmSync(join(folder, closing[part].file));
    await endQueryProcess(server.pid);
    const counted = await countedAgain(server);
    results.push(resultOf(`query process, ${size}`, 'MB', [{ ours: memory, baseline: null }], { 'counting the show again, at its peak, MB': counted.peak / MB, 'counting the show again, s': counted.seconds }));
    return results;
  } finally {
    await server.stop();
    direct.disconnect();
    await redis.stop();
  }
}

async function send(server: Running, start: number, events: number): Promise<void> {
  const stepMs = HOURS_MS / events;
  for (let sent = 0, slice = 1; sent < events; slice++) {
    const batches = Math.min(SLICE, Math.ceil((events - sent) / BATCH));
    const { bodies: made } = bodies({ seed: slice, viewers: Math.max(100, events / 10), skus: 60, startAt: start + sent * stepMs, stepMs }, batches, BATCH);
    await sendAll(server.port, made.map((body) => request(`/api/v1/shows/${SHOW}/events`, body, key)), 2);
    sent += batches * BATCH;
    await server.ask({ clock: Math.round(start + Math.min(sent, events) * stepMs) });
  }
}

/** Ends the show and waits until all of it is written down. */
async function conclude(server: Running, dataDir: string, end: number): Promise<Closing> {
  await command(server.url, 'show.end', {});
  const shelf = await Shelf.open(dataDir);
  for (let clock = end; ; clock += 1_000) {
    await server.ask({ clock });
    const manifest = await shelf.manifest(SHOW);
    if (manifest?.closing && manifest.closing.upTo === manifest.upTo) return manifest.closing;
    await wait(200);
  }
}

/** What Redis holds of the show. Unit: bytes. */
async function heldOf(direct: Redis): Promise<number> {
  let bytes = 0;
  for (let cursor = '0'; ; ) {
    const [next, keys] = await direct.scan(cursor, 'MATCH', everyKeyOf(SHOW), 'COUNT', 1_000);
    for (const each of keys) bytes += (await direct.memory('USAGE', each)) ?? 0;
    if (next === '0') return bytes;
    cursor = next;
  }
}

/** Waits until nothing of the ended show's tally is left in Redis. @returns what is left of the show, in bytes */
async function rest(server: Running, direct: Redis, from: number): Promise<number> {
  for (let clock = from; (await direct.keys(keysOf(SHOW).chunk('*'))).length > 0; clock += 1_000) {
    await server.ask({ clock });
    await wait(200);
  }
  return heldOf(direct);
}

const restingBytes = (folder: string): number => readdirSync(folder).filter((name) => name.endsWith(AT_REST)).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Tables over another slice, by the engine as the query process has it. */
async function sliced(paths: readonly string[], folder: string, closing: Closing, size: string): Promise<Result[]> {
  const segments = `read_parquet([${paths.map(quoted).join(', ')}])`;
  const [orders, viewers] = [quoted(join(folder, closing.orders.file)), quoted(join(folder, closing.viewers.file))];
  const questions = {
    'listings by hour from the orders': `SELECT line.listing, o.created_at // 3600000 AS hour, count(*), sum(line.amount) FROM (SELECT created_at, unnest(lines) AS line FROM ${orders} WHERE gmv IS NOT NULL) o GROUP BY ALL ORDER BY ALL`,
    'funnel by source from the viewers': `SELECT source, count(*) FILTER (entered), count(*) FILTER (shown), count(*) FILTER (clicked), count(*) FILTER (bought) FROM ${viewers} GROUP BY ALL ORDER BY ALL`,
    'product clicks by SKU and hour from the events': `SELECT sku, "at" // 3600000 AS hour, count(*) FROM ${segments} WHERE type = 'product.clicked' AND verdict = 1 GROUP BY ALL ORDER BY ALL`,
  };
  const { connection, close } = await openEngine(undefined, ENGINE_MEMORY);
  try {
    const results: Result[] = [];
    for (const [name, sql] of Object.entries(questions)) results.push(resultOf(`${name}, ${size}`, 'ms', await rounds(() => timed(() => connection.runAndReadAll(sql)))));
    return results;
  } finally {
    close();
  }
}

async function onDisk(paths: readonly string[], folder: string, closing: Closing, size: string): Promise<Result> {
  const { connection, close } = await openEngine(undefined, ENGINE_MEMORY);
  try {
    const reader = await connection.runAndReadAll(`SELECT sum(total_compressed_size) FILTER (path_in_schema <> 'event_id')::DOUBLE, sum(total_compressed_size)::DOUBLE, (SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata([${paths.map(quoted).join(', ')}]))
      FROM parquet_metadata([${paths.map(quoted).join(', ')}])`);
    const [bare = 0, all = 0, rows = 1] = (reader.getRows()[0] ?? []).map(Number);
    const written = (['orders', 'viewers', 'figures', 'curves'] as const).reduce((sum, part) => sum + readFileSync(join(folder, closing[part].file)).length, 0);
    return resultOf(`on disk without event ids, ${size}`, 'bytes an event', [{ ours: bare / rows, baseline: null }], { 'with event ids, bytes an event': all / rows, 'segments': paths.length, 'written at the end, MB': written / MB });
  } finally {
    close();
  }
}

/** Asks for something until it is counted, as a person would. */
async function countedAgain(server: Running, path = 'review'): Promise<{ seconds: number; peak: number }> {
  const began = performance.now();
  let peak = 0;
  const looking = setInterval(() => (peak = Math.max(peak, residentBytes(queryProcess(server.pid) ?? process.pid))), 100);
  try {
    while ((await fetch(`${server.url}/api/v1/shows/${SHOW}/${path}`, { headers: key })).status === 503) await wait(100);
  } finally {
    clearInterval(looking);
  }
  return { seconds: (performance.now() - began) / 1000, peak };
}

interface Asked {
  again: Result['rounds'];
  also: Record<string, number>;
}

/** Parts of the show, each round another of every kind: the first of all lays the show's tables out, which is told apart. */
async function slices(server: Running, start: number, listings: readonly string[]): Promise<Asked> {
  const first = await countedAgain(server, 'review/slice?source=paid');
  const hour = (n: number): string => `from=${Math.floor(start / 1000) + n * 3600}&to=${Math.floor(start / 1000) + (n + 1) * 3600}`;
  const kinds = { 'of a source': (n: number) => `source=${['natural', 'follow', 'search', 'short-video', 'paid'][n] ?? ''}`, 'of an hour': hour, 'of a listing': (n: number) => `listing=${listings[n] ?? ''}`, 'of a source in an hour': (n: number) => `source=search&${hour(n)}` };
  const all: Result['rounds'] = [];
  const also: Record<string, number> = { 'the first, s': first.seconds, 'the process at its peak then, MB': first.peak / MB };
  for (const [kind, part] of Object.entries(kinds)) {
    let n = 0;
    const measured = await rounds(() => timed(() => get(server, `review/slice?${part(n++)}`)));
    all.push(...measured);
    also[`${kind}, ms`] = middle(measured);
  }
  return { again: all, also };
}

/** Moments all over the show, once it is ready to be played back; how long that took, and by a process that has just begun. */
async function filmed(server: Running, start: number, folder: string): Promise<Asked> {
  const at = (n: number): string => `playback?at=${start + Math.floor((((n * 7) % 10) / 10) * HOURS_MS)}`;
  const beginning = await timed(() => get(server, at(0)));
  const made = await countedAgain(server, `playback?at=${start + HOURS_MS}`);
  let n = 0;
  const again = await rounds(() => timed(() => get(server, at(++n))));
  while (!readdirSync(folder).some((name) => name.startsWith('playback-') && name.endsWith('.json'))) await wait(100);
  await endQueryProcess(server.pid);
  const anew = await timed(() => get(server, at(++n)));
  return { again, also: { 'its beginning the first time, ms': beginning, 'made ready, s': made.seconds, 'while it is made ready, at its peak, MB': made.peak / MB, 'by a new process, ms': anew } };
}

async function get(server: Running, path: string): Promise<void> {
  const reply = await fetch(`${server.url}/api/v1/shows/${SHOW}/${path}`, { headers: key });
  if (!reply.ok) throw new Error(await reply.text());
  await reply.arrayBuffer();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function rounds(work: () => Promise<number>): Promise<Result['rounds']> {
  const measured: Result['rounds'] = [];
  for (let round = 0; round < ROUNDS; round++) measured.push({ ours: await work(), baseline: null });
  return measured;
}

const middle = (measured: Result['rounds']): number => resultOf('', '', measured).ours;
