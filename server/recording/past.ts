import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { MetricValues } from '../../shared/metrics/view.ts';
import { PAST_SHOWS, mediansOf, type MediansView } from '../../shared/review/medians.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import type { Shelf } from './shelf.ts';

/** What is kept of a show that ended. */
interface Ended {
  showId: string;
  /** Its figures' file: a show that is written anew has another. */
  file: string;
  startedAt: number;
  /** Neither a demo nor a rehearsal, and something was told of it. */
  isReal: boolean;
  metrics: MetricValues;
}

/** The room's ended shows, by what was written down of them. */
export class Past {
  private readonly known = new Map<string, Ended>();

  constructor(private readonly shelf: Pick<Shelf, 'shows' | 'manifest' | 'checkPart'>) {}

  /** What is usual, by the last ended shows but this one. */
  async medians(showId: string): Promise<MediansView> {
    return mediansOf((await this.last(({ showId: id }) => id !== showId)).map(({ metrics }) => metrics));
  }

  /** Paths of the orders of the last shows that began before this one. */
  async earlierOrders(show: Pick<ReviewView['show'], 'id' | 'startedAt'>): Promise<string[]> {
    const paths: string[] = [];
    for (const { showId } of await this.last((each) => each.showId !== show.id && each.startedAt < (show.startedAt ?? Infinity))) {
      const closing = (await this.shelf.manifest(showId))?.closing;
      const part = closing && (await this.shelf.checkPart(showId, closing, 'orders'));
      if (part && !part.damage) paths.push(part.path);
    }
    return paths;
  }

  /** Real shows only, the latest first. */
  private async last(wanted: (show: Ended) => boolean): Promise<Ended[]> {
    const ended: Ended[] = [];
    for (const showId of await this.shelf.shows()) {
      const show = await this.read(showId);
      if (show?.isReal === true && wanted(show)) ended.push(show);
    }
    return ended.sort((a, b) => b.startedAt - a.startedAt).slice(0, PAST_SHOWS);
  }

  /** @returns undefined where nothing was written down of it, or where that is damaged */
  private async read(showId: string): Promise<Ended | undefined> {
    const closing = (await this.shelf.manifest(showId))?.closing;
    if (!closing) return undefined;
    const known = this.known.get(showId);
    if (known?.file === closing.figures.file) return known;
    const { path, damage } = await this.shelf.checkPart(showId, closing, 'figures');
    if (damage) return undefined;
    // Written by our own scribe; its checksum was held against it.
    const { show, hours, metrics } = JSON.parse((await promisify(gunzip)(await readFile(path))).toString('utf8')) as ReviewView;
    const read = { showId, file: closing.figures.file, startedAt: show.startedAt ?? 0, isReal: !show.demo && !show.rehearsal && show.startedAt !== null && hours.length > 0, metrics };
    this.known.set(showId, read);
    return read;
  }
}
