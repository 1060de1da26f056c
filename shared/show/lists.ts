/** A copy of `list` with the item that `wanted` finds replaced; the same list where there is none. */
export function replaced<T>(list: readonly T[], wanted: (item: T) => boolean, change: (item: T) => T): T[] {
  const index = list.findIndex(wanted);
  const found = list[index];
  if (found === undefined) return list as T[];
  const copy = list.slice();
  copy[index] = change(found);
  return copy;
}

/** `list` in the order of `ids`; what is not named keeps its place at the end. */
export function inOrder<T extends { id: string }>(list: readonly T[], ids: readonly string[]): T[] {
  const place = new Map(ids.map((id, i) => [id, i]));
  return list.slice().sort((a, b) => (place.get(a.id) ?? ids.length) - (place.get(b.id) ?? ids.length));
}
