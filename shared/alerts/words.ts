import { decimalsOf } from '../money.ts';
import type { Text } from '../metrics/metric.ts';
import type { Payload } from '../show/commands.ts';
import type { Show } from '../show/show.ts';
import type { Alert, AlertAction, CueKey } from './alert.ts';
import { ALERT_WORDS, VALUE_WORDS, type ParamUnit } from './kinds.ts';

export { ALERT_WORDS } from './kinds.ts';

export type AlertLanguage = keyof Text;

/** What the product suggests the controller sends to the host. */
export const CUE_WORDS: Readonly<Record<CueKey, Text>> = {
  outage: { zh: '画面断了，先停讲价格，等我通知', en: 'The picture is gone. Say no prices until I tell you.' },
  violation: { zh: '平台警告，换个说法，别再提刚才的话', en: 'The platform warns. Rephrase, and drop what you just said.' },
  retain: { zh: '在线在掉，上互动，留人', en: 'Viewers are leaving. Ask them something, keep them here.' },
  push: { zh: '成交落后，促单', en: 'Sales are behind. Push for orders.' },
  pay: { zh: '提醒已下单的尽快付款', en: 'Remind those who ordered to pay now.' },
};

/** What the one press is called. */
const ACTION_WORDS: Readonly<Record<AlertAction['type'], Text>> = {
  'cue.send': { zh: '提词给主播', en: 'Cue the host' },
  'listing.take': { zh: '切到 #{number}', en: 'Take #{number}' },
  'listing.pin': { zh: '置顶 #{number}', en: 'Pin #{number}' },
  'deal.extend': { zh: '加时 1 分钟', en: 'Extend by 1 min' },
  'segment.start': { zh: '进入 {title}', en: 'Start {title}' },
  'platform.confirm': { zh: '平台已改', en: 'Platform done' },
};

/** Writes a parameter: a screen brings its own money and times. `value` is as `ParamUnit` says. */
export type WriteParam = (value: number, unit: Exclude<ParamUnit, 'text' | 'word'>) => string;

/** An alert's title and cause in one language. Text from outside comes out as it is: it must stay text on the screen too. */
export function wordsFor(alert: Pick<Alert, 'kind' | 'params'>, language: AlertLanguage, write: WriteParam): { title: string; cause: string } {
  const { params: units, title, cause } = ALERT_WORDS[alert.kind];
  const unitOf = new Map<string, ParamUnit>(Object.entries(units));
  const say = (name: string): string => {
    const value = alert.params[name];
    const unit = unitOf.get(name) ?? 'text';
    if (unit === 'text' || value === undefined) return String(value ?? '');
    if (unit === 'word') return Object.hasOwn(VALUE_WORDS, value) ? VALUE_WORDS[value as keyof typeof VALUE_WORDS][language] : String(value);
    return write(Number(value), unit);
  };
  return { title: title[language], cause: cause[language].replace(/\{(\w+)\}/g, (_, name: string) => say(name)) };
}

/** Plain writing for the log and exports. @param now what `ago` counts to, Unix ms. */
export function plainParams(currency: string, now: number): WriteParam {
  const span = (ms: number): string => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const two = (value: number): string => String(value).padStart(2, '0');
    const hours = Math.floor(seconds / 3600);
    return hours > 0 ? `${hours}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  };
  return (value, unit) => {
    switch (unit) {
      case 'ago':
        return span(now - value);
      case 'until':
        return span(value - now);
      case 'span':
        return span(value);
      case 'money':
        return `${(value / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))} ${currency}`;
      case 'percent':
        return `${value}%`;
      case 'count':
        return String(value);
      default:
        return unit satisfies never;
    }
  };
}

/** What the one press is called in this show. */
export function actionWords(action: AlertAction, show: Pick<Show, 'listings' | 'segments'>, language: AlertLanguage): string {
  const { payload } = action;
  const listing = 'listingId' in payload ? show.listings.find(({ id }) => id === payload.listingId) : undefined;
  const segment = 'segmentId' in payload ? show.segments.find(({ id }) => id === payload.segmentId) : undefined;
  return ACTION_WORDS[action.type][language].replace('{number}', String(listing?.number ?? '')).replace('{title}', () => segment?.title ?? '');
}

/** The command of an alert's one press, its cue worded in the sender's language. Ready to be sent with an id. */
export function commandOf(action: AlertAction, language: AlertLanguage): { type: AlertAction['type']; payload: AlertAction['payload'] } {
  if (action.type !== 'cue.send' || action.cue === undefined) return { type: action.type, payload: action.payload };
  const payload: Payload<'cue.send'> = { ...action.payload, text: CUE_WORDS[action.cue][language] };
  return { type: action.type, payload };
}
