import { Type } from 'typebox';
import { compareEntries, parseEventId } from '../../../shared/ids.ts';
import type { Api } from './api.ts';

/** A batch as it is sent; `origins` says for each event where it came from, to name a rejected one. */
export interface Batch {
  lines: string[];
  /** Places of the events in the source, in step with `lines`. */
  origins?: string[];
  /** The producer's own number of the batch. Left out where the batch's cut depends on the clock: its events carry ids then. */
  sequence?: number;
}

export interface Totals {
  sent: number;
  accepted: number;
  duplicates: number;
  rejected: Record<string, number>;
  batches: number;
  lastId: string | undefined;
}

const Accepted = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  rejected: Type.Array(Type.Object({ index: Type.Integer(), code: Type.String(), message: Type.String() })),
  lastId: Type.String(),
});

/**
 * Batches on their way at once. Far below the 1,024 sequences the server remembers: past those a batch that was
 * delayed would be taken for a duplicate.
 */
const IN_FLIGHT = 4;

/** Sends one producer's batches in order, a few at a time, each until it is acknowledged. */
export class Feeder {
  readonly totals: Totals = { sent: 0, accepted: 0, duplicates: 0, rejected: {}, batches: 0, lastId: undefined };
  private readonly inFlight: Promise<void>[] = [];
  private failure: unknown;

  constructor(
    private readonly api: Api,
    private readonly showId: string,
    private readonly producer: string,
    private readonly onRejected: (origin: string, code: string, message: string) => void,
  ) {}

  /** Resolves when the batch is on its way and there is room for another. @throws what made an earlier batch fail for good. */
  async send(batch: Batch): Promise<void> {
    this.inFlight.push(
      this.deliver(batch).catch((error: unknown) => {
        this.failure ??= error;
      }),
    );
    if (this.inFlight.length >= IN_FLIGHT) await this.inFlight.shift();
    this.check();
  }

  /** Resolves when everything sent is acknowledged. */
  async drain(): Promise<void> {
    await Promise.all(this.inFlight.splice(0));
    this.check();
  }

  private check(): void {
    if (this.failure !== undefined) throw this.failure instanceof Error ? this.failure : new Error('a batch failed');
  }

  private async deliver({ lines, origins, sequence }: Batch): Promise<void> {
    const { totals } = this;
    const answer = await this.api.post(`/shows/${this.showId}/events`, Accepted, {
      type: 'application/x-ndjson',
      body: lines.join('\n'),
      headers: { 'x-producer': this.producer, ...(sequence === undefined ? {} : { 'x-sequence': String(sequence) }) },
    });
    totals.batches += 1;
    totals.sent += lines.length;
    totals.accepted += answer.accepted;
    totals.duplicates += answer.duplicates;
    totals.lastId = later(totals.lastId, answer.lastId);
    for (const { index, code, message } of answer.rejected) {
      totals.rejected[code] = (totals.rejected[code] ?? 0) + 1;
      this.onRejected(origins?.[index] ?? `event ${index + 1} of its batch`, code, message);
    }
  }
}

function later(before: string | undefined, now: string): string {
  const [old, young] = [before === undefined ? undefined : parseEventId(before), parseEventId(now)];
  return before !== undefined && old && young && compareEntries(old.entry, young.entry) > 0 ? before : now;
}
