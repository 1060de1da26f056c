import type { Io, Line } from './io.ts';

/** How a broadcast goes out: the WebSocket frame that is the same for everybody, in pieces. */
interface Sending {
  volatile?: boolean;
  wsPreEncodedFrame?: readonly Buffer[];
}
interface Encoder {
  _encode: (packet: unknown, sending: Sending) => unknown;
}
interface Client {
  writeToEngine: (packets: unknown, sending: Sending) => void;
}

const has = <K extends string>(at: unknown, key: K): at is Record<K, unknown> => typeof at === 'object' && at !== null && key in at;
const encodes = (adapter: unknown): adapter is Encoder => has(adapter, '_encode') && typeof adapter._encode === 'function';
const writes = (client: unknown): client is Client => has(client, 'writeToEngine') && typeof client.writeToEngine === 'function';

/** Whether something sent to this screen still waits here, because it takes nothing. */
export const isBehind = ({ conn }: Line): boolean => !conn.transport.writable || conn.request.socket.writableLength > 0;

/**
 * Makes a volatile broadcast one write of one buffer for each screen, past Engine.IO's queue, and for a screen that is behind none:
 * a tick to two thousand screens is mostly the cost of these writes. Everything else goes its usual way, as do ticks should the
 * libraries change below it. For WebSockets without compression alone, as `openIo` has them.
 */
export function sendTicksWhole(io: Io): void {
  const adapter: unknown = io.of('/').adapter;
  if (!encodes(adapter)) return;
  const encode = adapter._encode.bind(adapter);
  adapter._encode = (packet, sending) => {
    const packets = encode(packet, sending);
    if (sending.wsPreEncodedFrame) sending.wsPreEncodedFrame = [Buffer.concat(sending.wsPreEncodedFrame)];
    return packets;
  };
  io.on('connection', (line) => {
    const client: unknown = line.client;
    if (!writes(client)) return;
    const { transport, request } = line.conn;
    const { socket } = request;
    const queued = client.writeToEngine.bind(client);
    client.writeToEngine = (packets, sending) => {
      const [frame] = (sending.volatile && sending.wsPreEncodedFrame) || [];
      if (frame === undefined) return queued(packets, sending);
      if (transport.writable && socket.writableLength === 0) socket.write(frame);
    };
  });
}
