import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { EntryId } from '../../shared/ids.ts';
import { RestoredTally, beginWhole, type Delta } from '../../shared/metrics/snapshot.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { JournalReader } from '../store/reader.ts';
import type { AtRest, SnapshotReader, SnapshotRecord } from '../store/snapshots.ts';
import { damageOf, digest, settle } from './files.ts';

/** What the scribe is asked once an ended show is written down and trimmed. */
export interface RestOrder {
  showId: string;
  epoch: string;
  /** The journal's last entry, and the snapshot's. */
  upTo: EntryId;
}

export interface RestTools {
  /** The folder of all recordings. */
  folder: string;
  /** Where what is not finished may be. */
  temporary: string;
  reader: Pick<JournalReader, 'snapshots'>;
}

/** The end of the name of every file that a tally rests in. */
export const AT_REST = '.tally.gz';
/** In front of each part: how long it is, little-endian. Unit: bytes. */
const LENGTH = 4;
/** About what a part takes at most. */
const PART_BYTES = 1 << 20;
const ELSEWHERE = 'What was counted of this show rests in another DATA_DIR than this server has: ask one that shares it.';

/**
 * Writes an ended show's tally into a file, from which, and no longer from Redis, it is read then.
 * @returns null where the snapshot is not of that entry, or changed meanwhile @throws Error where it cannot be written whole
 */
export async function writeRest({ folder, temporary, reader }: RestTools, { showId, epoch, upTo }: RestOrder): Promise<AtRest | null> {
  const record = await reader.snapshots.record(showId);
  if (record?.entry !== upTo) return null;
  // Named already, by one who never heard so.
  if (record.rest && record.chunks.length === 0) return record.rest;
  const tally = await savedTally(reader.snapshots, folder, showId, record);
  if (!tally) return null;
  const unfinished = join(temporary, randomUUID());
  try {
    await pipeline(Readable.from(framesOf(beginWhole(tally))), createGzip(), createWriteStream(unfinished));
    const { sha256, bytes } = await digest(unfinished);
    const file = `${epoch}-${upTo.replace('-', '.')}.${sha256.slice(0, 16)}${AT_REST}`;
    await settle(unfinished, join(folder, showId, file));
    return { file, bytes, sha256 };
  } finally {
    await rm(unfinished, { force: true });
  }
}

/**
 * The tally that a snapshot's record names: what rests on the disk first, then the chunks in Redis.
 * @param folder of all recordings; undefined where this process has another DATA_DIR than they are kept in
 * @returns undefined where something that it names is gone, as it is where another stands meanwhile
 * @throws Refusal WRONG_STATE where it rests in another DATA_DIR, STORE_UNAVAILABLE where its file is damaged
 */
export async function savedTally(snapshots: SnapshotReader, folder: string | undefined, showId: string, record: SnapshotRecord): Promise<Tally | undefined> {
  const restored = new RestoredTally();
  if (record.rest) {
    if (folder === undefined) throw new Refusal('WRONG_STATE', ELSEWHERE, { params: { state: 'elsewhere' } });
    const { file } = record.rest;
    const path = join(folder, showId, file);
    try {
      const damage = await damageOf(path, record.rest);
      if (damage) throw new Refusal('STORE_UNAVAILABLE', `What was counted of ${showId} rests in ${file}, which is ${damage}: bring the file back from a copy. Its review is whole.`);
      for await (const part of partsIn(path)) restored.put(part);
    } catch (error) {
      // By now it may rest in another file, and this one be cleared away.
      if ((await snapshots.record(showId))?.rest?.file !== file) return undefined;
      throw error;
    }
  }
  for await (const chunk of snapshots.chunks(showId, record)) {
    if (!chunk) return undefined;
    restored.put(chunk);
  }
  return restored.done();
}

function* framesOf(delta: Delta): Generator<Uint8Array> {
  for (let part = delta.next(); part; part = delta.next()) {
    const length = new Uint8Array(LENGTH);
    new DataView(length.buffer).setUint32(0, part.length, true);
    yield length;
    yield part;
  }
}

/** The parts in a file, one after the other. */
async function* partsIn(path: string): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(path);
  const unpacked = createGunzip({ chunkSize: PART_BYTES });
  packed.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    let read = Buffer.alloc(0);
    for await (const bytes of unpacked as AsyncIterable<Buffer>) {
      read = Buffer.concat([read, bytes]);
      while (read.length >= LENGTH && read.length >= LENGTH + read.readUInt32LE(0)) {
        const end = LENGTH + read.readUInt32LE(0);
        yield read.subarray(LENGTH, end);
        read = read.subarray(end);
      }
    }
  } finally {
    packed.destroy();
  }
}
