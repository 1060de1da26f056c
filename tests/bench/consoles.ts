import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * Many consoles in a process of their own, as cheap as they can be, because they share the machine with what is measured: of what
 * they are told they read only when it was said.
 */

interface Job {
  port: number;
  count: number;
  /** What a Socket.IO console says once it is connected; none for a bare WebSocket. */
  hello?: { token: string; showId: string };
}

/** Consoles opened at once. */
const AT_ONCE = 50;
const MARK = Buffer.from('"serverTime":');
const latencies: number[] = [];
let bytes = 0;
let last: Buffer = Buffer.alloc(0);
let counting = false;

function frame(opcode: number, body: Buffer): Buffer {
  const mask = randomBytes(4);
  const length = body.length < 126 ? Buffer.from([0x80 | body.length]) : Buffer.from([0x80 | 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, mask, body.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}
const text = (words: string): Buffer => frame(1, Buffer.from(words));

function hear(chunk: Buffer): void {
  if (!counting) return;
  bytes += chunk.length;
  const now = Date.now();
  for (let at = chunk.indexOf(MARK); at >= 0; at = chunk.indexOf(MARK, at + 1)) {
    const from = at + MARK.length;
    if (from + 13 > chunk.length) return;
    latencies.push(now - Number(chunk.toString('latin1', from, from + 13)));
    last = chunk;
  }
}

/** Opens one console, and answers its pings for ever. */
async function open({ port, hello }: Job): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const heard = (words: string): Promise<void> =>
    new Promise((resolve) => {
      const listen = (chunk: Buffer): void => {
        if (!chunk.includes(words)) return;
        socket.off('data', listen);
        resolve();
      };
      socket.on('data', listen);
    });
  const path = hello ? '/socket.io/?EIO=4&transport=websocket' : '/';
  const ready = heard(hello ? '"sid"' : '101');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
  await ready;
  if (hello) {
    const connected = heard('40{');
    socket.write(text(`40${JSON.stringify({ token: hello.token })}`));
    await connected;
    const joined = heard('430');
    socket.write(text(`420${JSON.stringify(['show:join', { showId: hello.showId, window: 'show' }])}`));
    await joined;
    // A ping of Engine.IO is a text of one character.
    const pong = text('3');
    socket.on('data', (chunk: Buffer) => {
      if (chunk.length === 3 && chunk[2] === 0x32) socket.write(pong);
    });
  }
  socket.on('data', hear);
  return socket;
}

process.on('message', (message: Job | { listenMs: number }) => void answer(message));

async function answer(message: Job | { listenMs: number }): Promise<void> {
  if ('listenMs' in message) {
    latencies.length = 0;
    bytes = 0;
    counting = true;
    await new Promise((resolve) => setTimeout(resolve, message.listenMs));
    counting = false;
    latencies.sort((a, b) => a - b);
    const at = (part: number): number => latencies[Math.floor(part * (latencies.length - 1))] ?? NaN;
    process.send?.({ told: latencies.length, p50: at(0.5), p99: at(0.99), bytes, sample: last.toString() });
    return;
  }
  for (let opened = 0; opened < message.count; opened += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, message.count - opened) }, () => open(message)));
  process.send?.({ opened: message.count });
}
process.send?.({ ready: 'http://127.0.0.1:0' });
