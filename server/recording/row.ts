import { entryMs, type EntryId } from '../../shared/ids.ts';

/** Whose entry it is: a feed's facts, a decision, or what the ledger's scripts did. */
export type EntryKind = 'facts' | 'decision' | 'ledger';

/** What is said of every event of an entry. */
export interface RowHead {
  id: EntryId;
  kind: EntryKind;
  feed: string;
  revision: number | undefined;
}

/** One event of a recording. Names are the columns of its files; times are Unix ms, `place` is -1 for an entry without events. */
export interface Row {
  entry_ms: number;
  entry_seq: number;
  place: number;
  kind: EntryKind;
  feed: string;
  revision: number | null;
  /** 1 counted, 0 not counted because its id was before, null where nobody knows any more. */
  verdict: 0 | 1 | null;
  type: string | null;
  at: number | null;
  viewer: string | null;
  listing: string | null;
  sku: string | null;
  order_id: string | null;
  amount: number | null;
  count: number | null;
  source: string | null;
  event_id: string | null;
  /** The fields that have no column, as JSON. */
  more: string | null;
}

/** The files' columns and their types, in order. */
export const COLUMNS = {
  entry_ms: 'BIGINT', entry_seq: 'BIGINT', place: 'INTEGER', kind: 'VARCHAR', feed: 'VARCHAR', revision: 'BIGINT', verdict: 'TINYINT', type: 'VARCHAR', at: 'BIGINT', viewer: 'VARCHAR',
  listing: 'VARCHAR', sku: 'VARCHAR', order_id: 'VARCHAR', amount: 'BIGINT', count: 'BIGINT', source: 'VARCHAR', event_id: 'VARCHAR', more: 'VARCHAR',
} as const satisfies Record<keyof Row, string>;

const TEXTS = { viewerId: 'viewer', listingId: 'listing', sku: 'sku', orderId: 'order_id', source: 'source', id: 'event_id' } as const;
const NUMBERS = { at: 'at', amount: 'amount', count: 'count' } as const;
const FIELDS = Object.entries({ ...NUMBERS, ...TEXTS });
const isText = (field: string): field is keyof typeof TEXTS => Object.hasOwn(TEXTS, field);
const isNumber = (field: string): field is keyof typeof NUMBERS => Object.hasOwn(NUMBERS, field);

/** Half a character or a NUL: JSON can say it, a column of text cannot keep it. */
const UNFIT = /[\0\p{Surrogate}]/u;

const headOf = ({ id, kind, feed, revision }: RowHead): Pick<Row, 'entry_ms' | 'entry_seq' | 'kind' | 'feed' | 'revision'> => ({
  entry_ms: entryMs(id), entry_seq: Number(id.slice(id.indexOf('-') + 1)), kind, feed, revision: revision ?? null,
});

/** An entry without events: its feed spoke. */
export const heartbeatRow = (head: RowHead): Partial<Row> => ({ ...headOf(head), place: -1 });

/** An event as a row, so that `eventOf` gives back every field. Columns without a value are left out. */
export function rowOf(head: RowHead, event: object, place: number, verdict: Row['verdict']): Partial<Row> {
  const row: Partial<Row> = { ...headOf(head), place, verdict };
  const more: [string, unknown][] = [];
  for (const [field, value] of Object.entries(event)) {
    if (field === 'type' && typeof value === 'string') row.type = value;
    else if (typeof value === 'string' && isText(field) && !UNFIT.test(value)) row[TEXTS[field]] = value;
    else if (Number.isSafeInteger(value) && isNumber(field)) row[NUMBERS[field]] = value as number;
    else more.push([field, value]);
  }
  if (more.length > 0) row.more = JSON.stringify(Object.fromEntries(more));
  return row;
}

/** The event a row was made from; undefined for an entry without events. */
export function eventOf(row: Row): Record<string, unknown> | undefined {
  if (row.place < 0) return undefined;
  const event: Record<string, unknown> = { type: row.type };
  for (const [field, column] of FIELDS) if (row[column] !== null) event[field] = row[column];
  // Written by `rowOf`.
  return row.more === null ? event : { ...event, ...(JSON.parse(row.more) as Record<string, unknown>) };
}
