import type { Io } from './io.ts';

/** A Socket.IO packet; an answer is of type 3 and carries one value. */
interface Packet {
  type: number;
  nsp: string;
  id?: number;
  data?: unknown;
}
interface Encoder {
  encode: (packet: Packet) => unknown[];
}

const ANSWER = 3;
/** What of an answer is large, and the same object for everybody who joins until it changes: neither is ever changed in place. */
const SHARED: readonly string[] = ['show', 'tally', 'stock'];

const isEncoder = (encoder: unknown): encoder is Encoder => typeof encoder === 'object' && encoder !== null && 'encode' in encoder;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Writes the document and the figures of a snapshot once for all who join on it, not once for each: after a restart that is
 * every screen there is. Nothing here is binary, so no answer is searched for it.
 */
export function writeSnapshotsOnce(io: Io): void {
  const encoder: unknown = 'encoder' in io ? io.encoder : undefined;
  if (!isEncoder(encoder)) return;
  const written = new WeakMap<object, string>();
  const once = (value: object): string => {
    let text = written.get(value);
    if (text === undefined) written.set(value, (text = JSON.stringify(value)));
    return text;
  };
  const encode = encoder.encode.bind(encoder);
  encoder.encode = (packet) => {
    const { type, nsp, id, data } = packet;
    const answer: unknown = Array.isArray(data) && data.length === 1 ? data[0] : undefined;
    if (type !== ANSWER || nsp !== '/' || id === undefined || !isObject(answer) || !('show' in answer)) return encode(packet);
    const parts = Object.entries(answer).flatMap(([name, value]: [string, unknown]) => {
      const text = SHARED.includes(name) && isObject(value) ? once(value) : JSON.stringify(value);
      return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
    });
    return [`${ANSWER}${id}[{${parts.join(',')}}]`];
  };
}
