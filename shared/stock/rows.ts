import type { Tally } from '../metrics/state.ts';
import type { DealRow, StockRow } from '../protocol/socket.ts';
import type { Account } from './ledger.ts';

/** A SKU's account as screens are told it. */
export const stockRow = ([sku, { opening, adjusted, available, held, sold }]: [string, Account]): StockRow => ({ sku, onHand: opening + adjusted, available, held, sold });

/** What deals took where nobody claims: orders alone tell, of all. */
export const orderedRows = (t: Tally): DealRow[] => [...t.deals.values()].map(({ dealId, units }) => ({ dealId, held: 0, sold: units }));
