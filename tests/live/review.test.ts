import { truncateSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeriesView, TallyView } from '../../shared/metrics/view.ts';
import type { Problem } from '../../shared/protocol/problems.ts';
import type { Reconciled } from '../../shared/review/reconcile.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import type { SliceView } from '../../shared/review/slice.ts';
import { TABLE_IDS } from '../../shared/review/words.ts';
import { Shelf, type CheckedSegment } from '../../server/recording/shelf.ts';
import { roomMix } from '../bench/mix.ts';
import { query } from '../support/recording.ts';
import { startServer, type TestServer } from '../support/server.ts';

const SHOW = 'reviewed';
let server: TestServer;
let review: ReviewView;
let late: ReviewView;
let made = 0;

const path = (rest: string): string => `/api/v1/shows/${SHOW}/${rest}`;
async function command(type: string, payload: object = {}): Promise<void> {
  expect((await server.call('POST', path('commands'), { id: `command-${made++}-x`, type, payload })).status).toBe(200);
}

/** The recording's segments, once it reaches the journal's end. */
async function recordedWhole(): Promise<CheckedSegment[]> {
  const shelf = await Shelf.open(server.dataDir);
  const tail = (): Promise<string | undefined> => server.call('GET', path('journal?limit=100000')).then(({ text }) => (JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as { id?: string }).id?.split('.')[0]);
  while ((await shelf.manifest(SHOW))?.upTo !== (await tail())) await wait(100);
  return shelf.check(SHOW);
}

/** The same, once what the show came to is written down as well. */
async function writtenDown(): Promise<CheckedSegment[]> {
  const segments = await recordedWhole();
  const shelf = await Shelf.open(server.dataDir);
  for (;;) {
    const manifest = await shelf.manifest(SHOW);
    if (manifest?.closing?.upTo === manifest?.upTo) return segments;
    await wait(100);
  }
}

beforeAll(async () => {
  server = await startServer();
  const listings = Array.from({ length: 3 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: i === 0 ? '=洁面' : `商品 ${i}`, price: 14_900, stock: 1_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11', currency: 'CNY', host: '小雅', listings, segments: [{ kind: '福利', title: '福利', minutes: 10 }] });
  await command('show.start', { reason: 'test' });
  await command('segment.start', { segmentId: (await server.call('GET', `/api/v1/shows/${SHOW}`)).json<{ segments: { id: string }[] }>().segments[0]?.id });
  await command('listing.take', { listingId: 'L1', seenOnAir: null });
  const mix = roomMix({ seed: 9, viewers: 150, skus: 3, startAt: Date.now(), stepMs: 0.01 });
  for (let i = 0; i < 10; i++) {
    const batch = Array.from({ length: 300 }, () => mix.next().value as object);
    // Some of it twice.
    expect((await server.send(SHOW, [...batch, ...batch.slice(0, 30)], { 'x-producer': 'douyin' })).status).toBe(202);
  }
  await command('show.end');
  review = (await server.call('GET', path('review'))).json<ReviewView>();
});
afterAll(() => server.stop());

describe('the review of a show', () => {
  it('has the live tally\'s own figures', async () => {
    const tally = (await server.call('GET', path('tally'))).json<TallyView>();
    const whole = ({ metrics }: { metrics: object }) => metrics;
    expect(review.metrics).toEqual(tally.metrics);
    expect(review.listings.map(whole)).toEqual(tally.listings.map(whole));
    expect(review.sources).toEqual(tally.sources);
    expect(review.hosts).toEqual(tally.shifts);
    expect(review.listings[0]).toMatchObject({ listingId: 'L0', number: 1, title: '=洁面' });
  });

  it('agrees to the unit with what the engine counts in the recording', async () => {
    const files = (await recordedWhole()).map(({ path: file }) => `'${file}'`).join(', ');
    const [counted] = await query(`
      WITH counted AS (FROM read_parquet([${files}]) WHERE kind = 'facts' AND verdict = 1),
      paid AS (SELECT order_id, arg_min(more, "at") AS more, arg_min(viewer, "at") AS viewer FROM counted WHERE type = 'order.paid' GROUP BY order_id),
      lines AS (SELECT order_id, viewer, unnest(from_json(json_extract(more, '$.lines'), '[{"sku":"VARCHAR","quantity":"BIGINT","amount":"BIGINT"}]')) AS line FROM paid)
      SELECT
        (SELECT count(*) FROM counted WHERE type = 'viewer.entered') AS views,
        (SELECT count(DISTINCT viewer) FROM counted WHERE type = 'viewer.entered') AS viewers,
        (SELECT count(*) FROM counted WHERE type = 'comment.posted') AS comments,
        (SELECT count(DISTINCT viewer) FROM counted WHERE type = 'comment.posted') AS commenters,
        (SELECT CAST(sum(coalesce("count", 1)) AS BIGINT) FROM counted WHERE type = 'like.given') AS likes,
        (SELECT CAST(sum(coalesce("count", 1)) AS BIGINT) FROM counted WHERE type = 'product.shown') AS "productImpressions",
        (SELECT count(DISTINCT viewer) FROM counted WHERE type = 'product.shown') AS "productImpressionUsers",
        (SELECT CAST(sum(coalesce("count", 1)) AS BIGINT) FROM counted WHERE type = 'product.clicked') AS "productClicks",
        (SELECT count(DISTINCT viewer) FROM counted WHERE type = 'product.clicked') AS "clickUsers",
        (SELECT count(*) FROM counted WHERE type = 'cart.added') AS "cartAdds",
        (SELECT count(DISTINCT viewer) FROM counted WHERE type = 'cart.added') AS "cartUsers",
        (SELECT count(*) FROM paid) AS orders,
        (SELECT count(DISTINCT viewer) FROM paid) AS buyers,
        (SELECT CAST(sum(line.quantity) AS BIGINT) FROM lines) AS units,
        (SELECT CAST(sum(line.amount) AS BIGINT) FROM lines) AS gmv`);
    expect(counted).toEqual(Object.fromEntries(Object.keys(counted ?? {}).map((id) => [id, review.metrics[id]])));
    expect(Number(counted?.['gmv'])).toBeGreaterThan(0);
  });

  it('tells hours that add up, the segment, who was on air, and what was done', () => {
    const gmv = review.hours.reduce((sum, { metrics }) => sum + Number(metrics['gmv']), 0);
    expect(gmv).toBe(review.metrics['gmv']);
    expect(review.hours[0]?.hosts).toEqual(['小雅']);
    expect(review.segments).toMatchObject([{ title: '福利', plannedMinutes: 10 }]);
    expect(review.actions.map(({ kind, about }) => [kind, about])).toEqual([['segment.started', '福利'], ['listing.taken', '#2 商品 1']]);
    expect(review.actions[0]?.overlaps).toEqual([review.actions[1]?.id]);
    // The show lasted for less than ten minutes.
    expect(review.actions[0]?.compared).toBeNull();
  });

  it('is the same after a restart', async () => {
    await server.halt();
    await server.start();
    const again = (await server.call('GET', path('review'))).json<ReviewView>();
    expect({ ...again, at: 0, lastId: '' }).toEqual({ ...review, at: 0, lastId: '' });
  });

  it('can be taken away as files', async () => {
    const csv = await server.call('GET', path('export?format=csv&table=listings&lang=en'));
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="reviewed-listings.csv"');
    const [head, first] = csv.text.split('\r\n');
    expect(head).toContain('No.,Title,Listing id,Product impressions');
    expect(first).toMatch(/^1,'=洁面,L0,/);
    expect((await server.call('GET', path('export?format=json'))).json<ReviewView>().metrics).toEqual(review.metrics);
    for (const table of TABLE_IDS) expect((await server.call('GET', path(`export?format=csv&table=${table}`))).status).toBe(200);
    const book = await server.call('GET', path('export?format=xlsx'));
    expect([book.status, book.text.slice(0, 2)]).toEqual([200, 'PK']);
  });

  it('opens and agrees from the recording alone, once Redis is empty', async () => {
    const series = async () => (await server.call('GET', path('series?metrics=gmv,online&step=60'))).json<SeriesView>();
    // Late: views that are still open count up to the show's end from now on.
    await server.send(SHOW, [{ type: 'feed.alive', at: Date.now() }], { 'x-producer': 'douyin' });
    await recordedWhole();
    late = (await server.call('GET', path('review'))).json<ReviewView>();
    const before = await series();
    expect((await writtenDown()).length).toBeGreaterThan(1);
    await server.halt();
    const direct = new Redis(server.redis.socket);
    await direct.flushall();
    direct.disconnect();
    await server.start();
    const { metrics, listings, deals, sources, hosts, hours, segments, actions, skus } = (await server.call('GET', path('review'))).json<ReviewView>();
    expect({ metrics, listings, deals, sources, hosts, hours, segments, actions, skus }).toEqual({
      metrics: late.metrics, listings: late.listings, deals: late.deals, sources: late.sources, hosts: late.hosts, hours: late.hours, segments: late.segments, actions: late.actions, skus: late.skus,
    });
    expect((await series()).columns).toEqual(before.columns);
    expect((await server.call('GET', path('export?format=csv&table=listings'))).status).toBe(200);
  });

  it('is told in parts by the recording, each by the definitions of the whole', async () => {
    const slice = async (query: string) => (await server.call('GET', path(`review/slice?${query}`))).json<SliceView>();
    const whole = await slice('');
    expect(late.metrics).toMatchObject(whole.metrics);
    expect(whole.sources.map(({ source }) => source)).toEqual(late.sources.map(({ source }) => source));
    const [paid] = late.sources.filter(({ source }) => source === 'paid');
    expect((await slice('source=paid')).metrics['gmv']).toBe(paid?.metrics['gmv']);
    expect((await slice(`host=${encodeURIComponent('小雅')}&listing=L1`)).metrics['gmv']).toBe(late.listings[1]?.metrics['gmv']);
    expect((await slice(`segment=${late.segments[0]?.segmentId ?? ''}`)).metrics['gmv']).toBe(late.segments[0]?.metrics['gmv']);
    expect((await server.call('GET', path('review/slice?from=soon'))).status).toBe(400);
    expect((await server.call('GET', '/api/v1/shows/nobody/review/slice')).status).toBe(404);
    // There is no other show to compare it with.
    expect((await server.call('GET', path('review/medians'))).json()).toEqual({ shows: 0, metrics: {} });
    expect((await server.call('GET', '/api/v1/shows/nobody/review/medians')).status).toBe(404);
  });

  it('holds a platform\'s orders against its own, down to the order', async () => {
    const files = (await (await Shelf.open(server.dataDir)).check(SHOW)).map(({ path: file }) => `'${file}'`).join(', ');
    const file = await query(`
      WITH paid AS (SELECT order_id, arg_min(more, "at") AS more, min("at") AS "at" FROM read_parquet([${files}]) WHERE kind = 'facts' AND verdict = 1 AND type = 'order.paid' GROUP BY order_id),
      lines AS (SELECT order_id, "at", unnest(from_json(json_extract(more, '$.lines'), '[{"sku":"VARCHAR","quantity":"BIGINT","amount":"BIGINT"}]')) AS line FROM paid)
      SELECT order_id AS "orderId", line.amount AS amount, 'paid' AS state, "at" FROM lines ORDER BY order_id`);
    const ask = (lines: object[]) => server.call('POST', path('reconcile?offset=480'), lines);
    expect((await ask(file)).json<Reconciled>()).toMatchObject({ there: { lines: file.length, amount: late.metrics['gmv'] }, matched: { orders: late.metrics['orders'], amount: late.metrics['gmv'] }, bridge: [], differ: 0 });

    const [gone, wrong] = [file[0]?.['orderId'], file.at(-1)?.['orderId']];
    const changed = file.filter(({ orderId }) => orderId !== gone).map((line) => (line === file.at(-1) ? { ...line, amount: Number(line['amount']) + 7 } : line));
    const told = (await ask([...changed, { orderId: 'theirs', amount: 100, state: 'paid' }])).json<Reconciled>();
    expect(told.bridge.map(({ reason, orders }) => [reason, orders])).toEqual([['notHere', 1], ['notThere', 1], ['amount', 1]]);
    expect(told.differing.map(({ orderId }) => orderId).sort()).toEqual([gone, wrong, 'theirs'].sort());
    expect(told.there.amount + told.bridge.reduce((sum, { delta }) => sum + delta, 0)).toBe(late.metrics['gmv']);

    const refused = await ask([{ orderId: 'theirs', amount: 1.5, state: 'paid' }]);
    expect([refused.status, refused.json<Problem>().errors?.[0]?.path]).toEqual([422, '/0/amount']);
    expect((await server.call('POST', '/api/v1/shows/nobody/reconcile', [])).status).toBe(404);
  });

  it('says what is usual by the shows that something was told of', async () => {
    for (const id of ['told', 'silent']) {
      await server.call('POST', '/api/v1/shows', { id, title: id, currency: 'CNY', listings: [] });
      const say = (type: string) => server.call('POST', `/api/v1/shows/${id}/commands`, { id: `command-${made++}-x`, type, payload: { reason: 'test' } });
      expect((await say('show.start')).status).toBe(200);
      if (id === 'told') await server.send(id, [{ type: 'viewer.entered', at: Date.now(), viewerId: 'v1' }], { 'x-producer': 'douyin' });
      expect((await server.call('POST', `/api/v1/shows/${id}/commands`, { id: `command-${made++}-x`, type: 'show.end', payload: {} })).status).toBe(200);
    }
    const shelf = await Shelf.open(server.dataDir);
    for (const id of ['told', 'silent']) while (!(await shelf.manifest(id))?.closing) await wait(100);
    const usual = (await server.call('GET', path('review/medians'))).json<{ shows: number; metrics: Record<string, number> }>();
    expect([usual.shows, usual.metrics['views']]).toEqual([1, 1]);
  });

  it('names a segment that was damaged, and tells the rest', async () => {
    const last = (await (await Shelf.open(server.dataDir)).check(SHOW)).at(-1);
    await server.halt();
    truncateSync(last?.path ?? '', 50);
    await server.start();
    const told = (await server.call('GET', path('review'))).json<ReviewView>();
    expect(told.incidents).toContainEqual(expect.objectContaining({ kind: 'damaged', file: last?.file }));
    // What was written down at the show's end is whole all the same.
    expect(told.metrics).toEqual(late.metrics);
  });

  it('of a show that is not over yet has no parts, which says what to do', async () => {
    await server.call('POST', '/api/v1/shows', { id: 'planned', title: 'planned', currency: 'CNY', listings: [] });
    const reply = await server.call('GET', '/api/v1/shows/planned/review/slice');
    expect([reply.status, reply.json<{ code: string; detail: string }>()]).toMatchObject([409, { code: 'WRONG_STATE', detail: expect.stringContaining('end it first') as string }]);
  });

  it('of a show that does not exist is not found, and a format that does not exist refused', async () => {
    expect((await server.call('GET', '/api/v1/shows/nobody/review')).status).toBe(404);
    expect((await server.call('GET', path('export?format=pdf'))).status).toBe(400);
  });
});
