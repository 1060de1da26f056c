import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { ListingId } from '../../shared/ids.ts';

/** What the desk asks about in a dialog of its own. Without a listing, `listing` adds one. */
export type DeskDialog =
  | { name: 'start' | 'pause' | 'resume' | 'end' | 'handover' | 'run' | 'rhythm' | 'coupon' | 'draw' | 'keys' | 'pair' }
  | { name: 'listing'; listingId?: ListingId }
  | { name: 'price'; listingId: ListingId };

/** The one dialog open on the desk; opening another closes it. */
export const useDialogs = defineStore('dialogs', () => {
  const open = shallowRef<DeskDialog>();
  const show = (dialog: DeskDialog): void => void (open.value = dialog);
  const close = (): void => void (open.value = undefined);
  return { open, show, close };
});
