import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue';

/** The rows of a long list that are in sight, and the empty space kept for the rest. */
export interface Sight {
  from: number;
  to: number;
  before: number;
  after: number;
}

/** Rows kept ready beyond each edge, so that a quick scroll shows no hole. */
const SPARE = 6;

/** @param top how far the list is scrolled. @param height of the window onto it. @param row height of one row. All px. */
export function sightOf(count: number, top: number, height: number, row: number): Sight {
  const from = Math.max(0, Math.min(count, Math.floor(top / row) - SPARE));
  const to = Math.max(from, Math.min(count, Math.ceil((top + height) / row) + SPARE));
  return { from, to, before: from * row, after: (count - to) * row };
}

/**
 * Draws only the rows in sight of a list whose rows are all equally high.
 * @param rem height of a row in rem, which grows with the root size on large screens.
 */
export function useRows(scroller: Readonly<Ref<HTMLElement | null>>, count: () => number, rem: number): { sight: ComputedRef<Sight>; row: Readonly<Ref<number>>; reveal: (index: number) => void } {
  const top = ref(0);
  const height = ref(0);
  const row = ref(rem * 16);
  const sight = computed(() => sightOf(count(), top.value, height.value, row.value));
  const scrolled = (): void => void (top.value = scroller.value?.scrollTop ?? 0);
  const observer = new ResizeObserver(() => {
    height.value = scroller.value?.clientHeight ?? 0;
    row.value = rem * parseFloat(getComputedStyle(document.documentElement).fontSize);
  });
  onMounted(() => {
    if (!scroller.value) return;
    observer.observe(scroller.value);
    scroller.value.addEventListener('scroll', scrolled, { passive: true });
  });
  onBeforeUnmount(() => {
    observer.disconnect();
    scroller.value?.removeEventListener('scroll', scrolled);
  });

  /** Scrolls just far enough that a row is wholly in sight. */
  function reveal(index: number): void {
    const box = scroller.value;
    if (!box) return;
    const y = index * row.value;
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + row.value > box.scrollTop + box.clientHeight) box.scrollTop = y + row.value - box.clientHeight;
  }
  return { sight, row, reveal };
}
