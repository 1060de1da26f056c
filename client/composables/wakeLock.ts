import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

/**
 * Keeps the screen on while the page is in sight. `awake` says whether it is: browsers allow it on encrypted pages and on the
 * machine itself only, and take it back whenever the page is hidden or the battery is low.
 */
export function useWakeLock(): Readonly<Ref<boolean>> {
  const awake = ref(false);
  let held: WakeLockSentinel | undefined;
  let gone = false;

  async function hold(): Promise<void> {
    const { wakeLock } = navigator as Partial<Navigator>;
    if (!wakeLock || document.hidden || awake.value) return;
    try {
      held = await wakeLock.request('screen');
    } catch {
      // Refused, as on a low battery: the page says that the screen may dim, and asks again when it is next seen.
      return;
    }
    if (gone) return void (await held.release());
    awake.value = true;
    held.addEventListener('release', () => void (awake.value = false));
  }
  const look = (): void => void hold();
  onMounted(() => {
    look();
    document.addEventListener('visibilitychange', look);
  });
  onBeforeUnmount(() => {
    gone = true;
    document.removeEventListener('visibilitychange', look);
    void held?.release();
  });
  return awake;
}
