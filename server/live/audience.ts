import type { Window } from '../../shared/metrics/view.ts';
import { LINK_ROLES, type LinkRole } from '../../shared/show/permissions.ts';
import type { Audience } from '../room/rooms.ts';
import type { Io } from './io.ts';

/** The Socket.IO room of everybody in a show, and of those who look at one window of it, or at its wall or overlay: these are not in the first. */
export const everyone = (showId: string): string => `show:${showId}`;
export const looking = (showId: string, window: string): string => `show:${showId}:${window}`;

/** Where a screen looks. */
export interface Place {
  showId: string;
  window: Window | LinkRole;
}

const isSeat = (window: string): window is LinkRole => LINK_ROLES.some((role) => role === window);

/** The rooms a screen is in. Walls and overlays hear their own views and nothing of what everybody is told. */
export function roomsOf(place: Place | undefined): string[] {
  if (!place) return [];
  const { showId, window } = place;
  return isSeat(window) ? [looking(showId, window)] : [everyone(showId), looking(showId, window)];
}

/** Everybody who has this show before them, walls and overlays too. */
export const present = (showId: string): string[] => [everyone(showId), ...LINK_ROLES.map((role) => looking(showId, role))];

/** Speaks to screens for the rooms. */
export function audienceOf(io: () => Io | undefined, alone: () => boolean): Audience {
  return {
    patch: (patch) => io()?.to(everyone(patch.showId)).emit('show:patched', patch),
    // Volatile: a screen that cannot keep up misses ticks and sees the gap, rather than a queue of old numbers.
    tick: (tick) => io()?.to(looking(tick.showId, tick.window)).volatile.emit('tally:ticked', tick),
    wall: (view) => io()?.to(looking(view.showId, 'wall')).volatile.emit('wall:shown', view),
    overlay: (view) => io()?.to(looking(view.showId, 'overlay')).volatile.emit('overlay:shown', view),
    // Another process's screens cannot be counted from here, so with others alive every window is told.
    watches: (showId: string, window: Window | LinkRole) => !alone() || (io()?.sockets.adapter.rooms.has(looking(showId, window)) ?? false),
  };
}
