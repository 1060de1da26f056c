import { hash, randomUUID } from 'node:crypto';
import { DEFAULT_FEED } from '../../shared/metrics/events.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { ENTRY_ZERO, eventId, type EntryId, type EventId } from '../../shared/ids.ts';
import { noShow } from '../../shared/protocol/problems.ts';
import type { Journal } from '../store/journal.ts';
import type { ReadBatch, Rejected } from './batch.ts';

export interface Producer {
  name?: string;
  sequence?: number;
}

export interface Accepted {
  accepted: number;
  duplicates: number;
  rejected: Rejected[];
  /** The last event this batch stored, or the newest of the journal where it stored none. */
  lastId: EventId;
}

/** Told of each appended batch, in the order of the replies, so that a host need not read back what it just wrote. */
export type OnAppended = (showId: string, entry: { id: EntryId; previous: EntryId; feed: string; events: PlatformEvent[] }) => void;

/** Takes batches of facts into a show's journal: acknowledged after the append, counted by whoever hosts the show. */
export class Ingest {
  constructor(
    private readonly journal: Journal,
    private readonly onAppended: OnAppended,
  ) {}

  /**
   * Appends what is good in a batch; an empty batch is a heartbeat and is appended too.
   * @throws Refusal NOT_FOUND, ID_REUSED, STORE_UNAVAILABLE, OUTCOME_UNKNOWN
   */
  async accept(showId: string, producer: Producer, batch: ReadBatch, sent: Buffer): Promise<Accepted> {
    const { events, rejected } = batch;
    const feed = producer.name ?? DEFAULT_FEED;
    if (events.length === 0 && rejected.length > 0) {
      const tail = await this.journal.tail(showId);
      if (tail === ENTRY_ZERO) throw noShow(showId);
      return { accepted: 0, duplicates: 0, rejected, lastId: eventId(tail, 0) };
    }
    const numbered = producer.sequence !== undefined && producer.name !== undefined;
    const appended = await this.journal.append({
      showId,
      feed,
      ...(numbered ? { sequence: producer.sequence as number } : {}),
      batchId: randomUUID(),
      hash: numbered ? hash('sha1', sent, 'base64') : '',
      count: events.length,
      body: batch.body,
    });
    const lastId = eventId(appended.id, Math.max(0, events.length - 1));
    if (appended.status === 'duplicate') return { accepted: 0, duplicates: events.length, rejected, lastId };
    this.onAppended(showId, { id: appended.id, previous: appended.previous, feed, events });
    return { accepted: events.length - batch.repeats, duplicates: batch.repeats, rejected, lastId };
  }
}
