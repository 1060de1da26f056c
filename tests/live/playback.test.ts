import { mkdtemp, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryMs, type EntryId } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { readMetrics } from '../../shared/metrics/read.ts';
import { createTally, foldEntry } from '../../shared/metrics/tally.ts';
import type { MetricValues, Window } from '../../shared/metrics/view.ts';
import type { WireMetrics } from '../../shared/protocol/socket.ts';
import type { Reel } from '../../shared/review/playback.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { isPaidClaim, type LedgerEvent } from '../../shared/stock/events.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import type { EntryKind } from '../../server/recording/row.ts';
import { momentOf } from '../../server/recording/stage.ts';
import { roomMix } from '../bench/mix.ts';
import { endQueryProcess } from '../support/query-process.ts';
import { recorded } from '../support/recording.ts';
import { startServer, type TestServer } from '../support/server.ts';

const SHOW = 'played';
const START = Date.UTC(2026, 10, 11, 12);
const SECONDS = 95;
let server: TestServer;
let made = 0;

const path = (rest: string): string => `/api/v1/shows/${SHOW}/${rest}`;
async function command(type: string, payload: object = {}): Promise<void> {
  expect((await server.call('POST', path('commands'), { id: `command-${made++}-x`, type, payload })).status).toBe(200);
}
const reel = async (at: number, window: Window = 'show'): Promise<Reel> => (await server.call('GET', path(`playback?at=${at}&window=${window}`))).json<Reel>();

async function writtenDown(): Promise<void> {
  const shelf = await Shelf.open(server.dataDir);
  // An ended show is written down once it has been quiet for a while by its own clock.
  for (let clock = START + SECONDS * 1000; ; clock += 1000) {
    await server.setClock(clock);
    const manifest = await shelf.manifest(SHOW);
    if (manifest?.closing && manifest.closing.upTo === manifest.upTo) return;
    await wait(100);
  }
}

/** What a screen holds at a moment: the reel's beginning, and what it was told up to then. */
function shownAt({ view, common }: Reel, at: number): { metrics: MetricValues; show: Show } {
  const metrics = { ...view.tally.metrics };
  let { show } = common.opening;
  common.seconds.forEach((second, i) => {
    if (second.at > at) return;
    const figures: WireMetrics = view.seconds[i]?.metrics ?? {};
    for (const [id, figure] of Object.entries(figures)) metrics[id] = Array.isArray(figure) ? { numerator: figure[0], denominator: figure[1] } : figure;
    for (const { events, revision } of second.patches) show = { ...applyCommit(show, events), revision };
  });
  return { metrics, show };
}

/** The recording folded up to a moment, from its beginning. */
async function foldedTo(at: number): Promise<{ metrics: (window: Window) => MetricValues; show: Show | null }> {
  const tally = createTally(SHOW);
  let show: Show | null = null;
  const entries = new Map<string, { feed: string; events: Record<string, unknown>[] }>();
  for (const { id, feed, event } of await recorded(server.dataDir, SHOW)) {
    const entry = id.split('.')[0] ?? '';
    const known = entries.get(entry) ?? { feed, events: [] };
    if (event) known.events.push(event);
    entries.set(entry, known);
  }
  let moment = -Infinity;
  for (const [id, { feed, events }] of entries) {
    const kind: EntryKind = feed !== '' ? 'facts' : events.some(({ by }) => by !== undefined) ? 'decision' : 'ledger';
    moment = momentOf({ id: id as EntryId, kind, events }, moment);
    if (moment > at) break;
    foldEntry(tally, { id: id as EntryId, arrivedAt: entryMs(id), feed, events: kind === 'ledger' ? (events as unknown as LedgerEvent[]).filter(isPaidClaim) : (events as unknown as PlatformEvent[]) });
    if (kind === 'decision') show = applyCommit(show, events as unknown as ShowEvent[]);
  }
  return { metrics: (window) => readMetrics(tally, { now: at, window }), show };
}

beforeAll(async () => {
  server = await startServer({ clock: START - 60_000 });
  const listings = Array.from({ length: 3 }, (_, i) => ({ id: `L${i}`, sku: `SKU-${i}`, title: `商品 ${i}`, price: 14_900, stock: 1_000 }));
  await server.call('POST', '/api/v1/shows', { id: SHOW, title: '双11', currency: 'CNY', host: '小雅', listings });
  await server.setClock(START);
  await command('show.start', { reason: 'test' });
  const mix = roomMix({ seed: 9, viewers: 150, skus: 3, startAt: START, stepMs: 25 });
  for (let second = 5; second <= SECONDS; second += 5) {
    await server.setClock(START + second * 1000);
    if (second === 20 || second === 60) await command('listing.take', { listingId: `L${second / 20 - 1}`, seenOnAir: second === 20 ? null : 'L0' });
    expect((await server.send(SHOW, Array.from({ length: 200 }, () => mix.next().value as object), { 'x-producer': 'douyin' })).status).toBe(202);
  }
  await command('show.end');
});
afterAll(() => server.stop());

describe('playback', () => {
  it('is there once the show is written down, and says so before', async () => {
    const early = await server.call('GET', path('playback'));
    if (early.status !== 200) expect(early.json()).toMatchObject({ code: 'OVERLOADED' });
    await writtenDown();
    const first = await reel(0);
    expect(first).toMatchObject({ begin: START, from: START, window: 'show', common: { opening: { show: { status: 'live' } } } });
    expect(first.common.seconds.map(({ at }) => at - START)).toEqual(Array.from({ length: 10 }, (_, i) => (i + 1) * 1000));
    expect((await server.call('GET', '/api/v1/shows/nobody/playback')).status).toBe(404);
  });

  it('ends with the review\'s own figures', async () => {
    const review = (await server.call('GET', path('review'))).json<ReviewView>();
    const last = await reel(Date.UTC(2030, 0));
    expect(last.common.seconds.at(-1)?.at).toBe(last.end);
    const { metrics, show } = shownAt(last, last.end);
    expect(metrics).toEqual(review.metrics);
    expect(metrics['gmv']).toBeGreaterThan(0);
    expect(show).toMatchObject({ status: 'ended', endedAt: review.show.endedAt });
  });

  it.each([[7_000, undefined], [33_000, 'L0'], [64_000, 'L2']])('shows what the journal comes to %i ms after the start, in every window', async (after, onAir) => {
    const at = START + after;
    const folded = await foldedTo(at);
    for (const window of ['show', '5m', 'onair'] as const) {
      const { metrics, show } = shownAt(await reel(at, window), at);
      expect(metrics).toEqual(folded.metrics(window));
      expect([show.onAir?.listingId, folded.show?.onAir?.listingId]).toEqual([onAir, onAir]);
    }
  });

  it('goes from one reel into the next without a break', async () => {
    const one = await reel(START + 10_000);
    const two = await reel(one.from + one.length);
    const { metrics, show } = shownAt(one, two.from);
    expect(metrics).toEqual(two.view.tally.metrics);
    expect(show.revision).toBe(two.common.opening.revision);
    const ids = [one, two].flatMap(({ common }) => common.seconds.flatMap(({ patches }) => patches));
    expect(ids[0]?.prev).toBe(one.common.opening.id);
    expect(two.common.opening.id).toBe([one.common.opening.id, ...one.common.seconds.flatMap(({ patches }) => patches.map(({ id }) => id))].at(-1));
  });

  it('is made once and kept: who begins anew reads it without the segments, and makes anew what is not as it was', async () => {
    const at = START + 33_000;
    const wanted = await reel(at, '5m');
    const folder = join(server.dataDir, 'recordings', SHOW);
    const kept = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.startsWith('playback-')).sort();
    await expect.poll(kept).toHaveLength(2);
    const [film = '', index = ''] = await kept();
    const bytes = await readFile(join(folder, film));
    const aside = await mkdtemp(join(server.dataDir, 'aside-'));
    const anew = async (): Promise<Reel> => {
      await endQueryProcess(server.pid);
      return reel(at, '5m');
    };

    const segments = (await (await Shelf.open(server.dataDir)).manifest(SHOW))?.segments.map(({ file }) => file) ?? [];
    for (const file of segments) await rename(join(folder, file), join(aside, file));
    expect(await anew()).toEqual(wanted);
    for (const file of segments) await rename(join(aside, file), join(folder, file));

    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(damaged.readUInt8(100) ^ 1, 100);
    await writeFile(join(folder, film), damaged);
    expect(await anew()).toEqual(wanted);
    await expect.poll(() => readFile(join(folder, film))).toEqual(bytes);

    await writeFile(join(folder, index), '{');
    expect(await anew()).toEqual(wanted);
    await expect.poll(async () => (await readFile(join(folder, index))).length).toBeGreaterThan(100);
  });
});
