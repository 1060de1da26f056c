import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { ConfigError, lanAddresses, readConfig } from './config.ts';

/** Stops everything within this, or is stopped. Unit: ms. */
const STOP_MS = 4_500;
/** Connections that may wait to be taken in: those that a burst brings beyond it would knock again seconds later. The system's own limit holds too. */
const BACKLOG = 4_096;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = await buildApp(config);
  await app.fastify.listen({ port: config.port, host: config.host, backlog: BACKLOG });
  const { port } = app.fastify.server.address() as AddressInfo;
  const [lan] = lanAddresses(config, port);
  // The address a person opens: on the local network where the server listens to it. This machine's own browser does not know a certificate of our making, and needs none.
  const here = `${config.tls && config.tls !== 'own' ? 'https' : 'http'}://127.0.0.1:${port}`;
  const address = config.tls === 'own' ? here : (lan ?? here);
  const token = await app.access.offerSignIn();
  const lines = [`Changkong 场控  ${address}`, `Sign in once · 一次性登录  ${address}/sign-in#${token}`, `Tablets · 平板配对  ${lan === undefined ? 'npm start -- --lan' : `${lan}/pair`}`];
  const fingerprint = app.tls?.shown.fingerprint;
  if (fingerprint !== undefined && lan !== undefined) lines.push(`New tablet · 新平板先打开  ${lan.replace('https:', 'http:')}/tablet`, `SHA-256  ${fingerprint}`);
  process.stdout.write(`\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
  process.send?.({ ready: address });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    app.fastify.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // The launcher is gone without a word: its Redis will be stopped by the next start, and nobody can stop us but ourselves.
  process.once('disconnect', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof ConfigError ? `${error.message}\n` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 64 : 1);
});
