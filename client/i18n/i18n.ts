import { createI18n } from 'vue-i18n';
import type { Language } from '../format/number.ts';
import type { Messages } from './zh-CN.ts';

const KEPT = 'ck.language';
const isLanguage = (text: string | null | undefined): text is Language => text === 'zh-CN' || text === 'en';

/** What was chosen here before, else Chinese where the browser asks for it at all before English. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  const first = wanted.find((tag) => /^(zh|en)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

const WORDS: Readonly<Record<Language, () => Promise<Messages>>> = {
  'zh-CN': async () => (await import('./zh-CN.ts')).zh,
  en: async () => (await import('./en.ts')).en,
};
/** A language's words, fetched when they are wanted: nobody reads two at once. Rejects where there is no line. */
export const wordsOf = (language: Language): Promise<Messages> => WORDS[language]();

/** Words in one language; the other's place holds the same ones until `setLocaleMessage` brings them. */
export async function createWords(language: Language) {
  const words = await wordsOf(language);
  return createI18n<[Messages], Language, false>({ locale: language, fallbackLocale: language, messages: { 'zh-CN': words, en: words } });
}

export const keptLanguage = (storage: Storage): string | null => storage.getItem(KEPT);

/** Changes nothing but the page: words, `lang` (which picks the right Chinese glyphs) and what is kept. */
export function keepLanguage(language: Language, storage: Storage): void {
  storage.setItem(KEPT, language);
  document.documentElement.lang = language;
}
