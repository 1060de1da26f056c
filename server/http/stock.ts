import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Show } from '../../shared/show/show.ts';
import { oversoldOf, safetyOf } from '../../shared/stock/ledger.ts';
import type { LedgerState } from '../store/ledger.ts';
import type { Store } from '../store/store.ts';
import { serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const StockView = Type.Object({
  sku: Type.String(),
  onHand: Type.Integer({ description: 'opening stock and adjustments: available + held + sold' }),
  available: Type.Integer({ description: 'below 0 where more was sold than there was' }),
  held: Type.Integer(),
  sold: Type.Integer(),
  oversold: Type.Integer(),
  safetyStock: Type.Integer(),
});
const HoldView = Type.Object({
  claimId: Type.String(), buyerId: Type.String(), listingId: Type.String(), sku: Type.String(), dealId: Type.Optional(Type.String()), quantity: Type.Integer(),
  amount: Type.Integer({ description: 'minor units' }), heldAt: Type.Integer(), expiresAt: Type.Integer(),
});
const HOLDS_MOST = 1_000;

/** The ledger, as its scripts have it. */
export const stockRoutes = (store: Store): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(
      app, 'GET /shows/:id/stock',
      { summary: 'Units of every SKU', tags: ['stock'], params: ShowParams, response: { 200: Type.Array(StockView) } },
      async (request) => {
        const show = await store.shows.known(request.params.id);
        return stockOf(show, await store.ledger.state(show.id, 0));
      },
    );
    serve(
      app, 'GET /shows/:id/holds',
      {
        summary: '催付: units taken and not yet paid, those due first', tags: ['stock'], params: ShowParams,
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: HOLDS_MOST, description: 'default 100' })) }),
        response: { 200: Type.Object({ total: Type.Integer(), holds: Type.Array(HoldView) }) },
      },
      async (request) => {
        const show = await store.shows.known(request.params.id);
        const [{ holds }, total] = await Promise.all([store.ledger.state(show.id, request.query.limit ?? 100), store.ledger.holds(show.id)]);
        return { total, holds };
      },
    );
    await Promise.resolve();
  };

/** SKUs in the order of the listings; then those that only feeds know of. */
function stockOf(show: Show, { accounts }: LedgerState) {
  const named = new Map(show.listings.flatMap(({ skus }) => skus.map((sku): [string, number | undefined] => [sku.sku, sku.safetyStock])));
  const skus = [...named.keys(), ...[...accounts.keys()].filter((sku) => !named.has(sku))];
  return skus.flatMap((sku) => {
    const account = accounts.get(sku);
    if (!account) return [];
    const { opening, adjusted, available, held, sold } = account;
    return [{ sku, onHand: opening + adjusted, available, held, sold, oversold: oversoldOf(account), safetyStock: safetyOf(opening, named.get(sku)) }];
  });
}
