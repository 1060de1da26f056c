import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/** The least that telling many consoles can cost: `ws` alone sends the same bytes to each, as often as it is asked to. */

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
let timer: NodeJS.Timeout | undefined;

process.on('message', ({ template, everyMs }: { template: string; everyMs: number }) => {
  clearInterval(timer);
  timer = setInterval(() => {
    // The time is of the same length at every tick.
    const bytes = Buffer.from(template.replace(/"serverTime":\d+/, `"serverTime":${Date.now()}`));
    for (const socket of sockets.clients) socket.send(bytes, { binary: false });
  }, everyMs);
});
process.on('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ ready: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` });
});
