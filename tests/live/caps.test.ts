import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { MadeLink } from '../../shared/protocol/access.ts';
import { connectConsole, type Console } from '../support/console.ts';
import { makeMember, stranger, visitorOf } from '../support/people.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** What was opened and is closed after the test. */
const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

describe('a server that takes eight lines', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startServer({ env: { SOCKETS_LIMIT: '8' } })));
  afterAll(() => server.stop());
  let claimed = 0;

  /** A line from an address of this machine, which says to come from elsewhere; what it was refused with, where it was. */
  async function line(localAddress: string, heard: (told: string, socket: WebSocket) => void = () => undefined): Promise<string | undefined> {
    const n = ++claimed;
    const headers = { 'x-forwarded-for': `10.0.0.${n}`, 'x-real-ip': `10.0.1.${n}`, forwarded: `for=10.0.2.${n}`, 'cf-connecting-ip': `10.0.3.${n}` };
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { localAddress, headers });
    socket.on('error', () => undefined);
    socket.on('message', (told: Buffer) => heard(told.toString(), socket));
    const answered = once(socket, 'unexpected-response').then(async ([, answer]) => ((await once(answer as IncomingMessage, 'data'))[0] as Buffer).toString());
    const refused = await Promise.race([once(socket, 'open').then(() => undefined), answered]);
    if (refused === undefined) open.push(socket);
    return refused;
  }

  it('takes half of them from one address, whatever that says it is, and the rest from others, until it is full', async () => {
    for (let n = 0; n < 4; n++) expect(await line('127.0.0.1')).toBeUndefined();
    expect(await line('127.0.0.1')).toContain('LIMIT_REACHED');
    for (let n = 0; n < 4; n++) expect(await line('127.0.0.2')).toBeUndefined();
    expect(await line('127.0.0.3')).toContain('OVERLOADED');
    // Programs go on: only screens are counted.
    expect((await server.call('GET', '/healthz')).status).toBe(200);
    open.pop()?.close();
    await expect.poll(() => line('127.0.0.3'), { timeout: 10_000 }).toBeUndefined();
  });

  it('does not keep a line that never says whose it is', async () => {
    // It answers pings, as a browser does: nothing else is wrong with it.
    let closed = (): void => undefined;
    const ended = new Promise<void>((resolve) => void (closed = resolve));
    // There is room once the server has noticed that the lines before are gone.
    await expect
      .poll(() =>
        line('127.0.0.4', (told, socket) => {
          socket.once('close', closed);
          if (told === '2') socket.send('3');
        }),
      )
      .toBeUndefined();
    await ended;
  }, 40_000);
});

describe('one session, or one link', () => {
  let server: TestServer;
  beforeAll(async () => void (server = await startServer()));
  afterAll(() => server.stop());

  const filled = async (connect: () => Promise<Console>): Promise<void> => {
    for (let n = 0; n < 60; n++) open.push(await connect());
    await expect(connect()).rejects.toThrow('LIMIT_REACHED');
  };

  it('opens sixty lines and no more, which keeps nobody else out', async () => {
    const [one, other] = [await makeMember(server, 'controller'), await makeMember(server, 'controller')];
    await filled(() => one.connect());
    open.push(await other.connect());
    open.shift()?.close();
    await expect.poll(() => one.connect().then((console) => open.push(console) > 0, () => false), { timeout: 10_000 }).toBe(true);
  });

  it('is counted as one however many browsers opened the link', async () => {
    await server.call('POST', '/api/v1/shows', { id: 'caps', title: 'x', currency: 'CNY', listings: [] });
    const { token } = (await server.call('POST', '/api/v1/shows/caps/links', { role: 'wall', name: 'w' })).json<MadeLink>();
    const browsers = await Promise.all([0, 1].map(async () => visitorOf(server, await stranger(server).call('POST', '/api/v1/session/link', { token }))));
    let turn = 0;
    await filled(() => connectConsole(server.url, { screen: 'wall', show: 'caps' }, browsers[turn++ % 2]?.headers ?? {}));
  });
});
