import { X509Certificate } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** What a tablet that trusts nothing yet may read unencrypted: how it is set up, and what it is to trust. None of it is anybody's. */
export const isOpenPath = (path: string): boolean => path === '/tablet' || path === '/ca.crt' || path === '/icon.svg' || path === '/app.webmanifest' || path.startsWith('/assets/') || path.startsWith('/icons/');

/** The authority that signed a certificate of our own making, as tablets install it; nothing where there is none. */
export function trustRoutes(app: FastifyInstance, authority: () => string | undefined): void {
  app.get('/ca.crt', { schema: { hide: true } }, (_request, reply) => {
    const pem = authority();
    if (pem === undefined) return reply.code(204).send();
    return reply.header('cache-control', 'no-store').type('application/x-x509-ca-cert').send(new X509Certificate(pem).raw);
  });
}
