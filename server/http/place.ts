import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ServerView } from '../../shared/protocol/access.ts';
import type { Store } from '../store/store.ts';
import { serve } from './guard.ts';

export interface PlaceOptions {
  store: Pick<Store, 'persistence'>;
  /** Where other devices on the network reach this server, asked anew because networks change. */
  lan: () => string[];
  /** What PUBLIC_ORIGIN names. */
  origins: readonly string[];
  tls: boolean;
}

/** The server as it stands: whom it is open to, and what its Redis keeps. */
export const placeRoutes = ({ store, lan, origins, tls }: PlaceOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(app, 'GET /server', { summary: 'Where other devices reach this server, and what its Redis keeps', tags: ['health'], response: { 200: ServerView } }, async () => {
      const own = lan();
      return { lan: own.length > 0, addresses: [...own, ...origins], tls, redis: await store.persistence() };
    });
    await Promise.resolve();
  };
