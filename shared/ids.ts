import type { Brand } from './brand.ts';

export type ShowId = Brand<string, 'ShowId'>;
export type ListingId = Brand<string, 'ListingId'>;
export type Sku = Brand<string, 'Sku'>;
/** A journal entry: the Redis Stream id `ms-seq`. */
export type EntryId = Brand<string, 'EntryId'>;
/** One event of the journal, everywhere: `entry.index`, its entry and its place in that entry's batch. */
export type EventId = Brand<string, 'EventId'>;

/** Before every entry of a journal. */
export const ENTRY_ZERO = '0-0' as EntryId;

export const eventId = (entry: string, index: number): EventId => `${entry}.${index}` as EventId;

const SHAPE = /^(\d{1,15}-\d{1,15})(?:\.(\d{1,6}))?$/;

/** Splits an event or entry id; `index` is -1 for a bare entry. Undefined when it is neither. */
export function parseEventId(id: string): { entry: EntryId; index: number } | undefined {
  const match = SHAPE.exec(id);
  if (!match?.[1]) return undefined;
  return { entry: match[1] as EntryId, index: match[2] === undefined ? -1 : Number(match[2]) };
}

/** The arrival time inside an entry id, Unix ms as Redis stamped it. */
export const entryMs = (entry: string): number => Number(entry.slice(0, entry.indexOf('-')));

/** Orders two entry ids as the stream does: negative when `a` is earlier. */
export function compareEntries(a: string, b: string): number {
  if (a === b) return 0;
  const byTime = entryMs(a) - entryMs(b);
  return byTime !== 0 ? byTime : Number(a.slice(a.indexOf('-') + 1)) - Number(b.slice(b.indexOf('-') + 1));
}
