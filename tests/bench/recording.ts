import { Redis } from 'ioredis';
import { PROCESSES, RECORDINGS } from '../../server/store/keys.ts';
import type { TestRedis } from '../support/redis.ts';
import { timeOurs } from './ingest.ts';
import { bodies } from './mix.ts';
import { median, resultOf, type Result } from './report.ts';
import { withSide } from './side.ts';

const ROUNDS = 5;
/** Five segments of it. */
const EVENTS = 1_000_000;
const BATCH = 100;

/** What recording costs the live path: events a second over HTTP while the journal is recorded, against the same while it is not. */
export async function benchRecording(): Promise<Result> {
  const { bodies: made } = bodies({ seed: 11, viewers: 50_000, skus: 60, startAt: Date.now(), stepMs: 0.01 }, EVENTS / BATCH, BATCH);
  const rounds: { ours: number; baseline: number }[] = [];
  const cpu: { on: number; off: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const on = await withSide('ours', (server) => timeOurs(server, made));
    const off = await withSide('ours', (server) => timeOurs(server, made), recordedElsewhere);
    rounds.push({ ours: on.rate, baseline: off.rate });
    cpu.push({ on: on.cpuPerEvent, off: off.cpuPerEvent });
  }
  return resultOf('ingest over HTTP while it is recorded, against not', 'events/s', rounds, {
    'server CPU an event, µs': median(cpu.map(({ on }) => on)) * 1e6,
    'the same while not recorded, µs': median(cpu.map(({ off }) => off)) * 1e6,
  });
}

/** As if another process had begun first, on a DATA_DIR of its own: then this one records nothing. */
async function recordedElsewhere({ socket }: TestRedis): Promise<void> {
  const redis = new Redis(socket);
  await redis.set(RECORDINGS, 'another DATA_DIR');
  await redis.zadd(PROCESSES, Date.now(), 'another process');
  await redis.quit();
}
