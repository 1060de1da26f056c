import { oversoldOf, safetyOf } from '../../../shared/stock/ledger.ts';
import type { StockRow } from '../../../shared/protocol/socket.ts';
import { isLow } from '../listing/row.ts';
import type { Listing } from '../../../shared/show/show.ts';

/** Over how long sales are counted for the cover. Unit: min. Source: METRICS, Stock. */
const SOLD_OVER = 5;
/** A cover below this is short while the show runs. Unit: min. */
export const SHORT_COVER = 10;

/** How long what is available lasts at the speed of the last five minutes, in min; undefined where nothing sold. @param sold5m units */
export const coverOf = (available: number, sold5m: number | undefined): number | undefined => (sold5m ? Math.max(0, available) / (sold5m / SOLD_OVER) : undefined);

/** A SKU as the stock panel shows it. */
export interface StockLine extends StockRow {
  /** Its first listing, and how it is called there. */
  listing: Listing;
  name: string;
  /** Other listings that sell from the same stock. */
  shared: number;
  safety: number;
  oversold: number;
  /** Unit: min. */
  cover: number | undefined;
  state: 'oversold' | 'out' | 'low' | 'plenty' | 'unknown';
}

/**
 * The stock of every SKU the show's listings have, each once, in the order of the run.
 * @param sold5m units sold of a SKU in the last five minutes
 */
export function linesOf(listings: readonly Listing[], stock: ReadonlyMap<string, StockRow>, sold5m: ReadonlyMap<string, number>): StockLine[] {
  const lines = new Map<string, StockLine>();
  for (const listing of listings) {
    for (const { sku, name, stock: opening, safetyStock } of listing.skus) {
      const known = lines.get(sku);
      if (known) {
        lines.set(sku, { ...known, shared: known.shared + 1 });
        continue;
      }
      const row = stock.get(sku) ?? { sku, onHand: opening, available: opening, held: 0, sold: 0 };
      const safety = safetyOf(opening, safetyStock);
      const cover = coverOf(row.available, sold5m.get(sku));
      lines.set(sku, { ...row, listing, name, shared: 0, safety, oversold: oversoldOf(row), cover, state: stateOf(row, opening, safetyStock, cover) });
    }
  }
  return [...lines.values()];
}

function stateOf(row: StockRow, opening: number, safetyStock: number | undefined, cover: number | undefined): StockLine['state'] {
  // Nobody ever said how many there are: then none is missing.
  if (opening === 0 && row.onHand === 0) return 'unknown';
  if (row.available < 0) return 'oversold';
  if (row.available === 0) return 'out';
  return isLow(row.available, opening, safetyStock) || (cover !== undefined && cover < SHORT_COVER) ? 'low' : 'plenty';
}

const GRAVITY = { oversold: 0, out: 1, low: 2, plenty: 3, unknown: 3 } as const;
/** Those that need somebody first, the one that runs out soonest on top; the rest in the order of the run. */
export function byNeed(a: StockLine, b: StockLine): number {
  return GRAVITY[a.state] - GRAVITY[b.state] || (a.state === 'low' ? (a.cover ?? Infinity) - (b.cover ?? Infinity) || 0 : 0);
}
export const isShort = ({ state }: StockLine): boolean => state === 'oversold' || state === 'out' || state === 'low';
