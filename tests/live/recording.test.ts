import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/alerts/alert.ts';
import { Shelf } from '../../server/recording/shelf.ts';
import { roomMix } from '../bench/mix.ts';
import { connectConsole } from '../support/console.ts';
import { recorded } from '../support/recording.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let showId: string;
let made = 0;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  showId = `recorded-${made++}`;
  await server.call('POST', '/api/v1/shows', { id: showId, title: '双11', currency: 'CNY', listings: [{ sku: 'SKU-0', title: '洁面乳', price: 8_900, stock: 10 }] });
  await command('show.start', { reason: 'test' });
});

async function command(type: string, payload: object = {}): Promise<void> {
  expect((await server.call('POST', `/api/v1/shows/${showId}/commands`, { id: `command-${made++}-x`, type, payload })).status).toBe(200);
}

interface Line {
  id: string;
  sourceId?: string;
  feed?: string;
}
/** What the journal says, an event a line. */
async function journal(): Promise<Line[]> {
  const { text } = await server.call('GET', `/api/v1/shows/${showId}/journal?limit=100000`);
  return text.trim().split('\n').map((line) => JSON.parse(line) as Line);
}

/** Waits until the recording reaches the journal's end. */
async function whole(): Promise<void> {
  const shelf = await Shelf.open(server.dataDir);
  for (;;) {
    const last = (await journal()).at(-1)?.id.split('.')[0];
    if ((await shelf.manifest(showId))?.upTo === last) return;
    await wait(100);
  }
}

describe('a show that has ended', () => {
  it('is recorded to its last event as the journal has it, and is again when the ledger or a feed adds something', async () => {
    const mix = roomMix({ seed: 5, viewers: 100, skus: 3, startAt: Date.now(), stepMs: 5 });
    const batch = Array.from({ length: 500 }, () => mix.next().value as object);
    await server.send(showId, batch, { 'x-producer': 'douyin' });
    await server.send(showId, batch.slice(0, 50), { 'x-producer': 'again' });
    await command('show.end');
    await whole();
    const lines = await journal();
    const events = await recorded(server.dataDir, showId);
    expect(events.map(({ id, event }) => ({ ...event, id, ...('id' in (event ?? {}) ? { sourceId: event?.['id'] } : {}) }))).toEqual(lines.map(({ feed: _, ...line }) => line));
    expect(events.filter(({ verdict }) => verdict === 0)).toHaveLength(50);
    await server.send(showId, [{ type: 'order.refunded', at: Date.now(), orderId: 'O51', refundId: 'R', amount: 1 }], { 'x-producer': 'douyin' });
    await whole();
    expect((await recorded(server.dataDir, showId)).some(({ event }) => event?.['refundId'] === 'R')).toBe(true);
  });

  it('is told to be unrecorded where the disk refuses, until it takes it', async () => {
    const place = join(server.dataDir, 'recordings', showId);
    writeFileSync(place, 'not a folder');
    const one = await connectConsole(server.url);
    const answer = await one.join(showId);
    if (!answer.ok) throw new Error(answer.problem.detail);
    const alerts = (): readonly Alert[] => one.told.reduce((now, told) => (told.kind === 'tick' ? (told.tick.alerts ?? now) : now), answer.alerts);
    await command('show.end');
    await one.until(() => alerts().some(({ kind }) => kind === 'recording.failing'));
    rmSync(place);
    await one.until(() => !alerts().some(({ kind }) => kind === 'recording.failing'));
    one.close();
    expect(await recorded(server.dataDir, showId)).not.toEqual([]);
  });
});
