import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../../shared/protocol/socket.ts';
import type { Access, Person } from '../access/access.ts';
import { sessionOf } from '../access/cookie.ts';
import { isOwnOrigin } from '../access/origin.ts';
import type { Store } from '../store/store.ts';

/** What a socket carries: who it is, and which show's window it looks at. */
export interface SocketData {
  person: Person;
  looking?: { showId: string; window: string };
}

type Nothing = Record<string, never>;
export type Io = Server<ClientToServer, ServerToClient, Nothing, SocketData>;
export type Line = Socket<ClientToServer, ServerToClient, Nothing, SocketData>;

export interface IoOptions {
  http: HttpServer;
  store: Store;
  access: Access;
  origins: readonly string[];
}

/** A dead line is noticed within five seconds. Unit: ms. */
const PING = { pingInterval: 3_000, pingTimeout: 2_000 };
/** Commands are small; whatever is larger is not one. Unit: bytes. */
const LARGEST_ASK = 256 * 1024;

/** The Socket.IO server: WebSocket only, from our own pages, for people we know. */
export function openIo({ http, store, access, origins }: IoOptions): Io {
  const { publisher, subscriber } = store.forAdapter();
  const io: Io = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    ...PING,
    maxHttpBufferSize: LARGEST_ASK,
    perMessageDeflate: false,
    adapter: createShardedAdapter(publisher, subscriber),
    // Fastify's hooks never see /socket.io/, and CORS does not stop a WebSocket: the origin is judged here.
    allowRequest: (request, done) => {
      const own = isOwnOrigin(request.headers.origin, request.headers.host, origins);
      done(own ? null : 'origin not allowed', own);
    },
  });
  io.use((socket, next) => {
    identify(access, socket.request, socket.handshake.auth).then(
      (person) => {
        if (!person) return next(new Error('UNAUTHENTICATED'));
        socket.data.person = person;
        next();
      },
      () => next(new Error('STORE_UNAVAILABLE')),
    );
  });
  return io;
}

function identify(access: Access, request: IncomingMessage, auth: Record<string, unknown>): Promise<Person | undefined> {
  const { token } = auth;
  return access.whoIs(typeof token === 'string' ? { bearer: token } : { session: sessionOf(request.headers.cookie) });
}
