import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Language } from '../format/number.ts';
import type { Messages } from './zh-CN.ts';
import { extentOf, wordsOf } from './i18n.ts';
import { keepLanguage } from './language.ts';

/** Words in the language of the screen, and how to change it. */
export function useWords() {
  const composer = useI18n<{ message: Messages }, Language>({ useScope: 'global' });
  const { t, locale } = composer;
  const te = (key: string): boolean => composer.te(key);
  const language: ComputedRef<Language> = computed(() => (locale.value === 'zh-CN' ? 'zh-CN' : 'en'));
  async function switchLanguage(): Promise<void> {
    const next = language.value === 'zh-CN' ? 'en' : 'zh-CN';
    const extent = extentOf(composer.getLocaleMessage(language.value));
    const words = await wordsOf(next, extent).catch(() => undefined);
    // Without a line they cannot be fetched, and the page stays as it is.
    if (!words) return;
    composer.setLocaleMessage(next, words);
    locale.value = next;
    keepLanguage(next, localStorage);
  }
  return { t, te, language, switchLanguage };
}
