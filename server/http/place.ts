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
  /** Of what devices are to trust, where the certificate is of our own making. */
  fingerprint: () => string | undefined;
}

/** The server as it stands: whom it is open to, and what its Redis keeps. */
export const placeRoutes = ({ store, lan, origins, tls, fingerprint }: PlaceOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    serve(app, 'GET /server', { summary: 'Where other devices reach this server, and what its Redis keeps', tags: ['health'], response: { 200: ServerView } }, async () => {
      const own = lan();
      const trusted = fingerprint();
      return { lan: own.length > 0, addresses: [...own, ...origins], tls, ...(trusted === undefined ? {} : { fingerprint: trusted }), redis: await store.persistence() };
    });
    await Promise.resolve();
  };
