import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { WINDOWS, type Window } from '../../shared/metrics/view.ts';
import { REEL_FRAMES, type Reel } from '../../shared/review/playback.ts';
import type { RecordedEntry } from './entries.ts';
import { keepReels, keptReels, type Piece, type Reels } from './reels.ts';
import { Stage, momentOf, type Span } from './stage.ts';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

type Part = keyof Reels[number];
const PARTS: readonly Part[] = ['common', ...WINDOWS];

/** Whose film it is, and where it is kept once it is made; undefined: nowhere, because something of the show is missing. */
export interface Filmed {
  showId: string;
  span: Span;
  keep: { folder: string; upTo: string } | undefined;
}

/** A show made ready for playback: reel after reel in a file of its own, each readable by itself as soon as it is made. */
export class Film {
  private waiting: (() => void)[] = [];
  private failure: Error | undefined;
  private isClosed = false;
  private written = 0;

  private constructor(
    private readonly span: Span,
    private readonly file: FileHandle,
    private readonly reels: Reels,
    private isMade: boolean,
  ) {}

  /** The film that is kept of a recording up to this entry, in the show's folder; undefined where there is none that is whole. */
  static async kept(folder: string, upTo: string): Promise<Film | undefined> {
    const kept = await keptReels(folder, upTo);
    return kept && new Film(kept.span, await open(kept.path, 'r'), kept.reels, true);
  }

  /**
   * Begins a film; what is asked of it waits until it is made that far.
   * @param temporary a folder for what is not finished, on the disk where it will be kept @param entries of the recording, in order
   * @param onTrouble told why it was not made, or is not kept
   */
  static async begin({ showId, span, keep }: Filmed, temporary: string, entries: () => AsyncIterable<RecordedEntry>, onTrouble: (error: unknown) => void): Promise<Film> {
    const path = join(temporary, `${randomUUID()}.film`);
    const film = new Film(span, await open(path, 'w+'), [], false);
    const made = async (): Promise<void> => {
      try {
        await film.make(new Stage(showId), entries());
        // The file stays open: by another name it is the same.
        if (keep) await keepReels(keep.folder, keep.upTo, path, { span, reels: film.reels });
      } finally {
        await rm(path, { force: true });
      }
    };
    made().catch((error: unknown) => {
      // Nobody watches it any more: another show's was begun.
      if (!film.isClosed) onTrouble(error);
    });
    return film;
  }

  /** The reel in which a moment lies, or the first or last one, as JSON. @param at Unix ms @throws Error where the film could not be made that far */
  async reel(at: number, window: Window): Promise<string> {
    const { begin, end, frame } = this.span;
    const length = frame * REEL_FRAMES;
    const last = Math.ceil((end - begin) / length) - 1;
    const number = Math.min(last, Math.max(0, Math.floor((at - begin) / length)));
    while (!this.reels[number] && !this.isMade) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const pieces = this.reels[number];
    if (!pieces) throw this.failure ?? new Error('The film ends before this moment.');
    const head: Pick<Reel, 'begin' | 'end' | 'from' | 'length' | 'window'> = { begin, end, from: begin + number * length, length, window };
    const [common, view] = await Promise.all([this.read(pieces.common), this.read(pieces[window])]);
    return `${JSON.stringify(head).slice(0, -1)},"common":${common},"view":${view}}`;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.file.close();
  }

  private async read({ at, length }: Piece): Promise<string> {
    const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, at);
    return (await unpack(buffer)).toString('utf8');
  }

  private async make(stage: Stage, entries: AsyncIterable<RecordedEntry>): Promise<void> {
    try {
      await this.shoot(stage, entries);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      this.isMade = true;
      this.wake();
    }
  }

  private async shoot(stage: Stage, entries: AsyncIterable<RecordedEntry>): Promise<void> {
    const { begin, end, frame } = this.span;
    let reel: Record<Part, { first: string; seconds: string[] }> | undefined;
    let next = begin;
    const start = (now: number): void => {
      const opening = stage.opening(now);
      if (!opening) throw new Error('The recording does not begin with the creation of the show.');
      const of = (window: Window): { first: string; seconds: string[] } => {
        const first = JSON.stringify(stage.view(window, now));
        // From here on only what changes is told.
        stage.figures(window, now);
        return { first, seconds: [] };
      };
      reel = { common: { first: JSON.stringify(opening), seconds: [] }, show: of('show'), '5m': of('5m'), onair: of('onair') };
    };
    const second = async (): Promise<void> => {
      if (!reel) {
        start(next);
      } else {
        reel.common.seconds.push(JSON.stringify(stage.told(next)));
        for (const window of WINDOWS) reel[window].seconds.push(JSON.stringify(stage.figures(window, next)));
        if (reel.common.seconds.length >= REEL_FRAMES) {
          await this.put(reel);
          start(next);
        }
      }
      next += frame;
    };
    let moment = -Infinity;
    for await (const entry of entries) {
      moment = momentOf(entry, moment);
      // The last frame waits for all that came after the end.
      while (next < end && next < moment) await second();
      stage.take(entry);
    }
    while (next <= end) await second();
    if (reel && reel.common.seconds.length > 0) await this.put(reel);
  }

  private async put(reel: Record<Part, { first: string; seconds: string[] }>): Promise<void> {
    const packed = await Promise.all(PARTS.map(async (part) => [part, await pack(`{"${part === 'common' ? 'opening' : 'tally'}":${reel[part].first},"seconds":[${reel[part].seconds.join(',')}]}`)] as const));
    const pieces: Partial<Record<Part, Piece>> = {};
    // One after the other: the same show makes the same file.
    for (const [part, bytes] of packed) {
      pieces[part] = { at: this.written, length: bytes.length };
      await this.file.write(bytes, 0, bytes.length, this.written);
      this.written += bytes.length;
    }
    this.reels.push(pieces as Record<Part, Piece>);
    this.wake();
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const go of waiting) go();
  }
}
