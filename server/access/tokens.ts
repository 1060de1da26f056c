import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** Tokens carry 192 bits, so that a plain hash of them can be neither guessed nor undone. */
export const newToken = (): string => randomBytes(24).toString('base64url');
export const newId = (): string => randomBytes(6).toString('hex');
export const hashOf = (token: string): string => hash('sha256', token, 'base64url');

/** Six digits, every one of them equally likely. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Compares two secrets, or hashes of them, without telling by time where they differ. */
export function isSame(secret: string | Buffer, given: string): boolean {
  const [a, b] = [typeof secret === 'string' ? Buffer.from(secret) : secret, Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A name as names are compared: 小王 and ＸＩＡＯ wang typed by any input method find the same person. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** What attempts from an address are counted under: one network of IPv6 is one household, not 2^64 of them. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}

const DEVICES: readonly [RegExp, string][] = [
  [/iPad/, 'iPad'], [/iPhone/, 'iPhone'], [/HarmonyOS|OpenHarmony/, 'HarmonyOS'], [/Android/, 'Android'], [/Macintosh/, 'Mac'], [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux'],
];
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'], [/OBS\//, 'OBS'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/(Chrome|CriOS)\//, 'Chrome'], [/Safari\//, 'Safari'],
];

/** A User-Agent in two words a person recognises their device by: "Chrome · Windows". */
export function deviceOf(userAgent: string | undefined): string {
  const named = (table: readonly [RegExp, string][]): string | undefined => table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  const words = [named(BROWSERS), named(DEVICES)].filter((word) => word !== undefined);
  if (words.length > 0) return words.join(' · ');
  return userAgent?.split(/[\s/]/)[0]?.slice(0, 32) || '—';
}
