import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN_KEY, startServer, type TestServer } from '../support/server.ts';

const SHOW = 'busy';
/** So much waits unread that no buffer of the system takes it. Answers, of about 200 kB each. */
const ASKED = 200;

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
  const listings = Array.from({ length: 500 }, (_, i) => ({ sku: `S${i}`, title: `商品 ${i} ${'长'.repeat(50)}`, price: 100, stock: 10 }));
  expect((await server.call('POST', '/api/v1/shows', { id: SHOW, title: '大场', currency: 'CNY', listings })).status).toBe(201);
});
afterAll(() => server.stop());

/** A text frame as clients send them, masked. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const length = body.length < 126 ? Buffer.from([0x80 | body.length]) : Buffer.from([0x80 | 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([0x81]), length, mask, body.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}

/** A screen that speaks Socket.IO by hand, so that it can go on answering pings while it reads nothing. */
async function screen(): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const heard = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const listen = (bytes: Buffer): void => {
        if (!bytes.includes(text)) return;
        socket.off('data', listen);
        resolve();
      };
      socket.on('data', listen);
    });
  const open = heard('"sid"');
  socket.write(`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
  await open;
  const joined = heard('40{');
  socket.write(frame(`40${JSON.stringify({ token: ADMIN_KEY })}`));
  await joined;
  return socket;
}

it('a screen that answers pings and reads nothing is cut', async () => {
  const socket = await screen();
  socket.pause();
  const ended = new Promise<void>((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
  });
  for (let i = 0; i < ASKED; i++) socket.write(frame(`42${i}${JSON.stringify(['show:join', { showId: SHOW }])}`));
  const pongs = setInterval(() => socket.write(frame('3')), 500);
  await ended;
  clearInterval(pongs);
  expect((await server.call('GET', '/healthz')).status).toBe(200);
}, 20_000);
