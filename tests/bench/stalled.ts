import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ADMIN_KEY } from '../support/server.ts';
import { feed } from './fanout.ts';
import { residentBytes, run } from './process.ts';
import { median, resultOf, type Result } from './report.ts';
import { command, createBenchShow } from './show.ts';
import { withOurs } from './side.ts';

const STALLED = 1_000;
const ROUNDS = 3;
const LOOK_MS = 50;
/** How long numbers go on for after the eviction, before memory is read again. Unit: ms. */
const AFTER_MS = 10_000;
const GIVE_UP_MS = 60_000;
const MB = 1024 * 1024;

interface Evicted {
  /** From the moment they stall until the last of them is cut. Unit: s. */
  seconds: number;
  before: number;
  peak: number;
  after: number;
}

/** A thousand consoles whose machines fall asleep at once while ten ticks a second go on: how soon they are cut, and what stays of them. */
export async function benchStalled(): Promise<Result[]> {
  const rounds: Evicted[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await stall());
  const of = (pick: (evicted: Evicted) => number): number => median(rounds.map(pick));
  return [
    resultOf(`${STALLED.toLocaleString('en-US')} stalled consoles, the last cut after`, 's', rounds.map(({ seconds }) => ({ ours: seconds, baseline: null })), {
      'server before they came, MB': of(({ before }) => before / MB),
      'server at its peak, MB': of(({ peak }) => peak / MB),
      'server after they were cut, MB': of(({ after }) => after / MB),
      'left of them at most, MB': Math.max(...rounds.map(({ before, after }) => (after - before) / MB)),
    }),
  ];
}

const stall = (): Promise<Evicted> =>
  withOurs(async (server) => {
    const consoles = await run('consoles', {});
    try {
      await createBenchShow(server.url);
      await command(server.url, 'show.start', {});
      await feed(server, 3_000);
      const before = residentBytes(server.pid);
      const own = socketsOf(server.pid);
      await consoles.ask({ port: server.port, count: STALLED, hello: { token: ADMIN_KEY, showId: 'bench' } });
      let going = true;
      const feeding = (async () => {
        while (going) await feed(server, 1_000);
      })();
      process.kill(consoles.pid, 'SIGSTOP');
      const from = performance.now();
      let peak = 0;
      // The feeder has a line or two of its own.
      while (socketsOf(server.pid) > own + 4) {
        peak = Math.max(peak, residentBytes(server.pid));
        if (performance.now() - from > GIVE_UP_MS) throw new Error(`stalled consoles are still there after ${GIVE_UP_MS} ms`);
        await wait(LOOK_MS);
      }
      const seconds = (performance.now() - from) / 1000;
      await wait(AFTER_MS);
      going = false;
      await feeding;
      return { seconds, before, peak, after: residentBytes(server.pid) };
    } finally {
      process.kill(consoles.pid, 'SIGCONT');
      await consoles.stop();
    }
  });

/** Sockets a process has open. */
function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => nameOf(`/proc/${pid}/fd/${fd}`).startsWith('socket:')).length;
}

function nameOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed since it was listed.
    return '';
  }
}
