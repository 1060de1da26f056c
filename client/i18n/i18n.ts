import { createI18n, type MessageCompiler, type MessageContext } from 'vue-i18n';
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

/** `base`: what every page has and the host's tablet needs; `desk`: besides that, what the desk and the shows say; `all`. */
const EXTENTS = ['base', 'desk', 'all'] as const;
export type Extent = (typeof EXTENTS)[number];
const WORDS: Readonly<Record<Extent, Readonly<Record<Language, () => Promise<Partial<Messages>>>>>> = {
  base: { 'zh-CN': async () => (await import('./base.zh-CN.ts')).baseZh, en: async () => (await import('./base.en.ts')).baseEn },
  desk: { 'zh-CN': async () => (await import('./zh-CN.ts')).zh, en: async () => (await import('./en.ts')).en },
  all: {
    'zh-CN': async () => ({ ...(await import('./zh-CN.ts')).zh, settings: (await import('./settings.zh-CN.ts')).settingsZh }),
    en: async () => ({ ...(await import('./en.ts')).en, settings: (await import('./settings.en.ts')).settingsEn }),
  },
};
/** How much of the words a page says. */
export function extentFor(path: string): Extent {
  if (/^\/shows\/[^/]+\/host\/?$/.test(path)) return 'base';
  return /^\/shows(\/[^/]+\/desk)?\/?$/.test(path) ? 'desk' : 'all';
}

/** A language's words, fetched when they are wanted: nobody reads two at once. Rejects where there is no line. */
export async function wordsOf(language: Language, extent: Extent): Promise<Messages> {
  // What a page does not say may be missing; it is asked for before another page opens.
  return (await WORDS[extent][language]()) as Messages;
}
/** How much of the words is here. */
export const extentOf = (messages: Partial<Messages>): Extent => (messages.settings ? 'all' : messages.shows ? 'desk' : 'base');

/** Messages by their text, as functions: each is read once. */
const known = new Map<string, ReturnType<MessageCompiler>>();
/** Our messages know one thing, a value's place in braces. The library's own compiler knows far more, and weighs as much as all our words. */
const messageCompiler: MessageCompiler = (message) => {
  const text = typeof message === 'string' ? message : '';
  let read = known.get(text);
  if (!read) {
    const parts = text.split(/\{(\w+)\}/);
    read = (context: MessageContext) => parts.map((part, i) => (i % 2 === 0 ? part : String(context.named(part)))).join('');
    known.set(text, read);
  }
  return read;
};

/** Words in one language; the other's place holds the same ones until `setLocaleMessage` brings them. */
export async function createWords(language: Language, extent: Extent = 'all') {
  const words = await wordsOf(language, extent);
  return createI18n<[Messages], Language, false>({ locale: language, fallbackLocale: language, messageCompiler, messages: { 'zh-CN': words, en: words } });
}

/** Fetches what is still missing of the words that a page says. Rejects where there is no line. */
export async function completeWords({ global }: Awaited<ReturnType<typeof createWords>>, path: string): Promise<void> {
  const language = global.locale.value;
  const wanted = extentFor(path);
  if (EXTENTS.indexOf(extentOf(global.getLocaleMessage(language))) < EXTENTS.indexOf(wanted)) global.setLocaleMessage(language, await wordsOf(language, wanted));
}

export const keptLanguage = (storage: Storage): string | null => storage.getItem(KEPT);

/** Changes nothing but the page: words, `lang` (which picks the right Chinese glyphs) and what is kept. */
export function keepLanguage(language: Language, storage: Storage): void {
  storage.setItem(KEPT, language);
  document.documentElement.lang = language;
}
