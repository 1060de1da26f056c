import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { compareEntries, entryMs, type EntryId } from '../../shared/ids.ts';
import { restoreCurves } from '../../shared/metrics/curves.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { readSeries, type SeriesAsked } from '../../shared/metrics/series.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import type { SeriesView, Window } from '../../shared/metrics/view.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { MediansView } from '../../shared/review/medians.ts';
import { readReview } from '../../shared/review/read.ts';
import { reconcile, type FileLine, type OurOrder, type Reconciled } from '../../shared/review/reconcile.ts';
import type { SliceAsked, SliceView } from '../../shared/review/slice.ts';
import type { Incident, ReviewView } from '../../shared/review/view.ts';
import { ORDER_COLUMNS, VIEWER_COLUMNS, orderRows, viewerRows } from '../../shared/review/written.ts';
import { briefly } from '../../shared/show/log.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { isPaidClaim, type LedgerEvent } from '../../shared/stock/events.ts';
import { writeLines } from './close.ts';
import { openEngine, quoted } from './engine.ts';
import { ordersIn } from './orders.ts';
import { ParquetWriter } from './parquet.ts';
import { Past } from './past.ts';
import { readSlice } from './sliceRead.ts';
import { SlicedShow, type Sliceable } from './slices.ts';
import { Decided, decidedIn } from './decisions.ts';
import { entriesOf, type RecordedEntry } from './entries.ts';
import { Film } from './film.ts';
import { retold } from './retold.ts';
import type { ClosingPart, Manifest } from './segment.ts';
import type { CheckedPart, Shelf } from './shelf.ts';
import { spanOf } from './stage.ts';

/** What the engine may hold beside the fold's own memory. */
const MEMORY = '256MB';

/** A show as the segments of its recording alone tell it. */
interface Replayed {
  show: Show;
  tally: Tally;
  /** What was decided, oldest first. */
  decisions: readonly ShowEvent[];
}

/**
 * Shows as their recordings tell them: from what was written down at their end, or, where that is missing, damaged or older than the segments,
 * counted again from them by the same fold.
 */
export class Archive {
  /** The last of each: a page asks several times. */
  private replayed: { of: string; show: Promise<Replayed | undefined> } | undefined;
  private film: { of: string; film: Promise<Film | undefined> } | undefined;
  private curves: { of: string; tally: Promise<Tally> } | undefined;
  private sliced: { of: string; show: Promise<SlicedShow | undefined> } | undefined;
  /** The engine answers one question after the other. */
  private slicing: Promise<unknown> = Promise.resolve();
  private readonly past: Past;

  /** @param temporary a folder the engine may use @param onTrouble told of what keeps no answer back */
  constructor(
    private readonly shelf: Shelf,
    private readonly temporary: string,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.past = new Past(shelf);
  }

  /** @param now server time, Unix ms @returns undefined where there is no recording of the show, or none that begins at its beginning */
  async review(showId: string, now: number): Promise<ReviewView | undefined> {
    const manifest = await this.shelf.manifest(showId);
    if (!manifest) return undefined;
    const segments = await this.shelf.check(showId);
    const damaged = segments.filter(({ damage }) => damage).map(({ file, first, last }): Incident => ({ kind: 'damaged', at: entryMs(first), to: entryMs(last), file }));
    const supplements = segments.flatMap(({ late, first, last, facts = 0 }): Incident[] => (late && facts > 0 ? [{ kind: 'supplement', at: entryMs(first), to: entryMs(last), events: facts }] : []));
    const written = await this.part(showId, manifest, 'figures');
    if (written?.damage) damaged.push({ kind: 'damaged', at: entryMs(manifest.upTo), to: entryMs(manifest.upTo), file: written.file });
    const view = written && !written.damage ? await figuresIn(written.path) : await this.counted(showId, manifest, now);
    return view && { ...view, incidents: [...damaged, ...supplements, ...view.incidents].sort((a, b) => a.at - b.at) };
  }

  /**
   * A journal's entries as the segments have them, whole, and about as many as have `limit` events.
   * @returns none where the recording ends at `after` @throws Error where there is no recording, or what comes next is damaged
   */
  async journal(showId: string, after: EntryId, limit: number): Promise<RecordedEntry[]> {
    const manifest = await this.shelf.manifest(showId);
    if (!manifest) throw new Error(`There is no recording of ${showId} here.`);
    const entries: RecordedEntry[] = [];
    let events = 0;
    const { connection, close } = await openEngine(this.temporary, MEMORY);
    try {
      for (const segment of manifest.segments.filter(({ last }) => compareEntries(last as EntryId, after) > 0)) {
        const { path, file, damage } = await this.shelf.checkSegment(showId, segment);
        if (damage) throw new Error(`${file} is ${damage}.`);
        for await (const entry of entriesOf(connection, path, isAfter(after))) {
          entries.push(entry);
          events += entry.events.length;
          if (events >= limit) return entries;
        }
      }
    } finally {
      close();
    }
    return entries;
  }

  /** Metrics over time. @returns undefined as `review` does */
  async series(showId: string, asked: SeriesAsked): Promise<SeriesView | undefined> {
    const manifest = await this.shelf.manifest(showId);
    if (!manifest) return undefined;
    const tally = (await this.curvesOf(showId, manifest)) ?? (await this.replay(showId, manifest))?.tally;
    return tally && readSeries(tally, asked);
  }

  /** A part of a show. @returns undefined as `review` does */
  slice(showId: string, asked: SliceAsked, now: number): Promise<SliceView | undefined> {
    const answer = this.slicing.then(() => this.sliceOf(showId, asked, now));
    this.slicing = answer.catch(() => undefined);
    return answer;
  }

  /** What is usual in the room: medians over its last ended shows but this one. */
  medians(showId: string): Promise<MediansView> {
    return this.past.medians(showId);
  }

  /** A show of which there is nothing but its recording, as a list tells it. @returns undefined where there is none, or none that begins at its beginning */
  async shelved(showId: string): Promise<ListedShow | undefined> {
    const manifest = await this.shelf.manifest(showId);
    if (!manifest) return undefined;
    const { show } = await this.decided(showId);
    const written = await this.part(showId, manifest, 'figures');
    const metrics = written && !written.damage ? (await figuresIn(written.path)).metrics : {};
    // Nobody can go on with it, whatever it was when it was written last.
    return show ? { ...show, status: 'ended', endedAt: show.endedAt ?? entryMs(manifest.upTo), recorded: { metrics } } : undefined;
  }

  private async sliceOf(showId: string, asked: SliceAsked, now: number): Promise<SliceView | undefined> {
    const manifest = await this.shelf.manifest(showId);
    if (!manifest) return undefined;
    const of = `${showId} ${manifest.upTo}`;
    if (this.sliced?.of !== of) {
      // One is kept: each is a show's file on the disk.
      await this.sliced?.show.then((show) => show?.close(), () => undefined);
      this.sliced = { of, show: this.sliceable(showId, manifest, now).then((show) => show && SlicedShow.open(show, this.temporary)) };
      this.sliced.show.catch(() => (this.sliced = undefined));
    }
    const show = await this.sliced.show;
    return show && readSlice(show, asked);
  }

  /** A show's tables as they were written down, or, where one is missing, damaged or of an earlier version, written anew. */
  private async sliceable(showId: string, manifest: Manifest, now: number): Promise<Sliceable | undefined> {
    const review = await this.review(showId, now);
    if (!review) return undefined;
    const segments = (await this.shelf.check(showId)).filter(({ damage }) => !damage).map(({ path }) => path);
    const [orders, viewers] = [await this.part(showId, manifest, 'orders'), await this.part(showId, manifest, 'viewers')];
    const tally = await this.curvesOf(showId, manifest);
    const earlier = await this.past.earlierOrders(review.show);
    if (tally && orders && viewers && !orders.damage && !viewers.damage && (await hasColumns(orders.path, ORDER_COLUMNS)) && (await hasColumns(viewers.path, VIEWER_COLUMNS))) return { review, tally, orders: orders.path, viewers: viewers.path, segments, earlier };
    const replayed = await this.replay(showId, manifest);
    if (!replayed) return undefined;
    const write = async (name: string, rows: Iterable<object>, types: Readonly<Record<string, string>>): Promise<string> => {
      const path = join(this.temporary, `${name}.parquet`);
      await writeLines(`${path}.ndjson`, rows);
      await (await ParquetWriter.open(this.temporary)).write(`${path}.ndjson`, path, types);
      await rm(`${path}.ndjson`);
      return path;
    };
    return { review, tally: replayed.tally, orders: await write('orders', orderRows(replayed.tally), ORDER_COLUMNS), viewers: await write('viewers', viewerRows(replayed.tally, now), VIEWER_COLUMNS), segments, earlier };
  }

  /**
   * A platform's file of orders against the show's own.
   * @param offset how far the file's days are ahead of UTC, ms @param most how many differing orders are told @returns undefined as `review` does
   */
  async reconcile(showId: string, lines: readonly FileLine[], { now, offset, most }: { now: number; offset: number; most: number }): Promise<Reconciled | undefined> {
    const view = await this.review(showId, now);
    const orders = await this.orders(showId);
    if (!view || !orders) return undefined;
    const gaps = view.incidents.flatMap((each) => (each.kind === 'gap' || each.kind === 'damaged' ? [{ at: each.at, to: each.to }] : []));
    return reconcile(lines, orders, { startedAt: view.show.startedAt, endedAt: view.show.endedAt, gaps, offset, most });
  }

  private async orders(showId: string): Promise<Iterable<OurOrder> | undefined> {
    const manifest = await this.shelf.manifest(showId);
    const written = manifest && (await this.part(showId, manifest, 'orders'));
    if (!written || written.damage) {
      const tally = manifest && (await this.replay(showId, manifest))?.tally;
      return tally && orderRows(tally);
    }
    const { connection, close } = await openEngine(this.temporary, MEMORY);
    try {
      return await ordersIn(connection, written.path);
    } finally {
      close();
    }
  }

  /** Ten seconds for playback, as JSON of a `Reel`. @param at Unix ms @returns undefined where there is no recording, or one of a show that did not begin and end */
  async playback(showId: string, at: number, window: Window): Promise<string | undefined> {
    const manifest = await this.shelf.manifest(showId);
    const film = manifest && (await this.filmOf(showId, manifest));
    return film?.reel(at, window);
  }

  private filmOf(showId: string, { upTo }: Manifest): Promise<Film | undefined> {
    const of = `${showId} ${upTo}`;
    if (this.film?.of !== of) {
      // One is kept: whoever watches another show waits for that one.
      const before = this.film?.film;
      const film = this.shoot(showId, upTo);
      this.film = { of, film };
      film.catch(() => {
        if (this.film?.film === film) this.film = undefined;
      });
      void before?.then((old) => old?.close(), () => undefined);
    }
    return this.film.film;
  }

  private async shoot(showId: string, upTo: string): Promise<Film | undefined> {
    const folder = join(this.shelf.folder, showId);
    const kept = await Film.kept(folder, upTo);
    if (kept) return kept;
    const { show, paths, isWhole } = await this.decided(showId);
    const span = show && spanOf(show);
    // One with something missing is not kept: the files may be brought back.
    return span ? Film.begin({ showId, span, keep: isWhole ? { folder, upTo } : undefined }, this.temporary, () => (show.toldAt === undefined ? this.entriesIn(paths) : this.retoldIn(paths)), this.onTrouble) : undefined;
  }

  /** A show's document as its undamaged segments tell it, where those are, and whether they are all. */
  private async decided(showId: string): Promise<{ show: Show | null; paths: string[]; isWhole: boolean }> {
    const segments = await this.shelf.check(showId);
    const paths = segments.filter(({ damage }) => !damage).map(({ path }) => path);
    const { connection, close } = await openEngine(this.temporary, MEMORY);
    try {
      return { show: (await decidedIn(connection, paths)).show, paths, isWhole: paths.length === segments.length };
    } finally {
      close();
    }
  }

  private async *entriesIn(paths: readonly string[]): AsyncGenerator<RecordedEntry> {
    const { connection, close } = await openEngine(this.temporary, MEMORY);
    try {
      for (const path of paths) yield* entriesOf(connection, path);
    } finally {
      close();
    }
  }

  private async *retoldIn(paths: readonly string[]): AsyncGenerator<RecordedEntry> {
    const { connection, close } = await openEngine(this.temporary, MEMORY);
    try {
      yield* retold(connection, paths);
    } finally {
      close();
    }
  }

  private async counted(showId: string, manifest: Manifest, now: number): Promise<ReviewView | undefined> {
    const replayed = await this.replay(showId, manifest);
    return replayed && readReview(replayed.show, replayed.tally, replayed.decisions.map(briefly), now);
  }

  /** One file of a closing that says all the segments say; undefined where there is none such. */
  private async part(showId: string, { closing, upTo }: Manifest, part: ClosingPart): Promise<CheckedPart | undefined> {
    return closing && closing.upTo === upTo ? this.shelf.checkPart(showId, closing, part) : undefined;
  }

  private async curvesOf(showId: string, manifest: Manifest): Promise<Tally | undefined> {
    const of = `${showId} ${manifest.upTo}`;
    if (this.curves?.of !== of) {
      const written = await this.part(showId, manifest, 'curves');
      if (!written || written.damage) return undefined;
      this.curves = { of, tally: unpacked(written.path).then(restoreCurves) };
    }
    return this.curves.tally;
  }

  private replay(showId: string, { upTo }: Manifest): Promise<Replayed | undefined> {
    const of = `${showId} ${upTo}`;
    if (this.replayed?.of !== of) {
      // One at a time, and one kept: each is a whole show in memory.
      const before = this.replayed?.show ?? Promise.resolve(undefined);
      const show = before.then(() => undefined, () => undefined).then(() => this.read(showId));
      this.replayed = { of, show };
      show.catch(() => {
        if (this.replayed?.show === show) this.replayed = undefined;
      });
    }
    return this.replayed.show;
  }

  private async read(showId: string): Promise<Replayed | undefined> {
    const tally = createTally(showId);
    const decided = new Decided();
    const { connection, close } = await openEngine(this.temporary, MEMORY);
    try {
      for (const { path, damage } of await this.shelf.check(showId)) {
        if (damage) continue;
        for await (const entry of entriesOf(connection, path)) {
          // What was recorded was checked, or written by our own scripts, before it was journalled.
          const counted = entry.kind === 'ledger' ? (entry.events as unknown as LedgerEvent[]).filter(isPaidClaim) : (entry.events as unknown as PlatformEvent[]);
          foldEntry(tally, { id: entry.id, arrivedAt: entryMs(entry.id), feed: entry.feed, events: counted });
          if (entry.kind === 'decision') decided.take(entry.events as unknown as ShowEvent[], entry.revision);
        }
      }
    } finally {
      close();
    }
    return decided.show ? { show: decided.show, tally, decisions: decided.events } : undefined;
  }
}

/** What our own scribe packed; its checksum was held against it. */
const unpacked = async (path: string): Promise<Buffer> => promisify(gunzip)(await readFile(path));
const figuresIn = async (path: string): Promise<ReviewView> => JSON.parse((await unpacked(path)).toString('utf8')) as ReviewView;

/** The rows behind an entry, as SQL. */
function isAfter(entry: EntryId): string {
  const [ms = '0', sequence = '0'] = entry.split('-');
  return `(entry_ms > ${Number(ms)} OR (entry_ms = ${Number(ms)} AND entry_seq > ${Number(sequence)}))`;
}

/** Whether a table is of this version. */
async function hasColumns(path: string, columns: Readonly<Record<string, string>>): Promise<boolean> {
  const { connection, close } = await openEngine();
  try {
    const found = new Set((await connection.runAndReadAll(`DESCRIBE FROM read_parquet(${quoted(path)})`)).getRows().map(([name]) => name));
    return Object.keys(columns).every((name) => found.has(name));
  } finally {
    close();
  }
}
