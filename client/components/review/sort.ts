import type { Cell } from '../../../shared/review/tables.ts';

/** Rows by one column. What is not known comes last in either direction; equals stay in the table's own order. */
export function sortRows(rows: readonly Cell[][], column: number, down: boolean): Cell[][] {
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [a[column] ?? null, b[column] ?? null];
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * String(one).localeCompare(String(other));
  });
}
