import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { io } from 'socket.io-client';
import { Checkout } from '../../server/checkout/checkout.ts';
import { run as runProgram } from '../../server/setup/children.js';
import { redisServerPath } from '../../server/setup/redis-find.js';
import { Api } from '../../server/ingest/feeder/api.ts';
import { verifyLedger } from '../../server/ingest/verify/run.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { commitEvents } from '../support/commits.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ADMIN_KEY } from '../support/server.ts';
import { makeShow } from '../support/store.ts';
import { request, sendAll } from './load.ts';
import { bodies } from './mix.ts';
import { pin, run, type Running } from './process.ts';
import { median, percentile, resultOf, type Result } from './report.ts';
import { storm, type Answered } from './storm.ts';
import { command, createBenchShow, key } from './show.ts';
import { withOurs } from './side.ts';

const ROUNDS = 5;
const CALLERS = 1_000;
const IN_PROCESS = 60_000;
const BY_BENCHMARK = 40_000;
/** Buyers at once over HTTP. */
const CONNECTIONS = 128;
const OVER_HTTP = 30_000;
const BUYERS = 50_000;
const UNITS = 1_000;
/** Events a second beside the burst. */
const EVENTS = 20_000;
const BATCH = 100;
const SERVER_CORE = '0';
const OTHER_CORES = '1';

/** Claims: in process against Redis's own benchmark, over HTTP against a POST that does nothing, and a burst of 50,000 buyers. */
export async function benchClaims(): Promise<Result[]> {
  const results = [await inProcess()];
  // The server has one core; Redis, and whoever asks, share the other.
  pin(process.pid, OTHER_CORES);
  try {
    return [...results, ...(await overHttp()), await burst()];
  } finally {
    pin(process.pid, `0-${availableParallelism() - 1}`);
  }
}

/** A show whose one listing never sells out, on a Redis of its own. */
async function withShow<T>(work: (redis: TestRedis, store: Store, showId: string) => Promise<T>): Promise<T> {
  const redis = await startRedis();
  const store = await openStore({ url: redis.url, processId: randomUUID(), onTrouble: () => undefined });
  try {
    const show = makeShow({ listings: [{ id: 'wash', title: '洁面乳', price: 8_900, sku: 'A', stock: 100_000_000, maxPerBuyer: 2 }] });
    await store.shows.create(show, '[]');
    await commitEvents(store, show.id, 'start', () => [{ type: 'show.started' }]);
    await store.ledger.judge(show.id, [{ op: 'cancel', claimId: 'none' }]);
    return await work(redis, store, show.id);
  } finally {
    await store.close();
    await redis.stop();
  }
}

/** Claims a second of a thousand callers through the checkout, against one claim a call by `redis-benchmark`. */
async function inProcess(): Promise<Result> {
  const rounds: { ours: number; baseline: number }[] = [];
  const benchmark = await benchmarkPath();
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = await withShow((_redis, store, showId) => throughCheckout(store, showId));
    const baseline = await withShow((redis, store, showId) => byBenchmark(benchmark, redis, store, showId));
    if (round > 0) rounds.push({ ours, baseline });
  }
  return resultOf(`claims in process, ${CALLERS.toLocaleString('en-US')} callers, against one a call by redis-benchmark`, 'claims/s', rounds);
}

async function throughCheckout(store: Store, showId: string): Promise<number> {
  const checkout = new Checkout({ ledger: store.ledger, onJournalled: () => undefined });
  const caller = async (name: number, claims: number): Promise<void> => {
    for (let n = 0; n < claims; n++) await checkout.take(showId, { claimId: `c${name}-${n}`, listingId: 'wash', buyerId: `b${name}-${n}`, quantity: 1 });
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, (_, name) => caller(name, IN_PROCESS / CALLERS)));
  return (IN_PROCESS * 1000) / (performance.now() - from);
}

async function byBenchmark({ path, env }: { path: string; env: Record<string, string> }, redis: TestRedis, store: Store, showId: string): Promise<number> {
  const call = store.ledger.callOf(showId, [{ op: 'take', claimId: 'c__rand_int__', buyerId: 'b__rand_int__', listingId: 'wash', quantity: 1 }]);
  const args = ['-s', redis.socket, '-n', String(BY_BENCHMARK), '-c', '50', '-P', '1', '-r', '2000000000', '--csv', 'EVALSHA', call.sha, String(call.keys.length), ...call.keys, ...call.args.map(String)];
  const { output } = await runProgram(path, args, { timeoutMs: 120_000, env: { ...process.env, ...env } });
  const rate = Number(/^"EVALSHA[^\n]*?",?"([\d.]+)"/m.exec(output)?.[1]);
  if (!(rate > 0)) throw new Error(`redis-benchmark said: ${output}`);
  if ((await store.ledger.holds(showId)) < BY_BENCHMARK * 0.99) throw new Error('redis-benchmark made no claims');
  return rate;
}

/** `redis-benchmark` lies beside the server, or in the packages that were unpacked for it. */
async function benchmarkPath(): Promise<{ path: string; env: Record<string, string> }> {
  const folder = dirname(await redisServerPath());
  const beside = ['redis-benchmark', 'valkey-benchmark'].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (beside !== undefined) return { path: beside, env: {} };
  const lib = join(folder, 'root/usr/lib');
  const libraries = readdirSync(lib).filter((name) => name.includes('-linux-')).map((name) => join(lib, name));
  return { path: join(folder, 'root/usr/bin/redis-benchmark'), env: { LD_LIBRARY_PATH: libraries.join(':') } };
}

const take = (claimId: string, buyerId: string): Buffer =>
  request('/api/v1/shows/bench/claims', Buffer.from(JSON.stringify({ claimId, listingId: 'wash', buyerId, quantity: 1 })), key);

/** Claims a second over HTTP against a POST that does nothing, the server on one core, everything else on the other; then their latency at half of that. */
async function overHttp(): Promise<Result[]> {
  const rates: { ours: number; baseline: number }[] = [];
  const latencies: { ours: number; baseline: null }[] = [];
  const middles: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const baseline = await rate((await run('empty', {})), `e${round}`);
    await withServer(async (server) => {
      const ours = await rateOf(server, `h${round}`);
      const half = ours / 2;
      const from = performance.now() + 50;
      const requests = Array.from({ length: Math.round(half * 2) }, (_, n) => take(`p${round}-${n}`, `p${round}-${n}`));
      const paced = await takeAll(server.port, requests, (n) => from + (n * 1000) / half);
      if (round === 0) return;
      rates.push({ ours, baseline });
      latencies.push({ ours: percentile(paced.map(({ ms }) => ms), 0.99), baseline: null });
      middles.push(percentile(paced.map(({ ms }) => ms), 0.5));
    });
  }
  return [
    resultOf('claims over HTTP, against a schema-checked POST that does nothing', 'claims/s', rates),
    resultOf('a claim at half of that load, p99', 'ms', latencies, { 'p50, ms': median(middles) }),
  ];
}

async function rate(server: Running, name: string): Promise<number> {
  try {
    return await rateOf(server, name);
  } finally {
    await server.stop();
  }
}

async function rateOf(server: Running, name: string): Promise<number> {
  pin(server.pid, SERVER_CORE);
  const requests = Array.from({ length: OVER_HTTP }, (_, n) => take(`${name}-${n}`, `${name}-${n}`));
  await takeAll(server.port, requests.slice(0, OVER_HTTP / 6));
  const rest = requests.slice(OVER_HTTP / 6);
  const from = performance.now();
  await takeAll(server.port, rest);
  return (rest.length * 1000) / (performance.now() - from);
}

/** Sends claims until each is taken. @returns how the first answers came; one that named no outcome was slow enough to show */
async function takeAll(port: number, requests: readonly Buffer[], dueAt?: (index: number) => number): Promise<Answered[]> {
  const first = await storm(port, requests, CONNECTIONS, dueAt);
  const answers = first.slice();
  await askAgain(port, requests, answers);
  const other = answers.find(({ status }) => status !== 201 && status !== 200);
  if (other) throw new Error(`${other.status}: ${other.body}`);
  return first;
}

/** A server of its own with a show that sells, Redis and the server on a core each. */
const withServer = <T>(work: (server: Running) => Promise<T>, units = 100_000_000): Promise<T> =>
  withOurs(async (server) => {
    await createBenchShow(server.url);
    await command(server.url, 'listing.add', { listings: [{ id: 'wash', title: '洁面乳', price: 8_900, sku: 'A', stock: units, maxPerBuyer: 1 }] });
    await command(server.url, 'show.start', {});
    return work(server);
  });

/** 50,000 buyers for 1,000 units at once, every tenth claim sent twice, beside 20,000 events a second: who got them, and how steadily screens were told. */
async function burst(): Promise<Result> {
  const gaps: { ours: number; baseline: null }[] = [];
  const seconds: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await withServer(async (server) => {
      pin(server.pid, SERVER_CORE);
      const told = await screen(server);
      const load = eventsFor(20);
      const events = new AbortController();
      const feeding = feed(server.port, load, events.signal);
      const requests: Buffer[] = [];
      for (let n = 0; n < BUYERS; n++) {
        const one = take(`claim-${n}`, `buyer-${n}`);
        requests.push(one, ...(n % 10 === 0 ? [one] : []));
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      told.begin();
      const from = performance.now();
      const answers = await storm(server.port, requests, 500);
      seconds.push((performance.now() - from) / 1000);
      again.push(await askAgain(server.port, requests, answers));
      gaps.push({ ours: percentile(told.end(), 0.99), baseline: null });
      events.abort();
      await feeding;
      await judge(server, answers);
    }, UNITS);
  }
  return resultOf(`ticks while ${BUYERS.toLocaleString('en-US')} buyers want ${UNITS.toLocaleString('en-US')} units, from one to the next, p99`, 'ms', gaps, {
    'the burst, s': median(seconds), 'asked again, because the outcome was not known': median(again), 'claims answered/s': (BUYERS * 1.1) / median(seconds),
  });
}

/** As a storefront does that was told to: the same again until it is known. @returns how many had to */
async function askAgain(port: number, requests: readonly Buffer[], answers: Answered[]): Promise<number> {
  const open = answers.flatMap(({ status }, i) => (status >= 500 ? [i] : []));
  if (open.length === 0) return 0;
  const told = await storm(port, open.map((i) => requests[i] as Buffer), CONNECTIONS);
  told.forEach((answer, n) => (answers[open[n] as number] = answer));
  return open.length + (await askAgain(port, requests, answers));
}

/** Every claim of the burst came out as it must. @throws where one did not */
async function judge(server: Running, answers: readonly Answered[]): Promise<void> {
  const fail = (why: string): never => {
    throw new Error(`the burst: ${why}`);
  };
  const held = new Set<string>();
  for (const { status, body } of answers) {
    const { claimId, status: state, code } = JSON.parse(body) as { claimId?: string; status?: string; code?: string };
    if (claimId !== undefined && state === 'held') held.add(claimId);
    else if (status !== 409 || (code !== 'SOLD_OUT' && code !== 'LIMIT_REACHED')) fail(`${status} ${body}`);
  }
  if (held.size !== UNITS) fail(`${held.size} claims were held`);
  const api = new Api({ url: server.url, key: ADMIN_KEY, patienceMs: 10_000, onWaiting: () => undefined });
  const said: string[] = [];
  if (!(await verifyLedger(api, 'bench', { line: (text) => said.push(text), progress: () => undefined }, (ms) => new Promise((resolve) => setTimeout(resolve, ms))))) fail(said.join('\n'));
  if (!said.some((line) => line.includes(`${UNITS.toLocaleString('en')} held`))) fail(said.join('\n'));
}

function eventsFor(secondsLong: number): Buffer[] {
  const { bodies: made } = bodies({ seed: 5, viewers: 50_000, skus: 60, startAt: Date.now(), stepMs: 1000 / EVENTS }, (EVENTS * secondsLong) / BATCH, BATCH);
  return made.map((body) => request('/api/v1/shows/bench/events', body, key));
}

/** Feeds events at their pace, over connections that stay open as a feed's do, until it is told to stop. */
async function feed(port: number, load: readonly Buffer[], signal: AbortSignal): Promise<void> {
  const from = performance.now();
  await sendAll(port, load, 4, { dueAt: (n) => from + (n * BATCH * 1000) / EVENTS, signal });
}

/** A console that notes when it was told something. */
async function screen(server: Running): Promise<{ begin: () => void; end: () => number[] }> {
  const socket = io(server.url, { transports: ['websocket'], auth: { token: ADMIN_KEY }, forceNew: true });
  await new Promise((resolve) => socket.emit('show:join', { showId: 'bench', window: 'show' }, resolve));
  let last = 0;
  let gaps: number[] = [];
  socket.on('tally:ticked', () => {
    const now = performance.now();
    if (last > 0) gaps.push(now - last);
    last = now;
  });
  return {
    begin: () => {
      gaps = [];
    },
    end: () => {
      socket.close();
      return gaps;
    },
  };
}
