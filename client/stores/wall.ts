import { inject, ref, shallowRef, type InjectionKey, type Ref, type ShallowRef } from 'vue';
import type { WallView } from '../../shared/seats/views.ts';
import { openSeat, WALL_SEAT, type SeatLink } from '../live/seat.ts';

/** What a wall knows: the last view it was told, and its line. No store of the desk's: the page starts light. */
export interface WallSeat {
  view: Readonly<ShallowRef<WallView | undefined>>;
  link: Readonly<Ref<SeatLink>>;
  /** Server time, Unix ms. */
  now: () => number;
  /** How long ago the last view came, by this machine's steady clock; Infinity before the first. Unit: ms. */
  silence: () => number;
}

export const WALL: InjectionKey<WallSeat> = Symbol('wall');

/** @param token of the link it was opened by, where it was. */
export function openWall(showId: string, token: string | undefined): WallSeat {
  const view = shallowRef<WallView>();
  const link = ref<SeatLink>('joining');
  let heardAt = -Infinity;
  const now = openSeat(WALL_SEAT, showId, token, {
    shown(next) {
      view.value = next;
      heardAt = performance.now();
    },
    link: (state) => void (link.value = state),
  });
  return { view, link, now, silence: () => performance.now() - heardAt };
}

export function useWall(): WallSeat {
  const wall = inject(WALL);
  if (!wall) throw new Error('This page was not given its wall');
  return wall;
}
