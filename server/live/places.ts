import type { Window } from '../../shared/metrics/view.ts';
import { LINK_ROLES, type LinkRole } from '../../shared/show/permissions.ts';

/** Where a screen looks. */
export interface Place {
  showId: string;
  window: Window | LinkRole;
}

/** The Socket.IO room of everybody in a show, and of those who look at one window of it, or at its wall or overlay: these are not in the first. */
export const everyone = (showId: string): string => `show:${showId}`;
export const looking = (showId: string, window: string): string => `show:${showId}:${window}`;

const isSeat = (window: string): window is LinkRole => LINK_ROLES.some((role) => role === window);

/** The rooms a screen is in. Walls and overlays hear their own views and nothing of what everybody is told. */
export function roomsOf(place: Place | undefined): string[] {
  if (!place) return [];
  const { showId, window } = place;
  return isSeat(window) ? [looking(showId, window)] : [everyone(showId), looking(showId, window)];
}

/** Everybody who has this show before them, walls and overlays too. */
export const present = (showId: string): string[] => [everyone(showId), ...LINK_ROLES.map((role) => looking(showId, role))];
