import type { Language } from '../format/number.ts';
import { messageOf } from './message.ts';
import type { seatZh } from './seat.zh-CN.ts';

export type SeatMessage = keyof typeof seatZh;

/** Words of the wall and the overlay in one language: few, never switched under way, and without the library the desk has for them. */
export interface SeatWords {
  language: Language;
  t: (key: SeatMessage, values?: Readonly<Record<string, string | number>>) => string;
}

/** Rejects where there is no line. */
export async function seatWordsIn(language: Language): Promise<SeatWords> {
  const words = language === 'zh-CN' ? (await import('./seat.zh-CN.ts')).seatZh : (await import('./seat.en.ts')).seatEn;
  return { language, t: (key, values = {}) => messageOf(words[key])((name) => String(values[name] ?? '')) };
}

/** `?lang=zh` or `?lang=en` in an address; undefined where it names neither. */
export function languageAsked(search: string): Language | undefined {
  const asked = new URLSearchParams(search).get('lang')?.toLowerCase() ?? '';
  if (asked.startsWith('zh')) return 'zh-CN';
  return asked.startsWith('en') ? 'en' : undefined;
}
