import { openRedis } from './connect.ts';
import { entriesAfter, type StoredEntry } from './journal.ts';
import { chunksOf, recordOf, type SnapshotReader } from './snapshots.ts';

/** A line of its own for one who only reads journals and what they add up to, so that nobody else waits behind what it reads. */
export interface JournalReader {
  /** Entries after `after`, oldest first, at most `count`. */
  after(showId: string, after: string, count: number): Promise<StoredEntry[]>;
  snapshots: SnapshotReader;
  close(): void;
}

/** Connects; rejects when Redis cannot be reached at once. */
export async function openJournalReader(url: string, onTrouble: (error: Error) => void): Promise<JournalReader> {
  const redis = openRedis(url, 'read', onTrouble);
  await redis.connect();
  return {
    after: (showId, after, count) => entriesAfter(redis, showId, after, count),
    snapshots: { record: (showId) => recordOf(redis, showId), chunks: (showId, record) => chunksOf(redis, showId, record) },
    close: () => redis.disconnect(),
  };
}
