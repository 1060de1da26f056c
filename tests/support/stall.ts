import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface StallingLine {
  /** Where the server is reached through it. */
  readonly url: string;
  /** From now on nothing passes and nothing is closed, as when a cable is pulled or a machine sleeps. */
  stall(): void;
  flow(): void;
  close(): Promise<void>;
}

/** A way to a server that can fall silent. */
export async function stallingLine(to: string): Promise<StallingLine> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let stalled = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('data', (bytes: Buffer) => other.write(bytes));
      one.on('close', () => {
        open.delete(one);
        // Word of it does not pass either.
        if (!stalled) other.destroy();
      });
      if (stalled) one.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stall: () => {
      stalled = true;
      for (const one of open) one.pause();
    },
    flow: () => {
      stalled = false;
      for (const one of open) one.resume();
    },
    close: async () => {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
