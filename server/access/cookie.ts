import fastifyCookie from '@fastify/cookie';
import type { LinkRole } from '../../shared/show/permissions.ts';

export const SESSION_COOKIE = 'ck_session';
/** A link's session has a cookie of its own for each screen and show, so that opening one never ends anything else in that browser. */
export const linkCookie = (role: LinkRole, showId: string): string => `ck_${role}_${showId}`;

/** The session token in a `Cookie` header; undefined where there is none. */
export const sessionOf = (header: string | undefined, name = SESSION_COOKIE): string | undefined => (header === undefined ? undefined : fastifyCookie.parse(header)[name]);

/** The key of an `Authorization: Bearer KEY` header. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
}
