import type { Sku } from '../../ids.ts';
import { invalid, reject, unchanged, type Rejection } from '../rejection.ts';
import type { Listing, PendingStep, Show } from '../show.ts';
import type { Handler, HandlerGroup, Happening } from './context.ts';

export type StockStep = Extract<PendingStep, { kind: 'stock' }>;

const listingWith = (show: Show, sku: string): Listing | undefined => show.listings.find(({ skus }) => skus.some((each) => each.sku === sku));
const noSku = (sku: string): Rejection => reject('NOT_FOUND', `No listing of this show has the SKU ${sku}.`, { sku });

/** What the platform is still to do about a SKU's stock. */
export const stockPending = (show: Show, sku: string): StockStep[] => show.pending.filter((step): step is StockStep => step.kind === 'stock' && step.sku === sku);

/** Whether there is enough is for the ledger to say, where the commit is written. */
const adjust: Handler<'stock.adjust'> = (show, { sku: code, delta, reason: words }, { commandId, now, by }) => {
  const listing = listingWith(show, code);
  if (!listing) return noSku(code);
  if (delta === 0) return invalid([{ path: '/payload/delta', message: 'must not be 0' }]);
  const sku = code as Sku;
  const reason = words.trim();
  if (show.salesChannel === 'own') return [{ type: 'stock.adjusted', sku, delta, reason }];
  return [{ type: 'platform.pended', step: { kind: 'stock', commandId, listingId: listing.id, sku, delta, reason, at: now, by }, replaced: [] }];
};

const count: Handler<'stock.count'> = (show, { sku: code, onHand: counted }, { commandId, now, by }) => {
  const listing = listingWith(show, code);
  if (!listing) return noSku(code);
  const sku = code as Sku;
  if (show.salesChannel === 'own') return [{ type: 'stock.counted', sku, counted }];
  // What was counted is all there is: adjustments from before it are in it.
  return [{ type: 'platform.pended', step: { kind: 'stock', commandId, listingId: listing.id, sku, counted, at: now, by }, replaced: stockPending(show, sku) }];
};

/** What a step on a stock makes true once the platform has carried it out. */
export function stockTruth({ sku, delta, counted, reason }: StockStep): Happening[] {
  return delta === undefined ? [{ type: 'stock.counted', sku, counted }] : [{ type: 'stock.adjusted', sku, delta, reason }];
}

export const stockCommands: HandlerGroup<'stock'> = { 'stock.adjust': adjust, 'stock.count': count };

export const holdCommands: HandlerGroup<'hold'> = {
  'hold.release': (show) => (show.salesChannel === 'own' ? [{ type: 'hold.released' }] : unchanged('The platform sells: nobody holds anything here.')),
};
