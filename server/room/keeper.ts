import { compareEntries } from '../../shared/ids.ts';
import { dirtyBytes, takeDelta, type Delta } from '../../shared/metrics/snapshot.ts';
import type { Store } from '../store/store.ts';
import type { Room } from './room.ts';

/** How often a show that changes is saved. Unit: ms. */
const EVERY_MS = 10_000;
/** A delta is cut in one turn of the event loop: it is due sooner where it would become larger than this. Unit: bytes. */
const LARGE = 8 << 20;

/** Saves a hosted show's tally: a delta at a time, never two at once. */
export class Keeper {
  /** Cut but not yet stored: cutting again would lose it, so it is tried again as it is. */
  private cut: { delta: Delta; entry: string } | undefined;
  private saving: Promise<boolean> | undefined;
  private nextAt = 0;

  constructor(
    private readonly store: Store,
    private readonly room: Room,
  ) {}

  /** Saves when it is time, or when much changed. */
  tick(now: number, onTrouble: (error: unknown) => void): void {
    if (this.saving || (now < this.nextAt && dirtyBytes(this.room.tally) < LARGE)) return;
    this.nextAt = now + EVERY_MS;
    this.save().catch(onTrouble);
  }

  /**
   * Saves what changed since the last time. The delta is cut in one turn, so it is the tally at exactly one entry.
   * @returns false where another process hosts by now.
   */
  save(): Promise<boolean> {
    this.saving ??= this.saveOn().finally(() => (this.saving = undefined));
    return this.saving;
  }

  private async saveOn(): Promise<boolean> {
    const { room } = this;
    if (!this.cut) {
      if (room.record && compareEntries(room.last, room.record.entry) <= 0) return true;
      this.cut = { entry: room.last, delta: takeDelta(room.tally) };
    }
    const { delta, entry } = this.cut;
    const record = await this.store.snapshots.save(room.showId, room.record, delta, { entry, epoch: room.epoch });
    if (!record) return false;
    room.record = record;
    this.cut = undefined;
    return true;
  }
}
