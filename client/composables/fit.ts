import { nextTick, onBeforeUnmount, onMounted, watch, type Ref } from 'vue';

/** By how much text shrinks at a time, as a share of its full size. */
const STEP = 0.04;

/**
 * Shrinks what is in a box until it fits, by the CSS variable `--fit` (1 where it fits at its full size).
 * @param content what to watch besides the box's own size: when it changes the text may be longer.
 * @param least the smallest share of its size: smaller could not be read, so the end is cut off instead.
 */
export function useFit(box: Readonly<Ref<HTMLElement | null>>, content: () => unknown, least: number): void {
  function fit(): void {
    const { value } = box;
    if (!value) return;
    let share = 1;
    do {
      value.style.setProperty('--fit', String(share));
      share -= STEP;
    } while (share >= least && (value.scrollHeight > value.clientHeight + 1 || value.scrollWidth > value.clientWidth + 1));
  }
  const observer = new ResizeObserver(fit);
  onMounted(() => {
    if (!box.value) return;
    observer.observe(box.value);
    // Text is wider or narrower once its own face is here.
    void document.fonts.ready.then(fit);
  });
  onBeforeUnmount(() => observer.disconnect());
  watch(content, () => void nextTick(fit), { flush: 'post' });
}
