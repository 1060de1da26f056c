import type { LinkRole } from '../../shared/show/permissions.ts';
import { overlayView } from '../../shared/seats/overlay.ts';
import { readWall } from '../../shared/seats/read.ts';
import { wallView } from '../../shared/seats/wall.ts';
import type { OverlayView, WallView } from '../../shared/seats/views.ts';
import type { Room } from './room.ts';

/** What changes is told no oftener than this. Unit: ms. */
const AT_MOST_MS = 200;
/** And told again at least this often, so that silence means a broken line. Unit: ms. */
const AT_LEAST_MS = 1_000;

/** Where it is said, and whether anybody listens. */
export interface SeatAudience {
  wall(view: WallView): void;
  overlay(view: OverlayView): void;
  watches(showId: string, role: LinkRole): boolean;
}

interface Told {
  at: number;
  /** What was told, but for the moment it was read at. */
  text: string;
}

/** Shows one hosted show to its walls and overlays: whole views, read only while somebody watches. */
export class Seats {
  private readonly told: Record<LinkRole, Told> = { wall: { at: 0, text: '' }, overlay: { at: 0, text: '' } };

  constructor(
    private readonly room: Room,
    private readonly audience: SeatAudience,
  ) {}

  /** Tells what changed, or tells it again. @param now server time, Unix ms */
  tick(now: number): void {
    this.tell('overlay', now, () => this.overlay(now), (view) => this.audience.overlay(view));
    this.tell('wall', now, () => this.wall(now), (view) => this.audience.wall(view));
  }

  /** What an overlay shows now; undefined where there is no such show. */
  overlay(now: number): OverlayView | undefined {
    const { show, ledger } = this.room;
    return show && overlayView(show, ledger, now);
  }

  /** What a wall shows now; undefined where there is no such show. */
  wall(now: number): WallView | undefined {
    const { show, ledger, tally } = this.room;
    return show && wallView(show, ledger, readWall(tally, now), now);
  }

  private tell<V extends OverlayView | WallView>(role: LinkRole, now: number, read: () => V | undefined, say: (view: V) => void): void {
    const told = this.told[role];
    // A clock that was set back must not silence a screen.
    const since = Math.abs(now - told.at);
    if (since < AT_MOST_MS || !this.audience.watches(this.room.showId, role)) return;
    const view = read();
    if (!view) return;
    const text = JSON.stringify({ ...view, at: 0 });
    if (text === told.text && since < AT_LEAST_MS) return;
    Object.assign(told, { at: now, text });
    say(view);
  }
}
