import type { EntryId } from '../../shared/ids.ts';
import { entryMs } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import { readStored } from '../ingest/batch.ts';
import type { StoredEntry } from '../store/journal.ts';

/** A journal entry ready to fold. `revision` is the one its decision made; undefined for facts. */
export interface RoomEntry {
  id: EntryId;
  arrivedAt: number;
  feed: string;
  events: readonly (PlatformEvent | ShowEvent)[];
  revision?: number;
}

/** The feed name of decisions: no platform may call itself that. */
export const DESK_FEED = '';

export function decode(entry: StoredEntry): RoomEntry {
  const arrivedAt = entryMs(entry.id);
  if (entry.kind === 'facts') return { id: entry.id, arrivedAt, feed: entry.feed, events: readStored(entry.body) };
  // Our own commit wrote this, so its shape is known.
  const events = JSON.parse(entry.body.toString('utf8')) as ShowEvent[];
  return { id: entry.id, arrivedAt, feed: DESK_FEED, events, revision: entry.revision };
}
