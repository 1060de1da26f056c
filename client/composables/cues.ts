import { computed, type ComputedRef } from 'vue';
import { CUE_SECONDS } from '../../shared/show/limits.ts';
import type { CuePreset } from '../../shared/show/show.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';

const DEFAULTS = ['price', 'link', 'stock', 'interact', 'follow', 'pay', 'slow', 'next'] as const;

/** The longest cue. Unit: UTF-16 units, as the command counts them. */
export const CUE_LENGTH = 200;
/** How long a cue may stay. Unit: s. */
export const CUE_STAYS = [CUE_SECONDS, 30, 60, 300] as const;

/** Quick cues: this show's own, or where nobody has made any, the usual ones in the language of the screen. */
export function usePresets(): { presets: ComputedRef<readonly CuePreset[]>; defaults: ComputedRef<readonly CuePreset[]> } {
  const { t } = useWords();
  const store = useShow();
  const defaults = computed(() => DEFAULTS.map((id) => ({ id, text: t(`panel.presets.defaults.${id}`) })));
  return { presets: computed(() => store.show?.cuePresets ?? defaults.value), defaults };
}

/** A cue cut to what the command takes, no character cut in two. */
export function cueText(words: string): string {
  const text = words.trim();
  if (text.length <= CUE_LENGTH) return text;
  let cut = '';
  for (const character of text) {
    if (cut.length + character.length >= CUE_LENGTH) break;
    cut += character;
  }
  return `${cut}…`;
}
