import { ADMIN_KEY } from '../support/server.ts';
import { request, sendAll } from './load.ts';
import { cpuSeconds, residentBytes, run, type Running } from './process.ts';
import { median, resultOf, type Result } from './report.ts';
import { command, createBenchShow, key } from './show.ts';
import { withOurs } from './side.ts';

const CONSOLES = 2_000;
const EARLY = 200;
const ROUNDS = 5;
const LISTEN_MS = 8_000;
const EVERY_MS = 100;
/** A small room: people, clicks and likes each tick, carts, words and orders in every fourth, so that a tick is about a kilobyte. */
const EVENTS_PER_BATCH = 6;
const RICH_EVERY = 4;
const KB = 1024;

interface Heard {
  told: number;
  p50: number;
  p99: number;
  bytes: number;
  sample: string;
}

interface Fanned extends Heard {
  /** Ticks delivered for each second of the server's processor time. */
  perCpuSecond: number;
  cores: number;
  /** What a console adds to the server. Unit: bytes. */
  each: number;
}

/** Ten ticks a second to two thousand consoles of one show: how late, at what cost, and against `ws` alone sending the same bytes. */
export async function benchFanout(): Promise<Result[]> {
  const rounds: { ours: Fanned; baseline: Fanned }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await fanOut();
    rounds.push({ ours, baseline: await bare(ours) });
  }
  const of = (pick: (fanned: Fanned) => number, side: 'ours' | 'baseline' = 'ours'): number => median(rounds.map((round) => pick(round[side])));
  return [
    resultOf(`ticks to ${CONSOLES.toLocaleString('en-US')} consoles, for a second of processor time`, 'ticks', rounds.map(({ ours, baseline }) => ({ ours: ours.perCpuSecond, baseline: baseline.perCpuSecond })), {
      'p50, ms': of(({ p50 }) => p50),
      'p99, ms': of(({ p99 }) => p99),
      'server, cores': of(({ cores }) => cores),
      'a console, kB': of(({ each }) => each / KB),
      'a tick, bytes': of(({ bytes, told }) => bytes / told),
      'baseline p99, ms': of(({ p99 }) => p99, 'baseline'),
      'baseline server, cores': of(({ cores }) => cores, 'baseline'),
    }),
  ];
}

const fanOut = (): Promise<Fanned> =>
  withOurs(async (server) => {
    const consoles = await run('consoles', {});
    try {
      await createBenchShow(server.url);
      await command(server.url, 'show.start', {});
      await feed(server, 1_000);
      await warm(server);
      const before = residentBytes(server.pid);
      await consoles.ask({ port: server.port, count: CONSOLES, hello: { token: ADMIN_KEY, showId: 'bench' } });
      const each = (residentBytes(server.pid) - before) / CONSOLES;
      const feeding = feed(server, LISTEN_MS + 1_000);
      const heard = await listen(consoles, server);
      await feeding;
      return { ...heard, each };
    } finally {
      await consoles.stop();
    }
  });

/** Some come and go first: the working memory that a server takes for any joins at all is no console's. */
async function warm({ port }: Pick<Running, 'port'>): Promise<void> {
  const early = await run('consoles', {});
  try {
    await early.ask({ port, count: EARLY, hello: { token: ADMIN_KEY, showId: 'bench' } });
  } finally {
    await early.stop();
  }
}

/** The same bytes, by `ws` alone. */
async function bare({ sample }: Fanned): Promise<Fanned> {
  const server = await run('bare', {});
  const consoles = await run('consoles', {});
  try {
    const before = residentBytes(server.pid);
    await consoles.ask({ port: server.port, count: CONSOLES });
    const each = (residentBytes(server.pid) - before) / CONSOLES;
    server.tell({ template: sample.slice(sample.indexOf('42[')), everyMs: EVERY_MS });
    return { ...(await listen(consoles, server)), each };
  } finally {
    await consoles.stop();
    await server.stop();
  }
}

async function listen(consoles: Running, server: Running): Promise<Omit<Fanned, 'each'>> {
  const cpu = cpuSeconds(server.pid);
  const from = performance.now();
  const heard = await consoles.ask<Heard>({ listenMs: LISTEN_MS });
  const used = cpuSeconds(server.pid) - cpu;
  return { ...heard, perCpuSecond: heard.told / used, cores: used / ((performance.now() - from) / 1000) };
}

/** A batch each tick, of everything that moves a number. */
export async function feed(server: Pick<Running, 'port'>, forMs: number): Promise<void> {
  const from = performance.now();
  const batches = Array.from({ length: Math.ceil(forMs / EVERY_MS) }, (_, n) => request('/api/v1/shows/bench/events', Buffer.from(JSON.stringify(batchOf(n))), key));
  await sendAll(server.port, batches, 1, { dueAt: (n) => from + n * EVERY_MS });
}

function batchOf(n: number): object[] {
  const at = Date.now();
  return Array.from({ length: EVENTS_PER_BATCH }, (_, i) => {
    const viewerId = `v${n}-${i}`;
    const listing = { sku: `SKU-${n % 3}` };
    switch (n % RICH_EVERY > 0 && i > 1 ? 5 : i) {
      case 0:
        return { type: 'viewer.entered', at, viewerId };
      case 1:
        return { type: 'product.clicked', at, viewerId, ...listing };
      case 2:
        return { type: 'cart.added', at, viewerId, ...listing };
      case 3:
        return { type: 'order.paid', at, orderId: viewerId, viewerId, lines: [{ ...listing, quantity: 1, amount: 14_900 }] };
      case 4:
        return { type: 'comment.posted', at, viewerId, text: '想要' };
      default:
        return { type: 'like.given', at, viewerId };
    }
  });
}
