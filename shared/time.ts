import type { Brand } from './brand.ts';

/** A moment of server time: Unix milliseconds. */
export type Ms = Brand<number, 'Ms'>;
/** A moment of server time: whole Unix seconds, the grain of every series. */
export type Sec = Brand<number, 'Sec'>;

export const ms = (value: number): Ms => value as Ms;
export const secOf = (at: number): Sec => Math.floor(at / 1000) as Sec;
export const msOf = (sec: number): Ms => (sec * 1000) as Ms;

/** 9999-12-31, past which a time is a mistake (often microseconds sent as milliseconds). */
export const LATEST_MS = 253_402_300_799_999;

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads an event's `at`: Unix milliseconds, or ISO 8601 with an offset.
 * A time without an offset is refused, never guessed: the same text means different moments in Beijing and in London.
 * @returns Unix ms, or undefined when it is neither.
 */
export function parseAt(at: number | string): Ms | undefined {
  if (typeof at === 'number') return Number.isInteger(at) && at >= 0 && at <= LATEST_MS ? ms(at) : undefined;
  if (!ISO.test(at)) return undefined;
  const parsed = Date.parse(at);
  return Number.isNaN(parsed) || parsed < 0 ? undefined : ms(parsed);
}
