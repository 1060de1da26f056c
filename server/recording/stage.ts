import { ENTRY_ZERO, entryMs, eventId, type EventId } from '../../shared/ids.ts';
import { judge } from '../../shared/alerts/judge.ts';
import { newMemory } from '../../shared/alerts/memory.ts';
import { readLately, readSight, type Lately } from '../../shared/alerts/read.ts';
import { sceneOf } from '../../shared/alerts/rule.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import { approximations, readComments, readFeeds, readListings, readMetrics, readTally } from '../../shared/metrics/read.ts';
import { createTally, foldEntry } from '../../shared/metrics/tally.ts';
import { WINDOWS, type TallyView, type Window } from '../../shared/metrics/view.ts';
import type { DealRow } from '../../shared/protocol/socket.ts';
import { Told as Values, isEmpty } from '../../shared/protocol/told.ts';
import { frameMs, type Figures, type Opening, type Told } from '../../shared/review/playback.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { Show } from '../../shared/show/show.ts';
import { isPaidClaim, type LedgerEvent } from '../../shared/stock/events.ts';
import { followDecision } from '../../shared/stock/follow.ts';
import { Ledger } from '../../shared/stock/ledger.ts';
import { orderedRows, stockRow } from '../../shared/stock/rows.ts';
import type { RecordedEntry } from './entries.ts';

/** How often the last minutes are added up for the alerts, as the room does it. Unit: ms. */
const LATELY_MS = 5_000;
/** Comments told in one second: more would not be read. */
const COMMENTS = 20;

/** The moments of a show that a film shows, Unix ms, and how far its frames lie apart, ms. */
export interface Span {
  begin: number;
  end: number;
  frame: number;
}

/** What a window was told so far. */
interface Channel {
  metrics: Values;
  listings: Map<string, Values>;
  approximate: string;
}

/** A show as its desk had it, entry by entry: the same fold, the same evolve, the same ledger and the same rules as in the room. */
export class Stage {
  readonly tally;
  show: Show | null = null;
  private readonly ledger = new Ledger();
  private decisionId: EventId = eventId(ENTRY_ZERO, 0);
  private patches: Told['patches'] = [];
  private readonly channels = new Map<Window, Channel>();
  private readonly memory = newMemory();
  private lately: Lately | undefined;
  private latelyAt = 0;
  private alerts: readonly Alert[] = [];
  private ledgerTold = 0;
  private soldTold = '';
  private holdsTold = 0;
  private feedsTold = '';
  private lastComment = '';

  constructor(showId: string) {
    this.tally = createTally(showId);
    for (const window of WINDOWS) this.channels.set(window, { metrics: new Values(), listings: new Map(), approximate: '' });
  }

  /** Takes the journal's next entry. */
  take(entry: RecordedEntry): void {
    const { id, kind, feed, revision } = entry;
    // What was recorded was checked, or written by our own scripts, before it was journalled.
    const ledgered = kind === 'ledger' ? (entry.events as unknown as LedgerEvent[]) : [];
    const decided = kind === 'decision' ? (entry.events as unknown as ShowEvent[]) : [];
    foldEntry(this.tally, { id, arrivedAt: entryMs(id), feed, events: kind === 'ledger' ? ledgered.filter(isPaidClaim) : (entry.events as unknown as PlatformEvent[]) });
    for (const event of ledgered) this.ledger.apply(event);
    if (kind !== 'decision') return;
    const before = this.show;
    const isNext = revision !== null && revision > (before?.revision ?? 0) && (before !== null || decided[0]?.type === 'show.created');
    if (isNext) this.show = { ...applyCommit(before, decided), revision };
    followDecision(this.ledger, decided, before, this.show);
    if (!isNext) return;
    const last = eventId(id, decided.length - 1);
    this.patches.push({ revision, id: last, prev: this.decisionId, events: decided });
    this.decisionId = last;
  }

  /** What a desk that joins at `now` gets beside its figures; undefined where there is no show yet. Unix ms. */
  opening(now: number): Opening | undefined {
    const { show, tally } = this;
    if (!show) return undefined;
    this.told(now);
    return { revision: show.revision, id: this.decisionId, show, alerts: this.alerts, comments: readComments(tally), stock: this.ledger.since(0).accounts.map(stockRow), deals: this.deals(0), holds: this.ledger.holds.size };
  }

  /** The figures of a window as they stand at `now`. Unix ms. */
  view(window: Window, now: number): TallyView {
    return readTally(this.tally, { now, window }, ['metrics', 'listings', 'skus', 'deals']);
  }

  /** What changed since this was last asked. @param now Unix ms */
  told(now: number): Told {
    const { ledger, tally } = this;
    const { patches } = this;
    this.patches = [];
    const alerts = this.look(now);
    const feeds = readFeeds(tally);
    const feedsNow = JSON.stringify(feeds);
    const stock = ledger.since(this.ledgerTold).accounts.map(stockRow);
    const deals = this.deals(this.ledgerTold);
    const comments = readComments(tally, this.lastComment, COMMENTS);
    const holds = ledger.holds.size;
    const told: Told = {
      at: now, revision: this.show?.revision ?? 0, patches, lastId: tally.lastId,
      ...(feedsNow === this.feedsTold ? {} : { feeds }),
      ...(alerts ? { alerts } : {}),
      ...(stock.length > 0 ? { stock } : {}),
      ...(deals.length > 0 ? { deals } : {}),
      ...(holds === this.holdsTold ? {} : { holds }),
      ...(comments.length > 0 ? { comments } : {}),
    };
    this.ledgerTold = ledger.version;
    this.holdsTold = holds;
    this.feedsTold = feedsNow;
    this.lastComment = comments.at(-1)?.id ?? this.lastComment;
    return told;
  }

  /** The figures of a window that changed since this was last asked. @param now Unix ms */
  figures(window: Window, now: number): Figures {
    const channel = this.channels.get(window);
    if (!channel) throw new TypeError(`no window ${window}`);
    const values = readMetrics(this.tally, { now, window });
    const approximate = approximations(this.tally);
    const estimates = approximate.join();
    const listings = readListings(this.tally, { now, window }).listings.flatMap(({ listingId, metrics }) => {
      let known = channel.listings.get(listingId);
      if (!known) channel.listings.set(listingId, (known = new Values()));
      const changed = known.changes(metrics);
      return isEmpty(changed) ? [] : [{ listingId, metrics: changed }];
    });
    const { online } = values;
    const figures = { online: typeof online === 'number' ? online : null, metrics: channel.metrics.changes(values), listings, ...(estimates === channel.approximate ? {} : { approximate }) };
    channel.approximate = estimates;
    return figures;
  }

  private deals(since: number): DealRow[] {
    if (this.show?.salesChannel !== 'platform') return this.ledger.since(since).deals.map(([dealId, taken]) => ({ dealId, ...taken }));
    const rows = orderedRows(this.tally);
    const now = JSON.stringify(rows);
    const isOld = since > 0 && now === this.soldTold;
    this.soldTold = now;
    return isOld ? [] : rows;
  }

  /** All that is going wrong, where that changed. */
  private look(now: number): readonly Alert[] | undefined {
    const { show, tally, ledger } = this;
    if (!show) return undefined;
    if (!this.lately || now - this.latelyAt >= LATELY_MS) {
      this.lately = readLately(tally, now);
      this.latelyAt = now;
    }
    const seen = judge(sceneOf(show, { ...readSight(tally, ledger, now, this.lately), unrecordedSince: undefined }, now, this.memory));
    if (seen.length === this.alerts.length && seen.every((alert, i) => alert === this.alerts[i])) return undefined;
    this.alerts = seen;
    return seen;
  }
}

/**
 * When a desk is shown an entry: when it happened, by its newest event, but never before what came before it, and no later than it arrived.
 * What the ledger did goes with what came before it: its scripts have a clock of their own.
 * @param before the moment of the entry before. Unix ms.
 */
export function momentOf({ id, kind, events }: Pick<RecordedEntry, 'id' | 'kind' | 'events'>, before: number): number {
  if (kind === 'ledger') return before;
  let newest = -Infinity;
  for (const { at } of events) if (typeof at === 'number' && at > newest) newest = at;
  return Math.max(before, Math.min(newest, entryMs(id)));
}

/** What of a show can be played: from its start to the first whole frame at or after its end, and one more for all that came later. Unix ms. */
export function spanOf({ startedAt, endedAt }: Pick<Show, 'startedAt' | 'endedAt'>): Span | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  const lasted = Math.max(0, endedAt - startedAt);
  const frame = frameMs(lasted);
  return { begin: startedAt, end: startedAt + Math.ceil(lasted / frame) * frame + frame, frame };
}
