import { compareEntries } from '../../shared/ids.ts';
import { createBenchShow, key } from './show.ts';
import { withSide } from './side.ts';
import { bodies } from './mix.ts';
import { request, sendAll } from './load.ts';
import { cpuSeconds, type Running } from './process.ts';
import { resultOf, type Result } from './report.ts';

const ROUNDS = 5;
const BATCHES = 4_000;
const BATCH = 100;
const CONNECTIONS = 8;
/** Batches sent before the clock starts, to both sides: a control room is not restarted every minute. */
const WARM_UP = 1_500;

/**
 * Events a second over HTTP, in batches of 100 of about 150 bytes, AOF everysec: ours validated, deduplicated, journalled
 * and folded with every metric until `/tally` has counted the last of them, against three pipelined commands an event.
 */
export async function benchIngest(): Promise<Result[]> {
  const rounds: { ours: number; baseline: number }[] = [];
  const cpu: number[] = [];
  const { bodies: made, bytesPerEvent } = bodies({ seed: 7, viewers: 50_000, skus: 60, startAt: Date.now(), stepMs: 0.01 }, BATCHES, BATCH);
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await withSide('ours', (server) => timeOurs(server, made));
    const baseline = await withSide('naive', (server) => timeNaive(server, made));
    cpu.push(ours.cpuPerEvent);
    rounds.push({ ours: ours.rate, baseline: baseline.rate });
  }
  const sorted = cpu.sort((a, b) => a - b);
  return [
    resultOf('ingest over HTTP', 'events/s', rounds, {
      'server CPU an event, µs': (sorted[ROUNDS >> 1] ?? NaN) * 1e6,
      'bytes an event': bytesPerEvent,
    }),
  ];
}

export interface Timed {
  /** Events a second. */
  rate: number;
  /** The server's processor time. Unit: s. */
  cpuPerEvent: number;
}

/** Sends batches to a show of this server until `/tally` has counted the last of them, once it is warm. */
export async function timeOurs(server: Running, made: readonly Buffer[]): Promise<Timed> {
  await createBenchShow(server.url, 'warm-up');
  await sendAll(server.port, made.slice(0, WARM_UP).map((body) => request('/api/v1/shows/warm-up/events', body, key)), CONNECTIONS);
  await createBenchShow(server.url, 'bench');
  const requests = made.map((body, i) => request('/api/v1/shows/bench/events', body, { ...key, 'x-producer': 'bench', 'x-sequence': String(i + 1) }));
  return timed(server, made.length * BATCH, async () => {
    const replies = await sendAll(server.port, requests, CONNECTIONS);
    const ids = replies.map((reply) => (JSON.parse(reply) as { lastId: string }).lastId);
    const lastId = ids.reduce((a, b) => (compareEntries(a.split('.')[0] ?? '', b.split('.')[0] ?? '') < 0 ? b : a));
    const tally = await fetch(`${server.url}/api/v1/shows/bench/tally?after=${lastId}`, { headers: key });
    if (!tally.ok) throw new Error(await tally.text());
  });
}

async function timeNaive(server: Running, made: readonly Buffer[]): Promise<Timed> {
  // The slower side gets fewer batches: a rate needs no more than a few seconds of it.
  const part = made.slice(0, made.length / 4);
  await sendAll(server.port, made.slice(0, WARM_UP / 2).map((body) => request('/api/v1/shows/warm-up/events', body, {})), CONNECTIONS);
  const requests = part.map((body) => request('/api/v1/shows/bench/events', body, {}));
  return timed(server, part.length * BATCH, async () => {
    await sendAll(server.port, requests, CONNECTIONS);
  });
}

async function timed(server: Running, events: number, work: () => Promise<void>): Promise<Timed> {
  const cpu = cpuSeconds(server.pid);
  const from = performance.now();
  await work();
  const seconds = (performance.now() - from) / 1000;
  return { rate: events / seconds, cpuPerEvent: (cpuSeconds(server.pid) - cpu) / events };
}
