import { Type, type Static } from 'typebox';
import { AlertShape, type Alert } from '../alerts/alert.ts';
import type { Show } from '../show/show.ts';
import type { ShowEvent } from '../show/events.ts';
import type { Comment, FeedView, TallyView } from '../metrics/view.ts';
import type { Problem } from './problems.ts';
import { RecordOf } from '../record.ts';
import type { OverlayView, WallView } from '../seats/views.ts';

const Id = Type.String({ minLength: 1, maxLength: 128 });
export const WindowName = Type.Union([Type.Literal('show'), Type.Literal('5m'), Type.Literal('onair')]);
const EventIdText = Type.String({ pattern: '^\\d{1,15}-\\d{1,15}\\.\\d{1,6}$' });
const Revision = Type.Integer({ minimum: 0 });
const Figure = Type.Union([Type.Number(), Type.Null(), Type.Tuple([Type.Number(), Type.Number()])]);
/** Metric values on the wire: a rate is `[numerator, denominator]`. */
export const WireMetrics = RecordOf(Figure);
export type WireMetrics = Static<typeof WireMetrics>;

/** A SKU in the ledger, in units; what is on hand is available + held + sold. */
export const StockRow = Type.Object({ sku: Type.String(), onHand: Type.Number(), available: Type.Number(), held: Type.Number(), sold: Type.Number() });
export type StockRow = Static<typeof StockRow>;
/** Units of a deal that buyers hold and have paid. */
export const DealRow = Type.Object({ dealId: Type.String(), held: Type.Number(), sold: Type.Number() });
export type DealRow = Static<typeof DealRow>;

/** What a client may ask, checked by the server. */
export const ASKS = {
  'show:join': Type.Object({
    showId: Id,
    have: Type.Optional(Type.Object({ revision: Revision, id: EventIdText })),
    window: Type.Optional(WindowName),
  }),
  'show:leave': Type.Object({ showId: Id }),
  'show:command': Type.Object({
    showId: Id,
    command: Type.Object({
      id: Type.String({ minLength: 8, maxLength: 64 }),
      type: Type.String({ minLength: 1, maxLength: 64 }),
      expectedRevision: Type.Optional(Revision),
      expiresAt: Type.Optional(Type.Integer({ minimum: 0 })),
      payload: RecordOf(Type.Unknown()),
    }),
  }),
  'tally:ask': Type.Object({ showId: Id, window: Type.Optional(WindowName) }),
  'clock:ask': Type.Object({}),
  'wall:join': Type.Object({ showId: Id }),
  'overlay:join': Type.Object({ showId: Id }),
} as const;
export type AskName = keyof typeof ASKS;
export type Ask<N extends AskName> = Static<(typeof ASKS)[N]>;

export type Answer<T> = ({ ok: true } & T) | { ok: false; problem: Problem };

/** Everything a screen needs to start, or to start again: a snapshot with its revision. */
export interface Joined {
  revision: number;
  /** The last journal event this snapshot includes. */
  id: string;
  show: Show;
  tally: TallyView;
  /** The tick the next `tally:ticked` must name as `prevTick`. */
  tick: number;
  /** What is going wrong now, red first. */
  alerts: readonly Alert[];
  /** The newest comments, at most 50, oldest first. A tick may tell one of them again: it has the same id. */
  comments: readonly Comment[];
  /** The ledger: every SKU, every deal somebody took units of, and how many holds wait for payment. */
  stock: readonly StockRow[];
  deals: readonly DealRow[];
  holds: number;
  serverTime: number;
  /** Who one is in this show. */
  you?: { id: string; name: string; role: string; approver: boolean };
}

export interface ClientToServer {
  'show:join': (ask: Ask<'show:join'>, answer: (a: Answer<Joined>) => void) => void;
  'show:leave': (ask: Ask<'show:leave'>, answer: (a: Answer<object>) => void) => void;
  'show:command': (ask: Ask<'show:command'>, answer: (a: Answer<{ revision: number }>) => void) => void;
  'tally:ask': (ask: Ask<'tally:ask'>, answer: (a: Answer<{ tally: TallyView; tick: number; serverTime: number }>) => void) => void;
  'clock:ask': (ask: Ask<'clock:ask'>, answer: (a: Answer<{ serverTime: number }>) => void) => void;
  // `view` is null where another process hosts the show: its next word, within a second, has all of it.
  'wall:join': (ask: Ask<'wall:join'>, answer: (a: Answer<{ view: WallView | null }>) => void) => void;
  'overlay:join': (ask: Ask<'overlay:join'>, answer: (a: Answer<{ view: OverlayView | null }>) => void) => void;
}

export interface Patch {
  showId: string;
  revision: number;
  id: string;
  /** The id of the patch before: a screen that holds another has missed one, and joins again. */
  prev: string;
  events: ShowEvent[];
}

/** Absolute values: those of this window that changed since `prevTick`, so a lost tick is a gap and is noticed. */
export interface Tick {
  showId: string;
  window: TallyView['window'];
  tick: number;
  prevTick: number;
  revision: number;
  id: string;
  serverTime: number;
  online: number | null;
  metrics: WireMetrics;
  /** Ids of the metrics that are estimates, all of them, when that changed. */
  approximate?: string[];
  /** Listings of which something changed, with the values that did. */
  listings: { listingId: string; metrics: WireMetrics }[];
  /** Feeds, all of them, when one spoke or fell silent. */
  feeds?: FeedView[];
  /** All that is going wrong now, when that changed. */
  alerts?: readonly Alert[];
  /** SKUs and deals of which units moved, and how many holds wait when that changed. */
  stock?: StockRow[];
  deals?: DealRow[];
  holds?: number;
  /** Newest comments since the last tick, oldest first, at most 20. */
  comments?: Comment[];
}

export interface ServerToClient {
  'show:patched': (patch: Patch) => void;
  'tally:ticked': (tick: Tick) => void;
  'show:presence': (presence: { showId: string; people: { id: string; name: string; role: string; screen: string }[]; total: number }) => void;
  'wall:shown': (view: WallView) => void;
  'overlay:shown': (view: OverlayView) => void;
  'session:ended': (why: { code: 'UNAUTHENTICATED' | 'FORBIDDEN' }) => void;
  'server:restarting': (info: { backInMs: number }) => void;
}

/** What a client checks before it believes the server. */
export const TOLD = {
  'show:patched': Type.Object({
    showId: Id,
    revision: Revision,
    id: EventIdText,
    prev: EventIdText,
    events: Type.Array(Type.Object({ type: Type.String(), at: Type.Number() })),
  }),
  'tally:ticked': Type.Object({
    showId: Id,
    window: WindowName,
    tick: Type.Integer(),
    prevTick: Type.Integer(),
    revision: Revision,
    id: EventIdText,
    serverTime: Type.Integer(),
    online: Type.Union([Type.Number(), Type.Null()]),
    metrics: WireMetrics,
    listings: Type.Array(Type.Object({ listingId: Id, metrics: WireMetrics })),
    alerts: Type.Optional(Type.Array(AlertShape)),
    stock: Type.Optional(Type.Array(StockRow)),
    deals: Type.Optional(Type.Array(DealRow)),
    holds: Type.Optional(Type.Integer()),
  }),
} as const;
