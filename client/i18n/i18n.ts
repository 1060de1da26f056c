import { createI18n, type MessageCompiler, type MessageContext } from 'vue-i18n';
import type { Language } from '../format/number.ts';
import { messageOf } from './message.ts';
import type { Messages } from './zh-CN.ts';

/** `base`: what every page has and the host's tablet needs; `desk`: besides that, what the desk and the shows say; `all`. */
const EXTENTS = ['base', 'desk', 'all'] as const;
export type Extent = (typeof EXTENTS)[number];
const WORDS: Readonly<Record<Extent, Readonly<Record<Language, () => Promise<Partial<Messages>>>>>> = {
  base: { 'zh-CN': async () => (await import('./base.zh-CN.ts')).baseZh, en: async () => (await import('./base.en.ts')).baseEn },
  desk: { 'zh-CN': async () => (await import('./zh-CN.ts')).zh, en: async () => (await import('./en.ts')).en },
  all: {
    'zh-CN': async () => ({ ...(await import('./zh-CN.ts')).zh, settings: (await import('./settings.zh-CN.ts')).settingsZh, review: (await import('./review.zh-CN.ts')).reviewZh }),
    en: async () => ({ ...(await import('./en.ts')).en, settings: (await import('./settings.en.ts')).settingsEn, review: (await import('./review.en.ts')).reviewEn }),
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
/**
 * The library's own compiler knows far more than our messages use, and weighs as much as all our words. Forms by a count stand apart by ` | `,
 * and the library picks one by the number named `count`, else `n`.
 */
const messageCompiler: MessageCompiler = (message) => {
  const text = typeof message === 'string' ? message : '';
  let read = known.get(text);
  if (!read) {
    const forms = text.split(' | ').map(messageOf);
    read = (context: MessageContext) => {
      const said = forms.map((say) => say((name) => String(context.named(name))));
      const isCounted = ['count', 'n'].some((name) => typeof context.named(name) === 'number');
      // Of what nobody counted the last form is said: the library would take it for one.
      return isCounted && said.length > 1 ? context.plural(said) : (said.at(-1) ?? '');
    };
    known.set(text, read);
  }
  return read;
};

/** Words in one language; the other's place holds the same ones until `setLocaleMessage` brings them. */
export async function createWords(language: Language, extent: Extent = 'all') {
  const words = await wordsOf(language, extent);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- without it version 11 still begins with its older interface
  return createI18n<[Messages], Language, false>({ legacy: false, locale: language, fallbackLocale: language, messageCompiler, messages: { 'zh-CN': words, en: words } });
}

/** Fetches what is still missing of the words that a page says. Rejects where there is no line. */
export async function completeWords({ global }: Awaited<ReturnType<typeof createWords>>, path: string): Promise<void> {
  const language = global.locale.value;
  const wanted = extentFor(path);
  if (EXTENTS.indexOf(extentOf(global.getLocaleMessage(language))) < EXTENTS.indexOf(wanted)) global.setLocaleMessage(language, await wordsOf(language, wanted));
}
