import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricValues, TallyView } from '../../shared/metrics/view.ts';
import type { MediansView } from '../../shared/review/medians.ts';
import type { Reel } from '../../shared/review/playback.ts';
import type { SliceView } from '../../shared/review/slice.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import type { LogPage } from '../../shared/show/log.ts';
import type { Show } from '../../shared/show/show.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const SHOW = 'told';
const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 20, 4);
/** 2017-11-24 20:00:00 in Shanghai, in seconds. */
const FIRST = Date.UTC(2017, 10, 24, 12) / 1000;
const MAP = {
  title: '补记', currency: 'CNY', event: { column: '行为', values: { 点击: 'product.clicked', 加购: 'cart.added', 购买: 'order.paid' } }, time: { column: '时间', unit: 's' },
  fields: { viewerId: '用户', sku: '商品', quantity: { constant: 1 }, amount: '金额' }, listing: { title: '商品', price: '金额', stock: { constant: 1_000 } },
};
/** A log that is not in the order of time, as logs are not: the first and the last second are somewhere in it. */
const ROWS = Array.from({ length: 600 }, (_, i) => ({ user: `u${(i * 13) % 47}`, sku: `s${(i * 5) % 7}`, what: ['点击', '点击', '加购', '购买'][i % 4] ?? '', second: (i * 45) % 3_601, yuan: 10 + (i % 9) }));
const LASTED = Math.max(...ROWS.map(({ second }) => second));

let server: TestServer;
let folder = '';
let clock = NOW;
const path = (rest: string): string => `/api/v1/shows/${SHOW}${rest}`;
const get = async <T>(rest: string): Promise<T> => (await server.call('GET', path(rest))).json<T>();

/** `npm run replay` without npm: what it printed, and how it ended. */
async function replayTool(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const entry = fileURLToPath(new URL('../../server/ingest/replay-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', entry, join(folder, 'log.csv'), '--map', join(folder, 'map.json'), '--url', server.url, ...args], { env: { ...process.env, ADMIN_KEY }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return { code: await new Promise((resolve) => child.once('close', resolve)), out, err };
}

/** Passes once the show is told by its recording, which is some quiet seconds later by the server's clock. */
const writtenDown = () => expect.poll(async () => (await server.setClock((clock += 5_000)), (await server.call('GET', path('/review/slice'))).status), { timeout: 150_000 }).toBe(200);

/** What the rows up to a second come to, counted by hand. */
function countedTo(second: number): MetricValues {
  const rows = ROWS.filter((row) => row.second <= second);
  const of = (what: string) => rows.filter((row) => row.what === what);
  const people = (what: string): number => new Set(of(what).map(({ user }) => user)).size;
  return {
    productClicks: of('点击').length, clickUsers: people('点击'), cartAdds: of('加购').length, cartUsers: people('加购'),
    orders: of('购买').length, buyers: people('购买'), gmv: of('购买').reduce((sum, { yuan }) => sum + yuan * 100, 0),
  };
}
const only = (metrics: MetricValues, like: MetricValues): MetricValues => Object.fromEntries(Object.keys(like).map((id) => [id, metrics[id] ?? null]));

beforeAll(async () => {
  [server, folder] = await Promise.all([startServer({ clock: NOW }), mkdtemp(join(tmpdir(), 'changkong-past-'))]);
  await server.call('POST', '/api/v1/shows', { id: 'next', title: '下一场', currency: 'CNY' });
  const lines = ROWS.map(({ user, sku, what, second, yuan }) => `${user},${sku},${what},${FIRST + second},${yuan}`);
  await writeFile(join(folder, 'log.csv'), ['用户,商品,行为,时间,金额', ...lines].join('\n'));
  await writeFile(join(folder, 'map.json'), JSON.stringify(MAP));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

// What writes recordings is nice: on a machine that is busy with other tests it takes its time.
describe('a log of a show that took place before', { timeout: 180_000 }, () => {
  it('is replayed into an ended show, from its first fact to the end of its last second', async () => {
    const { code, out, err } = await replayTool('--show', SHOW, '--past');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('600 accepted');
    expect(out).toContain('the show took place from 2017-11-24T12:00:00.000Z to 2017-11-24T13:00:01.000Z: it is an ended one now');
    expect(LASTED).toBe(3_600);
    expect(await get<Show>('')).toMatchObject({ status: 'ended', startedAt: FIRST * 1000, endedAt: (FIRST + LASTED + 1) * 1000, toldAt: NOW });
    const { entries } = await get<LogPage>('/log');
    expect(entries[0]).toMatchObject({ at: NOW, outcome: 'done', by: { name: 'ADMIN_KEY' }, events: [{ type: 'show.toldPast', startedAt: FIRST * 1000 }] });
    expect(only((await get<TallyView>('/tally')).metrics, countedTo(LASTED))).toEqual(countedTo(LASTED));
  });

  it('is written down as any ended show: its review, its parts and what is usual, and none of it came late', async () => {
    await writtenDown();
    const review = await get<ReviewView>('/review');
    expect(review.show).toMatchObject({ status: 'ended', told: true });
    expect(review.facts).toBeUndefined();
    expect(review.incidents).toEqual([]);
    expect(only(review.metrics, countedTo(LASTED))).toEqual(countedTo(LASTED));
    const half = await get<SliceView>(`/review/slice?to=${FIRST + 1_800}`);
    expect(only(half.metrics, countedTo(1_799))).toEqual(countedTo(1_799));
    expect(await get<SliceView>('/review/slice')).toMatchObject({ metrics: countedTo(LASTED) });
    expect((await server.call('GET', '/api/v1/shows/next/review/medians')).json<MediansView>()).toMatchObject({ shows: 1, metrics: { gmv: countedTo(LASTED)['gmv'] } });
  });

  it('is replayed a second time without changing anything', async () => {
    const before = await get<Show>('');
    const { code, out } = await replayTool('--show', SHOW, '--past');
    expect(code).toBe(0);
    expect(out).toContain('600 duplicates');
    expect(out).toContain('the show has ended already');
    expect(await get<Show>('')).toEqual(before);
    expect(only((await get<TallyView>('/tally')).metrics, countedTo(LASTED))).toEqual(countedTo(LASTED));
  });

  it('plays in the order in which it happened, from its start to its end', async () => {
    await writtenDown();
    const first = await get<Reel>('/playback');
    expect(first).toMatchObject({ begin: FIRST * 1000, from: FIRST * 1000, length: 10_000, common: { opening: { show: { status: 'live', startedAt: FIRST * 1000 } } } });
    for (const second of [0, 600, 1_810, 3_590]) {
      const { from, view, common } = await get<Reel>(`/playback?at=${(FIRST + second) * 1000}`);
      expect(from).toBe((FIRST + second) * 1000);
      expect(only(view.tally.metrics, countedTo(second))).toEqual(countedTo(second));
      // Each sale is taken off when it was made.
      const sold = common.opening.stock.reduce((sum, row) => sum + row.sold, 0);
      expect(sold).toBe(countedTo(second)['orders']);
      expect(common.opening.alerts.filter(({ kind }) => kind === 'feed.silent')).toEqual([]);
    }
    const last = await get<Reel>(`/playback?at=${NOW}`);
    expect(last.end).toBe((FIRST + LASTED + 2) * 1000);
    const decided = last.common.seconds.flatMap(({ patches }) => patches.flatMap(({ events }) => events));
    expect(decided.map(({ type, at }) => [type, at])).toEqual([['show.ended', (FIRST + LASTED + 1) * 1000]]);
    const figures = last.view.seconds.reduce<Record<string, unknown>>((metrics, { metrics: changed }) => ({ ...metrics, ...changed }), { ...last.view.tally.metrics });
    for (const [id, value] of Object.entries(countedTo(LASTED))) expect([id, figures[id]]).toEqual([id, value]);
  });

  it('takes what comes after it was told as late, and says so', async () => {
    await server.setClock((clock += 5 * MINUTE));
    const refund = { type: 'order.refunded', at: (FIRST + 7_200) * 1000, orderId: (await orders())[0], refundId: 'r1', amount: 100 };
    expect((await server.send(SHOW, [refund], { 'x-producer': 'after-sales', 'x-sequence': '1' })).status).toBe(202);
    await expect.poll(async () => (await server.setClock((clock += 5_000)), (await get<ReviewView>('/review')).incidents), { timeout: 150_000 }).toMatchObject([{ kind: 'supplement', events: 1 }]);
    expect((await get<ReviewView>('/review')).metrics).toMatchObject({ refunds: 1, refundAmount: 100, gmv: countedTo(LASTED)['gmv'] });
  });

  it('can be deleted as any ended show, and is refused where the show is on air, or was not in the past', async () => {
    expect((await server.call('DELETE', path(`/recording?confirm=${SHOW}`))).status).toBe(204);
    const command = (id: string, type: string, payload: object) => server.call('POST', `/api/v1/shows/${id}/commands`, { id: `past-${clock}-${type}`, type, payload });
    expect((await command('next', 'show.tellPast', { startedAt: clock - MINUTE, endedAt: clock + MINUTE })).json()).toMatchObject({ code: 'INVALID', params: { why: 'future' }, errors: [{ path: '/payload/endedAt' }] });
    await command('next', 'show.start', { reason: '测试' });
    const { code, err } = await replayTool('--show', 'next', '--past');
    expect([code, err]).toEqual([1, 'refused, WRONG_STATE: the show is live: --past is for one that is only planned here\n']);
    expect((await server.call('GET', '/api/v1/shows/next/tally')).json<TallyView>().metrics).toMatchObject({ productClicks: 0 });
  });
});

/** Orders as they are told raw. */
async function orders(): Promise<string[]> {
  const lines = (await server.call('GET', path('/journal?limit=20000'))).text.trim().split('\n');
  return lines.flatMap((line) => {
    const event = JSON.parse(line) as { type: string; orderId?: string; feed?: string };
    return event.type === 'order.paid' && event.orderId !== undefined ? [event.orderId] : [];
  });
}
