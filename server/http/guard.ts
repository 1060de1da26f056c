import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Access, Person } from '../access/access.ts';
import { bearerOf, sessionOf } from '../access/cookie.ts';
import { isOwnOrigin } from '../access/origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | undefined;
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets in only whom `access` knows, and a browser only from our own pages.
 * Adds `request.person`, which is there in every handler behind it.
 */
export function guard(app: FastifyInstance, access: Access, origins: readonly string[]): void {
  app.decorateRequest('person', undefined);
  app.addHook('onRequest', async (request) => {
    if (!READS.has(request.method)) checkOrigin(request, origins);
    const person = await access.whoIs({ bearer: bearerOf(request.headers.authorization), session: sessionOf(request.headers.cookie) });
    if (!person) throw new Refusal('UNAUTHENTICATED', 'Sign in, or send Authorization: Bearer KEY.');
    request.person = person;
  });
}

/** @throws Refusal FORBIDDEN for a page that is not ours. */
export function checkOrigin(request: FastifyRequest, origins: readonly string[]): void {
  if (isOwnOrigin(request.headers.origin, request.headers.host, origins)) return;
  throw new Refusal('FORBIDDEN', `Requests from ${request.headers.origin ?? 'this page'} are not allowed. Add its origin to PUBLIC_ORIGIN if it is yours.`);
}

/** The person behind a guarded request. */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return request.person;
}
