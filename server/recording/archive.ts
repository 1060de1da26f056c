import type { DuckDBConnection } from '@duckdb/node-api';
import { entryMs, type EntryId } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { isPaidClaim, type LedgerEvent } from '../../shared/stock/events.ts';
import { openEngine, quoted } from './engine.ts';
import { COLUMNS, eventOf, type EntryKind, type Row } from './row.ts';
import type { CheckedSegment, Shelf } from './shelf.ts';

/** A show as its recording alone tells it. */
export interface Archived {
  show: Show;
  tally: Tally;
  /** What was decided, oldest first. */
  decisions: ShowEvent[];
  /** Segments that could not be read: what they held is missing from all the rest. */
  damaged: CheckedSegment[];
}

interface RecordedEntry {
  id: EntryId;
  kind: EntryKind;
  feed: string;
  revision: number | null;
  events: Record<string, unknown>[];
}

/** Whole numbers come as bigint otherwise; all that is recorded fits. */
const SELECTED = Object.entries(COLUMNS).map(([name, type]) => (type === 'VARCHAR' ? `"${name}"` : `"${name}"::DOUBLE AS "${name}"`)).join(', ');

/** Shows that Redis does not know any more, counted again from their recordings by the same fold. */
export class Archive {
  /** The last one opened: a page asks several times. */
  private kept: { showId: string; upTo: string; archived: Promise<Archived | undefined> } | undefined;

  constructor(private readonly shelf: Shelf) {}

  /** @returns undefined where there is no recording of the show, or none that begins at its beginning */
  async open(showId: string): Promise<Archived | undefined> {
    const manifest = await this.shelf.manifest(showId);
    if (!manifest) return undefined;
    if (this.kept?.showId !== showId || this.kept.upTo !== manifest.upTo) this.kept = { showId, upTo: manifest.upTo, archived: this.read(showId) };
    return this.kept.archived;
  }

  private async read(showId: string): Promise<Archived | undefined> {
    const segments = await this.shelf.check(showId);
    const tally = createTally(showId);
    const decisions: ShowEvent[] = [];
    let show: Show | null = null;
    const { connection, close } = await openEngine();
    try {
      for (const { path, damage } of segments) {
        if (damage) continue;
        for await (const entry of entriesOf(connection, path)) {
          // What was recorded was checked, or written by our own scripts, before it was journalled.
          const counted = entry.kind === 'ledger' ? (entry.events as unknown as LedgerEvent[]).filter(isPaidClaim) : (entry.events as unknown as PlatformEvent[]);
          foldEntry(tally, { id: entry.id, arrivedAt: entryMs(entry.id), feed: entry.feed, events: counted });
          if (entry.kind !== 'decision') continue;
          const events = entry.events as unknown as ShowEvent[];
          decisions.push(...events);
          const isNext: boolean = entry.revision !== null && entry.revision > (show?.revision ?? 0);
          if (isNext && (show || events[0]?.type === 'show.created')) show = { ...applyCommit(show, events), revision: entry.revision ?? 0 };
        }
      }
    } finally {
      close();
    }
    return show ? { show, tally, decisions, damaged: segments.filter(({ damage }) => damage) } : undefined;
  }
}

async function* entriesOf(connection: DuckDBConnection, path: string): AsyncGenerator<RecordedEntry> {
  const result = await connection.stream(`SELECT ${SELECTED} FROM read_parquet(${quoted(path)})`);
  const names = result.columnNames();
  let entry: RecordedEntry | undefined;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    for (const row of chunk.getRowObjects(names) as unknown as Row[]) {
      const id = `${row.entry_ms}-${row.entry_seq}` as EntryId;
      if (entry?.id !== id) {
        if (entry) yield entry;
        entry = { id, kind: row.kind, feed: row.feed, revision: row.revision, events: [] };
      }
      const event = eventOf(row);
      if (event) entry.events.push(event);
    }
  }
  if (entry) yield entry;
}
