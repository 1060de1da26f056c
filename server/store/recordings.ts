import type { Redis } from 'ioredis';
import { ENTRY_ZERO, type EntryId } from '../../shared/ids.ts';
import { PROCESSES, RECORDINGS, keysOf } from './keys.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** How far a show's journal is recorded, its segments as JSON, in no order, and what was written at its end. */
export interface StoredRecording {
  upTo: EntryId;
  segments: string[];
  closing: string | undefined;
}

/** The fields beside those of the segments' file names: a closing, and the first entry that the journal still holds. */
const CLOSING = 'closing';
const FROM = 'from';

/** Which segments make each show's recording; the files themselves are in DATA_DIR. */
export class Recordings {
  constructor(
    private readonly write: Redis,
    private readonly read: Redis,
    private readonly scripts: Scripts,
  ) {}

  async get(showId: string): Promise<StoredRecording> {
    const { '@': upTo, [CLOSING]: closing, [FROM]: _, ...segments } = await asked(this.read.hgetall(keysOf(showId).recording));
    return { upTo: (upTo ?? ENTRY_ZERO) as EntryId, segments: Object.values(segments), closing };
  }

  /** Adds a segment behind those before. @returns false where another process hosts by now, or wrote another one there */
  add(showId: string, epoch: string, after: EntryId, upTo: EntryId, file: string, segment: string): Promise<boolean> {
    return this.put(showId, epoch, after, upTo, file, segment);
  }

  /** Names what was written at a show's end, in place of what was before. @returns false where another process hosts by now, or the recording goes on behind `upTo` */
  close(showId: string, epoch: string, upTo: EntryId, closing: string): Promise<boolean> {
    return this.put(showId, epoch, upTo, upTo, CLOSING, closing);
  }

  /**
   * Takes the journal's entries before `from` away, but none that is not recorded, in the snapshot and in the ledger.
   * @returns `early` where there is such a one, and `fenced` where another process hosts by now: then nothing went
   */
  async trim(showId: string, epoch: string, from: EntryId): Promise<'ok' | 'early' | 'fenced'> {
    const keys = keysOf(showId);
    const reply = texts(await asked(this.scripts.run('trim', [keys.epoch, keys.journal, keys.recording, keys.snapshot, keys.stock, keys.revisions, keys.decisions], [epoch, from])));
    return reply[0] === 'ok' || reply[0] === 'early' ? reply[0] : 'fenced';
  }

  /** The first entry that a journal still holds of what was taken away from its beginning; `0-0` where nothing was. */
  async begins(showId: string): Promise<EntryId> {
    return ((await asked(this.read.hget(keysOf(showId).recording, FROM))) ?? ENTRY_ZERO) as EntryId;
  }

  private async put(showId: string, epoch: string, after: EntryId, upTo: EntryId, field: string, value: string): Promise<boolean> {
    const keys = keysOf(showId);
    const reply = texts(await asked(this.scripts.run('record', [keys.epoch, keys.recording], [epoch, after, upTo, field, value])));
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
