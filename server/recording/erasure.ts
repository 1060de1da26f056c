import { Refusal, noShow } from '../../shared/protocol/problems.ts';
import type { Store } from '../store/store.ts';
import type { Shelf } from './shelf.ts';

/** How often shows past their time are looked for. Unit: ms. */
const LOOK_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface ErasureTools {
  store: Pick<Store, 'shows' | 'people' | 'doors' | 'ready'>;
  /** Where recordings are; undefined where this process has another DATA_DIR. */
  shelf: Shelf | undefined;
  /** Writes into the access log who deleted what, and from where. */
  note: (who: string, from: { address: string }, what: string) => void;
  /** The title of a show of which there is only a recording, where it is known. */
  titleOf: (showId: string) => string | undefined;
  /** Lets a show go that this process hosts. */
  forget: (showId: string) => Promise<void>;
  /** How many days after its end a show is kept; undefined: for ever. */
  days: number | undefined;
  now: () => number;
  onTrouble: (error: unknown) => void;
}

const nameOf = (showId: string, title: string | undefined): string => (title === undefined ? showId : `${title} (${showId})`);

/** Takes ended shows away for good, recording and all: where an admin says so twice, or once their time is over. */
export class Erasure {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tools: ErasureTools) {}

  /** Begins to look for shows past their time. */
  open(): void {
    const { days, shelf, onTrouble } = this.tools;
    if (days === undefined || !shelf) return;
    const look = (): void => void this.look().catch(onTrouble);
    this.timer = setInterval(look, LOOK_MS);
    look();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** @param confirm the show's id or title, said again @throws Refusal NOT_FOUND, WRONG_STATE, INVALID */
  async erase(showId: string, confirm: string | undefined, by: { name: string }, from: { address: string }): Promise<void> {
    const { store, shelf } = this.tools;
    if (!shelf) throw new Refusal('WRONG_STATE', 'Recordings are kept in another DATA_DIR than this server has: ask one that shares it.');
    const show = (await store.shows.get(showId))?.show;
    if (!show && !(await shelf.manifest(showId))) throw noShow(showId);
    if (show && show.status !== 'ended') throw new Refusal('WRONG_STATE', 'Only a show that has ended can be deleted: end it first.');
    const title = show?.title ?? this.tools.titleOf(showId);
    if (confirm === undefined || (confirm !== showId && confirm !== title)) {
      throw new Refusal('INVALID', `This takes ${title ?? showId} away for good: its recording, its review, its log, its stock and who had a part in it. To go on, ask again with confirm=${showId}.`);
    }
    await this.takeAway(showId, shelf);
    this.tools.note(by.name, from, nameOf(showId, title));
  }

  /** Redis first: from then on nobody hosts it, and nothing more is written. */
  private async takeAway(showId: string, shelf: Shelf): Promise<void> {
    const { store: { shows, people, doors }, forget } = this.tools;
    const [members, { links }] = await Promise.all([people.members(showId), doors.linksOf(showId)]);
    await forget(showId);
    await shows.erase(showId);
    await shelf.remove(showId);
    for (const { personId } of members) await people.leave(showId, personId);
    // Written by our own `Links`.
    for (const text of links) await doors.removeLink(showId, (JSON.parse(text) as { id: string }).id);
  }

  private async look(): Promise<void> {
    const { store, shelf, note, days, now } = this.tools;
    if (days === undefined || !shelf || !store.ready()) return;
    const isOver = (since: number | undefined): boolean => since !== undefined && now() - since >= days * DAY_MS;
    const end = async (id: string, title: string | undefined): Promise<void> => {
      await this.takeAway(id, shelf);
      note('RECORDINGS_DAYS', { address: '' }, nameOf(id, title));
    };
    const known = new Set<string>(await store.shows.ids());
    // One that was told of afterwards has its time from then on.
    for (const { id, title, status, endedAt, toldAt } of await store.shows.list()) if (status === 'ended' && isOver(toldAt ?? endedAt)) await end(id, title);
    // What there is only a recording of has its time from when that was written, or brought here.
    for (const id of await shelf.shows()) if (!known.has(id) && isOver(await shelf.changedAt(id))) await end(id, this.tools.titleOf(id));
  }
}
