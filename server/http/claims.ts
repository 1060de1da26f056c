import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ClaimInput, PayInput } from '../../shared/stock/claims.ts';
import type { Checkout } from '../checkout/checkout.ts';
import { serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const ClaimParams = Type.Object({ ...ShowParams.properties, claimId: Type.String({ minLength: 1, maxLength: 128 }) });
const ClaimView = Type.Object({
  claimId: Type.String(),
  status: Type.Enum(['held', 'paid', 'cancelled', 'expired']),
  listingId: Type.String(),
  sku: Type.String(),
  dealId: Type.Optional(Type.String()),
  quantity: Type.Integer(),
  unitPrice: Type.Integer({ description: 'minor units' }),
  amount: Type.Integer({ description: 'minor units' }),
  expiresAt: Type.Integer({ description: 'until when it can be paid, Unix ms' }),
  orderId: Type.Optional(Type.String()),
});

/** 抢购: what a storefront calls for its buyers. */
export const claimRoutes = (checkout: Checkout): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(
      app, 'POST /shows/:id/claims',
      { summary: 'Take units for a buyer', tags: ['claims'], params: ShowParams, body: ClaimInput, response: { 200: ClaimView, 201: ClaimView } },
      async (request, reply) => {
        const { claim, repeated } = await checkout.take(request.params.id, request.body);
        reply.code(repeated ? 200 : 201);
        return claim;
      },
    );
    serve(
      app, 'GET /shows/:id/claims/:claimId',
      { summary: 'A claim as it stands', tags: ['claims'], params: ClaimParams, response: { 200: ClaimView } },
      (request) => checkout.read(request.params.id, request.params.claimId),
    );
    serve(
      app, 'POST /shows/:id/claims/:claimId/pay',
      { summary: 'A claim is paid', tags: ['claims'], params: ClaimParams, body: Type.Union([PayInput, Type.Null()]), response: { 200: ClaimView } },
      async (request) => (await checkout.pay(request.params.id, request.params.claimId, request.body ?? {})).claim,
    );
    serve(
      app, 'POST /shows/:id/claims/:claimId/cancel',
      { summary: 'Give the units back', tags: ['claims'], params: ClaimParams, response: { 200: ClaimView } },
      async (request) => (await checkout.cancel(request.params.id, request.params.claimId)).claim,
    );
    await Promise.resolve();
  };
