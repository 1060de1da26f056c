import fastifyCookie from '@fastify/cookie';

export const SESSION_COOKIE = 'ck_session';

/** The session token in a `Cookie` header; undefined where there is none. */
export const sessionOf = (header: string | undefined): string | undefined => (header === undefined ? undefined : fastifyCookie.parse(header)[SESSION_COOKIE]);

/** The key of an `Authorization: Bearer KEY` header. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
}
