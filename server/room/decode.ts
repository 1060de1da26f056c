import type { EntryId } from '../../shared/ids.ts';
import { entryMs } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import type { Entry } from '../../shared/metrics/fold.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import { isPaidClaim, type LedgerEvent } from '../../shared/stock/events.ts';
import { readStored } from '../ingest/batch.ts';
import type { StoredEntry } from '../store/journal.ts';

interface Arrived {
  id: EntryId;
  arrivedAt: number;
  feed: string;
}

/** A journal entry ready to fold. `revision` is the one its decision made. */
export type RoomEntry = Arrived &
  (
    | { kind: 'facts'; events: readonly PlatformEvent[] }
    | { kind: 'decision'; events: readonly ShowEvent[]; revision: number }
    | { kind: 'ledger'; events: readonly LedgerEvent[] }
  );

/** The feed name of what the product itself journals: no platform may call itself that. */
export const DESK_FEED = '';

export function decode(entry: StoredEntry): RoomEntry {
  const arrivedAt = entryMs(entry.id);
  if (entry.kind === 'facts') return { id: entry.id, kind: 'facts', arrivedAt, feed: entry.feed, events: readStored(entry.body) };
  // Our own scripts wrote the rest, so its shape is known.
  const events: unknown = JSON.parse(entry.body.toString('utf8'));
  const own = { id: entry.id, arrivedAt, feed: DESK_FEED };
  return entry.kind === 'ledger'
    ? { ...own, kind: 'ledger', events: events as LedgerEvent[] }
    : { ...own, kind: 'decision', events: events as ShowEvent[], revision: entry.revision };
}

/** An entry as the fold counts it: of what the ledger did, only what was paid. */
export const countable = (entry: RoomEntry): Entry => (entry.kind === 'ledger' ? { ...entry, events: entry.events.filter(isPaidClaim) } : entry);
