import { connect } from 'node:net';

/** What came back for one request: its status, its body, and how long it took in ms. */
export interface Answered {
  status: number;
  body: string;
  ms: number;
}

/**
 * Sends small requests over many connections, one in flight on each, and reads replies that each fit one packet: cheaper than `sendAll`,
 * because here the sender is as busy as what it measures. `dueAt` holds each back until its moment (`performance.now`), and it is timed from then.
 */
export async function storm(port: number, requests: readonly Buffer[], connections: number, dueAt?: (index: number) => number): Promise<Answered[]> {
  const answers = new Array<Answered>(requests.length);
  let next = 0;
  const lane = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let index = -1;
      let from = 0;
      let part = '';
      const write = (): void => {
        const request = requests[index];
        if (request) socket.write(request);
      };
      const send = (): void => {
        index = next++;
        if (index >= requests.length) {
          socket.destroy();
          resolve();
          return;
        }
        from = dueAt?.(index) ?? performance.now();
        const wait = from - performance.now();
        if (wait > 1) setTimeout(write, wait);
        else write();
      };
      socket.on('data', (bytes: Buffer) => {
        part += bytes.toString('latin1');
        const head = part.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(part)?.[1] ?? 0);
        if (part.length < head + 4 + length) return;
        answers[index] = { status: Number(part.slice(9, 12)), body: part.slice(head + 4), ms: performance.now() - from };
        part = '';
        send();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed the connection')));
      socket.on('connect', send);
    });
  await Promise.all(Array.from({ length: connections }, lane));
  return answers;
}
