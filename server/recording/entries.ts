import type { DuckDBConnection } from '@duckdb/node-api';
import type { EntryId } from '../../shared/ids.ts';
import { quoted } from './engine.ts';
import { COLUMNS, eventOf, type EntryKind, type Row } from './row.ts';

export interface RecordedEntry {
  id: EntryId;
  kind: EntryKind;
  feed: string;
  revision: number | null;
  events: Record<string, unknown>[];
}

/** Whole numbers come as bigint otherwise; all that is recorded fits. */
const SELECTED = Object.entries(COLUMNS).map(([name, type]) => (type === 'VARCHAR' ? `"${name}"` : `"${name}"::DOUBLE AS "${name}"`)).join(', ');

/** A segment's entries, in order. @param where which rows, as SQL; an entry's rows all or none */
export async function* entriesOf(connection: DuckDBConnection, path: string, where = 'true'): AsyncGenerator<RecordedEntry> {
  const result = await connection.stream(`SELECT ${SELECTED} FROM read_parquet(${quoted(path)}) WHERE ${where}`);
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
