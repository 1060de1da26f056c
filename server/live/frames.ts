import type { Io, Line } from './io.ts';

/** How a broadcast goes out: the WebSocket frame that is the same for everybody, by `ws` in pieces. */
interface Sending {
  volatile?: boolean;
  wsPreEncodedFrame?: Buffer[];
}
interface Encoder {
  _encode: (packet: unknown, sending: Sending) => unknown;
}
interface Client {
  writeToEngine: (packets: unknown, sending: Sending) => void;
}
/** The `ws` socket below a line. */
interface Wire {
  bufferedAmount: number;
  _sender: { sendFrame: (frame: readonly Buffer[]) => void };
}

const has = <K extends string>(at: unknown, key: K): at is Record<K, unknown> => typeof at === 'object' && at !== null && key in at;
const encodes = (adapter: unknown): adapter is Encoder => has(adapter, '_encode') && typeof adapter._encode === 'function';
const writes = (client: unknown): client is Client => has(client, 'writeToEngine') && typeof client.writeToEngine === 'function';
const isWire = (socket: unknown): socket is Wire => has(socket, '_sender') && has(socket._sender, 'sendFrame') && has(socket, 'bufferedAmount');

const wireOf = (line: Pick<Line, 'conn'>): Wire | undefined => {
  const { transport } = line.conn;
  return has(transport, 'socket') && isWire(transport.socket) ? transport.socket : undefined;
};

/** Whether something sent to this screen still waits here, because it takes nothing. */
export const isBehind = (line: Line): boolean => !line.conn.transport.writable || (wireOf(line)?.bufferedAmount ?? 0) > 0;

/**
 * Makes a volatile broadcast one write of one buffer for each screen, past Engine.IO's queue, and for a screen that is behind none:
 * a tick to two thousand screens is mostly the cost of these writes. Everything else goes its usual way, as do ticks should the
 * libraries change below it.
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
    const wire = wireOf(line);
    if (!wire || !writes(client)) return;
    const queued = client.writeToEngine.bind(client);
    client.writeToEngine = (packets, sending) => {
      if (!sending.volatile || !sending.wsPreEncodedFrame) return queued(packets, sending);
      if (line.conn.transport.writable && wire.bufferedAmount === 0) wire._sender.sendFrame(sending.wsPreEncodedFrame);
    };
  });
}
