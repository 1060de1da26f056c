import { onScopeDispose, ref, type Ref } from 'vue';

/** How long a button says that it copied. Unit: ms. */
const SAID_FOR = 2_000;

/** Copies a text. `copied` is true for a moment after it worked. */
export function useCopy(): { copied: Readonly<Ref<boolean>>; copy: (text: string) => Promise<boolean> } {
  const copied = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function copy(text: string): Promise<boolean> {
    copied.value = await write(text);
    clearTimeout(timer);
    timer = setTimeout(() => void (copied.value = false), SAID_FOR);
    return copied.value;
  }
  onScopeDispose(() => clearTimeout(timer));
  return { copied, copy };
}

/** The clipboard is closed to pages without TLS; the old way still works there. */
async function write(text: string): Promise<boolean> {
  const clipboard = (navigator as Partial<Navigator>).clipboard;
  if (clipboard) return clipboard.writeText(text).then(() => true, () => byHand(text));
  return byHand(text);
}

function byHand(text: string): boolean {
  const box = document.createElement('textarea');
  box.value = text;
  box.style.cssText = 'position:fixed;opacity:0';
  const before = document.activeElement;
  // Inside an open dialog: its focus trap would take the focus back from anywhere else.
  (document.querySelector('[role="dialog"][data-state="open"]') ?? document.body).append(box);
  box.select();
  // Deprecated, and the only way that is open to a page without TLS.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand('copy');
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
