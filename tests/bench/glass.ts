import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { ADMIN_KEY } from '../support/server.ts';
import { command, createBenchShow, key } from './show.ts';
import { withOurs, withSide } from './side.ts';
import { request, sendAll } from './load.ts';
import { bodies } from './mix.ts';
import { cpuSeconds, type Running } from './process.ts';
import { median, percentile, resultOf, type Result } from './report.ts';

const ROUNDS = 5;
const SECONDS = 5;
const BATCH = 100;
const RATES = [1_000, 50_000];
/** Events a second while commands are given, and commands a second. */
const COMMAND_LOAD = 20_000;
const COMMANDS = 10;
/** Probes a second: likes, of which the load itself has none. */
const PROBES = 25;
/** Batches sent to another show before the clock starts, on both sides: a control room is not restarted every minute. */
const WARM_UP = 1_500;

/** From the moment an event is sent to the moment a console has the number that includes it, at two loads, and the same for commands. Unit: ms. */
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
  results.push(await commandToPatch());
  return results;
}

/** From the moment a command is sent by one console to the moment another has its patch, while events pour in. Unit: ms. */
async function commandToPatch(): Promise<Result> {
  const rounds: { ours: number; baseline: null }[] = [];
  const middles: number[] = [];
  const sent: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { latencies, rate } = await withOurs(async (server) => {
      const listings = await createBenchShow(server.url);
      const [controller, other] = await Promise.all([joined(server), joined(server)]);
      const sentAt = new Map<number, number>();
      const seen: number[] = [];
      other.on('show:patched', ({ revision }: { revision: number }) => seen.push(performance.now() - (sentAt.get(revision) ?? NaN)));
      const load = loadOf(COMMAND_LOAD);
      const from = performance.now();
      const sending = paced(server.port, load, COMMAND_LOAD / BATCH, 8);
      await command(server.url, 'show.start', {});
      for (let n = 0; n < SECONDS * COMMANDS; n++) {
        const due = from + (n * 1000) / COMMANDS + 250;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        // The show is at 2 once it has started; every price is another one.
        sentAt.set(3 + n, performance.now());
        const envelope = { id: randomUUID(), type: 'listing.price', payload: { listingId: listings[n % listings.length], price: 10_000 + n } };
        const answer: { ok: boolean } = await controller.emitWithAck('show:command', { showId: 'bench', command: envelope });
        if (!answer.ok) throw new Error(JSON.stringify(answer));
      }
      const ended = await sending;
      await settled(() => seen.length >= SECONDS * COMMANDS);
      controller.close();
      other.close();
      return { latencies: seen, rate: (load.length * BATCH * 1000) / (ended - from) };
    });
    rounds.push({ ours: percentile(latencies, 0.99), baseline: null });
    middles.push(percentile(latencies, 0.5));
    sent.push(rate);
  }
  return resultOf(`command → patch on another console at ${COMMAND_LOAD.toLocaleString('en-US')} events/s, p99`, 'ms', rounds, { 'p50, ms': median(middles), 'sent, events/s': median(sent) });
}

async function joined(server: Running): Promise<Socket> {
  const socket = io(server.url, { transports: ['websocket'], auth: { token: ADMIN_KEY }, forceNew: true });
  await new Promise((resolve) => socket.emit('show:join', { showId: 'bench', window: 'show' }, resolve));
  return socket;
}

/** Five seconds of a room at this many events a second, likes apart. */
function loadOf(rate: number): Buffer[] {
  const count = (rate * SECONDS) / BATCH;
  const { bodies: made } = bodies({ seed: rate, viewers: 50_000, skus: 60, startAt: Date.now(), stepMs: 1000 / rate }, count, BATCH, ({ type }) => type !== 'like.given');
  return made.map((body) => request('/api/v1/shows/bench/events', body, key));
}

async function warmUp(side: 'ours' | 'naive', server: Running): Promise<void> {
  if (side === 'ours') await createBenchShow(server.url, 'warm-up');
  const { bodies: made } = bodies({ seed: 7, viewers: 50_000, skus: 60, startAt: Date.now(), stepMs: 0.01 }, side === 'ours' ? WARM_UP : WARM_UP / 2, BATCH);
  await sendAll(server.port, made.map((body) => request('/api/v1/shows/warm-up/events', body, key)), 8);
}

interface Glass {
  p50: number;
  p99: number;
  cores: number;
  sent: number;
}

/** Connects a console and calls back with each count of likes it is shown. */
type Watch = (server: Running, onLikes: (likes: number) => void) => Promise<Socket>;

const once = (side: 'ours' | 'naive', rate: number, watch: Watch): Promise<Glass> =>
  withSide(side, async (server) => {
    await warmUp(side, server);
    const sentAt: number[] = [];
    const latencies: number[] = [];
    const socket = await watch(server, (likes) => {
      const now = performance.now();
      for (let probe = latencies.length; probe < Math.min(likes, sentAt.length); probe++) latencies.push(now - (sentAt[probe] ?? now));
    });
    try {
      const load = loadOf(rate);
      const cpu = cpuSeconds(server.pid);
      const from = performance.now();
      const elapsed = await Promise.all([paced(server.port, load, rate / BATCH, 8), probes(server.port, sentAt)]);
      const seconds = (elapsed[0] - from) / 1000;
      const cores = (cpuSeconds(server.pid) - cpu) / ((performance.now() - from) / 1000);
      await settled(() => latencies.length >= sentAt.length);
      return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), cores, sent: (load.length * BATCH) / seconds };
    } finally {
      socket.close();
    }
  });

/** Sends at a steady pace, however late the replies are. @returns when the last reply came. */
async function paced(port: number, requests: readonly Buffer[], perSecond: number, lanes: number): Promise<number> {
  const from = performance.now();
  const share = (lane: number): Buffer[] => requests.filter((_, i) => i % lanes === lane);
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) => sendAll(port, share(lane), 1, { dueAt: (i) => from + ((i * lanes + lane) * 1000) / perSecond })),
  );
  return performance.now();
}

/** One like at a time, each noted as it is sent. */
async function probes(port: number, sentAt: number[]): Promise<void> {
  const from = performance.now();
  const requests = Array.from({ length: SECONDS * PROBES }, () => request('/api/v1/shows/bench/events', Buffer.from(JSON.stringify([{ type: 'like.given', at: Date.now() }])), key));
  await sendAll(port, requests, 1, { onSend: (i) => (sentAt[i] = performance.now()), dueAt: (i) => from + (i * 1000) / PROBES + Math.random() * 20 });
}

const watchOurs: Watch = async (server, onLikes) => {
  await createBenchShow(server.url);
  const socket = await joined(server);
  socket.on('tally:ticked', ({ metrics }: { metrics: Record<string, unknown> }) => {
    if (typeof metrics['likes'] === 'number') onLikes(metrics['likes']);
  });
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
