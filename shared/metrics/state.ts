import type { EntryId, EventId } from '../ids.ts';
import { ENTRY_ZERO, eventId } from '../ids.ts';
import type { DealWindow } from '../show/events.ts';
import { COLS, KINDS, P } from './columns.ts';
import { DEFAULT_FEED_INTERVAL_MS } from './events.ts';
import { IdWindow } from './idWindow.ts';
import { Interner } from './interner.ts';
import { Pages } from './pages.ts';
import { PairIndex } from './pairIndex.ts';
import { Repeats } from './repeats.ts';
import { Rows } from './rows.ts';
import { Orders } from './orders.ts';
import type { Steps } from './steps.ts';
import { OpenStarts } from './openStarts.ts';
import type { Comment } from './view.ts';

/** The source of everyone nobody has placed. */
export const OTHER = 0;
/** Shows keep this many silences of a feed, newest last. */
export const GAPS_KEPT = 100;

export interface Feed {
  readonly name: string;
  readonly index: number;
  lastContactAt: number;
  intervalMs: number;
  gaps: [number, number][];
  events: number;
  duplicates: number;
  /** Values of `metrics.sampled` under ids that nothing can be done with. */
  ignored: number;
  totals: Float64Array;
  /** Whole seconds of its views that ended, and its views that did not. */
  watch: number;
  readonly openViews: OpenStarts;
  /** The columns since the listing on air was taken. */
  onAir: Float64Array;
  people: Float64Array;
  /** Who did what by this feed; null while it is the only feed, and the viewers' own flags say it. */
  flags: Pages | null;
  /** Sampled metrics: the newest sample's record in `tally.samples`, by metric id. */
  series: Map<string, number>;
}

export interface HostShift {
  host: string | null;
  /** Unix ms. */
  from: number;
  /** The first second that belongs to it; 0 for the first shift, which also has whatever came before. */
  sec: number;
  /** Columns by feed; empty while it is the only shift, and the feeds' totals say it. */
  totals: Float64Array[];
  people: Float64Array;
  flags: Pages | null;
}

export interface CatalogueListing {
  id: string;
  number: number;
  skus: string[];
}

/** Where a fact about a listing counts: one or two of `tally.subjects`; -1 for none. */
export interface Place {
  listing: number;
  sku: number;
}

export interface Deal {
  dealId: string;
  window: DealWindow | null;
  orders: number;
  inferredOrders: number;
  units: number;
  gmv: number;
  /** Paid orders of each buyer. */
  buyers: Map<number, number>;
}

export interface Warning {
  id: string;
  at: number;
  feed: string;
  level: string;
  text: string;
}

/** Views still open of one source. */
export interface OpenViews {
  all: OpenStarts;
  /** Of viewers none of whose ended views lasted a minute. */
  fresh: OpenStarts;
}

/** Everything a show's journal adds up to. Only the fold changes it; all times are Unix ms unless named seconds. */
export class Tally {
  lastEntry: EntryId = ENTRY_ZERO;
  lastIndex = 0;
  eventsCounted = 0;
  duplicates = 0;
  repeats = new Repeats();
  /** Goes up by one an entry; listings remember at which they changed. */
  version = 0;

  // The fact in hand: set once an event, read by everything it passes through.
  at = 0;
  sec = 0;
  feed: Feed;
  shift: HostShift;

  readonly ids: IdWindow;
  readonly names = new Interner();
  readonly viewers = new Pages(4);
  readonly activity = new Pages(3);
  readonly interest = new Pages(2);
  readonly pairs = new Pages(2);
  /** Pairs of the viewers marked MANY_PAIRS. */
  readonly pairIndex = new PairIndex(
    (pair) => this.pairs.words(pair)[this.pairs.at(pair) + P.viewer] as number,
    (pair) => this.pairs.words(pair)[this.pairs.at(pair) + P.deed] as number,
  );
  readonly sessions = new Pages(2);
  readonly rows = new Rows();
  readonly subjects = new Pages(7);
  readonly cells = new Pages(6);
  readonly sourceRecords = new Pages(7);
  readonly samples = new Pages(3);
  readonly orders = new Orders();

  readonly feeds: Feed[] = [];
  readonly feedByName = new Map<string, Feed>();
  readonly sources: string[] = [];
  readonly sourceByName = new Map<string, number>();
  readonly openViews: OpenViews[] = [];
  readonly shifts: HostShift[];
  /** Counts of people, by kind. */
  readonly people = new Float64Array(KINDS);
  /** People since the listing on air was taken, by kind. */
  readonly peopleOnAir = new Float64Array(KINDS);
  openCount = 0;
  /** Viewers who did anything that shows them in the room, entering included. */
  presentCount = 0;
  /** What does not fit a viewer's counters, in units of what does. */
  readonly spill = new Map<number, number>();

  status: 'planned' | 'live' | 'paused' | 'ended' = 'planned';
  startedAt: number | null = null;
  endedAt: number | null = null;
  lateHours = 24;
  wantKeywords: string[] = ['1', '扣1'];
  /** The greatest and the smallest time of any platform event counted; 0 and Infinity before the first. */
  lastAt = 0;
  firstAt = Infinity;
  /** The greatest time that is not ahead of its arrival by more than a minute. Unit: s. */
  headSec = 0;
  /** The second the listing on air was taken; Infinity while none was. */
  onAirSec = Infinity;
  air: { listingId: string; from: number; to: number | null }[] = [];

  readonly catalogue = new Map<string, CatalogueListing>();
  readonly skuOwner = new Map<string, string>();
  /** How many listings have a SKU. */
  readonly skuHolders = new Map<string, number>();
  catalogueChanged = true;
  readonly listingSubject = new Map<string, number>();
  readonly skuSubject = new Map<string, number>();
  readonly placeByListing = new Map<string, Place>();
  readonly placeBySku = new Map<string, Place>();
  /** The `version` at which each subject last changed. */
  readonly subjectVersion: number[] = [];
  readonly subjectPairs: number[] = [];
  /** First cell of each second still kept, and the cell of a subject in a second. */
  readonly cellsBySec = new Map<number, number>();
  readonly cellOf: Map<number, number>[] = [];
  /** Sums of the cells from a second on, kept up between readings; `from` is 0 while none are. */
  readonly cellWindow: { from: number; sums: (Float64Array | undefined)[] } = { from: 0, sums: [] };
  freeCell = -1;
  cellFloor = 0;

  readonly deals = new Map<string, Deal>();
  readonly dealsByListing = new Map<string, Deal[]>();
  stream: { state: 'live' | 'stalled' | 'lost'; at: number } | null = null;
  readonly warnings: Warning[] = [];
  readonly comments: Comment[] = [];
  readonly rewinds: { at: number; lostFrom: string; lostTo: string }[] = [];

  /** The earliest second whose online figure may have changed since the curves were last built. */
  curveDirty = 0;
  countedCurve: Steps | null = null;
  displayCurve: Steps | null = null;

  /** Delta chunks: the number of the newest, and what each holds in bytes. */
  chunk = 0;
  readonly chunkBytes = new Map<number, number>();
  /** How many bytes of each chunk are the newest state of something, by its number. */
  readonly chunkLive: number[] = [];
  catalogueChunk = 0;

  constructor(
    readonly showId: string,
    idWindow?: number,
  ) {
    this.ids = new IdWindow(idWindow);
    this.feed = newFeed('', 0);
    this.shift = newShift(null, 0, 0);
    this.shifts = [this.shift];
  }

  get lastId(): EventId {
    return eventId(this.lastEntry, this.lastIndex);
  }
}

export function newFeed(name: string, index: number): Feed {
  return {
    name,
    index,
    lastContactAt: 0,
    intervalMs: DEFAULT_FEED_INTERVAL_MS,
    gaps: [],
    events: 0,
    duplicates: 0,
    ignored: 0,
    totals: new Float64Array(COLS),
    watch: 0,
    openViews: new OpenStarts(),
    onAir: new Float64Array(COLS),
    people: new Float64Array(KINDS),
    flags: null,
    series: new Map(),
  };
}

export function newShift(host: string | null, from: number, sec: number): HostShift {
  return { host, from, sec, totals: [], people: new Float64Array(KINDS), flags: null };
}
