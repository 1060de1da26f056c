import { onBeforeUnmount, onMounted } from 'vue';

/** What a key does, by `event.key` in lower case. */
export type Keymap = Readonly<Record<string, () => void>>;

/** Off while typing, while an input method composes, with a modifier held, while held down, and under an open dialog. */
export function heeds(event: KeyboardEvent): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return false;
  const at = event.target;
  if (at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return false;
  return document.querySelector('[role="dialog"][data-state="open"]') === null;
}

export function useHotkeys(keys: Keymap): void {
  function press(event: KeyboardEvent): void {
    const act = keys[event.key.toLowerCase()];
    if (!act || !heeds(event)) return;
    event.preventDefault();
    act();
  }
  onMounted(() => addEventListener('keydown', press));
  onBeforeUnmount(() => removeEventListener('keydown', press));
}
