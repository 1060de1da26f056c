import { onBeforeUnmount, onMounted } from 'vue';

/** What a key does, by `event.key` in lower case. */
export type Keymap = Readonly<Record<string, () => void>>;

/** Where Enter and the space bar have a meaning of their own. */
const PRESSABLE = 'button, a, summary, [role="tab"], [role="radio"]';
/** Where the arrows scroll, or move among the parts of one control. */
const ARROWED = '[role="tablist"], [role="tabpanel"], [role="radiogroup"], [role="dialog"], [role="group"]';

/** Off while typing, while an input method composes, with a modifier held, while held down, and under an open dialog. */
export function heeds(event: KeyboardEvent): boolean {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return false;
  const at = event.target;
  if (at instanceof HTMLElement) {
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return false;
    if ((event.key === 'Enter' || event.key === ' ') && at.closest(PRESSABLE)) return false;
    if (event.key.startsWith('Arrow') && at.closest(ARROWED)) return false;
  }
  return document.querySelector('[role="dialog"][data-state="open"]') === null;
}

/** The key as it is named in a keymap. With a Chinese input method on, the browser may say only `Process`: then the key's place tells. */
export function keyOf({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  if (key !== 'Process') return key.toLowerCase();
  if (code === 'Slash') return shiftKey ? '?' : '/';
  return (/^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1] ?? code).toLowerCase();
}

export function useHotkeys(keys: Keymap): void {
  function press(event: KeyboardEvent): void {
    const act = keys[keyOf(event)];
    if (!act || !heeds(event)) return;
    event.preventDefault();
    act();
  }
  onMounted(() => addEventListener('keydown', press));
  onBeforeUnmount(() => removeEventListener('keydown', press));
}

const FIELD = 'input, textarea, select';

/** Escape leaves a field that has no use of its own for it, and is in no dialog: the keys are the page's again. */
export function useFieldsLeft(): void {
  function press(event: KeyboardEvent): void {
    const at = event.target;
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || !(at instanceof HTMLElement) || !at.matches(FIELD)) return;
    if (at.closest('[role="dialog"]') === null) at.blur();
  }
  onMounted(() => addEventListener('keydown', press));
  onBeforeUnmount(() => removeEventListener('keydown', press));
}

/**
 * A key that does something only while it is held: `down` once, however long it goes on, and `up` when it is let go or the page loses sight of it.
 * @param key by `event.key` in lower case
 */
export function useHeldKey(key: string, down: () => void, up: () => void): void {
  function press(event: KeyboardEvent): void {
    if (keyOf(event) === key && heeds(event)) down();
  }
  const release = (event: KeyboardEvent): void => void (keyOf(event) === key && up());
  onMounted(() => {
    addEventListener('keydown', press);
    addEventListener('keyup', release);
    addEventListener('blur', up);
  });
  onBeforeUnmount(() => {
    removeEventListener('keydown', press);
    removeEventListener('keyup', release);
    removeEventListener('blur', up);
  });
}
