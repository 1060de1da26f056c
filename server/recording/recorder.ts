import { compareEntries, ENTRY_ZERO, entryMs, type EntryId } from '../../shared/ids.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import type { Show } from '../../shared/show/show.ts';
import type { AtRest, SnapshotRecord } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import type { Scribe } from './scribe.ts';
import type { Segment } from './segment.ts';
import { manifestOf, type Shelf } from './shelf.ts';

/** A segment is written this long after the one before, sooner where many events wait. Unit: ms. */
const EVERY_MS = 60_000;
const EVENTS = 200_000;
/** After a failure, which may be a full disk. Unit: ms. */
const AGAIN_MS = 15_000;
/** An ended show is written out once it has been quiet for this long. Unit: ms. */
const QUIET_MS = 3_000;
/** What a live show's journal keeps in Redis though it is recorded: screens and a new host ask for the last minutes first. Unit: ms. */
const KEEP_MS = 600_000;
/** Where something is not in the snapshot or the ledger yet, trimming is tried again after this. Unit: ms. */
const EARLY_MS = 5_000;
/** What an ended show came to is written down once its tally is saved, which is looked for this often. Unit: ms. */
const LOOK_MS = 1_000;

/** The hosted show, as far as its recording needs to know it. */
export interface Recorded {
  readonly showId: string;
  readonly epoch: string;
  readonly tally: Tally;
  readonly show: Pick<Show, 'toldAt'> | undefined;
  /** The last journal entry folded. */
  readonly last: EntryId;
  /** What was read may be gone. */
  readonly unsure: boolean;
  /** What the tally was last saved as. */
  readonly record: SnapshotRecord | undefined;
}

/** Whoever saves a hosted show's tally. */
export interface Saver {
  /** Names the file that holds what the record of that entry names, in its place. @returns whether it is named now */
  rest(upTo: EntryId, file: AtRest): Promise<boolean>;
}

export interface RecorderTools {
  store: Pick<Store, 'recordings'>;
  shelf: Shelf;
  scribe: Pick<Scribe, 'write' | 'conclude' | 'rest'>;
}

/** Records a hosted show: a segment at a time, behind the room and never in its way. */
export class Recorder {
  /** Since when it cannot be recorded, Unix ms; undefined while it can. */
  failingSince: number | undefined;
  /** The tally whose journal `upTo` is a place in: a room that begins again has another. */
  private tally: Tally | undefined;
  private upTo: EntryId = ENTRY_ZERO;
  private running: Promise<void> | undefined;
  private nextAt: number;
  /** The entry up to which was written down what the show came to. */
  private closedTo: string | undefined;
  private closeAt = 0;
  /** Segments whose entries the journal still holds, oldest first. */
  private held: Segment[] = [];
  private trimAt = 0;
  private restAt = 0;
  private events = 0;
  private seen: EntryId = ENTRY_ZERO;
  private seenAt = 0;

  constructor(
    private readonly tools: RecorderTools,
    private readonly room: Recorded,
    private readonly saver: Saver,
    private now: number,
  ) {
    this.nextAt = now + EVERY_MS;
  }

  /** Writes a segment where one is due. @param now server time, Unix ms */
  tick(now: number, onTrouble: (error: unknown) => void): void {
    const { room } = this;
    this.now = now;
    if (room.last !== this.seen) {
      this.seen = room.last;
      this.seenAt = now;
    }
    if (this.running || room.unsure) return;
    if (this.isDue(now)) {
      this.nextAt = now + EVERY_MS;
      this.run(this.record(now), onTrouble, (again) => {
        this.failingSince ??= now;
        this.nextAt = again;
      });
    } else if (this.isClosingDue(now)) {
      this.closeAt = now + LOOK_MS;
      this.run(this.close(now), onTrouble, (again) => (this.closeAt = again));
    } else if (this.isTrimDue(now)) {
      this.run(this.trim(now), onTrouble, (again) => (this.trimAt = again));
    } else if (this.isRestDue(now)) {
      this.restAt = now + LOOK_MS;
      this.run(this.rest(), onTrouble, (again) => (this.restAt = again));
    }
  }

  /** @param later is told, where it failed, when to try again: what took long to fail is not begun again at once. Unix ms */
  private run(work: Promise<void>, onTrouble: (error: unknown) => void, later: (again: number) => void): void {
    const failed = (error: unknown): void => {
      later(this.now + AGAIN_MS);
      onTrouble(error);
    };
    this.running = work.catch(failed).finally(() => (this.running = undefined));
  }

  /** Whether something is being written. */
  get busy(): boolean {
    return this.running !== undefined;
  }

  /** Resolves once what is being written is written, or was given up. */
  async settle(): Promise<void> {
    await this.running;
  }

  private isDue(now: number): boolean {
    const { tally, last } = this.room;
    if (this.tally === tally && compareEntries(last, this.upTo) <= 0) return false;
    if (now >= this.nextAt) return true;
    if (this.failingSince !== undefined) return false;
    return tally.eventsCounted + tally.duplicates - this.events >= EVENTS || (tally.status === 'ended' && now - this.seenAt >= QUIET_MS);
  }

  /** The show has ended, has been quiet, and is recorded to its last entry. */
  private isClosingDue(now: number): boolean {
    const { tally, last } = this.room;
    return tally.status === 'ended' && this.tally === tally && last === this.upTo && this.closedTo !== last && now - this.seenAt >= QUIET_MS && now >= this.closeAt;
  }

  /** An ended show is written down to its last entry; or a live one's oldest segment is of some time ago. Where nothing can be recorded, nothing goes. */
  private isTrimDue(now: number): boolean {
    const { tally } = this.room;
    const [oldest] = this.held;
    if (!oldest || this.tally !== tally || this.failingSince !== undefined || now < this.trimAt) return false;
    return this.isWrittenDown || entryMs(oldest.last) <= now - KEEP_MS;
  }

  /** An ended show is written down and trimmed, and Redis still holds its tally. */
  private isRestDue(now: number): boolean {
    const { tally, last, record } = this.room;
    return this.isWrittenDown && this.held.length === 0 && this.tally === tally && record?.entry === last && record.chunks.length > 0 && now >= this.restAt;
  }

  /** What the show came to is on the disk, to its last entry. */
  private get isWrittenDown(): boolean {
    return this.closedTo === this.room.last && this.upTo === this.room.last;
  }

  private async record(now: number): Promise<void> {
    const { tools, room } = this;
    const { showId, epoch, tally, last } = room;
    if (this.tally !== tally) await this.begin(tally);
    const events = tally.eventsCounted + tally.duplicates;
    while (compareEntries(this.upTo, last) < 0) {
      const segment = await tools.scribe.write({
        showId, epoch, after: this.upTo, upTo: last, repeats: tally.repeats.between(this.upTo, last), late: tally.status === 'ended' && now - (room.show?.toldAt ?? tally.endedAt ?? now) > EVERY_MS,
      });
      // Another tally by now: what was read may have been lost since.
      if (!segment || room.tally !== tally) return;
      const upTo = segment.last as EntryId;
      if (!(await tools.store.recordings.add(showId, epoch, this.upTo, upTo, segment.file, JSON.stringify(segment)))) {
        this.tally = undefined;
        return;
      }
      this.upTo = upTo;
      this.held.push(segment);
      tally.repeats.forget(upTo);
      await tools.shelf.keep(showId, await tools.store.recordings.get(showId));
    }
    this.events = events;
    this.failingSince = undefined;
  }

  /** Writes down what the show came to. Where more comes meanwhile, that is done again behind it. */
  private async close(now: number): Promise<void> {
    const { tools, room, upTo } = this;
    const { showId, epoch, tally } = room;
    const files = manifestOf(await tools.store.recordings.get(showId)).segments.map(({ file }) => file);
    const closing = await tools.scribe.conclude({ showId, epoch, upTo, files, now });
    if (!closing || room.tally !== tally || room.last !== upTo) return;
    if (!(await tools.store.recordings.close(showId, epoch, upTo, JSON.stringify(closing)))) {
      this.tally = undefined;
      return;
    }
    this.closedTo = upTo;
    await tools.shelf.clear(showId, await tools.shelf.keep(showId, await tools.store.recordings.get(showId)), epoch);
  }

  /** Takes what the oldest segment holds out of the journal, all but its last entry, by which a host knows that the journal is whole. */
  private async trim(now: number): Promise<void> {
    const { tools, room } = this;
    const { showId, epoch } = room;
    const [oldest] = this.held;
    if (!oldest) return;
    const { file, damage } = await tools.shelf.checkSegment(showId, oldest);
    if (damage) throw new Error(`${file} is ${damage}: what it recorded of ${showId} stays in Redis. Bring the file back from a copy.`);
    const done = await tools.store.recordings.trim(showId, epoch, oldest.last as EntryId);
    if (done === 'ok') this.held.shift();
    else if (done === 'early') this.trimAt = now + EARLY_MS;
    else this.tally = undefined;
  }

  /** Puts the tally to rest beside the recording. */
  private async rest(): Promise<void> {
    const { tools, room, saver, upTo } = this;
    const { showId, epoch, record } = room;
    const rest = await tools.scribe.rest({ showId, epoch, upTo });
    if (!rest || !(await saver.rest(upTo, rest))) return;
    // A Redis that comes back as it was a moment ago names the one before.
    await tools.shelf.clearRest(showId, [rest.file, record?.rest?.file ?? ''], epoch);
  }

  /** Goes on where Redis says the recording ends. */
  private async begin(tally: Tally): Promise<void> {
    const { shelf, store } = this.tools;
    const { showId } = this.room;
    const stored = await store.recordings.get(showId);
    if (stored.segments.length === 0) await shelf.putAside(showId);
    // Whoever recorded before may have died in between.
    else this.closedTo = (await shelf.keep(showId, stored)).closing?.upTo;
    const begins = await store.recordings.begins(showId);
    this.held = manifestOf(stored).segments.filter(({ last }) => compareEntries(last as EntryId, begins) > 0);
    this.upTo = stored.upTo;
    this.tally = tally;
  }
}
