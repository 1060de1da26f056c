import type { OrderLine, PlatformEventType } from '../../../shared/metrics/events.ts';
import { PLATFORM_EVENTS } from '../../../shared/metrics/events.ts';
import { isFault, readEvent } from '../check.ts';
import { readFields, readInteger, readMoney, type Values } from './fields.ts';
import { textOfCell, type Mapping } from './mapping.ts';
import { isBad, type BadRow, type Row } from './rows.ts';
import type { ReadTime } from './times.ts';

/** One event ready to be sent, and the row it came from. */
export interface Prepared {
  row: number;
  line: number;
  at: number;
  type: PlatformEventType;
  /** The event as one line of NDJSON. */
  json: string;
}

export interface MapperOptions {
  mapping: Mapping;
  /** Gives orders and events their ids where the file has none: `producer:row`. */
  producer: string;
  currency: string;
  time: ReadTime;
}

type Draft = Record<string, unknown> & { type: PlatformEventType; at: number };
/** An order spread over several rows: one event, a line a row. */
interface Gathered {
  first: Row;
  draft: Draft & { lines: OrderLine[] };
}

/** Turns rows into events: the same row, mapping and producer always give the same bytes. Reads no clock. */
export class Mapper {
  /** Orders by type and id, held back until the file ends, because their other rows may stand anywhere. */
  private readonly orders = new Map<string, Gathered>();
  private readonly gathers: boolean;

  constructor(private readonly options: MapperOptions) {
    this.gathers = options.mapping.fields.orderId !== undefined && options.mapping.fields.amount !== undefined;
  }

  /** The events of one row (none where the mapping drops its kind, or where it waits for the rest of its order), or why it is bad. */
  map(row: Row): Prepared[] | BadRow {
    const bad = (reason: string): BadRow => ({ row: row.row, line: row.line, reason });
    const { mapping, currency, time } = this.options;
    const types = typesOfRow(mapping, row);
    if ('reason' in types) return bad(types.reason);
    if (types.length === 0) return [];
    const at = time(mapping.time.unit === 'none' ? undefined : row.cell(mapping.time.column), row.row);
    if (typeof at === 'object') return bad(at.reason);
    const values = readFields(mapping, row, currency);
    if (isReason(values)) return bad(values.reason);
    const ready: Prepared[] = [];
    const gathered: Draft[] = [];
    for (const [place, type] of types.entries()) {
      const draft = this.draft(type, at, place, row, values);
      if (isReason(draft)) return bad(draft.reason);
      const checked = prepare(draft, row);
      if (isBad(checked)) return checked;
      if (this.gathers && Array.isArray(draft['lines'])) gathered.push(draft);
      else ready.push(checked);
    }
    for (const draft of gathered) this.gather(draft as Gathered['draft'], row);
    return ready;
  }

  /** The orders that were held back, in the order of their first rows. */
  *finish(): Generator<Prepared | BadRow> {
    for (const { draft, first } of this.orders.values()) yield prepare(draft, first);
    this.orders.clear();
  }

  private gather(draft: Gathered['draft'], row: Row): void {
    const key = `${draft.type} ${String(draft['orderId'])}`;
    const known = this.orders.get(key);
    if (!known) {
      this.orders.set(key, { draft, first: row });
      return;
    }
    known.draft.lines.push(...draft.lines);
    known.draft.at = Math.min(known.draft.at, draft.at);
  }

  private draft(type: PlatformEventType, at: number, place: number, row: Row, values: Values): Draft | { reason: string } {
    const { mapping, producer } = this.options;
    const own = `${producer}:${row.row}`;
    const draft: Draft = { type, at, id: place === 0 ? own : `${own}:${place}` };
    const known = PLATFORM_EVENTS[type].properties;
    for (const [name, value] of Object.entries(values)) {
      if (name in known) draft[name] = value;
    }
    if ('orderId' in known) draft['orderId'] ??= own;
    if ('refundId' in known) draft['refundId'] ??= own;
    if ('lines' in known && values.amount !== undefined) {
      const line = lineOf(values, mapping);
      if (isReason(line)) return line;
      draft['lines'] = [line];
    }
    if (type === 'metrics.sampled') {
      const sampled = this.sampled(row);
      if (isReason(sampled)) return sampled;
      draft['values'] = sampled;
    }
    return draft;
  }

  private sampled(row: Row): Record<string, number> | { reason: string } {
    const { mapping, currency } = this.options;
    const values: Record<string, number> = {};
    for (const [metric, cell] of Object.entries(mapping.metrics ?? {})) {
      const text = textOfCell(cell, row.cell);
      if (text === undefined) continue;
      const value = MONEY_METRICS.has(metric) ? readMoney(text, mapping, currency) : readInteger(text);
      if (value === undefined) return { reason: `${metric} "${text.slice(0, 60)}" cannot be read` };
      values[metric] = value;
    }
    return values;
  }
}

const MONEY_METRICS = new Set(['gmv', 'createdAmount', 'unpaidAmount', 'refundAmount', 'netSales', 'spend']);

const isReason = (value: object): value is { reason: string } => 'reason' in value && Object.keys(value).length === 1;

function typesOfRow({ event }: Mapping, row: Row): PlatformEventType[] | { reason: string } {
  if (typeof event === 'string') return [event];
  const word = row.cell(event.column);
  if (word === undefined) return { reason: `"${event.column}" is empty` };
  if (!Object.hasOwn(event.values, word)) return { reason: `"${event.column}" is "${word.slice(0, 60)}", which the mapping does not know` };
  return [event.values[word] ?? []].flat();
}

function lineOf({ sku, listingId, quantity, amount, dealId }: Values, { amountOf }: Mapping): OrderLine | { reason: string } {
  const pieces = typeof quantity === 'number' ? quantity : 1;
  const total = amountOf === 'unit' ? Number(amount) * pieces : Number(amount);
  if (!Number.isSafeInteger(total)) return { reason: 'the amount is too large' };
  return {
    ...(sku === undefined ? {} : { sku: String(sku) }),
    ...(listingId === undefined ? {} : { listingId: String(listingId) }),
    quantity: pieces,
    amount: total,
    ...(dealId === undefined ? {} : { dealId: String(dealId) }),
  };
}

/** Judges the event by the server's own rules, so that a bad row is named by its row and costs no other. */
function prepare(draft: Draft, { row, line }: Row): Prepared | BadRow {
  const checked = readEvent(draft);
  return isFault(checked) ? { row, line, reason: checked.message } : { row, line, at: draft.at, type: draft.type, json: JSON.stringify(draft) };
}
