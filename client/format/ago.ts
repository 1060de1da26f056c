import { formatDay, formatMinute } from './time.ts';
import type { Language } from './number.ts';

const DAY_MS = 86_400_000;
/** Under this it is as good as now: sessions and keys note their use once a minute. */
const NOW_MS = 90_000;

/** When something last happened, as it is read in a list: undefined for just now, else `12:03` on the same day, else with its date. Unix ms. */
export function formatAgo(at: number, now: number, language: Language): string | undefined {
  if (now - at < NOW_MS) return undefined;
  const sameDay = now - at < DAY_MS && new Date(at).getDate() === new Date(now).getDate();
  return sameDay ? formatMinute(at) : formatDay(at, language);
}
