import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refusal } from '../../shared/protocol/problems.ts';
import { CommandEnvelope } from '../../shared/show/commands.ts';
import { NewShow } from '../../shared/show/create.ts';
import { actorOf } from '../access/access.ts';
import type { Desk } from '../desk/desk.ts';
import type { Store } from '../store/store.ts';
import { personOf } from './guard.ts';
import { ShowParams } from './schemas.ts';

/** Shows: list, create, read, command. */
export const showRoutes = (store: Store, desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/shows', { schema: { summary: 'All shows, newest first', tags: ['shows'] } }, () => store.shows.list());

    app.post('/shows', { schema: { summary: 'Create a show', tags: ['shows'], body: NewShow } }, async (request, reply) => {
      const { show, created } = await desk.create(request.body, actorOf(personOf(request), 'api'));
      return reply.code(created ? 201 : 200).send(show);
    });

    app.get('/shows/:id', { schema: { summary: 'One show with its revision', tags: ['shows'], params: ShowParams } }, async (request) => {
      const stored = await store.shows.get(request.params.id);
      if (!stored) throw new Refusal('NOT_FOUND', `There is no show ${request.params.id}. Create it first, or check the id.`);
      return stored.show;
    });

    app.post(
      '/shows/:id/commands',
      { schema: { summary: 'Decide something in a show', tags: ['shows'], params: ShowParams, body: CommandEnvelope, response: { 200: Type.Object({ revision: Type.Integer(), events: Type.Array(Type.Unknown()) }) } } },
      async (request, reply) => {
        const done = await desk.run(request.params.id, request.body, actorOf(personOf(request), 'api'));
        if (done.ok) return { revision: done.revision, events: done.events };
        return reply.code(done.problem.status as 200).type('application/problem+json').serializer(JSON.stringify).send(done.problem as never);
      },
    );
    await Promise.resolve();
  };
