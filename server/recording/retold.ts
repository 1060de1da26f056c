import type { DuckDBConnection } from '@duckdb/node-api';
import { ENTRY_ZERO, entryMs, type EntryId } from '../../shared/ids.ts';
import type { ShowEvent, ShowEventOf } from '../../shared/show/events.ts';
import type { LedgerEvent } from '../../shared/stock/events.ts';
import { entriesOf, rowsOf, type RecordedEntry } from './entries.ts';
import { eventOf } from './row.ts';

type Units = Map<string, number>;
type Telling = ShowEventOf<'show.toldPast'>;

/**
 * The recording of a show that was told of afterwards, as it would be had the show been on air here: its facts came in the order of some file, and here
 * they come in the order in which they happened, each before whatever was sold by it, between a start and an end. What was planned stands at the start.
 * @param paths of its segments, in order @returns nothing where nobody told of it
 */
export async function* retold(connection: DuckDBConnection, paths: readonly string[]): AsyncGenerator<RecordedEntry> {
  const { before, telling, after } = await decisionsIn(connection, paths);
  if (!telling) return;
  const { event, entry } = telling;
  const { startedAt, endedAt } = event;
  const sold = await salesIn(connection, paths);
  let made = 0;
  // Feeds spoke when the file was read, all at once: so they are never silent here, and nothing greys.
  const facts = entryMs(entry.id);
  const idAt = (ms: number): EntryId => `${ms}-${made++}` as EntryId;
  const decision = (id: EntryId, later: number, events: ShowEvent[]): RecordedEntry => ({ ...entry, id, revision: (entry.revision ?? 0) + later, events: events as unknown as RecordedEntry['events'] });
  const { by, commandId } = event;
  const end = (): RecordedEntry => decision(idAt(facts), 1, [{ type: 'show.ended', at: endedAt, by, commandId }]);

  for (const each of before) yield { ...each, id: idAt(startedAt) };
  yield decision(idAt(startedAt), 0, [{ type: 'show.started', at: startedAt, by, commandId }]);
  let isOver = false;
  for await (const rows of rowsOf(connection, paths, `WHERE kind = 'facts' AND place >= 0 AND coalesce(verdict, 1) = 1 ORDER BY "at", entry_ms, entry_seq, place`)) {
    for (const row of rows) {
      if (!isOver && (row.at ?? 0) > endedAt) {
        isOver = true;
        yield end();
      }
      const fact = eventOf(row);
      if (fact) yield { id: idAt(facts), kind: 'facts', feed: row.feed, revision: null, events: [fact] };
      const units = row.order_id === null || row.type !== 'order.paid' ? undefined : sold.get(row.order_id);
      if (units && row.order_id !== null) {
        sold.delete(row.order_id);
        yield saleOf(idAt(facts), row.at ?? endedAt, row.order_id, units);
      }
    }
  }
  if (!isOver) yield end();
  for (const [orderId, units] of sold) yield saleOf(idAt(facts), endedAt, orderId, units);
  // The telling has become two decisions.
  for (const each of after) yield { ...each, revision: each.revision === null ? null : each.revision + 1 };
}

async function decisionsIn(connection: DuckDBConnection, paths: readonly string[]): Promise<{ before: RecordedEntry[]; telling: { event: Telling; entry: RecordedEntry } | undefined; after: RecordedEntry[] }> {
  const [before, after]: [RecordedEntry[], RecordedEntry[]] = [[], []];
  let telling: { event: Telling; entry: RecordedEntry } | undefined;
  for (const path of paths) {
    for await (const entry of entriesOf(connection, path, "kind = 'decision'")) {
      // Written by our own scripts, so its shape is known.
      const event = (entry.events as unknown as ShowEvent[]).find(({ type }) => type === 'show.toldPast') as Telling | undefined;
      if (event) telling = { event, entry };
      else (telling ? after : before).push(entry);
    }
  }
  return { before, telling, after };
}

/** What the ledger took off for each order in the end. */
async function salesIn(connection: DuckDBConnection, paths: readonly string[]): Promise<Map<string, Units>> {
  const sold = new Map<string, Units>();
  for (const path of paths) {
    for await (const { events } of entriesOf(connection, path, "kind = 'ledger'")) {
      for (const event of events as unknown as LedgerEvent[]) {
        if (event.type !== 'sales.applied') continue;
        for (const { orderId, lines } of event.orders) {
          const units = sold.get(orderId) ?? new Map<string, number>();
          sold.set(orderId, units);
          for (const [sku, more] of lines) units.set(sku, (units.get(sku) ?? 0) + more);
        }
      }
    }
  }
  return sold;
}

function saleOf(id: EntryId, at: number, orderId: string, units: Units): RecordedEntry {
  return { id, kind: 'ledger', feed: '', revision: null, events: [{ type: 'sales.applied', at, upTo: ENTRY_ZERO, orders: [{ orderId, lines: [...units] }] }] };
}
