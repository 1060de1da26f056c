import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { ListingId } from '../../../shared/ids.ts';

export interface Move {
  listingId: ListingId;
  /** Its place among the others, from 0. */
  index: number;
  /** The revision of the order that was dragged in. */
  seen: number;
}

/** Where an item dropped before place `gap` (0 … n) ends up once it has left place `from`; undefined where it stays. */
export function placeAfterDrop(from: number, gap: number): number | undefined {
  if (from < 0 || gap === from || gap === from + 1) return undefined;
  return gap > from ? gap - 1 : gap;
}

export interface Drag {
  /** Where the line is drawn, in px from the top of the list; undefined while nothing is dragged over it. */
  line: ComputedRef<number | undefined>;
  start: (id: ListingId, event: DragEvent) => void;
  over: (event: DragEvent) => void;
  drop: () => void;
  stop: () => void;
}

/**
 * Dragging a row of the rail to another place.
 * @param places the ids in the order of the list. @param row height of a row, px.
 */
export function useDrag(scroller: Readonly<Ref<HTMLElement | null>>, places: () => readonly ListingId[], row: Readonly<Ref<number>>, revision: () => number, moved: (move: Move) => void): Drag {
  const dragged = shallowRef<{ id: ListingId; seen: number }>();
  const gap = ref<number>();
  const line = computed(() => (dragged.value && gap.value !== undefined ? gap.value * row.value : undefined));

  function stop(): void {
    dragged.value = undefined;
    gap.value = undefined;
  }
  return {
    line,
    stop,
    start(id, event) {
      dragged.value = { id, seen: revision() };
      event.dataTransfer?.setData('text/plain', id);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    },
    over(event) {
      const box = scroller.value;
      if (!dragged.value || !box) return;
      event.preventDefault();
      const y = event.clientY - box.getBoundingClientRect().top + box.scrollTop;
      gap.value = Math.max(0, Math.min(places().length, Math.round(y / row.value)));
    },
    drop() {
      const { value: item } = dragged;
      const index = item && gap.value !== undefined ? placeAfterDrop(places().indexOf(item.id), gap.value) : undefined;
      stop();
      if (item && index !== undefined) moved({ listingId: item.id, index, seen: item.seen });
    },
  };
}
