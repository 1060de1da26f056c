import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io as connect, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeSnapshotsOnce } from '../../server/live/answers.ts';
import { isBehind, sendTicksWhole } from '../../server/live/frames.ts';
import type { Io, Line } from '../../server/live/io.ts';
import { stallingLine } from '../support/stall.ts';

let io: Server;
let url: string;
const open: Socket[] = [];
beforeEach(async () => {
  const http = createServer();
  io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
  sendTicksWhole(io as Io);
  writeSnapshotsOnce(io as Io);
  io.on('connection', (line) => line.join('show'));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  open.splice(0).forEach((screen) => screen.disconnect());
  await io.close();
});

interface Heard {
  tick: number;
  text: string;
}
async function screen(at = url): Promise<{ heard: Heard[]; line: Line; socket: Socket }> {
  const heard: Heard[] = [];
  const socket = connect(at, { transports: ['websocket'], forceNew: true });
  open.push(socket);
  socket.on('tick', (told: Heard) => heard.push(told));
  await new Promise<void>((resolve) => socket.on('connect', () => resolve()));
  const line = io.of('/').sockets.get(socket.id ?? '');
  if (!line) throw new Error('not connected');
  return { heard, line: line as Line, socket };
}
const PATIENCE = { timeout: 15_000, interval: 5 };
const tell = (tick: number, text: string): void => void io.to('show').volatile.emit('tick', { tick, text });
const ticks = (heard: readonly Heard[]): number[] => heard.map(({ tick }) => tick);

it('tells every screen the same tick, of any length, among what is not volatile', async () => {
  const screens = [await screen(), await screen()];
  // A frame says its length in one, three or nine bytes.
  const texts = ['想', '要'.repeat(200), 'x'.repeat(70_000)];
  for (const [tick, text] of texts.entries()) {
    tell(tick, text);
    io.to('show').emit('tick', { tick: tick + 10, text });
    await vi.waitUntil(() => screens.every(({ heard }) => heard.length === tick * 2 + 2), PATIENCE);
  }
  for (const { heard } of screens) {
    expect(ticks(heard)).toEqual([0, 10, 1, 11, 2, 12]);
    expect(heard.map(({ text }) => text)).toEqual(texts.flatMap((text) => [text, text]));
  }
});

it('keeps nothing for a screen that is behind: it misses ticks, hears later ones, and holds up nobody', async () => {
  const far = await stallingLine(url);
  try {
    const [slow, quick] = [await screen(far.url), await screen()];
    far.stall();
    const text = 'x'.repeat(200_000);
    let tick = 0;
    await vi.waitUntil(() => {
      tell(++tick, text);
      return isBehind(slow.line);
    }, PATIENCE);
    const waits = waiting(slow.line);
    for (let more = 0; more < 20; more++) tell(++tick, text);
    expect(waiting(slow.line)).toBe(waits);
    far.flow();
    await vi.waitUntil(() => !isBehind(slow.line), PATIENCE);
    await vi.waitUntil(() => ticks(quick.heard).includes(tick), PATIENCE);
    tell(++tick, 'again');
    await vi.waitUntil(() => slow.heard.at(-1)?.tick === tick, PATIENCE);
    expect(slow.heard.length).toBeLessThan(quick.heard.length);
  } finally {
    await far.close();
  }
}, 60_000);

/** Bytes that wait in the server for this screen. */
const waiting = (line: Line): number => line.conn.request.socket.writableLength;

it('writes the document once for all who join on it, and what is theirs for each', async () => {
  let written = 0;
  const show = { id: 'bench', title: '双11 "美妆"', toJSON: () => ({ ...show, written: ++written }) };
  const tally = { at: 1, metrics: { gmv: 5, roi: null } };
  io.on('connection', (line) => {
    line.on('show:join', (_: object, answer: (joined: object) => void) => answer({ ok: true, show, tally, you: { id: line.id }, missing: undefined, alerts: [] }));
    line.on('clock:ask', (_: object, answer: (told: object) => void) => answer({ ok: true, serverTime: 7 }));
  });
  const screens = [await screen(), await screen()];
  for (const { socket } of screens) {
    expect(await socket.emitWithAck('show:join', {})).toEqual({ ok: true, show: { id: 'bench', title: '双11 "美妆"', written: 1 }, tally, you: { id: socket.id }, alerts: [] });
    expect(await socket.emitWithAck('clock:ask', {})).toEqual({ ok: true, serverTime: 7 });
  }
});
