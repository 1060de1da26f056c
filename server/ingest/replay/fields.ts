import { decimalsOf, parseMajor } from '../../../shared/money.ts';
import { FIELDS, textOfCell, type FieldName, type Mapping } from './mapping.ts';
import type { Row } from './rows.ts';

export type Value = string | number | boolean;
export type Values = Partial<Record<FieldName, Value>>;

const YES = new Set(['1', 'true', 'yes', 'y', '是']);
const NO = new Set(['0', 'false', 'no', 'n', '否']);

/** Reads a row's fields as the mapping names them; a field that cannot be read gives a reason instead. */
export function readFields(mapping: Mapping, row: Row, currency: string): Values | { reason: string } {
  const values: Values = {};
  for (const [name, cell] of Object.entries(mapping.fields) as [FieldName, NonNullable<Mapping['fields'][FieldName]>][]) {
    const text = textOfCell(cell, row.cell);
    if (text === undefined) continue;
    const value = read(name, text, mapping, currency);
    if (value === undefined) return { reason: `${name} "${text.slice(0, 60)}" is not ${wanted(name, mapping, currency)}` };
    values[name] = value;
  }
  return values;
}

/** An amount of money as the mapping writes it, in minor units. */
export function readMoney(text: string, mapping: Mapping, currency: string): number | undefined {
  return mapping.money === 'minor' ? readInteger(text) : parseMajor(text, currency);
}

function read(name: FieldName, text: string, mapping: Mapping, currency: string): Value | undefined {
  switch (FIELDS[name]) {
    case 'text':
      return text;
    case 'integer':
      return readInteger(text);
    case 'money':
      return readMoney(text, mapping, currency);
    case 'boolean':
      return readBoolean(text.toLowerCase());
  }
}

const wanted = (name: FieldName, { money }: Mapping, currency: string): string => {
  switch (FIELDS[name]) {
    case 'text':
      return 'text';
    case 'integer':
      return 'a whole number';
    case 'money':
      return money === 'minor' ? 'a whole number of minor units' : `an amount of ${currency} (not negative, at most ${decimalsOf(currency)} decimals)`;
    case 'boolean':
      return '1/0, true/false, 是/否';
  }
};

export function readInteger(text: string): number | undefined {
  const bare = text.replaceAll(',', '');
  const value = Number(bare);
  return /^\d{1,16}(\.0+)?$/.test(bare) && Number.isSafeInteger(value) ? value : undefined;
}

const readBoolean = (text: string): boolean | undefined => (YES.has(text) ? true : NO.has(text) ? false : undefined);
