import type { Redis } from 'ioredis';
import { ENTRY_ZERO, type EntryId } from '../../shared/ids.ts';
import { PROCESSES, RECORDINGS, keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** How far a show's journal is recorded, and its segments as JSON, in no order. */
export interface StoredRecording {
  upTo: EntryId;
  segments: string[];
}

/** Which segments make each show's recording; the files themselves are in DATA_DIR. */
export class Recordings {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  async get(showId: string): Promise<StoredRecording> {
    const { '@': upTo, ...segments } = await asked(this.read.hgetall(keysOf(showId).recording));
    return { upTo: (upTo ?? ENTRY_ZERO) as EntryId, segments: Object.values(segments) };
  }

  /** Adds a segment behind those before. @returns false where another process hosts by now, or wrote another one there */
  async add(showId: string, epoch: string, after: EntryId, upTo: EntryId, file: string, segment: string): Promise<boolean> {
    const keys = keysOf(showId);
    const reply = texts(await asked(this.scripts.run('record', [keys.epoch, keys.recording], [epoch, after, upTo, file, segment])));
    return reply[0] === 'ok';
  }

  /**
   * Asks whether recordings are kept at this place: the first to ask decides, and so does one that is alone.
   * @param place the id of a DATA_DIR
   */
  async settleAt(place: string): Promise<boolean> {
    await asked(this.write.setnx(RECORDINGS, place));
    if ((await asked(this.read.get(RECORDINGS))) === place) return true;
    if ((await asked(this.read.zcard(PROCESSES))) > 0) return false;
    await asked(this.write.set(RECORDINGS, place));
    return true;
  }
}
