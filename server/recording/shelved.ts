import { setTimeout as wait } from 'node:timers/promises';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { Store } from '../store/store.ts';
import type { Analyst } from './analyst.ts';
import type { Shelf } from './shelf.ts';

/** How long a list waits for shows that were not read yet: they are read on, and are in the next one. Unit: ms. */
const PATIENCE_MS = 2_000;

export interface ShelvedTools {
  store: { shows: Pick<Store['shows'], 'ids'> };
  shelf: Pick<Shelf, 'shows' | 'changedAt'>;
  analyst: Pick<Analyst, 'shelved'>;
  onTrouble: (error: unknown) => void;
}

/** Shows that Redis knows nothing of, and their recordings all: imported ones, and what was there before it was emptied. Each is read once. */
export class ShelvedShows {
  private readonly known = new Map<string, { changedAt: number; show: ListedShow | undefined }>();
  private reading: Promise<void> | undefined;

  constructor(private readonly tools: ShelvedTools) {}

  /** @param own only these, where they are given */
  async list(own?: readonly string[]): Promise<ListedShow[]> {
    const { store, shelf } = this.tools;
    const stored = new Set<string>(await store.shows.ids());
    const ids = (await shelf.shows()).filter((id) => !stored.has(id));
    if (ids.length === 0) return [];
    this.reading ??= this.read(ids).finally(() => (this.reading = undefined));
    await Promise.race([this.reading, wait(PATIENCE_MS, undefined, { ref: false })]);
    return ids.filter((id) => own?.includes(id) ?? true).flatMap((id) => this.known.get(id)?.show ?? []);
  }

  /** The title of one that was listed, where it is known. */
  titleOf(showId: string): string | undefined {
    return this.known.get(showId)?.show?.title;
  }

  /** One after the other: each is a question to the engine. */
  private async read(ids: readonly string[]): Promise<void> {
    const { shelf, analyst, onTrouble } = this.tools;
    for (const id of ids) {
      const changedAt = await shelf.changedAt(id);
      if (changedAt === undefined || this.known.get(id)?.changedAt === changedAt) continue;
      try {
        this.known.set(id, { changedAt, show: await analyst.shelved(id) });
      } catch (error) {
        onTrouble(error);
      }
    }
  }
}
