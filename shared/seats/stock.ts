import type { StartedDeal } from '../show/deals.ts';
import type { Listing, Show } from '../show/show.ts';
import type { Ledger } from '../stock/ledger.ts';

/** What the seats read of the ledger. */
export type Shelf = Pick<Ledger, 'accounts' | 'deals'>;

/** Units of a listing that can still be had, all SKUs together; undefined where no stock was ever given for it. */
export function leftOf({ skus }: Pick<Listing, 'skus'>, { accounts }: Shelf): number | undefined {
  let left: number | undefined;
  for (const { sku } of skus) {
    const account = accounts.get(sku);
    // Nobody counts here what was never given: it cannot run out.
    if (account && (account.opening > 0 || account.adjusted !== 0)) left = (left ?? 0) + Math.max(0, account.available);
  }
  return left;
}

/** How far a lot is sold. */
export interface Lot {
  /** Units held or paid. */
  taken: number;
  /** The true remainder: what the cap leaves, and the stock has. */
  left: number;
}

/** A deal's lot by the ledger; undefined where the platform sells it, or no stock was ever given. */
export function lotOf(show: Pick<Show, 'salesChannel'>, deal: StartedDeal, listing: Listing, shelf: Shelf): Lot | undefined {
  const available = leftOf(listing, shelf);
  if (show.salesChannel === 'platform' || available === undefined) return undefined;
  const { held, sold } = shelf.deals.get(deal.dealId) ?? { held: 0, sold: 0 };
  return { taken: held + sold, left: Math.max(0, Math.min(deal.quantity - held - sold, available)) };
}

/** An open deal's phase as it is shown: a lot without a unit left is sold out, whatever its cap says. */
export function phaseOf({ startsAt }: StartedDeal, lot: Lot | undefined, now: number): 'countdown' | 'running' | 'soldOut' {
  if (lot?.left === 0) return 'soldOut';
  return now < startsAt ? 'countdown' : 'running';
}
