import type { Window } from '../../shared/metrics/view.ts';
import type { LinkRole } from '../../shared/show/permissions.ts';
import type { Audience } from '../room/rooms.ts';
import type { Io } from './io.ts';
import { everyone, looking } from './places.ts';

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
