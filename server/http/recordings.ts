import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Erasure } from '../recording/erasure.ts';
import { fromOf, personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

/** What becomes of recordings. */
export const recordingRoutes = (erasure: Pick<Erasure, 'erase'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(
      app, 'DELETE /shows/:id/recording',
      {
        summary: 'Delete an ended show for good: its recording and all that is kept of it',
        tags: ['review'],
        params: ShowParams,
        querystring: Type.Object({ confirm: Type.Optional(Type.String({ maxLength: 500, description: "the show's id or title, said again; without it nothing is deleted" })) }),
        response: { 204: Type.Null() },
      },
      async (request, reply) => {
        await erasure.erase(request.params.id, request.query.confirm, personOf(request), fromOf(request));
        return reply.code(204).send(null);
      },
    );
    await Promise.resolve();
  };
