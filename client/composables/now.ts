import { onScopeDispose, ref, type Ref } from 'vue';
import { useShow } from '../stores/show.ts';

/** Server time, Unix ms, renewed every `everyMs`; one timer a caller, gone with its scope. */
export function useNow(everyMs: number): Ref<number> {
  const show = useShow();
  const now = ref(show.now());
  const timer = setInterval(() => void (now.value = show.now()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
