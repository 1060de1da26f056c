import { onScopeDispose, ref, type Ref } from 'vue';

/** Counts down the seconds that somebody who tried too often has to wait. */
export function useWaiting(): { left: Readonly<Ref<number>>; wait: (seconds: number) => void } {
  const left = ref(0);
  let until = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  function tick(): void {
    left.value = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    if (left.value === 0) clearInterval(timer);
  }
  function wait(seconds: number): void {
    clearInterval(timer);
    until = performance.now() + seconds * 1000;
    timer = setInterval(tick, 250);
    tick();
  }
  onScopeDispose(() => clearInterval(timer));
  return { left, wait };
}
