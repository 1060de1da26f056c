import { randomUUID } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EntryId } from '../../shared/ids.ts';
import { saveCurves } from '../../shared/metrics/curves.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import { readReview } from '../../shared/review/read.ts';
import { ORDER_COLUMNS, VIEWER_COLUMNS, orderRows, viewerRows } from '../../shared/review/written.ts';
import { briefly } from '../../shared/show/log.ts';
import type { JournalReader } from '../store/reader.ts';
import { decidedIn } from './decisions.ts';
import { openEngine } from './engine.ts';
import { digest, settle } from './files.ts';
import type { ParquetWriter } from './parquet.ts';
import { savedTally } from './rest.ts';
import { closingName, type Closing, type ClosingPart, type Kept } from './segment.ts';

/** What the scribe is asked once a show has ended and is recorded to its last entry. */
export interface ClosingOrder {
  showId: string;
  epoch: string;
  /** The journal's last entry, and the recording's. */
  upTo: EntryId;
  /** The recording's segments, in order. */
  files: readonly string[];
  /** Server time, Unix ms. */
  now: number;
}

export interface CloseTools {
  /** The folder of all recordings. */
  folder: string;
  /** Where what is not finished may be. */
  temporary: string;
  reader: Pick<JournalReader, 'snapshots'>;
  writer: Pick<ParquetWriter, 'write'>;
}

/** Lines of a table on their way to the disk. Unit: characters. */
const BUFFER = 1 << 20;
/** What the columns of a text cannot keep: half a character, or a NUL. */
const UNFIT = /[\0\p{Surrogate}]/gu;
const ESCAPED = /\\u(0000|d[89a-f])/i;

/**
 * Writes down what the fold knew at a show's end, from the tally's own snapshot.
 * @returns null where the snapshot is not of that entry (yet) @throws Error where it cannot be written whole
 */
export async function writeClosing(tools: CloseTools, order: ClosingOrder): Promise<Closing | null> {
  const { folder, temporary, writer } = tools;
  const { showId, epoch, upTo, now } = order;
  const tally = await tallyAt(tools, order);
  if (!tally) return null;
  const place = join(folder, showId);
  const view = await reviewOf(tally, order, place, temporary);
  const left: string[] = [];
  const unfinished = (): string => {
    const path = join(temporary, randomUUID());
    left.push(path);
    return path;
  };
  const keep = async (part: ClosingPart, path: string): Promise<Kept> => {
    const { sha256, bytes } = await digest(path);
    const file = closingName(epoch, upTo, part);
    await settle(path, join(place, file));
    return { file, bytes, sha256 };
  };
  const table = async (part: ClosingPart, rows: Iterable<object>, types: Readonly<Record<string, string>>): Promise<Kept> => {
    const [lines, path] = [unfinished(), unfinished()];
    const written = await writeLines(lines, rows);
    const kept = await writer.write(lines, path, types);
    if (kept !== written) throw new Error(`The engine wrote ${kept} rows of ${written} ${part}.`);
    return keep(part, path);
  };
  const packed = async (part: ClosingPart, bytes: Uint8Array | string): Promise<Kept> => {
    const path = unfinished();
    await writeFile(path, await promisify(gzip)(bytes));
    return keep(part, path);
  };
  try {
    return {
      upTo,
      orders: await table('orders', orderRows(tally), ORDER_COLUMNS),
      viewers: await table('viewers', viewerRows(tally, now), VIEWER_COLUMNS),
      figures: await packed('figures', JSON.stringify(view)),
      curves: await packed('curves', saveCurves(tally)),
    };
  } finally {
    await Promise.all(left.map((path) => rm(path, { force: true })));
  }
}

async function tallyAt({ reader, folder }: CloseTools, { showId, upTo }: ClosingOrder): Promise<Tally | undefined> {
  const record = await reader.snapshots.record(showId);
  if (record?.entry !== upTo) return undefined;
  const tally = await savedTally(reader.snapshots, folder, showId, record);
  if (!tally) throw new Error(`The snapshot of ${showId} changed while it was read.`);
  return tally;
}

async function reviewOf(tally: Tally, { showId, files, now }: ClosingOrder, place: string, temporary: string): Promise<object> {
  const { connection, close } = await openEngine(temporary);
  try {
    const { show, events } = await decidedIn(connection, files.map((file) => join(place, file)));
    if (!show) throw new Error(`The recording of ${showId} does not begin with the show's creation.`);
    return readReview(show, tally, events.map(briefly), now);
  } finally {
    close();
  }
}

/** Writes rows as lines of JSON. @returns how many */
export async function writeLines(path: string, rows: Iterable<object>): Promise<number> {
  const file = await open(path, 'w');
  let written = 0;
  let text = '';
  try {
    for (const row of rows) {
      text += `${lineOf(row)}\n`;
      written++;
      if (text.length < BUFFER) continue;
      await file.appendFile(text);
      text = '';
    }
    await file.appendFile(text);
  } finally {
    await file.close();
  }
  return written;
}

function lineOf(row: object): string {
  const line = JSON.stringify(row);
  return ESCAPED.test(line) ? JSON.stringify(row, (_, value: unknown) => (typeof value === 'string' ? value.replace(UNFIT, '\u{fffd}') : value)) : line;
}
