import { ENTRY_ZERO, compareEntries, eventId, type EntryId, type EventId } from '../../shared/ids.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { Actor, ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { followDecision } from '../../shared/stock/follow.ts';
import { Ledger } from '../../shared/stock/ledger.ts';
import { savedTally } from '../recording/rest.ts';
import type { Shelf } from '../recording/shelf.ts';
import type { SnapshotRecord } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import { countable, decode, type RoomEntry } from './decode.ts';
import type { Witness } from './witness.ts';

/** Entries read from the journal at a time; a batch may be 8 MiB, so few. */
const PAGE = 16;
/** Events folded from the journal before other work gets its turn: some 10 ms of it. */
const A_TURN = 1_000;
/** Entries of our own kept while the journal is read up to them; under load reading back what we hold would never end. */
const AHEAD = 256;

/** Who signs what no person did. */
const SYSTEM: Actor = { id: 'system', name: 'Changkong', role: 'admin' };

export interface RoomOptions {
  store: Store;
  witness: Witness;
  /** Where tallies rest; undefined where this process's DATA_DIR is not the one they are kept in. */
  recording: { shelf: Pick<Shelf, 'folder'> } | undefined;
  showId: string;
  epoch: string;
  /** Server time, Unix ms. */
  now: () => number;
  newId: () => string;
  /** Called just before a decision is folded, so that the tick of what came before goes out first. */
  beforeDecision: (room: Room) => void;
  /** Called once a decision is part of the show; `previous` is the id of the decision before it. */
  onDecision: (room: Room, events: readonly ShowEvent[], id: EventId, previous: EventId) => void;
  onTrouble: (error: unknown) => void;
}

/**
 * A hosted show: its tally in memory, folded from the journal in stream order. What this process appends itself is
 * folded from the parsed batch on the append's reply; whatever else came between is read back.
 */
export class Room {
  tally: Tally;
  show: Show | undefined;
  /** Stock, holds and claims as the journal tells them. */
  ledger = new Ledger();
  /** Orders that feeds have told of since the ledger was last told. */
  readonly told = new Set<string>();
  /** The last decision's event: what patches chain on. */
  decisionId: EventId = eventId(ENTRY_ZERO, 0);
  /** The last journal entry folded. */
  last: EntryId = ENTRY_ZERO;
  /** Counts folded entries; whoever shows something remembers the count it showed. */
  version = 0;
  record: SnapshotRecord | undefined;
  epoch: string;
  /** Once the journal has been read to its end for the first time. */
  readonly ready: Promise<void>;
  /** The entry the ledger was read at: what came before is in it. */
  private ledgerFrom: EntryId = ENTRY_ZERO;
  /** From an outage of the store until it is known to have kept what was read from it: nothing may be added to it, or folded, on that ground. */
  unsure = false;
  private verifying: Promise<void> | undefined;
  private closed = false;
  private loaded = false;
  private reading: Promise<void> | undefined;
  private missed = false;
  /** What this process appended while the journal was being read, oldest first: each with the entry before it. */
  private ahead: { entry: RoomEntry; previous: EntryId }[] = [];
  /** Whether the end of this turn will show if something has to be read. */
  private looking = false;
  private waiting: { id: EntryId; done: () => void }[] = [];

  constructor(private readonly options: RoomOptions) {
    this.epoch = options.epoch;
    this.tally = createTally(options.showId);
    this.ready = this.load();
  }

  get showId(): string {
    return this.options.showId;
  }

  /** Takes an entry this process has just appended: folded at once where nothing came between. */
  offer(entry: RoomEntry, previous: EntryId): void {
    // Until the snapshot is in place nothing may be folded: load() reads the journal to its end itself.
    if (this.closed || !this.loaded) return;
    if (this.unsure) return void this.verify().catch(this.options.onTrouble);
    if (this.reading || this.ahead.length > 0 || previous !== this.last) return this.hold(entry, previous);
    this.fold(entry);
  }

  /** Keeps an entry whose turn has not come. The one before it is mostly in the same turn's replies; where it is not, it is read. */
  private hold(entry: RoomEntry, previous: EntryId): void {
    if (compareEntries(entry.id, this.last) <= 0) return;
    if (this.ahead.length >= AHEAD) {
      this.missed = true;
      return;
    }
    const after = this.ahead.findLastIndex((held) => compareEntries(held.entry.id, entry.id) < 0);
    this.ahead.splice(after + 1, 0, { entry, previous });
    if (this.reading) return;
    this.foldAhead();
    if (this.ahead.length === 0 || this.looking) return;
    this.looking = true;
    setImmediate(() => {
      this.looking = false;
      if (this.ahead.length > 0 && !this.reading) this.catchUp().catch(this.options.onTrouble);
    });
  }

  /** Reads the journal to its end. Calls while it runs share one reading, which then looks once more. */
  catchUp(): Promise<void> {
    if (!this.loaded) return this.ready;
    if (this.unsure) return this.verify();
    this.missed = true;
    this.reading ??= this.readOn().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** Resolves once `id` is counted; at once where it is already. */
  async counted(id: EntryId): Promise<void> {
    if (compareEntries(id, this.last) <= 0) return;
    const done = new Promise<void>((resolve) => this.waiting.push({ id, done: resolve }));
    await this.catchUp();
    await done;
  }

  /** After an outage: did the store keep everything that was read from it? If not, begin again from what it kept. */
  verify(): Promise<void> {
    this.verifying ??= this.verifyOn().finally(() => (this.verifying = undefined));
    return this.verifying;
  }

  private async verifyOn(): Promise<void> {
    if (this.closed || !this.loaded) return;
    // What is held was appended before the outage, and may be gone with it.
    this.ahead = [];
    const { journal, recordings } = this.options.store;
    const kept = await journal.has(this.showId, this.last);
    // Not lost, but recorded and taken away by another host: the next round lets the show go.
    if (!kept && compareEntries(this.last, await recordings.begins(this.showId)) < 0) return;
    this.unsure = false;
    if (kept) return this.catchUp();
    try {
      await this.rewind(this.last);
    } catch (error) {
      this.unsure = true;
      throw error;
    }
  }

  close(): void {
    this.closed = true;
    for (const waiter of this.waiting) waiter.done();
    this.waiting = [];
  }

  private async load(): Promise<void> {
    const { store, witness } = this.options;
    const tail = await store.journal.tail(this.showId);
    const seen = witness.lastSeen(this.showId);
    if (seen !== undefined && compareEntries(seen, tail) > 0 && !(await store.journal.has(this.showId, seen as EntryId))) return this.rewind(seen);
    if (!(await this.restore(tail))) await this.fromTheStart();
    await this.loadShow();
    await this.loadLedger();
    this.loaded = true;
    await this.catchUp();
  }

  /** The tally as it was saved. @returns whether there is one of what the journal's end says was read */
  private async restore(tail: EntryId): Promise<boolean> {
    const { store: { snapshots }, recording } = this.options;
    const record = await snapshots.record(this.showId);
    if (!record || compareEntries(record.entry, tail) > 0) return false;
    const tally = await savedTally(snapshots, recording?.shelf.folder, this.showId, record);
    if (!tally) return false;
    this.tally = tally;
    this.last = record.entry as EntryId;
    this.record = record;
    return true;
  }

  /** An empty tally, at the journal's beginning. @throws Error where that is no longer in Redis: half a show may not be counted as a whole one */
  private async fromTheStart(): Promise<void> {
    const begins = await this.options.store.recordings.begins(this.showId);
    if (begins !== ENTRY_ZERO) throw new Error(`What was counted of ${this.showId} is gone from Redis, and its journal begins at ${begins}: bring Redis back from a copy. Its recording is whole.`);
    this.record = undefined;
    this.tally = createTally(this.showId);
    this.last = ENTRY_ZERO;
  }

  private async loadShow(): Promise<void> {
    const stored = await this.options.store.shows.get(this.showId);
    if (!stored) return;
    this.show = stored.show;
    this.decisionId = stored.id;
  }

  /** After the show, so that the ledger has the stock of every SKU in it. */
  private async loadLedger(): Promise<void> {
    const { store } = this.options;
    const state = await store.ledger.state(this.showId);
    this.ledger = new Ledger(state);
    this.ledgerFrom = state.entry;
    this.told.clear();
    // Counted, but the ledger was not told of it any more: whoever hosted before stopped in between.
    for (let from: string = state.appliedUpTo; compareEntries(from, this.last) < 0; ) {
      const entries = await store.journal.after(this.showId, from, PAGE);
      for (const entry of entries) if (compareEntries(entry.id, this.last) <= 0) this.noteOrders(decode(entry));
      if (entries.length < PAGE) return;
      from = entries.at(-1)?.id ?? from;
    }
  }

  private noteOrders(entry: RoomEntry): void {
    if (entry.kind !== 'facts') return;
    for (const event of entry.events) if (event.type === 'order.paid' || event.type === 'order.created') this.told.add(event.orderId);
  }

  /** The store lost entries up to `lost`, which had been read: drop memory, replay what is left, and say so in the journal. */
  private async rewind(lost: string): Promise<void> {
    const { store, now, newId, showId } = this.options;
    const lostFrom = await store.journal.tail(showId);
    // Of a journal that was trimmed the snapshot is the beginning: what Redis lost, it lost from its end.
    if ((await store.recordings.begins(showId)) === ENTRY_ZERO) {
      await store.snapshots.forget(showId, await store.snapshots.record(showId));
      await this.fromTheStart();
    } else if (!(await this.restore(lostFrom))) await this.fromTheStart();
    const event: ShowEvent = { type: 'journal.rewound', at: now(), by: SYSTEM, commandId: newId(), lostFrom, lostTo: lost };
    const noted = await store.journal.rewound(showId, this.epoch, JSON.stringify([event]));
    await this.loadShow();
    await this.loadLedger();
    this.loaded = true;
    await this.catchUp();
    if (!noted || !this.show) return;
    // Screens hold what is no longer true: a patch that chains on nothing they know makes every one of them join again.
    this.options.onDecision(this, [event], eventId(noted.id, 0), eventId(ENTRY_ZERO, 0));
  }

  private async readOn(): Promise<void> {
    while (this.missed && !this.closed) {
      this.missed = false;
      for (;;) {
        const entries = await this.options.store.journal.after(this.showId, this.last, PAGE);
        let folded = 0;
        for (const stored of entries) {
          if (this.unsure || this.closed) return;
          const entry = this.held(stored.id) ?? decode(stored);
          this.fold(entry);
          folded += entry.events.length;
          if (folded < A_TURN) continue;
          folded = 0;
          await new Promise((resolve) => setImmediate(resolve));
        }
        if (this.unsure) return;
        this.foldAhead();
        if (entries.length < PAGE || this.closed) break;
      }
      if (this.ahead.length > 0) this.missed = true;
    }
  }

  /** The entry as this process parsed it when it appended it. What came before it is of no use any more. */
  private held(id: EntryId): RoomEntry | undefined {
    const at = this.ahead.findIndex(({ entry }) => compareEntries(entry.id, id) >= 0);
    this.ahead.splice(0, at < 0 ? this.ahead.length : at);
    return this.ahead[0]?.entry.id === id ? this.ahead.shift()?.entry : undefined;
  }

  /** Goes on with what is held for as long as it follows; where it does not, the journal has to be asked again. */
  private foldAhead(): void {
    while (this.ahead[0] && compareEntries(this.ahead[0].entry.id, this.last) <= 0) this.ahead.shift();
    while (this.ahead[0]?.previous === this.last) {
      const next = this.ahead.shift();
      if (next) this.fold(next.entry);
    }
  }

  private fold(entry: RoomEntry): void {
    const decided = entry.kind === 'decision' && entry.revision > (this.show?.revision ?? 0);
    if (decided) this.options.beforeDecision(this);
    foldEntry(this.tally, countable(entry));
    this.last = entry.id;
    this.version++;
    this.options.witness.note(this.showId, entry.id);
    this.noteOrders(entry);
    const before = this.show;
    if (decided) this.show = { ...applyCommit(before ?? null, entry.events), revision: entry.revision };
    if (compareEntries(entry.id, this.ledgerFrom) > 0) this.follow(entry, before);
    if (decided) this.tell(entry.id, entry.events);
    if (this.waiting.length > 0) this.release();
  }

  /** The ledger follows what its scripts journalled, and what a commit did to it. */
  private follow(entry: RoomEntry, before: Show | undefined): void {
    const { ledger, show } = this;
    if (entry.kind === 'ledger') for (const event of entry.events) ledger.apply(event);
    if (entry.kind === 'decision') followDecision(ledger, entry.events, before ?? null, show ?? null);
  }

  private tell(id: EntryId, events: readonly ShowEvent[]): void {
    const previous = this.decisionId;
    this.decisionId = eventId(id, events.length - 1);
    this.options.onDecision(this, events, this.decisionId, previous);
  }

  private release(): void {
    this.waiting = this.waiting.filter(({ id, done }) => {
      if (compareEntries(id, this.last) > 0) return true;
      done();
      return false;
    });
  }
}
