import type { Batch, Feeder } from '../feeder/batches.ts';
import type { Prepared } from './mapper.ts';

/** Events in one batch. */
export const BATCH = 1_000;
/** How finely a paced replay cuts time, and how often a silent one says that it is alive. Unit: ms. */
const SLICE_MS = 200;
const ALIVE_MS = 3_000;

export interface Clock {
  now: () => number;
  wait: (ms: number) => Promise<void>;
}

export const originOf = ({ row, line }: { row: number; line: number }): string => `row ${row} (line ${line})`;

/** As fast as the server acknowledges: full batches in the file's order, numbered, so that a second run repeats them exactly. */
export class FullBatches {
  private sequence = 0;
  private batch: Required<Batch> = { lines: [], origins: [], sequence: 1 };

  constructor(private readonly feeder: Feeder) {}

  async add(event: Prepared): Promise<void> {
    this.batch.lines.push(event.json);
    this.batch.origins.push(originOf(event));
    if (this.batch.lines.length === BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.batch.lines.length === 0) return;
    this.sequence += 1;
    const { lines, origins } = this.batch;
    this.batch = { lines: [], origins: [], sequence: 0 };
    await this.feeder.send({ lines, origins, sequence: this.sequence });
  }
}

/**
 * Keeps the log's own time gaps, divided by `speed`. How the clock cuts it into batches differs from run to run,
 * so these go without a sequence, and the events' ids keep a repeated one from counting twice.
 */
export async function sendPaced(events: readonly Prepared[], speed: number, feeder: Feeder, clock: Clock, onSent: (count: number) => void): Promise<void> {
  const sorted = events.toSorted((a, b) => a.at - b.at);
  const firstAt = sorted[0]?.at ?? 0;
  const begun = clock.now();
  let spoke = begun;
  for (let from = 0; from < sorted.length; ) {
    const now = clock.now();
    const upTo = firstAt + (now - begun) * speed;
    let to = from;
    while (to < sorted.length && to - from < BATCH && (sorted[to]?.at ?? 0) <= upTo) to += 1;
    const due = sorted.slice(from, to);
    if (due.length > 0 || now - spoke >= ALIVE_MS) {
      await feeder.send({ lines: due.map(({ json }) => json), origins: due.map(originOf) });
      spoke = now;
      onSent(to);
    }
    from = to;
    if (due.length < BATCH && from < sorted.length) {
      const nextIn = ((sorted[from]?.at ?? 0) - upTo) / speed;
      await clock.wait(Math.min(Math.max(SLICE_MS, nextIn), ALIVE_MS));
    }
  }
}
