import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { usePrefs, type PanelTab } from './prefs.ts';
import { useShow } from './show.ts';

/** What is open on the right of the desk, and the cue being written there: it outlives a look at another panel. */
export const usePanels = defineStore('panels', () => {
  const prefs = usePrefs();
  const show = useShow();
  const draft = ref('');
  /** Somebody wants to write a cue: the composer takes the focus, and this back. */
  const waiting = ref(false);

  const open = (tab: PanelTab): void => void (prefs.tab = tab);
  /** Opens the cues and puts the cursor into the composer, with these words in it where they are given. */
  function compose(words?: string): void {
    if (words !== undefined) draft.value = words;
    open('cues');
    waiting.value = true;
  }
  watch(() => show.show?.id, () => void (draft.value = ''));

  return { draft, waiting, open, compose };
});
