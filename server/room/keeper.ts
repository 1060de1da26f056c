import { compareEntries } from '../../shared/ids.ts';
import { beginDelta } from '../../shared/metrics/snapshot.ts';
import type { Tally } from '../../shared/metrics/tally.ts';
import type { Saving } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import type { Room } from './room.ts';

/** How often a show that changes is saved. Unit: ms. */
const EVERY_MS = 10_000;

/** Saves a hosted show's tally: a delta at a time, never two at once. */
export class Keeper {
  /** Begun but not yet stored: beginning another would lose it, so it is gone on with. */
  private begun: { tally: Tally; saving: Saving } | undefined;
  private running: Promise<boolean> | undefined;
  private nextAt = 0;

  constructor(
    private readonly store: Store,
    private readonly room: Room,
  ) {}

  /** Saves when it is time. */
  tick(now: number, onTrouble: (error: unknown) => void): void {
    if (this.running || this.room.unsure || now < this.nextAt) return;
    this.nextAt = now + EVERY_MS;
    this.save().catch(onTrouble);
  }

  /**
   * Saves what changed since the last time: the tally as it is at this entry, however long the writing takes.
   * @returns false where another process hosts by now.
   */
  save(): Promise<boolean> {
    this.running ??= this.saveOn().finally(() => (this.running = undefined));
    return this.running;
  }

  private async saveOn(): Promise<boolean> {
    const { room, store } = this;
    const { tally } = room;
    // A room that had to begin again has another tally: what was begun of the old one is nothing any more.
    if (this.begun?.tally !== tally) {
      if (room.record && compareEntries(room.last, room.record.entry) <= 0) return true;
      this.begun = { tally, saving: { entry: room.last, delta: beginDelta(tally), stored: [] } };
    }
    const record = await store.snapshots.save(room.showId, room.record, this.begun.saving, room.epoch);
    if (!record) return false;
    if (room.tally === tally) room.record = record;
    this.begun = undefined;
    return true;
  }
}
