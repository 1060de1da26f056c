import type { EntryId } from '../../shared/ids.ts';
import type { SeriesAsked } from '../../shared/metrics/series.ts';
import type { SeriesView, Window } from '../../shared/metrics/view.ts';
import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { MediansView } from '../../shared/review/medians.ts';
import type { SliceAsked, SliceView } from '../../shared/review/slice.ts';
import type { Reconciled } from '../../shared/review/reconcile.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import { Aide, AideEnded, AideLate } from './aide.ts';
import type { RecordedEntry } from './entries.ts';
import type { BadLines } from './lines.ts';
import type { Shelf } from './shelf.ts';

/** What the analyst's process is told first. */
export interface Place {
  /** The folder of all recordings. */
  folder: string;
}

/** How a platform's orders are held against a show's. */
export interface Reconciling {
  /** Server time, Unix ms. */
  now: number;
  /** How far the file's days are ahead of UTC. Unit: ms. */
  offset: number;
  /** How many differing orders are told. */
  most: number;
}

export type Question = { review: { showId: string; now: number } } | { series: { showId: string; asked: SeriesAsked } } | { slice: { showId: string; asked: SliceAsked; now: number } } | { medians: { showId: string } } | { shelved: { showId: string } } | { journal: { showId: string; after: EntryId; limit: number } } | { reconcile: { showId: string; body: Uint8Array } & Reconciling } | { playback: { showId: string; at: number; window: Window } };
export type Answer = { review: ReviewView | undefined } | { series: SeriesView | undefined } | { slice: SliceView | undefined } | { medians: MediansView } | { shelved: ListedShow | undefined } | { journal: RecordedEntry[] } | { reconciled: Reconciled | undefined } | { bad: BadLines } | { playback: string | undefined };

/** How long an asker waits. A show counted again from its segments may take longer: it goes on, and whoever asks later finds it done. Unit: ms. */
const PATIENCE_MS = 30_000;
/** The engine's memory and the fold's are outside the heap. */
const FLAGS = ['--max-old-space-size=384', '--max-semi-space-size=8'];

/** Reads recordings in a process of its own, so that no question of the morning after makes a live room wait. */
export class Analyst {
  private readonly aide: Aide<Question, Answer>;

  constructor(
    private readonly shelf: Pick<Shelf, 'folder' | 'manifest'>,
    private readonly patience = PATIENCE_MS,
  ) {
    this.aide = new Aide('analyst', { folder: shelf.folder } satisfies Place, FLAGS);
  }

  /** The process it runs in, while it does. */
  get pid(): number | undefined {
    return this.aide.pid;
  }

  /** The journal entry up to which was written down what a show came to; undefined where nothing was, or the recording goes on behind it. */
  async closedTo(showId: string): Promise<string | undefined> {
    const manifest = await this.shelf.manifest(showId);
    return manifest?.closing?.upTo === manifest?.upTo ? manifest?.upTo : undefined;
  }

  /** Whether there is a recording of the show. */
  async isRecorded(showId: string): Promise<boolean> {
    return (await this.shelf.manifest(showId)) !== undefined;
  }

  /** @param now server time, Unix ms @returns undefined where there is no recording of the show, or none that begins at its beginning @throws Refusal OVERLOADED */
  async review(showId: string, now: number): Promise<ReviewView | undefined> {
    const answer = await this.ask({ review: { showId, now } });
    return 'review' in answer ? answer.review : undefined;
  }

  /** Metrics over time. @returns undefined as `review` does @throws Refusal OVERLOADED */
  async series(showId: string, asked: SeriesAsked): Promise<SeriesView | undefined> {
    const answer = await this.ask({ series: { showId, asked } });
    return 'series' in answer ? answer.series : undefined;
  }

  /** A journal's entries after one, about as many as have `limit` events; none where the recording ends there. @throws Refusal OVERLOADED */
  async journal(showId: string, after: EntryId, limit: number): Promise<RecordedEntry[]> {
    const answer = await this.ask({ journal: { showId, after, limit } });
    return 'journal' in answer ? answer.journal : [];
  }

  /** A part of an ended show. @returns undefined as `review` does @throws Refusal OVERLOADED */
  async slice(showId: string, asked: SliceAsked, now: number): Promise<SliceView | undefined> {
    const answer = await this.ask({ slice: { showId, asked, now } });
    return 'slice' in answer ? answer.slice : undefined;
  }

  /** What is usual in the room, this show apart. @throws Refusal OVERLOADED */
  async medians(showId: string): Promise<MediansView> {
    const answer = await this.ask({ medians: { showId } });
    return 'medians' in answer ? answer.medians : { shows: 0, metrics: {} };
  }

  /** A show of which there is nothing but its recording, as a list tells it. @returns undefined as `review` does @throws Refusal OVERLOADED */
  async shelved(showId: string): Promise<ListedShow | undefined> {
    const answer = await this.ask({ shelved: { showId } });
    return 'shelved' in answer ? answer.shelved : undefined;
  }

  /** A platform's orders against a show's. @param body the lines, as JSON @throws Refusal INVALID, NOT_FOUND, OVERLOADED */
  async reconcile(showId: string, body: Uint8Array, how: Reconciling): Promise<Reconciled> {
    const answer = await this.ask({ reconcile: { showId, body, ...how } });
    if ('bad' in answer) throw new Refusal('INVALID', 'These are not orders as they are held against a show. Each needs orderId, amount in minor units and state; see errors.', { errors: [answer.bad] });
    if (!('reconciled' in answer) || !answer.reconciled) throw noShow(showId);
    return answer.reconciled;
  }

  /** Ten seconds for playback, as JSON of a `Reel`. @param at Unix ms @returns undefined where the show has no recording, or never began and ended @throws Refusal OVERLOADED */
  async playback(showId: string, at: number, window: Window): Promise<string | undefined> {
    const answer = await this.ask({ playback: { showId, at, window } });
    return 'playback' in answer ? answer.playback : undefined;
  }

  close(): Promise<void> {
    return this.aide.close();
  }

  private async ask(question: Question): Promise<Answer> {
    try {
      return await this.aide.ask(question, this.patience);
    } catch (error) {
      if (error instanceof AideLate) throw new Refusal('OVERLOADED', 'This recording is being counted again from its segments, which takes longer than a page waits. It goes on: ask again in a minute.');
      if (error instanceof AideEnded) throw new Refusal('OVERLOADED', `What reads recordings ended before it could answer, and begins anew with the next question: ask again. (${error.message})`);
      throw new Refusal('OVERLOADED', `This recording could not be read: ${error instanceof Error ? error.message : String(error)} Check DATA_DIR, then ask again.`);
    }
  }
}
