import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { CommandEnvelope, isCommandType } from '../../shared/show/commands.ts';
import { NewShow } from '../../shared/show/create.ts';
import { actorOf, type Access } from '../access/access.ts';
import type { Desk } from '../desk/desk.ts';
import type { ShelvedShows } from '../recording/shelved.ts';
import type { Store } from '../store/store.ts';
import { credentialsOf, fromOf, personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

/** Shows: list, create, read, command. */
export const showRoutes = (store: Store, shelved: Pick<ShelvedShows, 'list'>, desk: Desk, access: Access): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(app, 'GET /shows', { summary: "The shows one has a part in, newest first; with `recorded` those of which there is only a recording", tags: ['shows'] }, async (request) => {
      const own = await access.showsOf(personOf(request));
      const [known, recorded] = await Promise.all([own === undefined ? store.shows.list() : store.shows.some(own), shelved.list(own)]);
      return [...known, ...recorded].sort((a, b) => b.createdAt - a.createdAt);
    });

    serve(app, 'POST /shows', { summary: 'Create a show', tags: ['shows'], body: NewShow }, async (request, reply) => {
      const { body } = request;
      const caller = personOf(request);
      const mayRead = (id: string) => access.admit(credentialsOf(request), 'GET /shows/:id', id, fromOf(request));
      if (body.copyFrom !== undefined) await mayRead(body.copyFrom);
      if (body.id !== undefined) await access.staff.founding(body.id, caller);
      const { show, created } = await desk.create(body, actorOf(caller, 'api'));
      if (created) await access.staff.founded(show.id, caller);
      else {
        await access.staff.foundedAfterAll(show.id, caller);
        // The same id again answers with the show as it stands: that is reading it.
        await mayRead(show.id);
      }
      return reply.code(created ? 201 : 200).send(show);
    });

    serve(app, 'GET /shows/:id', { summary: 'One show with its revision', tags: ['shows'], params: ShowParams }, (request) => store.shows.known(request.params.id));

    serve(
      app, 'POST /shows/:id/commands',
      { summary: 'Decide something in a show', tags: ['shows'], params: ShowParams, body: CommandEnvelope, response: { 200: Type.Object({ revision: Type.Integer(), events: Type.Array(Type.Unknown()) }) } },
      async (request, reply) => {
        const { body, params } = request;
        const caller = personOf(request);
        // The desk names an unknown type.
        if (isCommandType(body.type)) access.judge(caller, body.type, fromOf(request));
        const done = await desk.run(params.id, body, actorOf(caller, 'api'));
        if (!done.ok) return reply.code(done.problem.status as 200).type('application/problem+json').serializer(JSON.stringify).send(done.problem as never);
        await access.staff.follow(params.id, done.events);
        return { revision: done.revision, events: done.events };
      },
    );
    await Promise.resolve();
  };
