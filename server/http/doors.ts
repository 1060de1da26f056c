import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AccessEntry, KeyParams, KeyView, MadeKey, NewKey, NewPairing, PairingView, SessionParams, SessionView } from '../../shared/protocol/access.ts';
import type { Access, Caller } from '../access/access.ts';
import { forbidden } from '../access/caller.ts';
import type { Store } from '../store/store.ts';
import { fromOf, personOf, serve } from './guard.ts';
import { ShowParams } from './schemas.ts';

const EntryIdText = Type.String({ pattern: '^\\d{1,15}-\\d{1,15}$', description: "an entry's id: those before it" });

/** What opens doors: sessions, pairing codes, API keys; and the log of who came in. */
export const doorRoutes = (access: Access, store: Pick<Store, 'shows'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { sessions, pairing, keys, log } = access;
    const seesAll = (caller: Caller): boolean => !forbidden(caller, 'GET /people');

    serve(app, 'GET /sessions', { summary: "One's own sessions and the tablets one paired; everybody's for an admin", tags: ['sessions'], response: { 200: Type.Array(SessionView) } }, (request) =>
      sessions.list(personOf(request), seesAll(personOf(request))),
    );

    serve(app, 'DELETE /sessions/:sessionId', { summary: 'End a session', tags: ['sessions'], params: SessionParams, response: { 204: Type.Null() } }, async (request, reply) => {
      const caller = personOf(request);
      const whose = await sessions.end(request.params.sessionId, caller, seesAll(caller));
      log.note('session-ended', caller.name, fromOf(request), whose);
      return reply.code(204).send(null);
    });

    serve(
      app, 'POST /shows/:id/pairings',
      { summary: 'A code that lets one tablet into this show, once, within three minutes', tags: ['sessions'], params: ShowParams, body: NewPairing, response: { 201: PairingView } },
      async (request, reply) => {
        await store.shows.known(request.params.id);
        return reply.code(201).send(await pairing.offer(request.params.id, request.body, personOf(request), fromOf(request)));
      },
    );

    serve(app, 'GET /keys', { summary: 'API keys, without their secrets', tags: ['keys'], response: { 200: Type.Array(KeyView) } }, () => keys.list());

    serve(app, 'POST /keys', { summary: 'Make an API key; the answer shows it this once', tags: ['keys'], body: NewKey, response: { 201: MadeKey } }, async (request, reply) => {
      const { showId, name, scopes } = request.body;
      if (showId !== undefined) await store.shows.known(showId);
      const key = await keys.make(request.body, personOf(request).name);
      log.note('key-made', personOf(request).name, fromOf(request), `${name}: ${scopes.join(', ')}${showId === undefined ? '' : ` in ${showId}`}`);
      return reply.code(201).send(key);
    });

    serve(app, 'DELETE /keys/:keyId', { summary: 'Remove an API key', tags: ['keys'], params: KeyParams, response: { 204: Type.Null() } }, async (request, reply) => {
      const name = await keys.remove(request.params.keyId);
      log.note('key-removed', personOf(request).name, fromOf(request), name);
      return reply.code(204).send(null);
    });

    serve(
      app, 'GET /access-log',
      {
        summary: 'Who came in, who was refused, who changed whose rights; the newest first',
        tags: ['sessions'],
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'default 100' })), before: Type.Optional(EntryIdText) }),
        response: { 200: Type.Array(AccessEntry) },
      },
      (request) => log.list(request.query.limit ?? 100, request.query.before),
    );
    await Promise.resolve();
  };
