import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/protocol/socket.ts';
import { isScreen, type Screen } from '../../shared/protocol/access.ts';
import { LINK_ROLES, type LinkRole } from '../../shared/show/permissions.ts';
import type { Access, Caller, Credentials } from '../access/access.ts';
import { linkCookie, sessionOf } from '../access/cookie.ts';
import { isOwnOrigin } from '../access/origin.ts';
import type { Store } from '../store/store.ts';
import { capsOf, Turnstile } from './caps.ts';
import type { Place } from './places.ts';
import { refusalOf } from '../store/trouble.ts';

/** What a socket carries: who it is (in the show it looks at), on which screen, and which show's window, wall or overlay it looks at. */
export interface SocketData {
  person: Caller;
  screen: Screen;
  looking?: Place;
}

type Nothing = Record<string, never>;
export type Io = Server<ClientToServer, ServerToClient, Nothing, SocketData>;
export type Line = Socket<ClientToServer, ServerToClient, Nothing, SocketData>;

export interface IoOptions {
  http: HttpServer;
  store: Store;
  access: Access;
  origins: readonly string[];
  /** Lines this process takes at once. */
  most: number;
}

/** A dead line is noticed within five seconds. Unit: ms. */
const PING = { pingInterval: 3_000, pingTimeout: 2_000 };
/** Commands are small; whatever is larger is not one. Unit: bytes. */
const LARGEST_ASK = 256 * 1024;

/** Whoever comes in says who it is within this, or leaves: a line that is nobody's is not kept. Unit: ms. */
const SAY_WHO_MS = 10_000;

/** The Socket.IO server: WebSocket only, from our own pages, for people we know. */
export function openIo({ http, store, access, origins, most }: IoOptions): Io {
  const { publisher, subscriber } = store.forAdapter();
  const turnstile = new Turnstile(capsOf(most));
  const io: Io = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    ...PING,
    connectTimeout: SAY_WHO_MS,
    maxHttpBufferSize: LARGEST_ASK,
    perMessageDeflate: false,
    adapter: createShardedAdapter(publisher, subscriber),
    // Fastify's hooks never see /socket.io/, and CORS does not stop a WebSocket: the origin is judged here.
    allowRequest: (request, done) => {
      const why = isOwnOrigin(request.headers.origin, request.headers.host, origins) ? turnstile.enter(request) : 'FORBIDDEN';
      done(why ?? null, why === undefined);
    },
  });
  io.use((socket, next) => {
    const { auth, address } = socket.handshake as { auth: Record<string, unknown>; address: string };
    const screen = auth['screen'] ?? 'desk';
    if (!isScreen(screen)) return next(new Error('INVALID'));
    identify(access, socket.request, auth, address).then(
      (person) => {
        const full = turnstile.admit(person, socket.request);
        if (full) return next(new Error(full));
        socket.data.person = person;
        socket.data.screen = screen;
        next();
      },
      (error: unknown) => next(new Error(refusalOf(error).code)),
    );
  });
  return io;
}

/** Whoever may hear the time may connect; each question is judged by its own row. */
async function identify(access: Access, request: IncomingMessage, auth: Record<string, unknown>, address: string): Promise<Caller> {
  return access.admit(await credentialsOf(access, request.headers.cookie, auth), 'clock:ask', undefined, { address });
}

/** A key; on a wall or an overlay the session of a link to it, while that is good; else the person's own, who may look too. */
async function credentialsOf(access: Access, cookies: string | undefined, { token, screen, show }: Record<string, unknown>): Promise<Credentials> {
  if (typeof token === 'string') return { bearer: token };
  const role = LINK_ROLES.find((each) => each === screen);
  const link = role && typeof show === 'string' ? linkSession(cookies, role, show) : undefined;
  const own = sessionOf(cookies);
  return { session: link !== undefined && (own === undefined || (await access.whoIs({ session: link }))) ? link : own };
}

const linkSession = (cookies: string | undefined, role: LinkRole, showId: string): string | undefined => sessionOf(cookies, linkCookie(role, showId));
