import { firstLanguage, keptLanguage } from './i18n/language.ts';
import { languageAsked } from './i18n/seat.ts';

/** By what address a wall or an overlay was opened. */
export interface Arrival {
  showId: string;
  /** Of the link it was opened by, where it was. */
  token: string | undefined;
  language: ReturnType<typeof firstLanguage>;
}

/** Reads the address, and takes the link's token out of it: whoever sees it later sees no secret. */
export function arrive(): Arrival {
  const showId = decodeURIComponent(/^\/shows\/([^/]+)/.exec(location.pathname)?.[1] ?? '');
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(null, '', location.pathname + location.search);
  const language = languageAsked(location.search) ?? firstLanguage(keptLanguage(localStorage), navigator.languages);
  document.documentElement.lang = language;
  return { showId, token: token === '' ? undefined : token, language };
}
