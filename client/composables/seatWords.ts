import { inject, type InjectionKey } from 'vue';
import type { SeatWords } from '../i18n/seat.ts';

export type { SeatMessage } from '../i18n/seat.ts';
export const SEAT_WORDS: InjectionKey<SeatWords> = Symbol('seat words');

/** The words of the wall, in the language it was opened in. */
export function useSeatWords(): SeatWords {
  const words = inject(SEAT_WORDS);
  if (!words) throw new Error('This page was not given its words');
  return words;
}
