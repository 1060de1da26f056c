import type { ListingId, Sku } from '../../../shared/ids.ts';
import { minor } from '../../../shared/money.ts';
import { Ledger } from '../../../shared/stock/ledger.ts';
import type { Show } from '../../../shared/show/show.ts';

/** Every key of a value, at every depth: `on.listing.price`; an array's are those of its first. */
export function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return keysOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => keysOf(inner, path === '' ? key : `${path}.${key}`));
}

/** A show's ledger with its opening stock. */
export function shelfOf(show: Show): Ledger {
  const ledger = new Ledger();
  for (const { skus } of show.listings) for (const { sku, stock } of skus) ledger.open(sku, stock);
  return ledger;
}

let claims = 0;
/** A buyer holds units. @returns the claim */
export function hold(ledger: Ledger, listingId: string, sku: string, quantity: number, dealId?: string): string {
  const claimId = `claim-${++claims}`;
  ledger.apply({
    type: 'claim.held', at: 0, left: 0, claimId, buyerId: 'buyer-secret', listingId: listingId as ListingId, sku: sku as Sku, quantity, unitPrice: minor(1), amount: minor(1), heldAt: 0, expiresAt: 1,
    ...(dealId === undefined ? {} : { dealId }),
  });
  return claimId;
}
