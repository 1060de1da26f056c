import type { Redis } from 'ioredis';
import { eventId, type EntryId, type EventId, type ShowId } from '../../shared/ids.ts';
import { noShow } from '../../shared/protocol/problems.ts';
import type { Show } from '../../shared/show/show.ts';
import { gateChanges, type GateChanges } from '../../shared/stock/gate.ts';
import { SHOW_INDEX, everyKeyOf, keysOf } from './keys.ts';
import { decidedAt } from './logbook.ts';
import { texts, type Scripts } from './scripts.ts';
import { asked } from './trouble.ts';

/** A show as stored: its document, and the last event that made it so. */
export interface StoredShow {
  show: Show;
  id: EventId;
}

export interface Commit {
  showId: string;
  commandId: string;
  /** The document the decision was made on, and the one after it. */
  before: Show;
  show: Show;
  /** JSON of the events (and how many), and of the outcome to remember. */
  events: string;
  count: number;
  outcome: string;
  /** Corrections of stock, which the script judges by what there is. */
  moves: readonly StockMove[];
  /** Whether all unpaid holds fall due. */
  release: boolean;
}

/** `units` more or fewer of a SKU, or as many counted. `token` followed by `b` and `a` is a text in events and outcome that becomes what was on hand before and after. */
export interface StockMove {
  verb: 'adjust' | 'count';
  sku: string;
  units: number;
  token: string;
}

export type Committed =
  /** `events`: as journalled, with what the ledger added. */
  | { status: 'ok'; id: EntryId; previous: EntryId; events: string }
  | { status: 'seen'; outcome: string }
  | { status: 'refused'; code: 'INSUFFICIENT_STOCK'; sku: string; available: number }
  | { status: 'conflict' }
  | { status: 'unknown' };

/** How long a command's outcome is remembered. Unit: s. */
const REMEMBER_S = 86_400;
/** Shows whose document is kept as it was last read or written here: asking for its id is cheaper than reading it again. */
const KEPT = 64;
/** A show's log keeps about this many refusals, the newest. */
const REFUSALS_KEPT = 2_000;

/** Keys looked at in one step when a show is taken away. */
const SCANNED = 1_000;

/** What documents stored by earlier versions do not have. */
const LATER = { deals: [], coupons: [], draws: [] } satisfies Partial<Show>;

/** Show documents: one revision each, moved only by commits. */
export class Shows {
  private readonly kept = new Map<string, StoredShow>();

  constructor(
    private readonly read: Redis,
    private readonly write: Redis,
    private readonly scripts: Scripts,
    private readonly processId: string,
  ) {}

  /** @returns false when a show of that id exists. */
  async create(show: Show, events: string): Promise<boolean> {
    const keys = keysOf(show.id);
    // The index first: an indexed id without a show is skipped, a show without an index entry would be lost from sight.
    await asked(this.write.zadd(SHOW_INDEX, 'NX', show.createdAt, show.id));
    const reply = texts(await asked(this.scripts.run('create', [keys.show, keys.journal, keys.tail, keys.revisions, keys.gate, keys.stock], [JSON.stringify(show), events, ...gateArguments(gateChanges(null, show))])));
    return reply[0] === 'ok';
  }

  /** The show as it stands. Not to be changed: others are given the same object. */
  async get(showId: string): Promise<StoredShow | undefined> {
    const key = keysOf(showId).show;
    const known = this.kept.get(showId);
    if (known && (await asked(this.read.hget(key, 'id'))) === known.id) return known;
    const [document, id] = await asked(this.read.hmget(key, 'document', 'id'));
    return document && id ? this.keep(showId, { show: { ...LATER, ...(JSON.parse(document) as Show) }, id: id as EventId }) : undefined;
  }

  /** The document of a show as it stands, not to be changed. @throws Refusal NOT_FOUND */
  async known(showId: string): Promise<Show> {
    const stored = await this.get(showId);
    if (!stored) throw noShow(showId);
    return stored.show;
  }

  /** Takes away everything that is stored of a show, for good: it first, so that nothing is added to what is left. */
  async erase(showId: string): Promise<void> {
    const { show, epoch, lease } = keysOf(showId);
    await asked(this.write.unlink(show, epoch, lease));
    await asked(this.write.zrem(SHOW_INDEX, showId));
    this.kept.delete(showId);
    // An id has nothing in it that a pattern would read otherwise.
    for (let cursor = '0'; ; ) {
      const [next, keys] = await asked(this.write.scan(cursor, 'MATCH', everyKeyOf(showId), 'COUNT', SCANNED));
      if (keys.length > 0) await asked(this.write.unlink(...keys));
      if (next === '0') return;
      cursor = next;
    }
  }

  private keep(showId: string, stored: StoredShow): StoredShow {
    this.kept.delete(showId);
    this.kept.set(showId, stored);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return stored;
  }

  /** All shows, newest first. */
  async list(): Promise<Show[]> {
    return this.some(await this.ids());
  }

  /** Those of these shows that there are, newest first. */
  async some(ids: readonly string[]): Promise<Show[]> {
    const found = await Promise.all(ids.map((id) => this.get(id)));
    return found.flatMap((stored) => (stored ? [stored.show] : [])).sort((a, b) => b.createdAt - a.createdAt);
  }

  async ids(): Promise<ShowId[]> {
    return (await asked(this.read.zrevrange(SHOW_INDEX, 0, -1))) as ShowId[];
  }

  /** Stores revision n + 1 and its events where the show still stands at n; remembers the outcome under the command's id. */
  async commit(commit: Commit): Promise<Committed> {
    const keys = keysOf(commit.showId);
    const reply = texts(
      await asked(
        this.scripts.run(
          'commit',
          [keys.show, keys.journal, keys.tail, keys.command(commit.commandId), keys.lease, keys.revisions, keys.gate, keys.stock, keys.holds],
          [
            // As bytes: a document as long as a catalogue, written as text, would be put together with all the rest and encoded once more.
            commit.before.revision, Buffer.from(JSON.stringify(commit.show)), commit.events, commit.outcome, REMEMBER_S, this.processId, keys.appended, commit.count - 1,
            commit.moves.length, ...commit.moves.flatMap(({ verb, sku, units, token }) => [verb, sku, units, token]), commit.release ? 'release' : 'keep',
            ...gateArguments(gateChanges(commit.before, commit.show)),
          ],
        ),
      ),
    );
    switch (reply[0]) {
      case 'ok': {
        const id = reply[1] as EntryId;
        this.keep(commit.showId, { show: commit.show, id: eventId(id, commit.count - 1) });
        return { status: 'ok', id, previous: reply[2] as EntryId, events: reply[3] || commit.events };
      }
      case 'refused':
        return { status: 'refused', code: 'INSUFFICIENT_STOCK', sku: reply[2] ?? '', available: Number(reply[3]) };
      case 'seen':
        return { status: 'seen', outcome: reply[1] ?? '' };
      case 'conflict':
        return { status: 'conflict' };
      default:
        return { status: 'unknown' };
    }
  }

  /** The events that made a revision, as JSON; undefined where the show has no such revision. */
  async eventsOf(showId: string, revision: number): Promise<string | undefined> {
    const keys = keysOf(showId);
    const id = await asked(this.read.hget(keys.revisions, String(revision)));
    return id === null ? undefined : decidedAt(this.read, showId, id, revision);
  }

  /** The outcome remembered under a command's id. */
  async outcome(showId: string, commandId: string): Promise<string | undefined> {
    return (await asked(this.read.get(keysOf(showId).command(commandId)))) ?? undefined;
  }

  /**
   * Remembers a refusal, and writes it into the log. @param entry what the log says of it; undefined for what it leaves out.
   * @returns the outcome that stands, which may be an earlier one.
   */
  async remember(showId: string, commandId: string, outcome: string, entry?: string): Promise<string> {
    const keys = keysOf(showId);
    return String(await asked(this.scripts.run('outcome', [keys.command(commandId), keys.refusals], [outcome, REMEMBER_S, entry ?? '', REFUSALS_KEPT])));
  }
}

const gateArguments = ({ set, drop, openings }: GateChanges): (string | number)[] => [set.length, ...set.flat(), drop.length, ...drop, openings.length, ...openings.flat()];
