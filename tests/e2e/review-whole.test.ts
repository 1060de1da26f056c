import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './browser.ts';
import { exportedEvents } from './exported.ts';
import { Api } from '../../server/ingest/feeder/api.ts';
import { simulate } from '../../server/ingest/simulate/run.ts';
import { formatDuration } from '../../client/format/number.ts';
import { METRIC } from '../../shared/metrics/dictionary.ts';
import type { MetricValues, TallyView } from '../../shared/metrics/view.ts';
import { query } from '../support/recording.ts';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const SHOW = 'simulated';
/** 2026-11-11 20:05 in Shanghai: the show lies inside one hour of the clock, so that the page's one hour is the whole of it. */
const START = Date.UTC(2026, 10, 11, 12, 5);
const MINUTES = 40;
/** How much of the show passes between two looks of the simulation. Unit: ms. */
const STRIDE = 2_000;
const TAKE_EVERY = 4 * 60_000;
/** What is told of the moment alone, and so is another thing once the show is over. */
const OF_THE_MOMENT = new Set(['online', 'entersPerMin', 'leavesPerMin', 'gmvPerMin', 'wantUsers']);

/** Every metric that can be counted from single events, by plain SQL over the lines of the export and nothing of the product's. */
const COUNTED = (file: string, from: number, to: number): string => `
  WITH events AS (
    FROM read_json('${file}', format = 'newline_delimited', columns = {
      "type": 'VARCHAR', "at": 'BIGINT', "viewerId": 'VARCHAR', "orderId": 'VARCHAR', "count": 'BIGINT', "quantity": 'BIGINT', "amount": 'BIGINT', "refundId": 'VARCHAR',
      "firstOrder": 'BOOLEAN', "follower": 'BOOLEAN', "lines": 'STRUCT(quantity BIGINT, amount BIGINT)[]' })
  ),
  created AS (SELECT "orderId", "viewerId", "at", coalesce("firstOrder", false) AS first, list_sum(list_transform(lines, l -> l.amount)) AS amount, list_sum(list_transform(lines, l -> l.quantity)) AS units
    FROM events WHERE "type" = 'order.created' AND "at" BETWEEN ${from} AND ${to}),
  paid AS (SELECT created.*, EXISTS (FROM events WHERE "type" = 'viewer.entered' AND follower AND "viewerId" = created."viewerId") AS fan
    FROM created WHERE "orderId" IN (SELECT "orderId" FROM events WHERE "type" = 'order.paid')),
  cancelled AS (SELECT DISTINCT "orderId" FROM events WHERE "type" = 'order.cancelled'),
  refunded AS (SELECT DISTINCT "orderId", "refundId", amount FROM events WHERE "type" = 'order.refunded' AND "orderId" IN (SELECT "orderId" FROM paid)),
  unpaid AS (FROM created WHERE "orderId" NOT IN (SELECT "orderId" FROM paid) AND "orderId" NOT IN (FROM cancelled)),
  visits AS (SELECT "type", "at" // 1000 AS since, lead("at") OVER (PARTITION BY "viewerId" ORDER BY "at") // 1000 AS until FROM events WHERE "type" IN ('viewer.entered', 'viewer.left')),
  stays AS (SELECT coalesce(until, ${to} // 1000) - since AS seconds FROM visits WHERE "type" = 'viewer.entered'),
  steps AS (SELECT "at" // 1000 AS sec, sum(if("type" = 'viewer.entered', 1, -1)) AS step FROM events WHERE "type" IN ('viewer.entered', 'viewer.left') GROUP BY sec),
  online AS (SELECT sum(step) OVER (ORDER BY sec) AS people FROM steps)
  SELECT
    count(*) FILTER ("type" = 'viewer.entered') AS views,
    count(DISTINCT "viewerId") FILTER ("type" = 'viewer.entered') AS viewers,
    (SELECT max(people)::BIGINT FROM online) AS "peakOnline",
    (SELECT sum(seconds)::BIGINT FROM stays) AS "watchSeconds",
    (SELECT count(*) FROM stays WHERE seconds >= 60) AS "longViews",
    coalesce(sum(coalesce("count", 1)) FILTER ("type" = 'room.impressed'), 0)::BIGINT AS impressions,
    count(DISTINCT "viewerId") FILTER ("type" = 'room.impressed') AS "impressionUsers",
    count(*) FILTER ("type" = 'comment.posted') AS comments,
    count(DISTINCT "viewerId") FILTER ("type" = 'comment.posted') AS commenters,
    (sum(coalesce("count", 1)) FILTER ("type" = 'like.given'))::BIGINT AS likes,
    count(*) FILTER ("type" = 'share.made') AS shares,
    count(*) FILTER ("type" = 'follow.made') AS "newFollows",
    count(DISTINCT "viewerId") FILTER ("type" IN ('comment.posted', 'like.given', 'share.made', 'follow.made')) AS "engagedViewers",
    (sum(coalesce("count", 1)) FILTER ("type" = 'product.shown'))::BIGINT AS "productImpressions",
    count(DISTINCT "viewerId") FILTER ("type" = 'product.shown') AS "productImpressionUsers",
    (sum(coalesce("count", 1)) FILTER ("type" = 'product.clicked'))::BIGINT AS "productClicks",
    count(DISTINCT "viewerId") FILTER ("type" = 'product.clicked') AS "clickUsers",
    count(*) FILTER ("type" = 'product.favourited') AS favourites,
    count(*) FILTER ("type" = 'cart.added') AS "cartAdds",
    (sum(coalesce(quantity, 1)) FILTER ("type" = 'cart.added'))::BIGINT AS "cartUnits",
    count(DISTINCT "viewerId") FILTER ("type" = 'cart.added') AS "cartUsers",
    (SELECT count(*) FROM created) AS "ordersCreated",
    (SELECT count(DISTINCT "viewerId") FROM created) AS "createdUsers",
    (SELECT sum(amount)::BIGINT FROM created) AS "createdAmount",
    (SELECT count(*) FROM unpaid) AS "unpaidOrders",
    (SELECT coalesce(sum(amount), 0)::BIGINT FROM unpaid) AS "unpaidAmount",
    (SELECT count(*) FROM paid) AS orders,
    (SELECT count(DISTINCT "viewerId") FROM paid) AS buyers,
    (SELECT sum(units)::BIGINT FROM paid) AS units,
    (SELECT sum(amount)::BIGINT FROM paid) AS gmv,
    (SELECT count(DISTINCT "viewerId") FROM paid WHERE first) AS "newBuyers",
    (SELECT coalesce(sum(amount), 0)::BIGINT FROM paid WHERE fan) AS "fanGmv",
    (SELECT count(*) FROM refunded) AS refunds,
    (SELECT coalesce(sum(amount), 0)::BIGINT FROM refunded) AS "refundAmount",
    (SELECT (SELECT sum(amount) FROM paid) - (SELECT coalesce(sum(amount), 0) FROM refunded))::BIGINT AS "netSales"
  FROM events`;

let server: TestServer;
let folder: string;
let made = 0;
let now = START;
/** As a desk was told it, just before the end. */
let live: MetricValues;

const path = (rest: string): string => `/api/v1/shows/${SHOW}${rest}`;
async function command(type: string, payload: object = {}): Promise<void> {
  const reply = await server.call('POST', path('/commands'), { id: `whole-${made++}-x`, type, payload });
  if (reply.status !== 200) throw new Error(reply.text);
}

/** The product's own audience in the real server, by a clock that runs as fast as both can. */
async function runShow(): Promise<void> {
  const listings = (await server.call('GET', path(''))).json<{ listings: { id: string }[] }>().listings.map(({ id }) => id);
  let onAir: string | null = null;
  const pass = async (): Promise<void> => {
    now += STRIDE;
    await server.setClock(now);
    const due = listings[Math.floor((now - START) / TAKE_EVERY)] ?? null;
    if (due === onAir || due === null) return;
    await command('listing.take', { listingId: due, seenOnAir: onAir });
    onAir = due;
  };
  const api = new Api({ url: server.url, key: ADMIN_KEY, patienceMs: 60_000, onWaiting: () => undefined });
  const quiet = { line: () => undefined, progress: () => undefined };
  await simulate({ show: SHOW, viewers: 1_500, minutes: MINUTES, seed: 11, speed: 1 }, api, quiet, { now: () => now, wait: pass, stopping: () => false });
}

/** The raw events, in a file. */
async function download(page: Page): Promise<string> {
  const file = join(folder, 'events.ndjson');
  writeFileSync(file, `${(await exportedEvents(page, server.url, SHOW)).join('\n')}\n`);
  return file;
}

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'ck-whole-'));
  server = await startServer({ clock: START });
  const listings = Array.from({ length: 12 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: `商品 ${i + 1}`, price: 4_990 + 3_000 * i, stock: 2_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '模拟专场', currency: 'CNY', host: '林溪', listings, segments: [] });
  await command('show.start', { reason: '测试' });
  await runShow();
  live = (await server.call('GET', path('/tally'))).json<TallyView>().metrics;
  await command('show.end');
  // Written down some quiet seconds later, by the server's clock.
  let later = now;
  await expect.poll(async () => (await server.setClock((later += 5_000)), (await server.call('GET', path('/review/slice'))).status), { timeout: 60_000 }).toBe(200);
});
test.afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** A shown figure as a number; money in whole units, as tables have it. */
const read = (text: string): number => Number(text.replace(/[^\d.-]/g, ''));

/** A table of the page with every metric, by column: a cell a row. */
async function shown(page: Page, tab: string): Promise<Map<string, string[]>> {
  await page.getByRole('tab', { name: tab }).click();
  const panel = page.getByRole('tabpanel');
  const names = (await panel.locator('thead th').allTextContents()).map((name) => name.trim());
  const rows = await panel.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
  return new Map(names.map((name, i) => [name, rows.map((row) => row[i] ?? '')]));
}

test('a simulated show to its end: the review, the live tally and a count by hand over the exported events say the same of every metric', async ({ page }) => {
  const reply = await page.request.post(`${server.url}/api/v1/session`, { data: { token: ADMIN_KEY }, headers: { origin: server.url } });
  expect(reply.ok()).toBe(true);
  const counted = (await query(COUNTED(await download(page), START, now)))[0] as Record<string, number>;
  for (const [id, value] of Object.entries(counted)) expect.soft(value, `${id} is worth comparing`).toBeGreaterThan(0);
  // The live tally, to the unit.
  expect(counted).toEqual(Object.fromEntries(Object.keys(counted).map((id) => [id, live[id]])));

  // The review as programs read it: every metric there is, those of the moment apart.
  const lasting = (metrics: MetricValues): MetricValues => Object.fromEntries(Object.entries(metrics).filter(([id]) => !OF_THE_MOMENT.has(id)));
  const review = (await (await page.request.get(`${server.url}${path('/review')}`)).json()) as { metrics: MetricValues };
  expect(lasting(review.metrics)).toEqual(lasting(live));

  // The page, as a person reads it.
  await page.goto(`${server.url}/shows/${SHOW}/review`);
  const head = async (id: string): Promise<number> => read((await page.locator(`[data-figure=${id}]`).getAttribute('title')) ?? '');
  for (const id of ['orders', 'buyers', 'viewers']) expect.soft(await head(id), id).toBe(counted[id]);
  for (const id of ['gmv', 'netSales']) expect.soft(await head(id), id).toBe((counted[id] ?? 0) / 100);
  for (const id of ['impressionUsers', 'viewers', 'productImpressionUsers', 'clickUsers', 'createdUsers', 'buyers']) {
    expect.soft(read(await page.locator(`[data-step=${id}] b`).innerText()), `${id} of the funnel`).toBe(counted[id]);
  }
  const told = new Set<string>();
  await page.getByRole('button', { name: '全部指标' }).click();
  for (const tab of ['小时', '流量来源', '商品']) {
    const columns = await shown(page, tab);
    for (const [id, value] of Object.entries(counted)) {
      const metric = METRIC.get(id);
      const cells = columns.get(metric?.zh ?? '');
      // People of two listings are one person, and what is no count loses cents or seconds in a sum of rows.
      if (!metric || !cells || (tab === '商品' && metric.people)) continue;
      if (metric.unit !== 'count' && cells.length > 1) continue;
      if (metric.unit === 'seconds') expect.soft(cells, `${id} under ${tab}`).toEqual([formatDuration(value)]);
      else expect.soft(cells.reduce((sum, cell) => sum + read(cell), 0), `${id} under ${tab}`).toBe(metric.unit === 'money' ? Math.trunc(value / 100) : value);
      told.add(id);
    }
  }
  expect([...Object.keys(counted)].filter((id) => !told.has(id))).toEqual([]);
});
