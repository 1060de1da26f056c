import { compareEntries, type EntryId } from '../../shared/ids.ts';
import { beginDelta, saveAll } from '../../shared/metrics/snapshot.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import type { Saver } from '../recording/recorder.ts';
import type { AtRest, Named, Saving } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import type { Room } from './room.ts';

/** How often a show that changes is saved. Unit: ms. */
const EVERY_MS = 10_000;

/** Saves a hosted show's tally, and names what it rests in: one after the other, as each goes on from the record before. */
export class Keeper implements Saver {
  /** Begun but not yet stored: beginning another would lose it, so it is gone on with. */
  private begun: { tally: Tally; saving: Saving } | undefined;
  private running: Promise<boolean> | undefined;
  /** What was asked last. */
  private turn: Promise<unknown> = Promise.resolve();
  private nextAt = 0;

  constructor(
    private readonly store: Pick<Store, 'snapshots'>,
    private readonly room: Pick<Room, 'showId' | 'epoch' | 'tally' | 'last' | 'record' | 'unsure'>,
  ) {}

  /** Saves when it is time. */
  tick(now: number, onTrouble: (error: unknown) => void): void {
    if (this.running || this.room.unsure || now < this.nextAt) return;
    this.nextAt = now + EVERY_MS;
    this.save().catch(onTrouble);
  }

  /**
   * Saves what changed since the last time: the tally as it is at this entry, however long the writing takes.
   * @returns false where it was stored for nothing, as another process hosts by now or another snapshot stands: all is saved anew with the next.
   */
  save(): Promise<boolean> {
    this.running ??= this.inTurn(() => this.saveOn()).finally(() => (this.running = undefined));
    return this.running;
  }

  rest(upTo: EntryId, file: AtRest): Promise<boolean> {
    return this.inTurn(async () => {
      const { room, store } = this;
      const { tally, record } = room;
      if (this.begun || record?.entry !== upTo) return false;
      return this.stands(tally, await store.snapshots.rest(room.showId, record, file, room.epoch));
    });
  }

  private inTurn(work: () => Promise<boolean>): Promise<boolean> {
    const turn = this.turn.then(work, work);
    this.turn = turn;
    return turn;
  }

  private async saveOn(): Promise<boolean> {
    const { room, store } = this;
    const { tally } = room;
    // A room that had to begin again has another tally: what was begun of the old one is nothing any more.
    if (this.begun?.tally !== tally) {
      if (room.record && compareEntries(room.last, room.record.entry) <= 0) return true;
      this.begun = { tally, saving: { entry: room.last, delta: beginDelta(tally), stored: [] } };
    }
    const named = await store.snapshots.save(room.showId, room.record, this.begun.saving, room.epoch);
    this.begun = undefined;
    return this.stands(tally, named);
  }

  /** Goes on from what stands now. What was stored for nothing must be stored again: then the next delta is the whole tally. */
  private stands(tally: Tally, named: Named): boolean {
    const isNamed = typeof named !== 'string';
    if (!isNamed) saveAll(tally);
    if (this.room.tally === tally) this.room.record = isNamed ? named : undefined;
    return isNamed;
  }
}
