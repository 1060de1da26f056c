import type { Text } from '../../shared/metrics/metric.ts';
import { decimalsOf } from '../../shared/money.ts';

export type Language = 'zh-CN' | 'en';
/** What the shared words and the exports call a language. */
export const textKey = (language: Language): keyof Text => (language === 'zh-CN' ? 'zh' : 'en');

/** What stands where nothing can be known: 0 / 0, an unsampled figure, a gap. */
export const NOTHING = '–';

const grouped = new Map<number, Intl.NumberFormat>();
function group(value: number, decimals: number): string {
  let format = grouped.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    grouped.set(decimals, format);
  }
  return format.format(value === 0 ? 0 : value);
}

/** Cuts, never rounds up: a screen must not show more than was sold. */
function cut(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  // The nudge undoes binary error (1.15 × 100 = 114.99…) and is far below one unit of the last place.
  return Math.trunc(value * scale + Math.sign(value) * 1e-6) / scale;
}

interface Step {
  from: number;
  unit: number;
  suffix: string;
  decimals: number;
}

/** From these sizes on a tile shortens; below them every digit stays, because a number that ticks is the point. */
const STEPS: Readonly<Record<Language, readonly Step[]>> = {
  'zh-CN': [
    { from: 1e8, unit: 1e8, suffix: '亿', decimals: 3 },
    { from: 1e6, unit: 1e4, suffix: '万', decimals: 1 },
    { from: 1e5, unit: 1e4, suffix: '万', decimals: 2 },
  ],
  en: [
    { from: 1e9, unit: 1e9, suffix: 'B', decimals: 3 },
    { from: 1e7, unit: 1e6, suffix: 'M', decimals: 2 },
  ],
};

/** A figure short enough for a tile, with its suffix (万, 亿, M) in the language's own steps. */
function short(value: number, language: Language, decimals: number): string {
  const size = Math.abs(value);
  const step = STEPS[language].find((s) => size >= s.from);
  return step ? group(cut(value / step.unit, step.decimals), step.decimals) + step.suffix : group(cut(value, decimals), decimals);
}

/** People, times, pieces: whole, grouped. */
export const formatCount = (value: number): string => group(Math.trunc(value), 0);
/** A count for words that have forms by it: as it is written, and as it is. */
export const counted = (count: number): { n: string; count: number } => ({ n: formatCount(count), count });
/** A change in pieces, with its sign. */
export const signedCount = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatCount(Math.abs(value))}`;
export const shortCount = (value: number, language: Language): string => short(value, language, 0);

const SYMBOLS: Readonly<Record<string, string>> = { CNY: '¥', JPY: '¥', USD: '$', EUR: '€', GBP: '£', KRW: '₩', VND: '₫', THB: '฿', PHP: '₱', INR: '₹', RUB: '₽' };
export const symbolOf = (currency: string): string => SYMBOLS[currency] ?? `${currency} `;

const signed = (value: number, text: string, currency: string): string => (value < 0 ? '−' : '') + symbolOf(currency) + text.replace('-', '');

/** An amount to its last cent. @param amount minor units. */
export function formatMoney(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return signed(amount, group(cut(amount / 10 ** decimals, decimals), decimals), currency);
}

/** An amount as a price tag says it: no cents where there are none. @param amount minor units. */
export function formatPrice(amount: number, currency: string): string {
  const whole = amount % 10 ** decimalsOf(currency) === 0;
  return whole ? signed(amount, group(amount / 10 ** decimalsOf(currency), 0), currency) : formatMoney(amount, currency);
}

/** An amount for a tile: cents only below a hundred, 万 and 亿 in Chinese once it is big. @param amount minor units. */
export function shortMoney(amount: number, currency: string, language: Language): string {
  const decimals = decimalsOf(currency);
  const major = amount / 10 ** decimals;
  return signed(amount, short(major, language, major !== 0 && Math.abs(major) < 100 ? decimals : 0), currency);
}

/** An amount in whole units, for a column in which all digits count and cents do not. @param amount minor units. */
export const wholeMoney = (amount: number, currency: string): string => signed(amount, group(Math.trunc(amount / 10 ** decimalsOf(currency)), 0), currency);

/** A figure without the zeros that end its fraction: `1.5B`, not `1.500B`. */
export const trimmed = (text: string): string => text.replace(/\.(\d*?)0+(?=\D*$)/, (_, kept: string) => (kept ? `.${kept}` : ''));

/** An aim in round figures: `¥200万`, not `¥200.0万`. @param amount minor units. */
export const roundMoney = (amount: number, currency: string, language: Language): string => trimmed(shortMoney(amount, currency, language));

/** A share as percent with one decimal, cut: 99.97 % stays 99.9 %. @param share 1 is 100 %. */
export const formatPercent = (share: number): string => `${group(cut(share * 100, 1), 1)}%`;
export const formatRatio = (value: number): string => group(cut(value, 2), 2);

/** A length of time, `1:02:03` or `2:03`. @param seconds may be a fraction; the running second is not counted. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A running clock that never changes its width: `01:23:45`. */
export function formatClock(seconds: number): string {
  const text = formatDuration(Math.max(0, seconds));
  return '00:00:00'.slice(0, Math.max(0, 8 - text.length)) + text;
}

/** An age as it is read in passing: `0.3 s` under ten seconds, then whole seconds, minutes, hours. */
export function formatAge(ms: number, language: Language): string {
  const s = Math.max(0, ms) / 1000;
  const units = language === 'zh-CN' ? [' 秒', ' 分钟', ' 小时'] : ['s', 'm', 'h'];
  if (s < 10) return `${s.toFixed(1)}${units[0]}`;
  if (s < 120) return `${Math.floor(s)}${units[0]}`;
  if (s < 7200) return `${Math.floor(s / 60)}${units[1]}`;
  return `${Math.floor(s / 3600)}${units[2]}`;
}

/** A whole number of seconds or minutes, `10 秒`, `2 min`. */
export function formatSpan(seconds: number, language: Language): string {
  const zh = language === 'zh-CN';
  return seconds < 60 ? `${seconds} ${zh ? '秒' : 's'}` : `${Math.round(seconds / 60)} ${zh ? '分钟' : 'min'}`;
}

/** The change against an earlier equal window: percent for amounts, points for shares; undefined where nothing can be compared. */
export function formatChange(now: number, before: number, isShare: boolean): string | undefined {
  const sign = (n: number): string => (n > 0 ? '+' : n < 0 ? '−' : '±');
  if (isShare) {
    const points = cut((now - before) * 100, 1);
    return `${sign(points)}${Math.abs(points).toFixed(1)}pt`;
  }
  if (before <= 0) return undefined;
  const percent = cut(((now - before) / before) * 100, 1);
  if (Math.abs(percent) >= 1000) return `>${sign(percent)}999%`;
  return `${sign(percent)}${Math.abs(percent) >= 100 ? Math.trunc(Math.abs(percent)) : Math.abs(percent).toFixed(1)}%`;
}
