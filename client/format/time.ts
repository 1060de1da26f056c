import type { Language } from './number.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const short = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A time of day on this machine's clock, `12:03:11`. @param at Unix ms. */
export const formatTime = (at: number): string => clock.format(at);
/** `12:03`. @param at Unix ms. */
export const formatMinute = (at: number): string => short.format(at);

/** A date in a column of dates: `11月11日`, `11 Nov`. @param at Unix ms. */
export const formatDate = (at: number, language: Language): string => new Intl.DateTimeFormat(language === 'zh-CN' ? 'zh-CN' : 'en-GB', { month: 'short', day: 'numeric' }).format(at);

const DAY_MS = 86_400_000;

/** How far moments along an axis may lie apart: they are written to the minute, and none may stand there twice. Unit: s. */
export const MOMENT_STEPS: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200].map((minutes) => minutes * 60);

/** A moment of something that lasts `span`: its time of day, and of what is longer than a day its date. Unix ms; `span` in ms. */
export const formatMoment = (at: number, span: number, language: Language): string => `${span > DAY_MS ? `${formatDate(at, language)} ` : ''}${formatTime(at)}`;

/** Moments along an axis, ascending: times of day, and where they are of several days the date in place of each midnight. @param ats Unix ms. */
export function formatMoments(ats: readonly number[], language: Language): string[] {
  const isLong = (ats.at(-1) ?? 0) - (ats[0] ?? 0) >= DAY_MS;
  return ats.map((at) => (isLong && new Date(at).getHours() === 0 && new Date(at).getMinutes() === 0 ? formatDate(at, language) : formatMinute(at)));
}

/** Whether times of day alone would be ambiguous: hours of more than one day. */
export const dayMattersIn = (hours: readonly { from: number; to: number }[]): boolean => (hours.at(-1)?.to ?? 0) - (hours[0]?.from ?? 0) > DAY_MS;

/** A date and time as a plan is read: `11月11日 周二 20:00`, `Tue 11 Nov, 20:00`. @param at Unix ms. @param withYear where it may be of years ago */
export const formatDay = (at: number, language: Language, withYear = false): string =>
  new Intl.DateTimeFormat(language === 'zh-CN' ? 'zh-CN' : 'en-GB', { ...(withYear ? { year: 'numeric' } : {}), month: 'short', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
