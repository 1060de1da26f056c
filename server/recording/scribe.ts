import type { EntryId } from '../../shared/ids.ts';
import type { SavedRepeats } from '../../shared/metrics/repeats.ts';
import type { AtRest } from '../store/snapshots.ts';
import { Aide, AideEnded } from './aide.ts';
import type { ClosingOrder } from './close.ts';
import type { RestOrder } from './rest.ts';
import type { Closing, Segment } from './segment.ts';

/** What the scribe is asked: to write the entries after `after`, up to `upTo` or as many as make a segment. */
export interface Order {
  showId: string;
  epoch: string;
  after: EntryId;
  upTo: EntryId;
  repeats: SavedRepeats;
  /** The show has ended: what comes now came late. */
  late: boolean;
}

/** What the scribe's process is told first. */
export interface Desk {
  redisUrl: string;
  /** The folder of all recordings. */
  folder: string;
}

export type Writing = { write: Order } | { close: ClosingOrder } | { rest: RestOrder };
export type Written = { segment: Segment | null } | { closing: Closing | null } | { atRest: AtRest | null };

/**
 * Writes recordings in a process of its own, which reads the journal and the snapshots by itself: the live room pays a message a segment. What
 * the engine needs in memory is not the room's, and where it falls the room stands.
 */
export class Scribe {
  private readonly aide: Aide<Writing, Written>;
  private isClosing = false;

  constructor(desk: Desk) {
    this.aide = new Aide('scribe', desk);
  }

  /** The segment written; null where the journal has nothing there. @throws Error where the disk or the engine would not; then nothing was written that counts */
  async write(order: Order): Promise<Segment | null> {
    const written = await this.ask({ write: order });
    return written && 'segment' in written ? written.segment : null;
  }

  /** What was written at a show's end; null where the tally's snapshot is not there yet. @throws Error as `write` does */
  async conclude(order: ClosingOrder): Promise<Closing | null> {
    const written = await this.ask({ close: order });
    return written && 'closing' in written ? written.closing : null;
  }

  /** The file an ended show's tally was written into; null where its snapshot is of another entry. @throws Error as `write` does */
  async rest(order: RestOrder): Promise<AtRest | null> {
    const written = await this.ask({ rest: order });
    return written && 'atRest' in written ? written.atRest : null;
  }

  /** Stops at once: what is not finished never was. */
  close(): Promise<void> {
    this.isClosing = true;
    return this.aide.close();
  }

  private async ask(writing: Writing): Promise<Written | undefined> {
    try {
      return await this.aide.ask(writing);
    } catch (error) {
      if (this.isClosing && error instanceof AideEnded) return undefined;
      throw error;
    }
  }
}
