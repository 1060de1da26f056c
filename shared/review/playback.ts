import type { Alert } from '../alerts/alert.ts';
import type { Comment, TallyView, Window } from '../metrics/view.ts';
import type { DealRow, Patch, StockRow, Tick } from '../protocol/socket.ts';
import type { Show } from '../show/show.ts';

/** Frames of a reel. */
export const REEL_FRAMES = 10;
const FRAME_MS = 1_000;
const DAY_MS = 86_400_000;
/** What more than a day is played in: as many frames as an evening has seconds. Unit: ms. */
const EVENING_MS = 6 * 3_600_000;

/** How far the frames of a show lie apart: a second, and of a log of more than a day so far that it is made, and takes room, as an evening. Unit: ms. */
export const frameMs = (lastedMs: number): number => (lastedMs <= DAY_MS ? FRAME_MS : FRAME_MS * Math.ceil(lastedMs / EVENING_MS));

/** What every window of a desk shows alike, as of a reel's beginning. */
export interface Opening {
  revision: number;
  /** The last decision's event: what patches chain on. */
  id: string;
  show: Show;
  alerts: readonly Alert[];
  comments: readonly Comment[];
  stock: StockRow[];
  deals: DealRow[];
  holds: number;
}

/** What a desk was told in one frame, a second, whatever its window: only what changed in it. */
export interface Told extends Pick<Tick, 'feeds' | 'alerts' | 'stock' | 'deals' | 'holds' | 'comments'> {
  /** The frame's end, Unix ms. */
  at: number;
  revision: number;
  patches: Omit<Patch, 'showId'>[];
  lastId: string;
}

/** The same second's figures in one window: absolute values of what changed. */
export type Figures = Pick<Tick, 'online' | 'metrics' | 'listings' | 'approximate'>;

/**
 * Ten seconds of a show as a desk saw it, or longer of one that lasted for days: what a desk that joins at `from` gets, and what it is told each frame after. The last reel's last frame
 * has everything that came after the show's end, too. Times are Unix ms.
 */
export interface Reel {
  /** The whole show: the moment of its first reel's beginning, and of its last second. */
  begin: number;
  end: number;
  from: number;
  /** How long each of its reels is, ms. */
  length: number;
  window: Window;
  common: { opening: Opening; seconds: Told[] };
  view: { tally: TallyView; seconds: Figures[] };
}
