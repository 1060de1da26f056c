import { orderOf } from './order.ts';
import type { Tally } from './state.ts';

/** What one paid order takes from stock. */
export interface Sold {
  claimId?: string;
  units: [sku: string, units: number][];
}

/**
 * Units that an order sells by SKU, as its facts now stand; undefined while it is not paid, or is only a deposit. A line that names
 * a listing of several SKUs and none of them sells units of no known SKU, and is left out. Cancelling and refunding restock by hand alone.
 */
export function soldUnder(t: Tally, orderId: string): Sold | undefined {
  const { paid, created } = orderOf(t, orderId);
  if (!paid || (paid.deposit ?? created?.deposit ?? false)) return undefined;
  const units = new Map<string, number>();
  for (const { sku, listingId, quantity } of paid.lines ?? created?.lines ?? []) {
    const skus = sku === undefined && listingId !== undefined ? t.catalogue.get(listingId)?.skus : undefined;
    const sold = sku ?? (skus?.length === 1 ? skus[0] : undefined);
    if (sold !== undefined) units.set(sold, (units.get(sold) ?? 0) + quantity);
  }
  const claimId = paid.claimId ?? created?.claimId ?? null;
  return { ...(claimId === null ? {} : { claimId }), units: [...units] };
}
