import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { LinkParams, LinkView, MadeLink, NewLink } from '../../shared/protocol/access.ts';
import type { Links } from '../access/links.ts';
import type { Store } from '../store/store.ts';
import { fromOf, personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

/** Read-only links to a show's wall and overlay. */
export const linkRoutes = (links: Links, store: Pick<Store, 'shows'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(app, 'GET /shows/:id/links', { summary: "A show's read-only links, without their secrets", tags: ['links'], params: ShowParams, response: { 200: Type.Array(LinkView) } }, (request) =>
      links.list(request.params.id),
    );

    serve(
      app, 'POST /shows/:id/links',
      { summary: 'Make a read-only link to the wall or the overlay; the answer shows its token this once', tags: ['links'], params: ShowParams, body: NewLink, response: { 201: MadeLink } },
      async (request, reply) => {
        const { id } = request.params;
        await store.shows.known(id);
        return reply.code(201).send(await links.make(id, request.body, personOf(request), fromOf(request)));
      },
    );

    serve(
      app, 'DELETE /shows/:id/links/:linkId',
      { summary: 'Remove a link; what it opened is cut off within five seconds', tags: ['links'], params: LinkParams, response: { 204: Type.Null() } },
      async (request, reply) => {
        await links.remove(request.params.id, request.params.linkId, personOf(request), fromOf(request));
        return reply.code(204).send(null);
      },
    );
    await Promise.resolve();
  };
