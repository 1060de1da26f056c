import type { Language } from '../format/number.ts';

const KEPT = 'ck.language';
const isLanguage = (text: string | null | undefined): text is Language => text === 'zh-CN' || text === 'en';

/** What was chosen here before, else Chinese where the browser asks for it at all before English. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  const first = wanted.find((tag) => /^(zh|en)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export const keptLanguage = (storage: Storage): string | null => storage.getItem(KEPT);

/** Changes nothing but the page: words, `lang` (which picks the right Chinese glyphs) and what is kept. */
export function keepLanguage(language: Language, storage: Storage): void {
  storage.setItem(KEPT, language);
  document.documentElement.lang = language;
}
