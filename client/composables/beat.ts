import { onScopeDispose, ref, type Ref } from 'vue';

/** A value read again every `everyMs`; one timer a caller, gone with its scope. */
export function useBeat<T>(read: () => T, everyMs: number): Readonly<Ref<T>> {
  const value = ref(read()) as Ref<T>;
  const timer = setInterval(() => void (value.value = read()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return value;
}
