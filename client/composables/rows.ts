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

/**
 * However far it is scrolled there are equally many, so that a row which leaves at one end can be drawn anew at the other.
 * @param top how far the list is scrolled. @param height of the window onto it. @param row height of one row. All px.
 */
export function sightOf(count: number, top: number, height: number, row: number): Sight {
  // One more than fits, as the first and the last can be in sight in part.
  const drawn = Math.min(count, Math.ceil(height / row) + 1 + 2 * SPARE);
  const from = Math.max(0, Math.min(count - drawn, Math.floor(top / row) - SPARE));
  return { from, to: from + drawn, before: from * row, after: (count - from - drawn) * row };
}

/** What the row at `index` is keyed by while it is in sight: a row that comes in takes the elements of the one that left. */
export const slotOf = (index: number, { from, to }: Sight): number => index % Math.max(1, to - from);

/** How long after its last turn a list counts as being scrolled by a person. Unit: ms. */
const SCROLLING_FOR = 2_000;

export interface Rows {
  sight: ComputedRef<Sight>;
  /** Height of a row, px. */
  row: Readonly<Ref<number>>;
  /** Scrolls just far enough that a row is wholly in sight. */
  reveal: (index: number) => void;
  /** Scrolls a row into the middle, as far as the list goes. */
  centre: (index: number) => void;
  /** Whether a person scrolls it, or did a moment ago. */
  scrolling: () => boolean;
}

/**
 * Draws only the rows in sight of a list whose rows are all equally high.
 * @param units height of a row in units of `--spacing`, as its class `h-…` has it: it grows with the root size and shrinks in compact mode.
 */
export function useRows(scroller: Readonly<Ref<HTMLElement | null>>, count: () => number, units: number): Rows {
  const top = ref(0);
  const height = ref(0);
  const row = ref(units * 4);
  const sight = computed(() => sightOf(count(), top.value, height.value, row.value));
  /** Where this list scrolled itself to: what is elsewhere, a person did. */
  let aimed = 0;
  let turnedAt = -Infinity;
  function scrolled(): void {
    top.value = scroller.value?.scrollTop ?? 0;
    if (Math.abs(top.value - aimed) > 1) turnedAt = performance.now();
  }
  const observer = new ResizeObserver(() => {
    height.value = scroller.value?.clientHeight ?? 0;
    const root = getComputedStyle(document.documentElement);
    row.value = units * parseFloat(root.getPropertyValue('--spacing')) * parseFloat(root.fontSize);
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

  function scrollTo(box: HTMLElement, y: number): void {
    box.scrollTop = y;
    aimed = box.scrollTop;
    top.value = aimed;
  }
  function reveal(index: number): void {
    const box = scroller.value;
    if (!box) return;
    const y = index * row.value;
    if (y < box.scrollTop) scrollTo(box, y);
    else if (y + row.value > box.scrollTop + box.clientHeight) scrollTo(box, y + row.value - box.clientHeight);
  }
  function centre(index: number): void {
    const box = scroller.value;
    if (box) scrollTo(box, index * row.value - (box.clientHeight - row.value) / 2);
  }
  return { sight, row, reveal, centre, scrolling: () => performance.now() - turnedAt < SCROLLING_FOR };
}
