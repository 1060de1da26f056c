import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Analyst } from '../recording/analyst.ts';
import type { Views } from '../room/views.ts';
import { serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

/** A platform's file of a few hundred thousand orders. Unit: bytes. */
const BODY_LIMIT = 64 * 1024 * 1024;
/** How many of the orders that differ are told. */
const MOST = 5_000;

/** A platform's own list of orders held against the show's. The lines are read where the recording is: no live room waits for them, and nothing of them is stored. */
export const reconcileRoutes = (views: Views, analyst: Pick<Analyst, 'reconcile'>, now: () => number): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => {
      done(null, body);
    });
    serve(
      app, 'POST /shows/:id/reconcile',
      {
        summary: 'Hold a platform\'s orders, a JSON array of {orderId, amount, state, refunded?, subsidy?, at?}, against those of an ended show',
        tags: ['review'],
        params: ShowParams,
        querystring: Type.Object({ offset: Type.Optional(Type.Integer({ minimum: -1_440, maximum: 1_440, description: 'minutes that the file\'s days are ahead of UTC' })) }),
      },
      async (request) => {
        const { id } = request.params;
        if (!Buffer.isBuffer(request.body)) throw new Refusal('INVALID', 'Send the orders as a JSON array, with content-type application/json.');
        await views.mustBeArchived(id);
        return analyst.reconcile(id, request.body, { now: now(), offset: (request.query.offset ?? 0) * 60_000, most: MOST });
      },
    );
    await Promise.resolve();
  };
