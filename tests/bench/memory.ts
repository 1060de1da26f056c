import { setTimeout as wait } from 'node:timers/promises';
import { compareEntries } from '../../shared/ids.ts';
import { request, sendAll } from './load.ts';
import { bodies } from './mix.ts';
import { residentBytes } from './process.ts';
import { resultOf, type Result } from './report.ts';
import { createBenchShow, key } from './show.ts';
import { withOurs } from './side.ts';

const VIEWERS = 1_000_000;
const EVENTS = 10_000_000;
const BATCH = 1_000;
/** Bodies are made a slice at a time, so that the sender holds little. */
const SLICE = 100;
const MB = 1024 * 1024;
/** Several snapshots are taken in this time, as long as something happens. Unit: ms. */
const SAVING_MS = 45_000;
const TRICKLE = { events: 100, everyMs: 100 };

/** What a show of a million viewers and ten million events costs: one round, because memory does not vary as time does. */
export const benchMemory = (): Promise<Result[]> =>
  withOurs(async (server, redis) => {
    await createBenchShow(server.url);
    const empty = residentBytes(server.pid);
    const startAt = Date.now() - 6 * 3_600_000;
    const stepMs = (6 * 3_600_000) / EVENTS;
    let last = '0-0';
    let peak = 0;
    let stall = 0;
    const slices = EVENTS / BATCH / SLICE;
    for (let slice = 0; slice < slices; slice++) {
      const { bodies: made } = bodies({ seed: slice + 1, viewers: VIEWERS, skus: 60, startAt: startAt + slice * SLICE * BATCH * stepMs, stepMs }, SLICE, BATCH);
      const replies = await sendAll(server.port, made.map((body) => request('/api/v1/shows/bench/events', body, key)), 2);
      for (const reply of replies) {
        const [entry = '0-0'] = (JSON.parse(reply) as { lastId: string }).lastId.split('.');
        if (compareEntries(entry, last) > 0) last = entry;
      }
      peak = Math.max(peak, residentBytes(server.pid));
      stall = Math.max(stall, await longestStall(server.url));
    }
    const saving = await stallWhileSaved(server.url, server.port, startAt + 6 * 3_600_000);
    const tally = await fetch(`${server.url}/api/v1/shows/bench/tally?after=${last}`, { headers: key });
    const { metrics } = (await tally.json()) as { metrics: { clickUsers: number; viewers: number } };
    return [
      resultOf('server memory, 1 million viewers, 10 million events', 'MB', [{ ours: residentBytes(server.pid) / MB, baseline: null }], {
        'at its peak, MB': peak / MB,
        'before the first event, MB': empty / MB,
        'viewers who entered': metrics.viewers,
        'longest stall of the event loop at full load, ms': stall,
        'while snapshots are taken at 1,000 events/s, ms': saving,
        'Redis, MB': residentBytes(redis.pid) / MB,
      }),
    ];
  });

/** The longest the event loop was held while snapshots of all that were taken, and no load hid what they cost. Unit: ms. */
async function stallWhileSaved(url: string, port: number, startAt: number): Promise<number> {
  const batches = SAVING_MS / TRICKLE.everyMs;
  const { bodies: made } = bodies({ seed: 0, viewers: VIEWERS, skus: 60, startAt, stepMs: 1 }, batches, TRICKLE.events);
  await longestStall(url);
  for (const body of made) await Promise.all([wait(TRICKLE.everyMs), sendAll(port, [request('/api/v1/shows/bench/events', body, key)], 1)]);
  return longestStall(url);
}

/** The longest the event loop was held since it was asked last, as the server itself reports. Unit: ms. */
async function longestStall(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: key })).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? 0) * 1000;
}
