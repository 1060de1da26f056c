import { openRedis } from './connect.ts';
import { entriesAfter, type StoredEntry } from './journal.ts';

/** A line of its own for one who only reads journals, so that nobody else waits behind what it reads. */
export interface JournalReader {
  /** Entries after `after`, oldest first, at most `count`. */
  after(showId: string, after: string, count: number): Promise<StoredEntry[]>;
  close(): void;
}

/** Connects; rejects when Redis cannot be reached at once. */
export async function openJournalReader(url: string, onTrouble: (error: Error) => void): Promise<JournalReader> {
  const redis = openRedis(url, 'read', onTrouble);
  await redis.connect();
  return { after: (showId, after, count) => entriesAfter(redis, showId, after, count), close: () => redis.disconnect() };
}
