import type { Redis } from 'ioredis';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Delta } from '../../shared/metrics/snapshot.ts';
import { keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

const Record = Type.Object({
  /** The last journal entry the snapshot includes. */
  entry: Type.String(),
  epoch: Type.String(),
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

/** A tally at rest: append-only delta chunks, and a record naming them that is written last, under the epoch's fence. */
export class Snapshots {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  record(showId: string): Promise<SnapshotRecord | undefined> {
    return recordOf(this.read, showId);
  }

  /** The chunks a record names, in order; undefined when one is missing, and the journal must be read from its start. */
  async chunks(showId: string, record: SnapshotRecord): Promise<Uint8Array[] | undefined> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of chunksOf(this.read, showId, record)) {
      if (!chunk) return undefined;
      chunks.push(chunk);
    }
    return chunks;
  }

  /**
   * Writes one chunk, then the record that includes it, then forgets the chunks it supersedes.
   * @returns the record that now stands, or undefined where another process hosts by now and nothing changed.
   */
  async save(showId: string, before: SnapshotRecord | undefined, saving: Saving, epoch: string): Promise<SnapshotRecord | undefined> {
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
    const record: SnapshotRecord = { entry, epoch, chunks: [...kept, { number: delta.number, parts }] };
    const reply = texts(await asked(this.scripts.run('snapshot', [keys.epoch, keys.snapshot], [epoch, JSON.stringify(record)])));
    const stood = reply[0] === 'ok';
    const useless = stood ? (before?.chunks ?? []).filter((chunk) => dropped.has(chunk.number)).flatMap((chunk) => chunk.parts) : parts;
    if (useless.length > 0) await asked(this.write.unlink(...useless.map((part) => keys.chunk(part))));
    return stood ? record : undefined;
  }

  /** Forgets a snapshot that can no longer be believed. */
  async forget(showId: string, record: SnapshotRecord | undefined): Promise<void> {
    const keys = keysOf(showId);
    const parts = (record?.chunks ?? []).flatMap((chunk) => chunk.parts.map((part) => keys.chunk(part)));
    await asked(this.write.unlink(keys.snapshot, ...parts));
  }
}

/** What a show's snapshot includes. */
export async function recordOf(read: Redis, showId: string): Promise<SnapshotRecord | undefined> {
  const text = await asked(read.get(keysOf(showId).snapshot));
  if (!text) return undefined;
  const record: unknown = JSON.parse(text);
  return Value.Check(Record, record) ? record : undefined;
}

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
