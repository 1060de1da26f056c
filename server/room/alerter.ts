import type { Alert } from '../../shared/alerts/alert.ts';
import { judge } from '../../shared/alerts/judge.ts';
import { newMemory, restoreMemory, saveMemory, type Memory, type SavedMemory } from '../../shared/alerts/memory.ts';
import { readLately, readSight, type Lately } from '../../shared/alerts/read.ts';
import { sceneOf } from '../../shared/alerts/rule.ts';
import type { Store } from '../store/store.ts';
import type { Room } from './room.ts';

/** How often a show is looked at. Unit: ms. */
const LOOK_MS = 1_000;
/** How often the last minutes are added up. Unit: ms. */
const LATELY_MS = 5_000;

/** What is going wrong in one hosted show: looked at once a second, remembered so that another host goes on where this one stopped. */
export class Alerter {
  /** Red first, then the newest; a new list each time anything changed. */
  alerts: readonly Alert[] = [];
  /** Counts the changes of `alerts`. */
  version = 0;
  private memory: Memory = newMemory();
  private lately: Lately | undefined;
  private latelyAt = 0;
  private lookedAt = 0;
  private loaded = false;

  constructor(
    private readonly store: Store,
    private readonly room: Room,
    /** Since when the show cannot be recorded, Unix ms. */
    private readonly unrecordedSince: () => number | undefined,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Goes on from where the host before stopped. To be called once the room is read to its end: half a tally raises false alerts. */
  async load(): Promise<void> {
    const text = await this.store.displays.alerts(this.room.showId);
    // Written by a host from its own typed memory.
    if (text !== undefined) this.memory = restoreMemory(JSON.parse(text) as SavedMemory);
    this.loaded = true;
  }

  /** Looks, where a second has passed since the last time. `now` is server time, Unix ms. */
  tick(now: number): void {
    const { show, tally } = this.room;
    if (!show || !this.loaded || Math.abs(now - this.lookedAt) < LOOK_MS) return;
    this.lookedAt = now;
    if (!this.lately || Math.abs(now - this.latelyAt) >= LATELY_MS) {
      this.lately = readLately(tally, now);
      this.latelyAt = now;
    }
    const seen = judge(sceneOf(show, { ...readSight(tally, this.room.ledger, now, this.lately), unrecordedSince: this.unrecordedSince() }, now, this.memory));
    if (seen.length === this.alerts.length && seen.every((alert, i) => alert === this.alerts[i])) return;
    const told = new Set(this.alerts.map(({ id }) => id));
    const others = seen.length !== told.size || seen.some(({ id }) => !told.has(id));
    this.alerts = seen;
    this.version++;
    if (others) this.save().catch(this.onTrouble);
  }

  /** Stores what another host needs to go on: ids people acknowledged, cooldowns, quiet listings. */
  async save(): Promise<void> {
    if (this.loaded) await this.store.displays.putAlerts(this.room.showId, JSON.stringify(saveMemory(this.memory)));
  }
}
