import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EntryId, ShowId } from '../../../shared/ids.ts';
import type { Reel } from '../../../shared/review/playback.ts';
import type { ShowEvent } from '../../../shared/show/events.ts';
import type { RecordedEntry } from '../../../server/recording/entries.ts';
import { Film } from '../../../server/recording/film.ts';
import { spanOf } from '../../../server/recording/stage.ts';

const START = Date.UTC(2017, 10, 25, 12);
const HOUR = 3_600_000;
const HOURS = 60;
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'ck-film-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const stamp = (at: number) => ({ at, by: { id: 'p', name: 'p', role: 'admin' }, commandId: `c${at}` });
const created: ShowEvent = {
  type: 'show.created', ...stamp(START - 1_000), listings: [], segments: [],
  show: { id: 's' as ShowId, title: 's', currency: 'CNY', salesChannel: 'own', status: 'planned', createdAt: START - 1_000, frozen: false, pinned: [], shifts: [], wantKeywords: [], lateHours: 24 },
};

/** A show of two days and a half: a viewer enters on every hour. */
async function* entries(): AsyncGenerator<RecordedEntry> {
  let made = 0;
  const entry = (at: number, kind: RecordedEntry['kind'], event: object): RecordedEntry =>
    ({ id: `${at}-${made++}` as EntryId, kind, feed: kind === 'facts' ? 'a' : '', revision: kind === 'facts' ? null : made, events: [event as Record<string, unknown>] });
  yield entry(START - 1_000, 'decision', created);
  yield entry(START, 'decision', { type: 'show.started', ...stamp(START) });
  for (let hour = 1; hour < HOURS; hour++) yield entry(START + hour * HOUR, 'facts', { type: 'viewer.entered', at: START + hour * HOUR, viewerId: `v${hour}` });
  yield entry(START + HOURS * HOUR, 'decision', { type: 'show.ended', ...stamp(START + HOURS * HOUR) });
  await Promise.resolve();
}

it('a show has a frame a second; a log of more than a day has no more of them than an evening', () => {
  const frame = (hours: number) => spanOf({ startedAt: START, endedAt: START + hours * HOUR })?.frame;
  expect([0, 4, 24, 24.001, 60, 30 * 24].map(frame)).toEqual([1_000, 1_000, 1_000, 5_000, 10_000, 120_000]);
  expect(spanOf({ startedAt: START, endedAt: START + HOURS * HOUR + 1 })).toEqual({ begin: START, end: START + HOURS * HOUR + 18_000, frame: 11_000 });
  expect(spanOf({ startedAt: START })).toBeUndefined();
});

it('a film of frames that lie far apart leaves nothing out, and each reel stands by itself', async () => {
  const film = await Film.begin({ showId: 's', span: { begin: START, end: START + (HOURS + 1) * HOUR, frame: HOUR }, keep: undefined }, folder, entries, (error) => {
    throw error;
  });
  const reel = async (hour: number): Promise<Reel> => JSON.parse(await film.reel(START + hour * HOUR, 'show')) as Reel;
  for (const hour of [0, 9.9, 30, 31.5, 59]) {
    const { begin, end, from, length, common, view } = await reel(hour);
    const tens = Math.floor(hour / 10) * 10;
    expect({ begin, end, from, length }).toEqual({ begin: START, end: START + (HOURS + 1) * HOUR, from: START + tens * HOUR, length: 10 * HOUR });
    expect(view.tally.metrics['viewers']).toBe(tens);
    expect(common.seconds.map(({ at }) => (at - START) / HOUR)).toEqual(Array.from({ length: 10 }, (_, i) => tens + i + 1));
    expect(view.seconds.map(({ metrics }) => metrics['viewers'])).toEqual(Array.from({ length: 10 }, (_, i) => (tens + i + 1 < HOURS ? tens + i + 1 : undefined)));
  }
  const last = await reel(1_000);
  expect(last.common.seconds.map(({ at }) => at)).toEqual([last.end]);
  expect(last.common.opening.show.status).toBe('ended');
  await film.close();
});
