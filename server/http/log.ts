import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { readLog } from '../desk/log.ts';
import type { Store } from '../store/store.ts';
import { serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const PAGE = 50;

/** `GET /shows/:id/log`: who did what, and what was refused. */
export const logRoutes = (store: Store): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(
      app, 'GET /shows/:id/log',
      {
        summary: 'Who did what, from which screen, and what was refused; newest first',
        tags: ['shows'],
        params: ShowParams,
        querystring: Type.Object({
          before: Type.Optional(Type.String({ pattern: '^\\d{1,15}_(\\d{1,15}-\\d{1,15})?$', description: 'the `before` of the page that came before this one' })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: `default ${PAGE}` })),
          types: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'event types, separated by commas: only these, and no refusals' })),
        }),
      },
      (request) => {
        const { before, limit = PAGE, types } = request.query;
        return readLog(store.logbook, request.params.id, { limit, ...(before === undefined ? {} : { before }), ...(types === undefined ? {} : { types: new Set(types.split(',')) }) });
      },
    );
    await Promise.resolve();
  };
