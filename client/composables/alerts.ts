import { ALERT_KINDS } from '../../shared/alerts/kinds.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import { actionWords, commandOf, wordsFor, type WriteParam } from '../../shared/alerts/words.ts';
import { formatCount, formatDuration, formatSpan, shortMoney, textKey } from '../format/number.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';

/** An alert as a person reads it, and what its one press sends. */
export interface AlertWords {
  title: string;
  cause: string;
  /** What the press is called, and the command it sends; undefined where nothing is suggested. */
  action?: { name: string; command: ReturnType<typeof commandOf>; /** The cue it sends, in full. */ cue: string };
}

/** @param now server time, Unix ms, asked anew each time so that ages go on. */
export function useAlertWords(now: () => number): (alert: Alert) => AlertWords {
  const { language } = useWords();
  const store = useShow();
  return (alert) => {
    const lang = textKey(language.value);
    // A newer server may know more kinds than this page: better its name than nothing.
    if (!ALERT_KINDS.includes(alert.kind)) return { title: alert.kind, cause: '' };
    const write: WriteParam = (value, unit) => {
      switch (unit) {
        case 'ago':
          return formatDuration((now() - value) / 1000);
        case 'until':
          return formatDuration(Math.max(0, value - now()) / 1000);
        case 'span':
          return formatSpan(Math.round(value / 1000), language.value);
        case 'money':
          return shortMoney(value, store.show?.currency ?? 'CNY', language.value);
        case 'percent':
          return `${value}%`;
        case 'count':
          return formatCount(value);
        default:
          return unit satisfies never;
      }
    };
    const words = wordsFor(alert, lang, write);
    if (!alert.action || !store.show) return words;
    const command = commandOf(alert.action, lang);
    const cue = 'text' in command.payload ? (command.payload.text ?? '') : '';
    return { ...words, action: { name: actionWords(alert.action, store.show, lang), command, cue } };
  };
}
