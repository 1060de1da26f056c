import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface LossyProxy {
  /** For REDIS_URL. */
  readonly url: string;
  /** Lets the next request that holds `mark` reach Redis, and cuts its connection instead of passing the reply on. */
  loseReplyTo(mark: string): void;
  /** Replies lost so far. */
  readonly lost: number;
  close(): Promise<void>;
}

/** A TCP line to a Redis on a Unix socket that can break at the worst moment: after a command ran, before its reply arrived. */
export async function lossyProxy(socketPath: string): Promise<LossyProxy> {
  const open = new Set<Socket>();
  let mark: Buffer | undefined;
  let lost = 0;
  const server = createServer((client) => {
    const redis = connect(socketPath);
    let losing = false;
    for (const [one, other] of [[client, redis], [redis, client]] as const) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    client.on('data', (bytes: Buffer) => {
      if (mark && bytes.includes(mark)) {
        mark = undefined;
        losing = true;
      }
      redis.write(bytes);
    });
    redis.on('data', (bytes: Buffer) => {
      if (!losing) return void client.write(bytes);
      // Redis answers only once the command has run.
      lost++;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    loseReplyTo: (text) => void (mark = Buffer.from(text)),
    get lost() {
      return lost;
    },
    close: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
