import type { EntryId } from '../../shared/ids.ts';
import { ENTRY_ZERO, compareEntries } from '../../shared/ids.ts';
import { WINDOWS, type Window } from '../../shared/metrics/view.ts';
import type { Patch, Tick } from '../../shared/protocol/socket.ts';
import { LINK_ROLES, type LinkRole } from '../../shared/show/permissions.ts';
import { LEASE_MS } from '../store/leases.ts';
import { Recorder, type RecorderTools } from '../recording/recorder.ts';
import type { SnapshotRecord } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import { Alerter } from './alerter.ts';
import { Bookkeeper } from './bookkeeper.ts';
import type { RoomEntry } from './decode.ts';
import { Keeper } from './keeper.ts';
import { Room } from './room.ts';
import { Seats, type SeatAudience } from './seats.ts';
import { Ticker } from './ticker.ts';
import type { Witness } from './witness.ts';

/** Ten ticks a second. Unit: ms. */
const TICK_MS = 100;
/** How often leases are renewed and shows without a host are looked for. Unit: ms. */
const ROUND_MS = LEASE_MS / 3;
/** A show nobody watches and nothing happens in is let go after this. Unit: ms. */
const IDLE_MS = 60_000;

/** One that could not be opened is tried again after this. Unit: ms. */
const AGAIN_MS = 2_000;
/** An ended show that could not be put to rest is opened for it again after this. Unit: ms. */
const TIDY_MS = 3_600_000;

/** Where rooms speak to screens; the rooms themselves know no socket. */
export interface Audience extends SeatAudience {
  patch(patch: Patch): void;
  tick(tick: Tick): void;
  /** Whether anybody looks at this window of the show, or at its wall or overlay, here or at another process. */
  watches(showId: string, window: Window | LinkRole): boolean;
}

export interface RoomsOptions {
  store: Store;
  witness: Witness;
  audience: Audience;
  /** What recordings are written with; undefined where this process's DATA_DIR is not the one they are kept in. */
  recording: Omit<RecorderTools, 'store'> | undefined;
  now: () => number;
  newId: () => string;
  onTrouble: (error: unknown) => void;
}

interface Hosted {
  room: Room;
  ticker: Ticker;
  seats: Seats;
  alerter: Alerter;
  keeper: Keeper;
  books: Bookkeeper;
  recorder: Recorder | undefined;
  busyAt: number;
  version: number;
  /** What was last stored for the processes that do not host. */
  displayed: string;
}

/** The shows this process hosts: leased, ticked, saved, and let go. */
export class Rooms {
  private readonly hosted = new Map<string, Hosted>();
  private readonly opening = new Map<string, Promise<Hosted | undefined>>();
  private readonly timers: NodeJS.Timeout[] = [];
  private round: Promise<void> = Promise.resolve();
  private displayAt = 0;
  /** Shows that could not be opened, and until when that is not tried again, Unix ms. */
  private readonly failed = new Map<string, { error: Error; until: number }>();
  /** When shows that were opened to be put to rest may be again, Unix ms, and the last of them. */
  private readonly tidyAt = new Map<string, number>();
  private tidied: string | undefined;
  private processes = 1;
  private closed = false;

  constructor(private readonly options: RoomsOptions) {}

  /** Starts ticking, renewing and looking for shows to host. */
  open(): void {
    const { store, onTrouble } = this.options;
    const every = (interval: number, work: () => void) => this.timers.push(setInterval(work, interval));
    every(TICK_MS, () => this.tick());
    every(ROUND_MS, () => {
      this.round = this.round.then(() => this.goRound()).catch(onTrouble);
    });
    this.round = this.goRound().catch(onTrouble);
    store.onAppended((showId) => {
      const hosted = this.hosted.get(showId);
      if (hosted) hosted.room.catchUp().catch(onTrouble);
      else if (!this.failedLately(showId)) void this.opened(showId).catch(onTrouble);
    });
    store.onLost(() => {
      for (const { room } of this.hosted.values()) room.unsure = true;
    });
    store.onReconnect(() => {
      for (const { room } of this.hosted.values()) room.verify().catch(onTrouble);
    });
  }

  /** Whether no other server process is known to be alive. */
  get alone(): boolean {
    return this.processes <= 1;
  }

  /** The hosted show, read to its end; undefined where another process hosts it. */
  async host(showId: string): Promise<Pick<Hosted, 'room' | 'ticker' | 'seats'> | undefined> {
    const hosted = this.hosted.get(showId) ?? (await this.opened(showId));
    if (hosted) await hosted.room.ready;
    // Its tally may rest where this process cannot read it: one that can hears that it is asked for.
    else if (await this.restsElsewhere(showId)) await this.options.store.journal.announce(showId);
    // Somebody asked before it was created: creation is an entry this room has not read yet.
    if (hosted && !hosted.room.show) await hosted.room.catchUp();
    return hosted;
  }

  /** Told of what this process itself appended. */
  offer(showId: string, entry: RoomEntry, previous: EntryId): void {
    const hosted = this.hosted.get(showId);
    if (hosted) hosted.room.offer(entry, previous);
    else if (!this.opening.has(showId) && !this.failedLately(showId)) void this.host(showId).catch(this.options.onTrouble);
  }

  /** Saves and lets go of every show. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.round;
    await Promise.allSettled(this.opening.values());
    await Promise.allSettled([...this.hosted.keys()].map((showId) => this.letGo(showId)));
    await this.options.witness.save();
    if (this.options.store.ready()) await this.options.store.leases.leave();
  }

  private opened(showId: string): Promise<Hosted | undefined> {
    const running = this.opening.get(showId);
    if (running) return running;
    const failed = this.failedLately(showId);
    if (failed) return Promise.reject(failed);
    this.failed.delete(showId);
    const opening = this.take(showId).finally(() => this.opening.delete(showId));
    this.opening.set(showId, opening);
    return opening;
  }

  /** Why a show could not be opened a moment ago: told of already, and true for a while. */
  private failedLately(showId: string): Error | undefined {
    const failed = this.failed.get(showId);
    return failed && this.options.now() < failed.until ? failed.error : undefined;
  }

  private async restsElsewhere(showId: string): Promise<boolean> {
    const { store, recording } = this.options;
    return !recording && (await store.snapshots.record(showId))?.rest !== undefined;
  }

  private async take(showId: string): Promise<Hosted | undefined> {
    if (this.closed) return undefined;
    const { store, audience, recording, onTrouble } = this.options;
    if (await this.restsElsewhere(showId)) return undefined;
    const epoch = await store.leases.take(showId);
    if (epoch === undefined) return undefined;
    const room = new Room({
      ...this.options,
      showId,
      epoch,
      beforeDecision: () => this.hosted.get(showId)?.ticker.tick(this.options.now()),
      onDecision: (told, events, id, prev) => audience.patch({ showId, revision: told.show?.revision ?? 0, id, prev, events: [...events] }),
    });
    const keeper = new Keeper(store, room);
    const recorder = recording && new Recorder({ store, ...recording }, room, keeper, this.options.now());
    const alerter = new Alerter(store, room, () => recorder?.failingSince, onTrouble);
    const hosted: Hosted = {
      room,
      alerter,
      ticker: new Ticker(room, alerter, (tick) => audience.tick(tick), (window) => audience.watches(showId, window)),
      seats: new Seats(room, audience),
      keeper,
      books: new Bookkeeper(store, room),
      recorder,
      busyAt: this.options.now(),
      version: 0,
      displayed: '',
    };
    this.hosted.set(showId, hosted);
    try {
      await room.ready;
      await alerter.load();
    } catch (error) {
      // Nothing of a half-read room may be shown. Another process may be able to; we try again in a while.
      this.drop(showId);
      this.failed.set(showId, { error: error instanceof Error ? error : new Error(String(error)), until: this.options.now() + AGAIN_MS });
      onTrouble(error);
      await store.leases.release(showId).catch(onTrouble);
      throw error;
    }
    return hosted;
  }

  private tick(): void {
    const now = this.options.now();
    for (const hosted of this.hosted.values()) {
      if (!hosted.room.show) continue;
      hosted.alerter.tick(now);
      hosted.ticker.tick(now);
      hosted.seats.tick(now);
      hosted.books.tick(now, this.options.onTrouble);
      hosted.keeper.tick(now, this.options.onTrouble);
      hosted.recorder?.tick(now, this.options.onTrouble);
    }
    if (now - this.displayAt < 1_000) return;
    this.displayAt = now;
    this.options.witness.save().catch(this.options.onTrouble);
    if (!this.alone) for (const hosted of this.hosted.values()) this.display(hosted, now);
  }

  /** Stores what a process that does not host may show. */
  private display(hosted: Hosted, now: number): void {
    const { room, ticker, alerter } = hosted;
    const latest = `${room.version}.${alerter.version}`;
    if (!room.show || hosted.displayed === latest) return;
    hosted.displayed = latest;
    const windows = { show: ticker.snapshot('show', now), '5m': ticker.snapshot('5m', now), onair: ticker.snapshot('onair', now) };
    this.options.store.displays.put(room.showId, JSON.stringify({ show: room.show, id: room.decisionId, windows })).catch(this.options.onTrouble);
  }

  private async goRound(): Promise<void> {
    const { store, now, onTrouble } = this.options;
    if (this.closed || !store.ready()) return;
    this.processes = await store.leases.attend(now());
    for (const [showId, hosted] of this.hosted) await this.renew(showId, hosted).catch(onTrouble);
    for (const showId of await store.shows.ids()) {
      if (this.closed || this.hosted.has(showId) || this.opening.has(showId)) continue;
      // Not awaited: a long show takes longer to be read than a lease lasts. One that cannot be opened has been told of.
      const record = await store.snapshots.record(showId);
      if (await this.hasWork(showId, record)) void Promise.allSettled([this.opened(showId)]);
      else if (await this.isLeft(showId, record)) void this.tidy(showId);
    }
  }

  /** Entries to fold, or holds to give back in time. */
  private async hasWork(showId: string, record: SnapshotRecord | undefined): Promise<boolean> {
    const { store } = this.options;
    const [tail, holds] = await Promise.all([store.journal.tail(showId), store.ledger.holds(showId)]);
    return holds > 0 || compareEntries(tail, record?.entry ?? ENTRY_ZERO) > 0;
  }

  /** Whether whoever hosted an ended show was stopped before its tally was put to rest. One after the other is, and each is tried once in a while. */
  private async isLeft(showId: string, record: SnapshotRecord | undefined): Promise<boolean> {
    const { store, recording, now } = this.options;
    const { tidied } = this;
    if (!recording || !record || record.chunks.length === 0 || now() < (this.tidyAt.get(showId) ?? 0)) return false;
    if (tidied !== undefined && (this.hosted.has(tidied) || this.opening.has(tidied))) return false;
    return (await store.shows.get(showId))?.show.status === 'ended';
  }

  /** Opens an ended show for its recorder to put it to rest. */
  private async tidy(showId: string): Promise<void> {
    this.tidied = showId;
    const [opened] = await Promise.allSettled([this.opened(showId)]);
    // Where another process hosts it, that one does it, unless it falls.
    if (opened.status === 'rejected' || opened.value) this.tidyAt.set(showId, this.options.now() + TIDY_MS);
  }

  private async renew(showId: string, hosted: Hosted): Promise<void> {
    const { store, audience, now } = this.options;
    const { room } = hosted;
    // Asking failed when the line came back: ask again.
    if (room.unsure) await room.verify();
    const watched = [...WINDOWS, ...LINK_ROLES].some((window) => audience.watches(showId, window));
    // Holds must be given back when they fall due, and a long show takes its time to be written down.
    if (watched || room.version !== hosted.version || room.ledger.holds.size > 0 || hosted.recorder?.busy) hosted.busyAt = now();
    hosted.version = room.version;
    if (now() - hosted.busyAt > IDLE_MS) return this.letGo(showId);
    const epoch = await store.leases.take(showId);
    if (epoch === undefined) return this.drop(showId);
    if (epoch === room.epoch) return;
    // Deleted by another process.
    if (room.show && !(await store.shows.get(showId))) {
      await store.leases.release(showId);
      return this.drop(showId);
    }
    // The lease lapsed meanwhile. Only where nobody saved in between does our memory still continue what is stored.
    const stored = await store.snapshots.record(showId);
    if (stored?.epoch !== room.record?.epoch || stored?.entry !== room.record?.entry) return this.drop(showId);
    room.epoch = epoch;
    await room.catchUp();
  }

  private async letGo(showId: string): Promise<void> {
    const hosted = this.hosted.get(showId);
    if (!hosted) return;
    await hosted.room.ready;
    await hosted.books.settle();
    await hosted.keeper.save();
    await hosted.alerter.save();
    await this.options.store.leases.release(showId);
    this.drop(showId);
  }

  /** Lets go of a show that is being deleted: nothing more is saved of it. */
  async forget(showId: string): Promise<void> {
    const hosted = this.hosted.get(showId);
    this.drop(showId);
    await hosted?.recorder?.settle();
  }

  private drop(showId: string): void {
    this.hosted.get(showId)?.room.close();
    this.hosted.delete(showId);
  }
}
