import { openRedis } from './connect.ts';
import { entriesAfter, type StoredEntry } from './journal.ts';
import { chunksOf, recordOf, type SnapshotRecord } from './snapshots.ts';

/** A line of its own for one who only reads journals and what they add up to, so that nobody else waits behind what it reads. */
export interface JournalReader {
  /** Entries after `after`, oldest first, at most `count`. */
  after(showId: string, after: string, count: number): Promise<StoredEntry[]>;
  /** A show's snapshot: what it includes; undefined where there is none. */
  snapshot(showId: string): Promise<SnapshotRecord | undefined>;
  /** The chunks a snapshot names, one after the other. @throws Error where one is gone by now */
  chunks(showId: string, record: SnapshotRecord): AsyncGenerator<Uint8Array>;
  close(): void;
}

/** Connects; rejects when Redis cannot be reached at once. */
export async function openJournalReader(url: string, onTrouble: (error: Error) => void): Promise<JournalReader> {
  const redis = openRedis(url, 'read', onTrouble);
  await redis.connect();
  return {
    after: (showId, after, count) => entriesAfter(redis, showId, after, count),
    snapshot: (showId) => recordOf(redis, showId),
    chunks: async function* (showId, record) {
      for await (const chunk of chunksOf(redis, showId, record)) {
        if (!chunk) throw new Error(`The snapshot of ${showId} changed while it was read.`);
        yield chunk;
      }
    },
    close: () => redis.disconnect(),
  };
}
