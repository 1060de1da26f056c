import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { WINDOWS, type Window } from '../../shared/metrics/view.ts';
import { FRAME_MS, REEL_MS, type Reel } from '../../shared/review/playback.ts';
import type { RecordedEntry } from './entries.ts';
import { Stage, momentOf } from './stage.ts';

/** The moments of a show that a film shows. Unix ms. */
export interface Span {
  begin: number;
  end: number;
}

/** A piece of the film's file. Unit: bytes. */
interface Piece {
  at: number;
  length: number;
}
type Part = 'common' | Window;

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** A show made ready for playback: reel after reel in a file of its own, each readable by itself as soon as it is made. */
export class Film {
  private readonly reels: Record<Part, Piece>[] = [];
  private waiting: (() => void)[] = [];
  private isMade = false;
  private failure: Error | undefined;
  private written = 0;

  private constructor(
    private readonly span: Span,
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Begins a film; what is asked of it waits until it is made that far. @param temporary a folder for its file @param entries of the recording, in order */
  static async begin(showId: string, span: Span, temporary: string, entries: () => AsyncIterable<RecordedEntry>): Promise<Film> {
    const path = join(temporary, `${randomUUID()}.film`);
    const film = new Film(span, path, await open(path, 'w+'));
    void film.make(new Stage(showId), entries()).catch((error: unknown) => {
      film.failure = error instanceof Error ? error : new Error(String(error));
    }).finally(() => {
      film.isMade = true;
      film.wake();
    });
    return film;
  }

  /** The reel in which a moment lies, or the first or last one, as JSON. @param at Unix ms @throws Error where the film could not be made that far */
  async reel(at: number, window: Window): Promise<string> {
    const { begin, end } = this.span;
    const last = Math.ceil((end - begin) / REEL_MS) - 1;
    const number = Math.min(last, Math.max(0, Math.floor((at - begin) / REEL_MS)));
    while (!this.reels[number] && !this.isMade) await new Promise<void>((resolve) => this.waiting.push(resolve));
    const pieces = this.reels[number];
    if (!pieces) throw this.failure ?? new Error('The film ends before this moment.');
    const head: Pick<Reel, 'begin' | 'end' | 'from' | 'window'> = { begin, end, from: begin + number * REEL_MS, window };
    const [common, view] = await Promise.all([this.read(pieces.common), this.read(pieces[window])]);
    return `${JSON.stringify(head).slice(0, -1)},"common":${common},"view":${view}}`;
  }

  async close(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }

  private async read({ at, length }: Piece): Promise<string> {
    const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, at);
    return (await unpack(buffer)).toString('utf8');
  }

  private async make(stage: Stage, entries: AsyncIterable<RecordedEntry>): Promise<void> {
    const { begin, end } = this.span;
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
        if (reel.common.seconds.length * FRAME_MS >= REEL_MS) {
          await this.put(reel);
          start(next);
        }
      }
      next += FRAME_MS;
    };
    let moment = -Infinity;
    for await (const entry of entries) {
      moment = momentOf(entry, moment);
      // The last second waits for all that came after the end.
      while (next < end && next < moment) await second();
      stage.take(entry);
    }
    while (next <= end) await second();
    if (reel && reel.common.seconds.length > 0) await this.put(reel);
  }

  private async put(reel: Record<Part, { first: string; seconds: string[] }>): Promise<void> {
    const put = async (part: Part, name: string): Promise<[Part, Piece]> => {
      const { first, seconds } = reel[part];
      const bytes = await pack(`{"${name}":${first},"seconds":[${seconds.join(',')}]}`);
      const piece = { at: this.written, length: bytes.length };
      this.written += bytes.length;
      await this.file.write(bytes, 0, bytes.length, piece.at);
      return [part, piece];
    };
    const pieces = await Promise.all([put('common', 'opening'), ...WINDOWS.map((window) => put(window, 'tally'))]);
    this.reels.push(Object.fromEntries(pieces) as Record<Part, Piece>);
    this.wake();
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const go of waiting) go();
  }
}
