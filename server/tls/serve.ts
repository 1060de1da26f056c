import { createServer as createPlain, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecure, type Server } from 'node:https';
import type { Socket } from 'node:net';

/** The first byte of every TLS connection: a handshake record (RFC 8446, 5.1). */
const HANDSHAKE = 22;
/** A line that says nothing is not kept. Unit: ms. */
const FIRST_WORD_MS = 10_000;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * An https server that also hears plain HTTP at its port. This machine's own programs are answered as they are: the way to them is
 * not encrypted any better by a certificate that they do not know. Others may read what `open` names, which tells a tablet what to
 * trust, and are sent on to https with everything else.
 * @param open whether a path is for everybody, also unencrypted.
 */
export function serveBoth(tls: { cert: string | Buffer; key: string | Buffer }, handler: RequestListener, open: (path: string) => boolean): Server {
  const secure = createSecure(tls, handler);
  const plain = createPlain((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (isOwn(request) || (READS.has(request.method ?? '') && open(path))) handler(request, response);
    else sendOn(request, response);
  });
  plain.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (isOwn(request)) secure.emit('upgrade', request, socket, head);
    else socket.destroy();
  });
  /** Lines that have not said yet what they are. */
  const silent = new Set<Socket>();
  const [beginTls] = secure.listeners('connection');
  secure.removeAllListeners('connection');
  secure.on('connection', (socket: Socket) => {
    const giveUp = (): void => void socket.destroy();
    silent.add(socket);
    socket.setTimeout(FIRST_WORD_MS, giveUp);
    socket.on('error', giveUp);
    socket.once('close', () => silent.delete(socket));
    socket.once('data', (first: Buffer) => {
      silent.delete(socket);
      socket.setTimeout(0);
      socket.off('timeout', giveUp);
      socket.pause();
      socket.unshift(first);
      if (first[0] === HANDSHAKE) beginTls?.call(secure, socket);
      else plain.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  // Whoever closes the server it knows of means both.
  const closeSecure = secure.closeAllConnections.bind(secure);
  secure.closeAllConnections = () => {
    for (const socket of silent) socket.destroy();
    plain.closeAllConnections();
    closeSecure();
  };
  return secure;
}

const READS = new Set(['GET', 'HEAD']);
const isOwn = ({ socket }: IncomingMessage): boolean => LOOPBACK.test(socket.remoteAddress ?? '');

function sendOn({ headers: { host }, url }: IncomingMessage, response: ServerResponse): void {
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return void response.writeHead(400).end();
  response.writeHead(308, { location: `https://${host}${url ?? '/'}`, 'content-length': 0 }).end();
}
