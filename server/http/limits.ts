import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../shared/protocol/problems.ts';
import type { Route } from '../../shared/show/permissions.ts';

/** Requests a second from one key at one address: batches of events, and claims. */
export interface Limits {
  ingestLimit: number;
  claimsLimit: number;
}

/**
 * Limits what one key from one address may send a second, so that a feed or a storefront gone wild cannot take the room from the others.
 * The address is the line's own: forwarding headers say nothing. To be called after the guard, which knows the key.
 */
export async function limitPrograms(app: FastifyInstance, { ingestLimit, claimsLimit }: Limits): Promise<void> {
  const perSecond: Partial<Record<Route, number>> = {
    'POST /shows/:id/events': ingestLimit,
    'POST /shows/:id/claims': claimsLimit,
    'POST /shows/:id/claims/:claimId/pay': claimsLimit,
    'POST /shows/:id/claims/:claimId/cancel': claimsLimit,
  };
  app.addHook('onRoute', (route) => {
    const { row } = route.config ?? {};
    const max = row && perSecond[row];
    if (max !== undefined) route.config = { ...route.config, rateLimit: { max, timeWindow: 1_000 } };
  });
  const NONE = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': false };
  await app.register(rateLimit, {
    global: false,
    keyGenerator: ({ person, ip }) => `${person?.id ?? ''} ${ip}`,
    addHeaders: NONE,
    addHeadersOnExceeding: NONE,
    // Thrown as it is built: the edge words it, and says when to come again.
    errorResponseBuilder: (_request, { max }) => new Refusal('RATE_LIMITED', `This key may send ${max} requests a second from one address. Wait a second, send fewer, or raise the limit in the configuration.`, { params: { seconds: 1 } }),
  });
}
