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

/** Rows of segments, some at a time. @param rest which of them, and in what order, as SQL behind the table */
export async function* rowsOf(connection: DuckDBConnection, paths: readonly string[], rest: string): AsyncGenerator<Row[]> {
  if (paths.length === 0) return;
  const result = await connection.stream(`SELECT ${SELECTED} FROM read_parquet([${paths.map(quoted).join(', ')}]) ${rest}`);
  const names = result.columnNames();
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield chunk.getRowObjects(names) as unknown as Row[];
  }
}

/** A segment's entries, in order. @param where which rows, as SQL; an entry's rows all or none */
export async function* entriesOf(connection: DuckDBConnection, path: string, where = 'true'): AsyncGenerator<RecordedEntry> {
  let entry: RecordedEntry | undefined;
  for await (const rows of rowsOf(connection, [path], `WHERE ${where}`)) {
    for (const row of rows) {
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
