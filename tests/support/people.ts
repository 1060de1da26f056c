import type { PersonView } from '../../shared/protocol/access.ts';
import type { Role } from '../../shared/show/commands.ts';
import { connectConsole, type Console } from './console.ts';
import type { Reply, TestServer } from './server.ts';

export const PASSWORD = 'a long enough password';

/** Somebody with a way in: a cookie or a key, and nothing else. */
export interface Visitor {
  headers: Record<string, string>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Connects a socket; rejects with the server's reason. */
  connect(auth?: Record<string, string>): Promise<Console>;
}

export interface Member extends Visitor {
  person: PersonView;
}

/** A visitor with just these headers. */
export function visitor(server: TestServer, headers: Record<string, string>, url = server.url): Visitor {
  const bearer = headers['authorization']?.replace(/^Bearer /, '');
  return {
    headers,
    call: async (method, path, body, more = {}) => {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method, headers: { ...headers, ...type, ...more }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
    },
    connect: (auth = {}) => connectConsole(url, bearer === undefined ? auth : { ...auth, token: bearer }, headers['cookie'] === undefined ? {} : { cookie: headers['cookie'] }),
  };
}

export const stranger = (server: TestServer): Visitor => visitor(server, {});

/** The visitor that a sign-in or pairing made of a stranger. */
export function visitorOf(server: TestServer, reply: Reply): Visitor {
  if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.text}`);
  return visitor(server, { cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '' });
}

export const signIn = async (server: TestServer, name: string, password = PASSWORD): Promise<Visitor> =>
  visitorOf(server, await stranger(server).call('POST', '/api/v1/session', { name, password }));

let made = 0;

/** A person with an account, signed in, a member of these shows. */
export async function makeMember(server: TestServer, role: Role, shows: readonly string[] = [], approver = false): Promise<Member> {
  const name = `${role} ${++made}`;
  const person = (await server.call('POST', '/api/v1/people', { name, role, approver, password: PASSWORD })).json<PersonView>();
  for (const show of shows) await server.call('PUT', `/api/v1/shows/${show}/members/${person.id}`, {});
  return { person, ...(await signIn(server, name)) };
}

/** A tablet paired into a show. */
export async function pairTablet(server: TestServer, showId: string, role: 'host' | 'assistant'): Promise<Visitor> {
  const { secret } = (await server.call('POST', `/api/v1/shows/${showId}/pairings`, { role })).json<{ secret: string }>();
  return visitorOf(server, await stranger(server).call('POST', '/api/v1/session/pair', { code: secret, deviceName: '主播平板' }));
}

/** What a link's address opens: a wall or an overlay, with the cookie it was exchanged for, under whatever name it has. */
export async function openLink(server: TestServer, showId: string, role: 'wall' | 'overlay', name = role): Promise<Visitor & { id: string; token: string }> {
  const { id, token } = (await server.call('POST', `/api/v1/shows/${showId}/links`, { role, name })).json<{ id: string; token: string }>();
  return { id, token, ...visitorOf(server, await stranger(server).call('POST', '/api/v1/session/link', { token })) };
}

/** An API key with these scopes. */
export async function makeKey(server: TestServer, scopes: readonly string[], showId?: string): Promise<Visitor & { id: string }> {
  const { id, key } = (await server.call('POST', '/api/v1/keys', { name: scopes.join('+'), scopes, ...(showId === undefined ? {} : { showId }) })).json<{ id: string; key: string }>();
  return { id, ...visitor(server, { authorization: `Bearer ${key}` }) };
}
