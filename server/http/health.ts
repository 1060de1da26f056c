import type { FastifyInstance } from 'fastify';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Access } from '../access/access.ts';
import { bearerOf, sessionOf } from '../access/cookie.ts';
import type { Store } from '../store/store.ts';

/** Liveness, readiness (which part is down), and Prometheus. */
export function healthRoutes(app: FastifyInstance, store: Store, access: Access): void {
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }));

  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await store.ping();
      return { status: 'ok' };
    } catch (error) {
      return reply.code(503).send({ status: 'down', part: 'redis', reason: error instanceof Error ? error.message : String(error) });
    }
  });

  const register = new Registry();
  collectDefaultMetrics({ register });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const person = await access.whoIs({ bearer: bearerOf(request.headers.authorization), session: sessionOf(request.headers.cookie) });
    if (!person) throw new Refusal('UNAUTHENTICATED', 'Send Authorization: Bearer KEY with a key that may read.');
    return reply.type(register.contentType).send(await register.metrics());
  });
}
