import { connect, type Socket } from 'node:net';

/** One request ready to be written, headers and all. */
export function request(path: string, body: Buffer, headers: Record<string, string>): Buffer {
  const lines = [`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: application/json', `content-length: ${body.length}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

export interface Sending {
  onSend?: (index: number) => void;
  /** Holds each request back until its moment (`performance.now`). */
  dueAt?: (index: number) => number;
  /** Once it is aborted nothing more is sent; what was not sent has no reply. */
  signal?: AbortSignal;
}

/**
 * Sends requests over a few keep-alive connections, one in flight on each, as cheaply as Node can, because the
 * sender shares its cores with what it measures.
 * @returns each reply's body, in the order of the requests. Rejects at the first reply that is not a success.
 */
export async function sendAll(port: number, requests: readonly Buffer[], connections: number, { onSend, dueAt, signal }: Sending = {}): Promise<string[]> {
  const replies = new Array<string>(requests.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const read = reader(socket);
    try {
      for (let index = next++; index < requests.length && signal?.aborted !== true; index = next++) {
        const wait = dueAt === undefined ? 0 : dueAt(index) - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        onSend?.(index);
        socket.write(requests[index] as Buffer);
        replies[index] = await read();
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return replies;
}

/** Reads one HTTP reply after another; those of the servers measured here all name their length. */
function reader(socket: Socket): () => Promise<string> {
  let buffered = '';
  let waiting: { resolve: (body: string) => void; reject: (error: Error) => void } | undefined;
  const tryRead = (): void => {
    const head = buffered.indexOf('\r\n\r\n');
    if (!waiting || head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(buffered.slice(0, head))?.[1] ?? '0');
    if (buffered.length < head + 4 + length) return;
    const body = buffered.slice(head + 4, head + 4 + length);
    const status = buffered.slice(9, 12);
    buffered = buffered.slice(head + 4 + length);
    const { resolve, reject } = waiting;
    waiting = undefined;
    if (status.startsWith('2')) resolve(body);
    else reject(new Error(`${status}: ${body}`));
  };
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    buffered += text;
    tryRead();
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      tryRead();
    });
}
