import { io, type Socket } from 'socket.io-client';
import { startRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { createBenchShow, key } from './show.ts';
import { request, sendAll } from './load.ts';
import { bodies } from './mix.ts';
import { cpuSeconds, run, type Running } from './process.ts';
import { median, percentile, resultOf, type Result } from './report.ts';

const ROUNDS = 5;
const SECONDS = 5;
const BATCH = 100;
const RATES = [1_000, 50_000];
/** Probes a second: likes, of which the load itself has none. */
const PROBES = 25;

/** From the moment an event is sent to the moment a console has the number that includes it, at two loads. Unit: ms. */
export async function benchGlass(): Promise<Result[]> {
  const results: Result[] = [];
  for (const rate of RATES) {
    const rounds: { ours: Glass; baseline: Glass }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ ours: await once('ours', rate, watchOurs), baseline: await once('naive', rate, watchNaive) });
    }
    const also = (pick: (glass: Glass) => number, side: 'ours' | 'baseline'): number => median(rounds.map((round) => pick(round[side])));
    results.push(
      resultOf(`event → screen at ${rate.toLocaleString('en-US')} events/s, p99`, 'ms', rounds.map(({ ours, baseline }) => ({ ours: ours.p99, baseline: baseline.p99 })), {
        'p50, ms': also((glass) => glass.p50, 'ours'),
        'baseline p50, ms': also((glass) => glass.p50, 'baseline'),
        'server, cores': also((glass) => glass.cores, 'ours'),
        'baseline server, cores': also((glass) => glass.cores, 'baseline'),
        'sent, events/s': also((glass) => glass.sent, 'ours'),
        'baseline sent, events/s': also((glass) => glass.sent, 'baseline'),
      }),
    );
  }
  return results;
}

interface Glass {
  p50: number;
  p99: number;
  cores: number;
  sent: number;
}

/** Connects a console and calls back with each count of likes it is shown. */
type Watch = (server: Running, onLikes: (likes: number) => void) => Promise<Socket>;

async function once(side: 'ours' | 'naive', rate: number, watch: Watch): Promise<Glass> {
  const redis = await startRedis();
  const server = await run(side, { REDIS_URL: redis.url, PORT: '0', DATA_DIR: redis.dir, ADMIN_KEY, DEMO: 'off', LOG_LEVEL: 'error' });
  const sentAt: number[] = [];
  const latencies: number[] = [];
  const socket = await watch(server, (likes) => {
    const now = performance.now();
    for (let probe = latencies.length; probe < Math.min(likes, sentAt.length); probe++) latencies.push(now - (sentAt[probe] ?? now));
  });
  try {
    const count = (rate * SECONDS) / BATCH;
    const { bodies: made } = bodies({ seed: rate, viewers: 50_000, skus: 60, startAt: Date.now(), stepMs: 1000 / rate }, count, BATCH, ({ type }) => type !== 'like.given');
    const load = made.map((body) => request('/api/v1/shows/bench/events', body, key));
    const cpu = cpuSeconds(server.pid);
    const from = performance.now();
    const elapsed = await Promise.all([paced(server.port, load, rate / BATCH, 8), probes(server.port, sentAt)]);
    const seconds = (elapsed[0] - from) / 1000;
    const cores = (cpuSeconds(server.pid) - cpu) / ((performance.now() - from) / 1000);
    await settled(() => latencies.length >= sentAt.length);
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), cores, sent: (count * BATCH) / seconds };
  } finally {
    socket.close();
    await server.stop();
    await redis.stop();
  }
}

/** Sends at a steady pace, however late the replies are. @returns when the last reply came. */
async function paced(port: number, requests: readonly Buffer[], perSecond: number, lanes: number): Promise<number> {
  const from = performance.now();
  const share = (lane: number): Buffer[] => requests.filter((_, i) => i % lanes === lane);
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => sendAll(port, share(lane), 1, undefined, (i) => from + ((i * lanes + lane) * 1000) / perSecond)),
  );
  return performance.now();
}

/** One like at a time, each noted as it is sent. */
async function probes(port: number, sentAt: number[]): Promise<void> {
  const from = performance.now();
  const requests = Array.from({ length: SECONDS * PROBES }, () => request('/api/v1/shows/bench/events', Buffer.from(JSON.stringify([{ type: 'like.given', at: Date.now() }])), key));
  await sendAll(port, requests, 1, (i) => (sentAt[i] = performance.now()), (i) => from + (i * 1000) / PROBES + Math.random() * 20);
}

const watchOurs: Watch = async (server, onLikes) => {
  await createBenchShow(server.url);
  const socket = io(server.url, { transports: ['websocket'], auth: { token: ADMIN_KEY }, forceNew: true });
  socket.on('tally:ticked', ({ metrics }: { metrics: Record<string, unknown> }) => {
    if (typeof metrics['likes'] === 'number') onLikes(metrics['likes']);
  });
  await new Promise((resolve) => socket.emit('show:join', { showId: 'bench', window: 'show' }, resolve));
  return socket;
};

const watchNaive: Watch = async (server, onLikes) => {
  const socket = io(server.url, { transports: ['websocket'], forceNew: true });
  socket.on('ticked', (totals: Record<string, string>) => {
    onLikes(Number(totals['like.given'] ?? 0));
  });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return socket;
};

async function settled(done: () => boolean): Promise<void> {
  const until = performance.now() + 10_000;
  while (!done() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  if (!done()) throw new Error('some probes never reached the screen');
}
