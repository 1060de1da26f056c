import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { ListingId } from '../../shared/ids.ts';
import { usePrefs, type PanelTab } from './prefs.ts';
import { useShow } from './show.ts';

/** All SKUs, those that run short, or what is taken and not paid. */
export type StockView = 'all' | 'short' | 'holds';

/** What is open on the right of the desk, and the cue being written there: it outlives a look at another panel. */
export const usePanels = defineStore('panels', () => {
  const prefs = usePrefs();
  const show = useShow();
  const draft = ref('');
  /** Somebody wants to write a cue: the composer takes the focus, and this back. */
  const waiting = ref(false);

  /** A deal is to be planned, of this listing where one is meant: the form opens, and takes this back when it closes. */
  const planning = shallowRef<{ listingId?: ListingId | undefined }>();
  /** Which of the stock is looked at. */
  const stockView = ref<StockView>('all');
  /** The key that starts the armed deal is held down. */
  const held = ref(false);

  const open = (tab: PanelTab): void => void (prefs.tab = tab);
  function openStock(view: StockView): void {
    stockView.value = view;
    open('stock');
  }
  function plan(listingId?: ListingId): void {
    planning.value = { listingId };
    open('deals');
  }
  /** Opens the cues and puts the cursor into the composer, with these words in it where they are given. */
  function compose(words?: string): void {
    if (words !== undefined) draft.value = words;
    open('cues');
    waiting.value = true;
  }
  watch(() => show.show?.id, () => {
    draft.value = '';
    planning.value = undefined;
  });

  return { draft, waiting, planning, stockView, held, open, openStock, plan, compose };
});
