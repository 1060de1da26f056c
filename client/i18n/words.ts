import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { Language } from '../format/number.ts';
import type { Messages } from './zh-CN.ts';
import { keepLanguage } from './i18n.ts';

/** Words in the language of the screen, and how to change it. */
export function useWords() {
  const composer = useI18n<{ message: Messages }, Language>({ useScope: 'global' });
  const { t, locale } = composer;
  const te = (key: string): boolean => composer.te(key);
  const language: ComputedRef<Language> = computed(() => (locale.value === 'zh-CN' ? 'zh-CN' : 'en'));
  function switchLanguage(): void {
    locale.value = language.value === 'zh-CN' ? 'en' : 'zh-CN';
    keepLanguage(language.value, localStorage);
  }
  return { t, te, language, switchLanguage };
}
