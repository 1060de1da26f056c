import type { Window } from '../../shared/metrics/view.ts';
import type { Audience } from '../room/rooms.ts';
import type { Io } from './io.ts';

/** The Socket.IO room of everybody in a show, and of those who look at one window of it. */
export const everyone = (showId: string): string => `show:${showId}`;
export const looking = (showId: string, window: string): string => `show:${showId}:${window}`;

/** Speaks to screens for the rooms. */
export function audienceOf(io: () => Io | undefined, alone: () => boolean): Audience {
  return {
    patch: (patch) => io()?.to(everyone(patch.showId)).emit('show:patched', patch),
    // Volatile: a screen that cannot keep up misses ticks and sees the gap, rather than a queue of old numbers.
    tick: (tick) => io()?.to(looking(tick.showId, tick.window)).volatile.emit('tally:ticked', tick),
    // Another process's screens cannot be counted from here, so with others alive every window is told.
    watches: (showId: string, window: Window) => !alone() || (io()?.sockets.adapter.rooms.has(looking(showId, window)) ?? false),
  };
}
