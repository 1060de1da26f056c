import { ENTRY_ZERO, compareEntries, entryMs, type EntryId } from '../../shared/ids.ts';
import { soldUnder } from '../../shared/metrics/sold.ts';
import type { LedgerEntry, Sale } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import { DESK_FEED, type RoomEntry } from './decode.ts';
import type { Room } from './room.ts';

/** Orders told of in one call: a script of a few ms. */
const ORDERS_PER_CALL = 200;
/** How often the ledger is told how far feeds were read where they sold nothing: so far a restart need not look. Unit: ms. */
const EVERY_MS = 10_000;
/** How often holds that are due are looked for. Unit: ms. */
const SWEEP_MS = 1_000;

/** Keeps a hosted show's ledger: takes in what feeds sold, and gives back holds that are due. One call at a time. */
export class Bookkeeper {
  private running: Promise<void> | undefined;
  private appliedUpTo: EntryId = ENTRY_ZERO;
  private appliedAt = 0;
  private sweptAt = 0;

  constructor(
    private readonly store: Store,
    private readonly room: Room,
  ) {}

  /** Does what is due. @param now server time, Unix ms */
  tick(now: number, onTrouble: (error: unknown) => void): void {
    // What was counted may be lost: it must not be sold on that ground.
    if (this.running || this.room.unsure) return;
    const sales = this.room.told.size > 0 || (now - this.appliedAt >= EVERY_MS && compareEntries(this.room.last, this.appliedUpTo) > 0);
    const sweep = now - this.sweptAt >= SWEEP_MS && this.room.ledger.hasDue(now);
    if (!sales && !sweep) return;
    if (sales) this.appliedAt = now;
    if (sweep) this.sweptAt = now;
    this.running = this.work(sales, sweep).catch(onTrouble).finally(() => (this.running = undefined));
  }

  /** Tells the ledger all that feeds sold so far. */
  async settle(): Promise<void> {
    await this.running;
    if (this.room.told.size > 0 && !this.room.unsure) await this.applySales();
  }

  private async work(sales: boolean, sweep: boolean): Promise<void> {
    if (sales) await this.applySales();
    if (sweep) await this.sweep();
  }

  private async applySales(): Promise<void> {
    const { room, store } = this;
    const upTo = room.last;
    const told = [...room.told];
    room.told.clear();
    try {
      for (let from = 0; from === 0 || from < told.length; from += ORDERS_PER_CALL) {
        const ids = told.slice(from, from + ORDERS_PER_CALL);
        const sales = ids.flatMap((orderId): Sale[] => {
          const sold = soldUnder(room.tally, orderId);
          return sold ? [{ orderId, ...sold }] : [];
        });
        const isLast = from + ORDERS_PER_CALL >= told.length;
        const applied = await store.ledger.applySales(room.showId, room.epoch, isLast ? upTo : this.appliedUpTo, sales);
        // Another process hosts by now, and reads them itself.
        if (!applied) return;
        this.offer(applied.entry);
      }
      this.appliedUpTo = upTo;
    } catch (error) {
      for (const orderId of told) room.told.add(orderId);
      throw error;
    }
  }

  private async sweep(): Promise<void> {
    const swept = await this.store.ledger.sweep(this.room.showId, this.room.epoch);
    this.offer(swept?.entry);
  }

  private offer(entry: LedgerEntry | undefined): void {
    if (entry) this.room.offer(ledgerEntry(entry), entry.previous);
  }
}

/** What a script of the ledger journalled, as rooms read it. */
export const ledgerEntry = ({ id, events }: LedgerEntry): RoomEntry => ({ kind: 'ledger', id, arrivedAt: entryMs(id), feed: DESK_FEED, events });
