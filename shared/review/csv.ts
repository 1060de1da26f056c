import { decimalsOf } from '../money.ts';
import type { Unit } from '../metrics/dictionary.ts';
import type { Cell, Language, Table } from './tables.ts';

const MONEY: ReadonlySet<string> = new Set<Unit>(['money', 'averageMoney']);

/** What a spreadsheet would run as a formula: it is told to be text by the mark that spreadsheets use themselves. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Text as no spreadsheet runs it. */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** A figure as a spreadsheet reads it: money in major units, times as text. */
export function plain(cell: Cell, unit: string, currency: string): string | number | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (unit === 'time') return new Date(cell).toISOString();
  if (MONEY.has(unit)) return cell / 10 ** decimalsOf(currency);
  return cell;
}

/** The unit of a cell: in the summary each row has its own, in its third column. */
export const unitOf = (table: Table, row: readonly Cell[], i: number): string => (table.id === 'summary' && i === 1 ? String(row[2]) : (table.columns[i]?.unit ?? 'text'));

const field = (value: string | number | null): string => {
  const text = value === null ? '' : typeof value === 'number' ? String(value) : harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A header and rows as CSV, UTF-8 with its mark, so that spreadsheets read Chinese. */
export const csvOfRows = (head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string => `\uFEFF${[head, ...rows].map((line) => `${line.map(field).join(',')}\r\n`).join('')}`;

/** A table as CSV. Money in major units, times in ISO 8601. */
export function csvOf(table: Table, currency: string, language: Language): string {
  const head = table.columns.map(({ name }) => name[language]);
  return csvOfRows(head, table.rows.map((row) => row.map((cell, i) => plain(cell, unitOf(table, row, i), currency))));
}
