import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { compareEntries, type EntryId } from '../../shared/ids.ts';
import { readStored } from '../ingest/batch.ts';
import type { StoredEntry } from '../store/journal.ts';
import type { JournalReader } from '../store/reader.ts';
import { digest, settle } from './files.ts';
import type { ParquetWriter } from './parquet.ts';
import { COLUMNS, heartbeatRow, rowOf, type Row, type RowHead } from './row.ts';
import type { Order } from './scribe.ts';
import { fileName, type Segment } from './segment.ts';

/** A segment is closed once it has this many events, or lines of this many bytes on their way to it. */
const EVENTS = 250_000;
const BYTES = 96 * 1024 * 1024;
/** A batch may be 8 MiB, so few at a time. */
const PAGE = 16;

interface Written {
  first: EntryId;
  last: EntryId;
  entries: number;
  events: number;
  facts: number;
  rows: number;
  bytes: number;
}

export interface WriteTools {
  /** The folder of all recordings. */
  folder: string;
  /** Where what is not finished may be. */
  temporary: string;
  reader: Pick<JournalReader, 'after'>;
  writer: Pick<ParquetWriter, 'write'>;
}

/** Writes the segment an order asks for. @returns null where the journal has nothing there @throws Error where it cannot be written whole */
export async function writeSegment({ folder, temporary, reader, writer }: WriteTools, order: Order): Promise<Segment | null> {
  const place = join(folder, order.showId);
  await mkdir(place, { recursive: true });
  const name = join(temporary, randomUUID());
  const lines = `${name}.ndjson`;
  const unfinished = `${name}.parquet`;
  try {
    const written = await writeLines(lines, reader, order);
    if (!written) return null;
    const { first, last, entries, events, facts } = written;
    const rows = await writer.write(lines, unfinished, COLUMNS);
    if (rows !== written.rows) throw new Error(`The engine wrote ${rows} rows of ${written.rows}.`);
    const { sha256, bytes } = await digest(unfinished);
    const file = fileName(order.epoch, first, last);
    await settle(unfinished, join(place, file));
    return { file, first, last, entries, events, facts, bytes, sha256, late: order.late };
  } finally {
    await Promise.all([rm(lines, { force: true }), rm(unfinished, { force: true })]);
  }
}

async function writeLines(path: string, reader: Pick<JournalReader, 'after'>, order: Order): Promise<Written | undefined> {
  const file = await open(path, 'w');
  try {
    return await fill(file, reader, order);
  } finally {
    await file.close();
  }
}

async function fill(file: FileHandle, reader: Pick<JournalReader, 'after'>, { showId, after, upTo, repeats }: Order): Promise<Written | undefined> {
  const repeated = new Map(repeats.entries);
  let written: Written | undefined;
  for (let last = after; ; ) {
    const entries = await reader.after(showId, last, PAGE);
    let text = '';
    for (const entry of entries) {
      if (compareEntries(entry.id, upTo) > 0) break;
      const rows = rowsOf(entry, new Set(repeated.get(entry.id)), compareEntries(entry.id, repeats.unknownTo) <= 0);
      written ??= { first: entry.id, last: entry.id, entries: 0, events: 0, facts: 0, rows: 0, bytes: 0 };
      written.last = last = entry.id;
      written.entries++;
      written.rows += rows.length;
      if (rows[0]?.place !== -1) {
        written.events += rows.length;
        if (entry.kind === 'facts') written.facts += rows.length;
      }
      for (const row of rows) text += `${JSON.stringify(row)}\n`;
    }
    const { bytesWritten } = await file.write(text);
    if (written) written.bytes += bytesWritten;
    if (!written || entries.length < PAGE || last !== entries.at(-1)?.id || compareEntries(last, upTo) >= 0) return written;
    if (written.events >= EVENTS || written.bytes >= BYTES) return written;
  }
}

function rowsOf(entry: StoredEntry, repeated: ReadonlySet<number>, isUnknown: boolean): Partial<Row>[] {
  const head: RowHead = { id: entry.id, kind: entry.kind, feed: entry.kind === 'facts' ? entry.feed : '', revision: entry.kind === 'decision' ? entry.revision : undefined };
  // Our own scripts wrote what is not from feeds, so its shape is known.
  const events: readonly object[] = entry.kind === 'facts' ? readStored(entry.body) : (JSON.parse(entry.body.toString('utf8')) as object[]);
  if (events.length === 0) return [heartbeatRow(head)];
  return events.map((event, place) => rowOf(head, event, place, repeated.has(place) ? 0 : isUnknown && 'id' in event ? null : 1));
}
