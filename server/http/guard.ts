import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyInstance, FastifyRequest, FastifySchema, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault, RouteGenericInterface,
  RouteHandlerMethod,
} from 'fastify';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Route } from '../../shared/show/permissions.ts';
import type { Access, Caller } from '../access/access.ts';
import { bearerOf, sessionOf } from '../access/cookie.ts';
import type { From } from '../access/log.ts';
import { isOwnOrigin } from '../access/origin.ts';
import { deviceOf } from '../access/tokens.ts';

declare module 'fastify' {
  interface FastifyRequest {
    person: Caller | undefined;
  }
  interface FastifyContextConfig {
    /** The route's row in the permission table. */
    row?: Route;
  }
}

type App = Parameters<FastifyPluginAsyncTypebox>[0];
type Handler<S extends FastifySchema> = RouteHandlerMethod<
  RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, RouteGenericInterface, unknown, S, TypeBoxTypeProvider
>;

/** Registers a route by its row of the permission table; one that is not in the table does not compile. */
export function serve<S extends FastifySchema>(app: App, row: Route, schema: S, handler: Handler<S>): void {
  const [method = '', url = ''] = row.split(' ');
  app.route<RouteGenericInterface, unknown, S>({ method, url, schema, handler, config: { row } });
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets in only whom the permission table lets do this, in the show the address names, and a browser only from our own pages.
 * Adds `request.person`, which is there in every handler behind it.
 */
export function guard(app: FastifyInstance, access: Access, origins: readonly string[]): void {
  app.decorateRequest('person', undefined);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.row === undefined) throw new TypeError(`${String(method)} ${url} is registered without its row of the permission table: use serve().`);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    if (!READS.has(request.method)) checkOrigin(request, origins);
    const { row } = request.routeOptions.config;
    if (row === undefined) throw new TypeError(`${request.url} has no row in the permission table`);
    access.admit(credentialsOf(request), row, showOf(request.params), fromOf(request)).then((caller) => {
      request.person = caller;
      done();
    }, done);
  });
}

/** What a request brings to be let in. */
export const credentialsOf = ({ headers }: FastifyRequest) => ({ bearer: bearerOf(headers.authorization), session: sessionOf(headers.cookie) });

/** Where a request comes from, each part read only where it is written down: a feed asks thousands of times a second. */
class Origin implements From {
  constructor(private readonly request: FastifyRequest) {}

  /** `trustProxy` is off: a forwarding header says nothing. */
  get address(): string {
    return this.request.ip;
  }

  get device(): string {
    return deviceOf(this.request.headers['user-agent']);
  }
}

/** Where a request comes from. */
export const fromOf = (request: FastifyRequest): From => new Origin(request);

/** @throws Refusal FORBIDDEN for a page that is not ours. */
export function checkOrigin(request: FastifyRequest, origins: readonly string[]): void {
  if (isOwnOrigin(request.headers.origin, request.headers.host, origins)) return;
  throw new Refusal('FORBIDDEN', `Requests from ${request.headers.origin ?? 'this page'} are not allowed. Add its origin to PUBLIC_ORIGIN if it is yours.`);
}

/** The caller behind a guarded request. */
export function personOf(request: FastifyRequest): Caller {
  if (!request.person) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return request.person;
}

/** Every address under /shows/:id is about that show. */
function showOf(params: unknown): string | undefined {
  return typeof params === 'object' && params !== null && 'id' in params && typeof params.id === 'string' ? params.id : undefined;
}
