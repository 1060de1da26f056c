import { parseMajor } from '../../shared/money.ts';
import { LIMITS } from '../../shared/show/limits.ts';
import type { ListingTag } from '../../shared/show/show.ts';
import { readHeader, type Column, type Header } from './columns.ts';
import { readRows, type Row } from '../sheet/table.ts';

export type RowProblemCode = 'noHeader' | 'ragged' | 'quote' | 'missing' | 'money' | 'whole' | 'tag' | 'duplicateSku' | 'numberTaken' | 'floorAbove' | 'tooMany' | 'tooLong';

/** What is wrong with one row, for wording on screen. */
export interface RowProblem {
  line: number;
  code: RowProblemCode;
  column?: Column;
  params: Record<string, string | number>;
}

/** A listing as `POST /shows` takes it. Money in minor units. */
export interface DraftListing {
  number?: number;
  title: string;
  price: number;
  listPrice?: number;
  floorPrice?: number;
  offer?: string;
  gifts?: string;
  tag?: ListingTag;
  skus: { sku: string; name?: string; price?: number; stock: number }[];
}

export interface Catalogue {
  listings: DraftListing[];
  problems: RowProblem[];
  header: Header;
}

const TAGS: Readonly<Record<string, ListingTag>> = { 引流: 'traffic', 利润: 'profit', 形象: 'image', traffic: 'traffic', profit: 'profit', image: 'image' };
const LONGEST: Readonly<Partial<Record<Column, number>>> = { title: 120, sku: 128, variant: 120, offer: 500, gifts: 500 };

/** A row once understood: its listing's fields, and its one SKU. */
interface Reading {
  line: number;
  listing: Omit<DraftListing, 'skus'>;
  sku: DraftListing['skus'][number];
}

/**
 * Reads a catalogue from delimited text. Rows of one link number are the SKUs of one listing; without a number, rows of one
 * title are. A bad row is named and left out; the good rows beside it stay.
 * @param currency whose minor unit prices are turned into.
 */
export function readCatalogue(text: string, currency: string): Catalogue {
  const [head, ...rows] = readRows(text);
  const header = readHeader(head?.cells ?? []);
  if (!head) return { listings: [], problems: [], header };
  if (!header.at.has('title') || !header.at.has('price') || !(header.at.has('sku') || header.at.has('number'))) {
    return { listings: [], problems: [{ line: head.line, code: 'noHeader', params: {} }], header };
  }
  const problems: RowProblem[] = [];
  const drafts = new Map<string, DraftListing>();
  const stocks = new Map<string, number>();
  for (const row of rows) {
    const read = readLine(row, header, head.cells.length, currency);
    const problem = 'code' in read ? read : join(drafts, stocks, read);
    if (problem) problems.push(problem);
  }
  return { listings: [...drafts.values()], problems, header };
}

/** Puts a row into its listing, a new one or the one already begun; returns what keeps it out. */
function join(drafts: Map<string, DraftListing>, stocks: Map<string, number>, { line, listing, sku }: Reading): RowProblem | undefined {
  const key = listing.number === undefined ? `t:${listing.title}` : `n:${listing.number}`;
  const draft = drafts.get(key);
  if (draft && draft.title !== listing.title) return { line, code: 'numberTaken', params: { value: listing.number ?? '' } };
  const known = stocks.get(sku.sku);
  // Listings may share a SKU and then share its stock; two different stocks of one SKU cannot both be true.
  if (draft?.skus.some((each) => each.sku === sku.sku) || (known !== undefined && known !== sku.stock)) return { line, code: 'duplicateSku', params: { value: sku.sku } };
  if (!draft && drafts.size >= LIMITS.listingsPerCommand) return { line, code: 'tooMany', params: {} };
  stocks.set(sku.sku, sku.stock);
  if (!draft) drafts.set(key, { ...listing, skus: [sku] });
  else draft.skus.push(listing.price === draft.price ? sku : { ...sku, price: listing.price });
  return undefined;
}

function readLine(row: Row, header: Header, width: number, currency: string): Reading | RowProblem {
  const { line, cells } = row;
  const bad = (code: RowProblemCode, column?: Column, params: RowProblem['params'] = {}): RowProblem => ({ line, code, params, ...(column ? { column } : {}) });
  if (row.broken) return bad('quote');
  const extra = cells.slice(width).some((cell) => cell !== '');
  if (cells.length < width || extra) return bad('ragged', undefined, { got: cells.length, want: width });

  const cell = (column: Column): string => cells[header.at.get(column) ?? -1] ?? '';
  for (const [column, most] of Object.entries(LONGEST) as [Column, number][]) if (cell(column).length > most) return bad('tooLong', column);
  if (cell('title') === '') return bad('missing', 'title');
  if (cell('price') === '') return bad('missing', 'price');

  const money: Partial<Record<Column, number>> = {};
  for (const column of ['price', 'listPrice', 'floorPrice'] as const) {
    if (cell(column) === '') continue;
    const amount = parseMajor(cell(column).replace(/元$/, ''), currency);
    if (amount === undefined) return bad('money', column, { value: cell(column) });
    money[column] = amount;
  }
  const whole: Partial<Record<Column, number>> = {};
  for (const column of ['number', 'stock'] as const) {
    const text = cell(column).replace(/^#/, '').replaceAll(',', '');
    if (text === '') continue;
    const value = Number(text);
    if (!/^\d{1,9}(\.0+)?$/.test(text) || (column === 'number' && (value < 1 || value > 1_000_000))) return bad('whole', column, { value: cell(column) });
    whole[column] = value;
  }
  const sku = cell('sku') || (whole['number'] === undefined ? '' : String(whole['number']));
  if (sku === '') return bad('missing', 'sku');
  const tag = TAGS[cell('tag').toLowerCase().replace(/[款品]$/, '')];
  if (cell('tag') !== '' && !tag) return bad('tag', 'tag', { value: cell('tag') });
  const { price = 0, listPrice, floorPrice } = money;
  if (floorPrice !== undefined && floorPrice > price) return bad('floorAbove', 'floorPrice');

  return {
    line,
    listing: {
      title: cell('title'),
      price,
      ...(whole['number'] === undefined ? {} : { number: whole['number'] }),
      ...(listPrice === undefined ? {} : { listPrice }),
      ...(floorPrice === undefined ? {} : { floorPrice }),
      ...(cell('offer') ? { offer: cell('offer') } : {}),
      ...(cell('gifts') ? { gifts: cell('gifts') } : {}),
      ...(tag ? { tag } : {}),
    },
    sku: { sku, ...(cell('variant') ? { name: cell('variant') } : {}), stock: whole['stock'] ?? 0 },
  };
}
