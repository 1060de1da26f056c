type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** Some fields of `T`, each as it was or as it shall be; null says that the optional field is not there (JSON has no undefined). */
export type Changes<T> = { [K in keyof T]?: K extends OptionalKeys<T> ? T[K] | null : T[K] };

/** Deep equality of JSON values; a field that is undefined and one that is absent are the same. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

const keysOf = <T extends object>(object: T) => Object.keys(object) as (keyof T)[];

/** What of `wanted` differs from `target`: the fields before and after, both empty when nothing does. */
export function diff<T extends object>(target: T, wanted: Changes<T>): { before: Changes<T>; after: Changes<T> } {
  const before: Record<PropertyKey, unknown> = {};
  const after: Record<PropertyKey, unknown> = {};
  for (const key of keysOf(wanted)) {
    const now = target[key] ?? null;
    if (wanted[key] === undefined || same(now, wanted[key])) continue;
    before[key] = now;
    after[key] = wanted[key];
  }
  return { before: before as Changes<T>, after: after as Changes<T> };
}

/** A copy of `target` with the changes made; the original is left alone. */
export function patched<T extends object>(target: T, changes: Changes<T>): T {
  const next: Record<PropertyKey, unknown> = Object.fromEntries(Object.entries(target));
  for (const key of keysOf(changes)) {
    if (changes[key] === null) delete next[key];
    else if (changes[key] !== undefined) next[key] = changes[key];
  }
  return next as T;
}

/** A record's own value under a name from outside, never one that every object has by nature. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;

export const isEmpty = (object: object): boolean => Object.keys(object).length === 0;
