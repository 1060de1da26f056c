import type { FastifyInstance } from 'fastify';
import { Registry, collectDefaultMetrics } from 'prom-client';
import type { Access } from '../access/access.ts';
import type { Store } from '../store/store.ts';
import { credentialsOf, fromOf } from './guard.ts';

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
    await access.admit(credentialsOf(request), 'GET /metrics', undefined, fromOf(request));
    return reply.type(register.contentType).send(await register.metrics());
  });
}
