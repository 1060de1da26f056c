import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Access } from '../access/access.ts';
import { SESSION_COOKIE, sessionOf } from '../access/cookie.ts';
import { checkOrigin } from './guard.ts';

const Person = Type.Object({ person: Type.Object({ id: Type.String(), name: Type.String(), role: Type.String() }) });

/** Signing in with a one-time link or a key, asking who one is, signing out. */
export const sessionRoutes = (access: Access, origins: readonly string[], secure: boolean): FastifyPluginAsyncTypebox =>
  async (app) => {
    const cookie = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;

    app.post(
      '/session',
      {
        schema: { summary: 'Sign in', tags: ['session'], body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 256 }) }), response: { 200: Person } },
        config: { rateLimit: { max: 10, timeWindow: 60_000 } },
      },
      async (request, reply) => {
        checkOrigin(request, origins);
        const { person, token, seconds } = await access.signIn(request.body.token);
        reply.setCookie(SESSION_COOKIE, token, { ...cookie, maxAge: seconds });
        return { person };
      },
    );

    app.get('/session', { schema: { summary: 'Who am I', tags: ['session'], response: { 200: Person } } }, async (request) => {
      const person = await access.whoIs({ session: sessionOf(request.headers.cookie) });
      if (!person) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
      return { person };
    });

    app.delete('/session', { schema: { summary: 'Sign out', tags: ['session'], response: { 204: Type.Null() } } }, async (request, reply) => {
      checkOrigin(request, origins);
      const token = sessionOf(request.headers.cookie);
      if (token !== undefined) await access.signOut(token);
      reply.clearCookie(SESSION_COOKIE, cookie);
      return reply.code(204).send(null);
    });
    await Promise.resolve();
  };
