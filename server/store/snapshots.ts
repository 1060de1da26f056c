import type { Redis } from 'ioredis';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Delta } from '../../shared/metrics/snapshot.ts';
import { keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** The file in which an ended show's tally is put to rest, in DATA_DIR: the parts of one chunk, in front of those that the record names. */
export const AtRest = Type.Object({
  file: Type.String({ pattern: '^\\d{1,20}-\\d{1,15}\\.\\d{1,15}\\.[0-9a-f]{16}\\.tally\\.gz$' }),
  bytes: Type.Integer(),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});
export type AtRest = Static<typeof AtRest>;

const Record = Type.Object({
  /** The last journal entry the snapshot includes. */
  entry: Type.String(),
  epoch: Type.String(),
  rest: Type.Optional(AtRest),
  chunks: Type.Array(Type.Object({ number: Type.Integer(), parts: Type.Array(Type.String()) })),
});
export type SnapshotRecord = Static<typeof Record>;

/** A chunk is written in parts of this many bytes, so that no single command holds Redis for long. */
const PART_BYTES = 1 << 20;

/** A delta on its way into the store: what failed is gone on with where it stopped. */
export interface Saving {
  /** The journal entry the tally stood at when the delta was begun. */
  entry: string;
  delta: Delta;
  /** Names of the parts stored so far. */
  stored: string[];
  /** What of the part in hand is still to be stored. */
  rest?: Uint8Array;
}

/** What came of naming what makes a snapshot: the record that stands now; `fenced` where another process hosts by now; `changed` where another record stood than was known. */
export type Named = SnapshotRecord | 'fenced' | 'changed';

/** Where a snapshot is read from. */
export interface SnapshotReader {
  /** What a show's snapshot includes; undefined where there is none. */
  record(showId: string): Promise<SnapshotRecord | undefined>;
  /** The chunks a record names in Redis, in order; undefined for one that is missing. */
  chunks(showId: string, record: SnapshotRecord): AsyncGenerator<Uint8Array | undefined>;
}

/** A tally as it was saved: append-only delta chunks, and a record naming them that is written last, under the epoch's fence. */
export class Snapshots implements SnapshotReader {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  record(showId: string): Promise<SnapshotRecord | undefined> {
    return recordOf(this.read, showId);
  }

  chunks(showId: string, record: SnapshotRecord): AsyncGenerator<Uint8Array | undefined> {
    return chunksOf(this.read, showId, record);
  }

  /**
   * Writes one chunk, then the record that includes it, with which the chunks go that it supersedes.
   * @param before the record the delta goes on from; undefined where it is the whole tally
   */
  async save(showId: string, before: SnapshotRecord | undefined, saving: Saving, epoch: string): Promise<Named> {
    const keys = keysOf(showId);
    const { entry, delta, stored: parts } = saving;
    for (let rest = saving.rest ?? delta.next(); rest; rest = saving.rest ?? delta.next()) {
      saving.rest = rest;
      const part = `${epoch}-${delta.number}-${parts.length}`;
      const bytes = rest.subarray(0, PART_BYTES);
      // Awaited one by one: between two parts the event loop and Redis both serve others.
      await asked(this.write.set(keys.chunk(part), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
      parts.push(part);
      if (rest.length > PART_BYTES) saving.rest = rest.subarray(PART_BYTES);
      else delete saving.rest;
    }
    const dropped = new Set(delta.drop);
    const kept = (before?.chunks ?? []).filter((chunk) => !dropped.has(chunk.number));
    const record: SnapshotRecord = { entry, epoch, ...(before?.rest ? { rest: before.rest } : {}), chunks: [...kept, { number: delta.number, parts }] };
    const named = await this.name(showId, before ? knownAs(before) : await standing(this.read, showId), record, epoch);
    // What cannot be taken away costs memory and no more: the answer stands.
    if (typeof named === 'string') await Promise.allSettled([this.takeAway(showId, parts)]);
    return named;
  }

  /** Takes parts away that were stored for nothing; an answer may have been lost, and whoever hosts by now may go on from them. */
  private async takeAway(showId: string, parts: readonly string[]): Promise<void> {
    const kept = new Set(partsOf(await this.record(showId)));
    for (const part of parts) if (!kept.has(part)) await asked(this.write.unlink(keysOf(showId).chunk(part)));
  }

  /** Names the file that holds all that a record names, in its place: its chunks leave Redis in the same moment. */
  rest(showId: string, before: SnapshotRecord, file: AtRest, epoch: string): Promise<Named> {
    return this.name(showId, knownAs(before), { entry: before.entry, epoch, rest: file, chunks: [] }, epoch);
  }

  private async name(showId: string, known: Standing, record: SnapshotRecord, epoch: string): Promise<Named> {
    const keys = keysOf(showId);
    const kept = new Set(partsOf(record));
    const gone = partsOf(known.record).filter((part) => !kept.has(part)).map((part) => keys.chunk(part));
    const text = JSON.stringify(record);
    const [reply, stands] = texts(await asked(this.scripts.run('snapshot', [keys.epoch, keys.snapshot, ...gone], [epoch, known.text, text])));
    // The answer to the same call may have been lost before.
    if (reply === 'ok' || stands === text) return record;
    return reply === 'fenced' ? 'fenced' : 'changed';
  }

  /** Forgets a snapshot that can no longer be believed. */
  async forget(showId: string, record: SnapshotRecord | undefined): Promise<void> {
    const keys = keysOf(showId);
    await asked(this.write.unlink(keys.snapshot, ...partsOf(record).map((part) => keys.chunk(part))));
  }
}

const partsOf = (record: SnapshotRecord | undefined): string[] => (record?.chunks ?? []).flatMap(({ parts }) => parts);

/** A record as Redis has it: its text, '' for none, and what that says; undefined where it is none of this version. */
interface Standing {
  text: string;
  record: SnapshotRecord | undefined;
}

const knownAs = (record: SnapshotRecord): Standing => ({ text: JSON.stringify(record), record });

async function standing(read: Redis, showId: string): Promise<Standing> {
  const text = (await asked(read.get(keysOf(showId).snapshot))) ?? '';
  const record: unknown = text === '' ? undefined : JSON.parse(text);
  return { text, record: Value.Check(Record, record) ? record : undefined };
}

/** What a show's snapshot includes. */
export const recordOf = async (read: Redis, showId: string): Promise<SnapshotRecord | undefined> => (await standing(read, showId)).record;

/** The chunks a record names, in order; undefined for one that is missing. */
export async function* chunksOf(read: Redis, showId: string, record: SnapshotRecord): AsyncGenerator<Uint8Array | undefined> {
  const keys = keysOf(showId);
  for (const chunk of record.chunks) {
    const parts: Buffer[] = [];
    for (const part of chunk.parts) {
      const bytes = await asked(read.getBuffer(keys.chunk(part)));
      if (bytes) parts.push(bytes);
    }
    yield parts.length === chunk.parts.length ? Buffer.concat(parts) : undefined;
  }
}
