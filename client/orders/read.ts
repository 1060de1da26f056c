import { parseMajor } from '../../shared/money.ts';
import type { FileLine } from '../../shared/review/reconcile.ts';
import type { Row } from '../sheet/table.ts';
import type { Field, Mapping } from './columns.ts';

export type LineProblemCode = 'ragged' | 'quote' | 'missing' | 'money' | 'time' | 'lostDigits' | 'tooLong';

/** What is wrong with one row, for wording on screen. */
export interface LineProblem {
  line: number;
  code: LineProblemCode;
  field?: Field;
  params: Record<string, string | number>;
}

export interface OrderLines {
  lines: FileLine[];
  problems: LineProblem[];
}

export interface Reading {
  mapping: Mapping;
  currency: string;
  /** Cells of the header's row. */
  width: number;
  /** Amounts are written in minor units (分). */
  minor: boolean;
}

const LONGEST_ID = 128;
/** A number that a spreadsheet has shortened: its last digits are gone. */
const SHORTENED = /^\d(\.\d+)?e\+?\d+$/i;

/** Reads the rows under a file's header. A bad row is named and left out; the good rows beside it stay. */
export function readOrders(rows: readonly Row[], reading: Reading): OrderLines {
  const read: OrderLines = { lines: [], problems: [] };
  for (const row of rows) {
    const line = readLine(row, reading);
    if ('code' in line) read.problems.push(line);
    else read.lines.push(line);
  }
  return read;
}

function readLine({ line, cells, broken }: Row, { mapping, currency, width, minor }: Reading): FileLine | LineProblem {
  const bad = (code: LineProblemCode, field?: Field, params: LineProblem['params'] = {}): LineProblem => ({ line, code, params, ...(field ? { field } : {}) });
  if (broken) return bad('quote');
  if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) return bad('ragged', undefined, { got: cells.length, want: width });
  const cell = (field: Field): string => bare(cells[mapping[field] ?? -1] ?? '');

  const orderId = cell('orderId');
  if (orderId === '') return bad('missing', 'orderId');
  if (SHORTENED.test(orderId)) return bad('lostDigits', 'orderId', { value: orderId });
  if (orderId.length > LONGEST_ID) return bad('tooLong', 'orderId');

  const money: Partial<Record<Field, number>> = {};
  for (const field of ['amount', 'refunded', 'subsidy'] as const) {
    const text = cell(field).replace(/元$/, '');
    if (text === '' || text === '-' || text === '--') continue;
    const amount = minor ? whole(text) : parseMajor(text, currency);
    if (amount === undefined) return bad('money', field, { value: cell(field) });
    money[field] = amount;
  }
  if (money['amount'] === undefined) return bad('missing', 'amount');
  const time = cell('at');
  const at = time === '' || time === '-' ? undefined : timeOf(time);
  if (at === null) return bad('time', 'at', { value: time });
  return {
    orderId,
    amount: money['amount'],
    state: stateOf(cell('state')),
    ...(money['refunded'] === undefined ? {} : { refunded: money['refunded'] }),
    ...(money['subsidy'] === undefined ? {} : { subsidy: money['subsidy'] }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Text without what keeps spreadsheets from reading it as a number: a tab, an apostrophe, `="…"`. */
const bare = (text: string): string => text.replace(/^="(.*)"$/, '$1').replace(/^['\s]+|\s+$/g, '');

function whole(text: string): number | undefined {
  const digits = text.replaceAll(',', '');
  return /^\d{1,15}(\.0+)?$/.test(digits) ? Math.trunc(Number(digits)) : undefined;
}

/** What a platform's words for an order's state come to. What is neither refunded, closed nor unpaid is on its way to a buyer who paid. */
export function stateOf(text: string): FileLine['state'] {
  if (/退款成功|已退款|全额退款|退款完成|refunded/i.test(text)) return 'refunded';
  if (/取消|关闭|cancel|closed/i.test(text)) return 'cancelled';
  if (/待付|未付|待支付|未支付|等待买家付款|unpaid|pending ?payment/i.test(text)) return 'unpaid';
  return 'paid';
}

/** A time as files write it, on this machine's clock where it names no zone. @returns Unix ms, null where it is none */
export function timeOf(text: string): number | null {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(text);
  if (parts) {
    const [, year, month, day, hour = '0', minute = '0', second = '0'] = parts;
    const at = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
    // 2026-02-30 would be in March.
    return at.getMonth() === Number(month) - 1 && at.getDate() === Number(day) ? at.getTime() : null;
  }
  const zoned = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(zoned) ? null : zoned;
}
