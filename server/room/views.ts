import { ENTRY_ZERO, compareEntries, type EntryId } from '../../shared/ids.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import { readTally } from '../../shared/metrics/read.ts';
import { onlyParts, type TallyPart, type TallyView, type Window } from '../../shared/metrics/view.ts';
import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import type { Joined } from '../../shared/protocol/socket.ts';
import type { OverlayView, WallView } from '../../shared/seats/views.ts';
import type { Show } from '../../shared/show/show.ts';
import type { Analyst } from '../recording/analyst.ts';
import { savedTally } from '../recording/rest.ts';
import type { Shelf } from '../recording/shelf.ts';
import type { Store } from '../store/store.ts';
import { countable, decode } from './decode.ts';
import type { Rooms } from './rooms.ts';
import type { Seats } from './seats.ts';
import type { Snapshot } from './ticker.ts';

/** How long a question may wait for an entry to be counted. Unit: ms. */
const PATIENCE_MS = 10_000;
const PAGE = 64;

interface Display {
  show: Show;
  id: string;
  windows: Record<Window, Snapshot>;
}

/** What any process can answer about any show, hosting it or not. */
export class Views {
  constructor(
    private readonly store: Store,
    private readonly rooms: Rooms,
    private readonly analyst: Pick<Analyst, 'closedTo'>,
    /** Where tallies rest; undefined where this process's DATA_DIR is not the one they are kept in. */
    private readonly shelf: Pick<Shelf, 'folder'> | undefined,
    private readonly now: () => number,
  ) {}

  /** Everything a screen starts from. @throws Refusal NOT_FOUND, STORE_UNAVAILABLE */
  async join(showId: string, window: Window): Promise<Joined> {
    const serverTime = this.now();
    const hosted = await this.rooms.host(showId);
    if (hosted) {
      const { show, decisionId } = hosted.room;
      if (!show) throw noShow(showId);
      return { revision: show.revision, id: decisionId, show, ...hosted.ticker.snapshot(window, serverTime), serverTime };
    }
    const display = await this.display(showId);
    if (!display) return this.join(showId, window);
    return { revision: display.show.revision, id: display.id, show: display.show, ...display.windows[window], serverTime };
  }

  /** What a wall or an overlay shows; null where another process hosts the show, whose next word tells it. @throws Refusal NOT_FOUND, STORE_UNAVAILABLE */
  wall = (showId: string): Promise<WallView | null> => this.seat(showId, (seats) => seats.wall(this.now()));
  overlay = (showId: string): Promise<OverlayView | null> => this.seat(showId, (seats) => seats.overlay(this.now()));

  private async seat<V>(showId: string, read: (seats: Seats) => V | undefined): Promise<V | null> {
    const hosted = await this.rooms.host(showId);
    const view = hosted && read(hosted.seats);
    if (view) return view;
    if (hosted || !(await this.store.shows.get(showId))) throw noShow(showId);
    return null;
  }

  /** The tally, once `after` is counted. @throws Refusal NOT_FOUND, STORE_UNAVAILABLE */
  async tally(showId: string, window: Window, { after, parts }: { after?: EntryId | undefined; parts?: readonly TallyPart[] | undefined } = {}): Promise<TallyView> {
    const hosted = await this.rooms.host(showId);
    if (!hosted) {
      const display = await this.display(showId, after);
      return display ? onlyParts(display.windows[window].tally, parts) : this.tally(showId, window, { after, parts });
    }
    if (!hosted.room.show) throw noShow(showId);
    if (after !== undefined) await within(hosted.room.counted(after));
    return readTally(hosted.room.tally, { now: this.now(), window }, parts);
  }

  /** Whether a show is told by its recording: Redis knows it no more, or what it came to is written down to its last entry. */
  async isArchived(showId: string): Promise<boolean> {
    const stored = await this.store.shows.get(showId);
    if (!stored) return true;
    if (stored.show.status !== 'ended') return false;
    const closedTo = await this.analyst.closedTo(showId);
    return closedTo !== undefined && closedTo === (await this.store.journal.tail(showId));
  }

  /** Passes where a show is told by its recording, for what is asked of the recording alone. @throws Refusal WRONG_STATE while the show has not ended, OVERLOADED for the seconds in which it is written down */
  async mustBeArchived(showId: string): Promise<void> {
    if (await this.isArchived(showId)) return;
    const stored = await this.store.shows.get(showId);
    if (stored?.show.status !== 'ended') throw new Refusal('WRONG_STATE', 'This can be asked of a show that has ended: end it first, or read its review as it stands.', { params: { state: 'notEnded' } });
    throw new Refusal('OVERLOADED', 'What this show came to is being written down: ask again in a few seconds.');
  }

  /** The tally's inside, for series and drill-downs: the host's own, or one built for this question alone. @throws Refusal NOT_FOUND, STORE_UNAVAILABLE */
  async inside(showId: string): Promise<Tally> {
    const hosted = await this.rooms.host(showId);
    if (hosted) {
      if (!hosted.room.show) throw noShow(showId);
      return hosted.room.tally;
    }
    const until = this.now() + PATIENCE_MS;
    for (;;) {
      const tally = await this.counted(showId);
      if (tally) return tally;
      if (this.now() > until) throw late();
    }
  }

  /** A show's tally, counted here; undefined where its host saved and trimmed meanwhile what was being read. */
  private async counted(showId: string): Promise<Tally | undefined> {
    const { snapshots, journal, recordings } = this.store;
    const record = await snapshots.record(showId);
    const saved = record && (await savedTally(snapshots, this.shelf?.folder, showId, record));
    const tally = saved ?? createTally(showId);
    for (let last: string = (saved && record.entry) ?? ENTRY_ZERO; ; ) {
      const entries = await journal.after(showId, last, PAGE);
      // Asked behind it: what was taken away meanwhile is not missed.
      if (compareEntries(last, await recordings.begins(showId)) < 0) return undefined;
      for (const entry of entries) foldEntry(tally, countable(decode(entry)));
      last = entries.at(-1)?.id ?? last;
      if (entries.length < PAGE) return tally;
    }
  }

  /** What the host last stored, waiting until that includes `after`. */
  private async display(showId: string, after?: EntryId): Promise<Display | undefined> {
    const until = this.now() + PATIENCE_MS;
    for (;;) {
      const text = await this.store.displays.get(showId);
      // Written by the host from its own typed state.
      const display = text === undefined ? undefined : (JSON.parse(text) as Display);
      const counted = display?.windows.show.tally.lastId.split('.')[0] ?? ENTRY_ZERO;
      if (display && (after === undefined || compareEntries(after, counted) <= 0)) return display;
      if (!(await this.store.shows.get(showId))) throw noShow(showId);
      if (this.now() > until) throw late();
      await new Promise((resolve) => setTimeout(resolve, 100));
      // The holder of the lease may have died without a word: once it lapses, the show is ours.
      if (await this.rooms.host(showId)) return undefined;
    }
  }
}

async function within(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, PATIENCE_MS);
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}

const late = (): Refusal => new Refusal('OVERLOADED', 'This is not counted yet. Ask again in a moment.');
