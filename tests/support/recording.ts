import { DuckDBInstance } from '@duckdb/node-api';
import { Shelf } from '../../server/recording/shelf.ts';
import { eventOf, type Row } from '../../server/recording/row.ts';

/** Asks the engine about files as an outsider would. @returns rows with JSON values; whole numbers are numbers */
export async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  const rows = reader.getRowObjectsJS().map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value])));
  connection.closeSync();
  instance.closeSync();
  return rows;
}

export interface RecordedEvent {
  id: string;
  verdict: 0 | 1 | null;
  feed: string;
  event: Record<string, unknown> | undefined;
}

/** All that the segments named by the manifest hold, in order; a damaged one fails. */
export async function recorded(dataDir: string, showId: string): Promise<RecordedEvent[]> {
  const shelf = await Shelf.open(dataDir);
  const events: RecordedEvent[] = [];
  for (const { path, file, damage } of await shelf.check(showId)) {
    if (damage) throw new Error(`${file} is ${damage}`);
    for (const row of (await query(`FROM '${path}'`)) as unknown as Row[]) {
      events.push({ id: `${row.entry_ms}-${row.entry_seq}.${row.place}`, verdict: row.verdict, feed: row.feed, event: eventOf(row) });
    }
  }
  return events;
}
