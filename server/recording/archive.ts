import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { compareEntries, entryMs, type EntryId } from '../../shared/ids.ts';
import { restoreCurves } from '../../shared/metrics/curves.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { readSeries, type SeriesAsked } from '../../shared/metrics/series.ts';
import { createTally, foldEntry, type Tally } from '../../shared/metrics/tally.ts';
import type { SeriesView } from '../../shared/metrics/view.ts';
import { readReview } from '../../shared/review/read.ts';
import type { Incident, ReviewView } from '../../shared/review/view.ts';
import { briefly } from '../../shared/show/log.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { isPaidClaim, type LedgerEvent } from '../../shared/stock/events.ts';
import { Decided } from './decisions.ts';
import { openEngine } from './engine.ts';
import { entriesOf, type RecordedEntry } from './entries.ts';
import type { ClosingPart, Manifest } from './segment.ts';
import type { CheckedPart, Shelf } from './shelf.ts';

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
  private curves: { of: string; tally: Promise<Tally> } | undefined;

  /** @param temporary a folder the engine may use */
  constructor(
    private readonly shelf: Shelf,
    private readonly temporary: string,
  ) {}

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
