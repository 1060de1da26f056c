import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReviewView } from '../../shared/review/view.ts';
import { Api } from '../../server/ingest/feeder/api.ts';
import { verifyLedger } from '../../server/ingest/verify/run.ts';
import { keysOf } from '../../server/store/keys.ts';
import { roomMix } from '../bench/mix.ts';
import { ADMIN_KEY, startServer, type Reply, type TestServer } from '../support/server.ts';

const SHOW = 'evening';
const START = 1_760_000_000_000;
const EVENTS = 20_000;
const BATCH = 100;

let server: TestServer;
let direct: Redis;
let clock = START;

beforeAll(async () => {
  server = await startServer({ clock });
  direct = new Redis(server.redis.socket);
});
afterAll(async () => {
  direct.disconnect();
  await server.stop();
});

const path = (rest = ''): string => `/api/v1/shows/${SHOW}${rest}`;
async function call(method: string, rest: string, body?: unknown): Promise<Reply> {
  const reply = await server.call(method, path(rest), body);
  expect([rest, reply.status]).toEqual([rest, 200]);
  return reply;
}
const command = (type: string, payload: object = {}): Promise<Reply> => call('POST', '/commands', { id: randomUUID(), type, payload });
async function pass(ms: number): Promise<void> {
  clock += ms;
  await server.setClock(clock);
}
/** What Redis holds in one key. Unit: bytes. */
const weighs = async (key: string): Promise<number> => Number((await direct.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')) ?? 0);
const keys = keysOf(SHOW);

/** Waits until all but the journal's last entry is out of Redis. */
async function atRest(): Promise<void> {
  for (const until = Date.now() + 150_000; (await direct.xlen(keys.journal)) > 1; ) {
    expect(Date.now()).toBeLessThan(until);
    await pass(500);
    await wait(50);
  }
}

/** All that people ask of an ended show, but for what tells when it was asked. */
async function asked(): Promise<Record<string, unknown>> {
  const { at: _, ...review } = (await call('GET', '/review')).json<ReviewView>();
  return {
    review: JSON.parse(JSON.stringify(review)) as unknown,
    show: (await call('GET', '')).json(),
    log: (await call('GET', '/log?limit=500')).json(),
    decisions: (await call('GET', '/log?limit=500&types=show.started,listing.repriced,cue.sent')).json(),
    series: (await call('GET', '/series?metrics=gmv,online,comments&step=10')).json(),
    stock: (await call('GET', '/stock')).json(),
    journal: (await call('GET', '/journal?limit=100000')).text.trim().split('\n').map((line) => JSON.parse(line) as unknown),
  };
}
async function agrees(): Promise<string[]> {
  const said: string[] = [];
  const api = new Api({ url: server.url, key: ADMIN_KEY, patienceMs: 10_000, onWaiting: () => undefined });
  await verifyLedger(api, SHOW, { line: (text) => said.push(text), progress: () => undefined }, (ms) => wait(ms));
  return said;
}
const figures = async (): Promise<Record<string, unknown>> => (await call('GET', '/tally')).json<{ metrics: Record<string, unknown> }>().metrics;

it('a show that has ended leaves its journal to its recording, answers all that it did, and counts late facts once', async () => {
  const listings = Array.from({ length: 3 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 100_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11', currency: 'CNY', listings });
  await command('show.start', { reason: 'test' });
  const mix = roomMix({ seed: 8, viewers: 2_000, skus: 3, startAt: clock, stepMs: 100 });
  const events = Array.from({ length: EVENTS }, () => mix.next().value as { type: string; orderId?: string });
  const paid = events.filter(({ type }) => type === 'order.paid');
  for (let from = 0; from < EVENTS; from += BATCH) {
    await server.send(SHOW, events.slice(from, from + BATCH), { 'x-producer': 'douyin', 'x-sequence': String(from / BATCH) });
    if (from % 2_000 === 0) await pass(1_000);
  }
  for (let i = 0; i < 20; i++) await command('cue.send', { text: `cue ${i}` });
  for (let i = 0; i < 30; i++) await server.call('POST', path('/claims'), { claimId: `c${i}`, listingId: 'L1', buyerId: `b${i}`, quantity: 1 });
  for (let i = 0; i < 15; i++) await server.call('POST', path(`/claims/c${i}/pay`));
  for (let i = 15; i < 30; i++) await server.call('POST', path(`/claims/c${i}/cancel`));
  await command('show.end');
  const before = await asked();
  const counted = await figures();
  const full = await weighs(keys.journal);
  await atRest();
  const left = await weighs(keys.journal);
  expect(full).toBeGreaterThan(EVENTS * 50);
  expect(left).toBeLessThan(full / 100);
  const { review, series, ...same } = await asked();
  const { review: reviewBefore, series: seriesBefore, ...sameBefore } = before;
  const journal = (all: unknown): unknown[] => (all as unknown[]).slice(0, (sameBefore['journal'] as unknown[]).length);
  // The ledger took in the last sales meanwhile: the journal has gone on, and nothing of it has changed.
  expect({ ...same, journal: journal(same['journal']), stock: 0 }).toEqual({ ...sameBefore, journal: journal(sameBefore['journal']), stock: 0 });
  const metricsOf = (view: unknown): unknown => (view as ReviewView).metrics;
  expect(metricsOf(review)).toEqual(metricsOf(reviewBefore));
  expect(series).toEqual(seriesBefore);
  expect((await agrees()).at(-1)).toBe('stock, holds, claims and orders agree');

  // A day later, after a restart: what was counted is told again, and then something that is new.
  await server.halt();
  await server.start();
  await pass(86_400_000);
  await server.send(SHOW, events.slice(0, BATCH), { 'x-producer': 'douyin', 'x-sequence': '0' });
  await server.send(SHOW, paid.slice(0, 50), { 'x-producer': 'another' });
  const order = paid[0]?.orderId;
  const refund = { type: 'order.refunded', at: clock, orderId: order, refundId: 'late', amount: 100 };
  await server.send(SHOW, [refund], { 'x-producer': 'douyin', 'x-sequence': '900' });
  await server.send(SHOW, [refund], { 'x-producer': 'another' });
  await atRest();
  const refunded = (metrics: Record<string, unknown>): number => Number(metrics['refundAmount'] ?? NaN);
  const after = await figures();
  expect({ ...after, refunded: refunded(after) - refunded(counted) }).toMatchObject({ orders: counted['orders'], gmv: counted['gmv'], buyers: counted['buyers'], refunded: 100 });
  const late = (await call('GET', '/review')).json<ReviewView>();
  expect(late.metrics).toMatchObject({ orders: counted['orders'], gmv: counted['gmv'], refundAmount: after['refundAmount'] });
  expect(late.incidents.filter(({ kind }) => kind === 'supplement')).toMatchObject([{ events: 52 }]);
  expect((await agrees()).at(-1)).toBe('stock, holds, claims and orders agree');
}, 400_000);
