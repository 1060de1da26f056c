import type { Comment, FeedView, TallyView, Window } from '../../shared/metrics/view.ts';
import { WINDOWS } from '../../shared/metrics/view.ts';
import type { DealRow, StockRow, Tick } from '../../shared/protocol/socket.ts';
import { readFeeds, readListings, readMetrics, readTally, readComments, approximations } from '../../shared/metrics/read.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { Ledger } from '../../shared/stock/ledger.ts';
import { Told, isEmpty } from '../../shared/protocol/told.ts';
import { orderedRows, stockRow } from '../../shared/stock/rows.ts';
import type { Alerter } from './alerter.ts';
import type { Room } from './room.ts';

/** Every screen hears at least this often, so that silence means a broken line. Unit: ms. */
const AT_LEAST_MS = 1_000;
/** Comments told in one tick: more would not be read. */
const COMMENTS = 20;

export interface Snapshot {
  tally: TallyView;
  tick: number;
  alerts: readonly Alert[];
  comments: readonly Comment[];
  stock: StockRow[];
  deals: DealRow[];
  holds: number;
}

interface Channel {
  metrics: Told;
  listings: Map<string, Told>;
  approximate: string;
  /** The change counter of the alerts told. */
  alerts: number;
  /** The ledger as told: which one, up to which of its changes, and how many holds. */
  ledger: Ledger | undefined;
  ledgerTold: number;
  holds: number;
  /** Units of each deal as told, where the platform sells. */
  soldElsewhere: Map<string, number>;
  tick: number;
  /** The tally's change counter up to which listings were read. */
  listingsRead: number;
  /** When all listings were last read: in a moving window they change without an event. Unix ms. */
  listingsAt: number;
  snapshot?: Snapshot;
}

/** Builds ticks for one room: absolute values, only those that changed, one chain of numbers a window. */
export class Ticker {
  private readonly channels = new Map<Window, Channel>();
  private toldVersion = -1;
  private toldAlerts = 0;
  private toldAt = 0;
  private feedsAt = 0;
  private lastComment = '';

  constructor(
    private readonly room: Room,
    private readonly alerter: Pick<Alerter, 'alerts' | 'version'>,
    private readonly emit: (tick: Tick) => void,
    private readonly watched: (window: Window) => boolean,
  ) {}

  /** Emits what changed since the last time; nothing where nothing did and the last word is recent. */
  tick(now: number): void {
    if (this.room.version === this.toldVersion && this.alerter.version === this.toldAlerts && now - this.toldAt < AT_LEAST_MS) return;
    this.toldVersion = this.room.version;
    this.toldAlerts = this.alerter.version;
    this.toldAt = now;
    const feeds = now - this.feedsAt >= AT_LEAST_MS ? readFeeds(this.room.tally) : undefined;
    if (feeds) this.feedsAt = now;
    const comments = readComments(this.room.tally, this.lastComment, COMMENTS);
    this.lastComment = comments.at(-1)?.id ?? this.lastComment;
    for (const window of WINDOWS) if (this.watched(window)) this.emit(this.build(window, now, feeds, comments));
  }

  /**
   * A snapshot for one who joins now, and the number of the tick it stands on. What changed since the last tick goes out
   * first, so that the snapshot is exactly what everybody has been told; until the next tick it serves every joiner.
   */
  snapshot(window: Window, now: number): Snapshot {
    const channel = this.channel(window);
    if (channel.snapshot?.tick === channel.tick) return channel.snapshot;
    this.emit(this.build(window, now, undefined, []));
    channel.snapshot = { tally: readTally(this.room.tally, { now, window }), tick: channel.tick, alerts: this.alerter.alerts, comments: readComments(this.room.tally), ...this.ledger(0) };
    return channel.snapshot;
  }

  private build(window: Window, now: number, feeds: FeedView[] | undefined, comments: Comment[]): Tick {
    const { tally, show, showId } = this.room;
    const channel = this.channel(window);
    const values = readMetrics(tally, { now, window });
    const approximate = approximations(tally);
    const changedApproximate = approximate.join() !== channel.approximate;
    channel.approximate = approximate.join();
    const changedAlerts = channel.alerts !== this.alerter.version;
    channel.alerts = this.alerter.version;
    const listings = this.listings(channel, window, now);
    const moved = this.moved(channel);
    const prevTick = channel.tick++;
    const online = values['online'];
    return {
      showId,
      window,
      tick: channel.tick,
      prevTick,
      revision: show?.revision ?? 0,
      id: tally.lastId,
      serverTime: now,
      online: typeof online === 'number' ? online : null,
      metrics: channel.metrics.changes(values),
      listings,
      ...(changedApproximate ? { approximate } : {}),
      ...(feeds ? { feeds } : {}),
      ...(changedAlerts ? { alerts: this.alerter.alerts } : {}),
      ...moved,
      ...(comments.length > 0 ? { comments } : {}),
    };
  }

  /** What of the ledger this window has not been told; all of it where the room began a new one. */
  private moved(channel: Channel): Pick<Tick, 'stock' | 'deals' | 'holds'> {
    const { ledger } = this.room;
    const from = channel.ledger === ledger ? channel.ledgerTold : 0;
    const { stock, holds, deals: taken } = this.ledger(from);
    const deals = taken.filter(({ dealId, sold }) => !this.sellsElsewhere || (channel.soldElsewhere.get(dealId) ?? 0) !== sold);
    if (this.sellsElsewhere) for (const { dealId, sold } of deals) channel.soldElsewhere.set(dealId, sold);
    const changed = channel.ledger !== ledger || holds !== channel.holds;
    Object.assign(channel, { ledger, ledgerTold: ledger.version, holds });
    return { ...(stock.length > 0 ? { stock } : {}), ...(deals.length > 0 ? { deals } : {}), ...(changed ? { holds } : {}) };
  }

  private get sellsElsewhere(): boolean {
    return this.room.show?.salesChannel === 'platform';
  }

  /** What the ledger says of SKUs and deals that changed after `version`, as screens are told, and how many holds there are. */
  private ledger(version: number): Pick<Snapshot, 'stock' | 'deals' | 'holds'> {
    const { ledger } = this.room;
    const { accounts, deals } = ledger.since(version);
    return { stock: accounts.map(stockRow), deals: this.sellsElsewhere ? orderedRows(this.room.tally) : deals.map(([dealId, taken]) => ({ dealId, ...taken })), holds: ledger.holds.size };
  }

  private listings(channel: Channel, window: Window, now: number): Tick['listings'] {
    const all = window !== 'show' && now - channel.listingsAt >= AT_LEAST_MS;
    if (all) channel.listingsAt = now;
    const read = readListings(this.room.tally, { now, window }, all ? 0 : channel.listingsRead);
    channel.listingsRead = read.upTo;
    return read.listings.flatMap(({ listingId, metrics }) => {
      let told = channel.listings.get(listingId);
      if (!told) channel.listings.set(listingId, (told = new Told()));
      const changed = told.changes(metrics);
      return isEmpty(changed) ? [] : [{ listingId, metrics: changed }];
    });
  }

  private channel(window: Window): Channel {
    let channel = this.channels.get(window);
    if (!channel) {
      channel = { metrics: new Told(), listings: new Map(), approximate: '', alerts: 0, ledger: undefined, ledgerTold: 0, holds: 0, soldElsewhere: new Map(), tick: 0, listingsRead: 0, listingsAt: 0 };
      this.channels.set(window, channel);
    }
    return channel;
  }
}
