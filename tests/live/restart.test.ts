import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MadeLink } from '../../shared/protocol/access.ts';
import { connectConsole, type Console } from '../support/console.ts';
import { stranger, visitorOf } from '../support/people.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startServer, type TestServer } from '../support/server.ts';

let redis: TestRedis;
let going: TestServer;
let staying: TestServer;
beforeAll(async () => {
  redis = await startRedis();
  going = await startServer({ redis });
  staying = await startServer({ redis });
  await going.call('POST', '/api/v1/shows', { id: 'deploy', title: 'x', currency: 'CNY', listings: [] });
});
afterAll(async () => {
  await going.stop();
  await staying.stop();
  await redis.stop();
});

/** Whatever a line is told of its server's going, in order. */
function noted({ line }: Console): string[] {
  const said: string[] = [];
  line.on('server:restarting', () => said.push('restarting'));
  line.on('disconnect', () => said.push('cut'));
  return said;
}

it('a server that is stopped says so to every screen of its own before it cuts them, and to nobody else', async () => {
  const { token } = (await going.call('POST', '/api/v1/shows/deploy/links', { role: 'overlay', name: 'o' })).json<MadeLink>();
  const link = visitorOf(going, await stranger(going).call('POST', '/api/v1/session/link', { token }));
  const [desk, overlay, elsewhere] = await Promise.all([connectConsole(going.url), connectConsole(going.url, { screen: 'overlay', show: 'deploy' }, link.headers), connectConsole(staying.url)]);
  await Promise.all([desk, elsewhere].map((one) => one.join('deploy')));
  const [deskSaid, overlaySaid, elsewhereSaid] = [noted(desk), noted(overlay), noted(elsewhere)];
  const cut = [desk, overlay].map(({ line }) => once(line as never, 'disconnect'));
  await going.halt();
  await Promise.all(cut);
  expect([deskSaid, overlaySaid]).toEqual([['restarting', 'cut'], ['restarting', 'cut']]);
  // An answer over its line, asked after all that: had it been told or cut as well, it would know by now.
  expect(await elsewhere.line.timeout(5_000).emitWithAck('clock:ask', {})).toMatchObject({ ok: true });
  expect(elsewhereSaid).toEqual([]);
  elsewhere.close();
});
