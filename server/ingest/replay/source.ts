import { lines } from './text.ts';
import type { Encoding } from './text.ts';
import { columnsOf, type Mapping } from './mapping.ts';
import { readRows, type BadRow, type Row } from './rows.ts';

/** A log once it is known what it is: its rows can be read from the start, any number of times. */
export interface Source {
  path: string;
  bytes: number;
  encoding: Encoding;
  format: 'csv' | 'ndjson';
  mapping: Mapping;
}

export function rowsOf({ path, encoding, mapping, format }: Source, onBytes?: (read: number) => void): AsyncGenerator<Row | BadRow> {
  return readRows(lines(path, encoding, onBytes), mapping, format, columnsOf(mapping));
}
