import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { LINK_ROLES } from '../../shared/show/permissions.ts';

/** Serves the built screens; every address that is no file and no API is theirs to route. */
export async function serveScreens(app: FastifyInstance, roots: readonly string[]): Promise<void> {
  // Only a build has assets: in development Vite serves the screens.
  const root = roots.find((path) => existsSync(join(path, 'assets')));
  if (root === undefined) return;
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      // Built files are named by their content; the page that names them must always be asked for anew.
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (_request: unknown, reply: { sendFile: (name: string) => unknown }) => reply.sendFile('index.html');
  // The overlay and the wall are pages of their own, light enough for a source in a program that encodes video at the same time.
  for (const role of LINK_ROLES) app.get(`/shows/:id/${role}`, { schema: { hide: true } }, (_request, reply) => reply.sendFile(`${role}.html`));
  // One file for every show: where an installed page starts is read from where the file is.
  app.get('/shows/:id/host.webmanifest', { schema: { hide: true } }, (_request, reply) => reply.sendFile('host.webmanifest'));
  for (const path of ['/', '/sign-in', '/pair', '/tablet', '/shows', '/shows/*', '/settings', '/settings/*']) app.get(path, { schema: { hide: true } }, page);
}
