import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { buildApp } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';

/** Stops everything within this, or is stopped. Unit: ms. */
const STOP_MS = 4_500;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = await buildApp(config);
  await app.fastify.listen({ port: config.port, host: config.host });
  const address = addressOf(config, (app.fastify.server.address() as AddressInfo).port);
  const token = await app.access.offerSignIn();
  process.stdout.write(`\n  Changkong 场控  ${address}\n  Sign in once · 一次性登录  ${address}/sign-in#${token}\n\n`);
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

/** The address a person opens: on the local network where the server listens to it. */
function addressOf(config: Config, port: number): string {
  const scheme = config.tls ? 'https' : 'http';
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const lan = Object.values(networkInterfaces()).flat().find((net) => net?.family === 'IPv4' && !net.internal)?.address;
  return `${scheme}://${everywhere ? (lan ?? '127.0.0.1') : config.host}:${port}`;
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof ConfigError ? `${error.message}\n` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 64 : 1);
});
