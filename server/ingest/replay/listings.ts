import { hash } from 'node:crypto';
import type { Api } from '../feeder/api.ts';
import { LIMITS } from '../../../shared/show/limits.ts';
import { readInteger, readMoney } from './fields.ts';
import { textOfCell, type Mapping } from './mapping.ts';
import { isBad, type BadRow, type Row } from './rows.ts';

/** A listing in the short form of the API: one SKU, price in minor units. */
export interface NewListing {
  sku: string;
  title: string;
  price: number;
  listPrice?: number;
  stock: number;
}

const TITLE_LENGTH = 120;

/** The listings that a log speaks of, those in most rows first: they get the low link numbers. A row without a price or SKU makes none. */
export async function listingsIn(rows: AsyncIterable<Row | BadRow>, mapping: Mapping, currency: string): Promise<NewListing[]> {
  const found = new Map<string, { listing: NewListing; rows: number }>();
  for await (const row of rows) {
    const sku = isBad(row) || !mapping.fields.sku ? undefined : textOfCell(mapping.fields.sku, row.cell);
    if (sku === undefined || isBad(row)) continue;
    const known = found.get(sku);
    if (known) {
      known.rows += 1;
      continue;
    }
    const listing = listingOf(sku, row, mapping, currency);
    if (listing) found.set(sku, { listing, rows: 1 });
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows).map(({ listing }) => listing);
}

function listingOf(sku: string, row: Row, mapping: Mapping, currency: string): NewListing | undefined {
  const { listing } = mapping;
  if (!listing) return undefined;
  const text = (cell: (typeof listing)['brand']): string | undefined => (cell === undefined ? undefined : textOfCell(cell, row.cell));
  const amount = (cell: (typeof listing)['listPrice']): number | undefined => {
    const written = text(cell);
    return written === undefined ? undefined : readMoney(written, mapping, currency);
  };
  const price = amount(listing.price);
  if (price === undefined) return undefined;
  const title = text(listing.title) ?? sku;
  const brand = text(listing.brand);
  const listPrice = amount(listing.listPrice);
  return {
    sku,
    title: (brand === undefined || title.startsWith(brand) ? title : `${brand} ${title}`).slice(0, TITLE_LENGTH),
    price,
    ...(listPrice === undefined ? {} : { listPrice }),
    stock: readInteger(text(listing.stock) ?? '0') ?? 0,
  };
}

/**
 * Which of a log's listings the show still lacks. A show with a catalogue of its own is left as it is; one whose listings
 * all come from this log (an earlier run that was cut short) gets the rest.
 */
export function missing(listings: readonly NewListing[], have: ReadonlySet<string>): NewListing[] {
  const ours = new Set(listings.map(({ sku }) => sku));
  if ([...have].some((sku) => !ours.has(sku))) return [];
  return listings.filter(({ sku }) => !have.has(sku)).slice(0, Math.max(0, LIMITS.listings - have.size));
}

/** Adds listings, as many a command as one may carry; the ids make a repeated command do nothing. */
export async function addListings(api: Api, showId: string, commandPrefix: string, listings: readonly NewListing[], onAdded: (count: number) => void): Promise<void> {
  for (let from = 0; from < listings.length; from += LIMITS.listingsPerCommand) {
    const part = listings.slice(from, from + LIMITS.listingsPerCommand);
    // Named by what it adds: a run that goes on after a crash repeats the same command, or sends another.
    const id = `${commandPrefix.slice(0, 40)}-${hash('sha1', JSON.stringify(part)).slice(0, 16)}`;
    await api.command(showId, { id, type: 'listing.add', payload: { listings: part } });
    onAdded(from + part.length);
  }
}
