import type { Brand } from './brand.ts';

/** An amount in the currency's minor unit (分, cents): always a whole number. */
export type Minor = Brand<number, 'Minor'>;

export const minor = (value: number): Minor => value as Minor;

/** Minor units in one major unit, by ISO 4217; two decimals where the currency is not listed. */
const DECIMALS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, KWD: 3, BHD: 3, JOD: 3, OMR: 3, TND: 3 };

export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

/**
 * Reads a decimal amount in major units ("6329.2", "¥1,299") without ever passing through a binary fraction.
 * @returns whole minor units, or undefined when it is not an amount, is negative, or has more decimals than the currency.
 */
export function parseMajor(text: string, currency: string): Minor | undefined {
  const bare = text.trim().replace(/^[¥￥$€£]/, '').replaceAll(',', '');
  const match = /^(\d{1,13})(?:\.(\d*))?$/.exec(bare);
  if (!match) return undefined;
  const decimals = decimalsOf(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) return undefined;
  const value = Number(`${match[1] ?? ''}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(value) ? minor(value) : undefined;
}
