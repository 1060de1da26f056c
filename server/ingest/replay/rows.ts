import { csvRecords } from './csv.ts';
import type { Mapping } from './mapping.ts';

/** One row of the log: `row` counts rows of data from 1, `line` is where it stands in the file. */
export interface Row {
  row: number;
  line: number;
  /** A cell's text, trimmed; undefined where it is empty or absent. */
  cell: (column: string) => string | undefined;
}

export interface BadRow {
  row: number;
  line: number;
  reason: string;
}

/** A file that does not fit its mapping at all. */
export class WrongFile extends Error {
  override readonly name = 'WrongFile';
}

export const isBad = (row: object): row is BadRow => 'reason' in row;

type Format = NonNullable<Mapping['format']>;

export const formatOf = (mapping: Mapping, path: string): Format => mapping.format ?? (/\.(ndjson|jsonl|json)$/i.test(path) ? 'ndjson' : 'csv');

/**
 * The rows of a log, the bad ones named and passed over.
 * @param needs the columns that the mapping speaks of: checked against the header, once.
 * @throws WrongFile when the header lacks one of them.
 */
export function readRows(source: AsyncIterable<string>, mapping: Mapping, format: Format, needs: readonly string[]): AsyncGenerator<Row | BadRow> {
  return format === 'csv' ? csvRows(source, mapping, needs) : jsonRows(source);
}

async function* csvRows(source: AsyncIterable<string>, mapping: Mapping, needs: readonly string[]): AsyncGenerator<Row | BadRow> {
  let header = mapping.columns && indexOf(mapping.columns, needs);
  let row = 0;
  for await (const record of csvRecords(source, mapping.delimiter ?? ',')) {
    if (!header) {
      if ('reason' in record) throw new WrongFile(`the header (line ${record.line}) cannot be read: ${record.reason}`);
      header = indexOf(record.cells.map((name) => name.trim()), needs);
      continue;
    }
    row += 1;
    const { line } = record;
    if ('reason' in record) {
      yield { row, line, reason: record.reason };
      continue;
    }
    const { cells } = record;
    if (cells.length !== header.width) {
      yield { row, line, reason: `has ${cells.length} cells where the header has ${header.width}` };
      continue;
    }
    const { places } = header;
    yield { row, line, cell: (column) => cells[places.get(column) ?? -1]?.trim() || undefined };
  }
  if (!header) throw new WrongFile('the file is empty');
}

function indexOf(names: readonly string[], needs: readonly string[]): { width: number; places: Map<string, number> } {
  const places = new Map<string, number>();
  names.forEach((name, place) => {
    if (places.has(name) && needs.includes(name)) throw new WrongFile(`the header names "${name}" twice`);
    places.set(name, place);
  });
  const missing = needs.filter((name) => !places.has(name));
  if (missing.length > 0) throw new WrongFile(`the file has no column ${missing.map((name) => `"${name}"`).join(', ')}; it has ${names.map((name) => `"${name}"`).join(', ')}`);
  return { width: names.length, places };
}

async function* jsonRows(source: AsyncIterable<string>): AsyncGenerator<Row | BadRow> {
  let line = 0;
  let row = 0;
  for await (const text of source) {
    line += 1;
    if (text.trim() === '') continue;
    row += 1;
    const parsed = parseObject(text);
    if (typeof parsed === 'string') {
      yield { row, line, reason: parsed };
      continue;
    }
    const lossy = lossyNumber(parsed);
    if (lossy !== undefined) yield { row, line, reason: `"${lossy}" is a number too large to be exact: write it in quotes` };
    else yield { row, line, cell: (column) => textOf(reach(parsed, column)) };
  }
}

type JsonObject = Record<string, unknown>;
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): JsonObject | string {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : 'is not a JSON object';
  } catch (error) {
    if (error instanceof SyntaxError) return `is not JSON: ${error.message}`;
    throw error;
  }
}

/** JSON numbers past 2^53 are rounded while parsing: order 9007199254740993 would silently become another order. */
function lossyNumber(object: JsonObject): string | undefined {
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return key;
    if (isObject(value) && lossyNumber(value) !== undefined) return key;
  }
  return undefined;
}

/** `user.id` reads a nested field, unless the object has a key of that very name. */
function reach(object: JsonObject, column: string): unknown {
  if (column in object) return object[column];
  return column.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), object);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
