import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { useShow } from '../stores/show.ts';

/** Server time, Unix ms, renewed every `everyMs`; one timer a caller, gone with its scope. */
export function useNow(everyMs: number): Ref<number> {
  const show = useShow();
  const now = ref(show.now());
  const timer = setInterval(() => void (now.value = show.now()), everyMs);
  // What was read before the server said its time is not worth showing until the next turn of the timer.
  watch(() => show.online, () => void (now.value = show.now()));
  onScopeDispose(() => clearInterval(timer));
  return now;
}
