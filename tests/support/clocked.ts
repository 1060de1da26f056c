import type { AddressInfo } from 'node:net';
import { buildApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';

/** The real server on a clock that stands still until its parent moves it: an evening of six hours takes a minute. */
let clock = Number(process.env['CLOCK']);
const app = await buildApp(readConfig(process.env), () => clock);
await app.fastify.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });

process.on('message', (message: { clock: number }) => {
  ({ clock } = message);
  process.send?.({ clock });
});
process.once('SIGTERM', () => {
  void app.fastify.close().then(() => process.exit(0));
});
process.once('disconnect', () => process.exit(1));
process.send?.({ ready: `http://127.0.0.1:${(app.fastify.server.address() as AddressInfo).port}` });
