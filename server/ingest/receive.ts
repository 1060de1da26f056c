import type { Readable } from 'node:stream';
import { Refusal } from '../../shared/protocol/problems.ts';
import { tooMany } from './batch.ts';
import { BODY_LIMIT, EVENTS_LIMIT, LINE_LIMIT } from './limits.ts';

/** A body as it came, each line cut at the line limit, and which lines were cut. */
export interface ReceivedLines {
  body: Buffer;
  tooLong: Set<number>;
}

/**
 * Reads an NDJSON body, counting bytes, lines and line length while they come, so that nothing oversized is ever held.
 * @throws Refusal TOO_LARGE as soon as the body or the number of lines passes its limit.
 */
export async function receiveLines(stream: Readable): Promise<ReceivedLines> {
  const kept: Buffer[] = [];
  const tooLong = new Set<number>();
  let bytes = 0;
  let line = 0;
  let lineBytes = 0;
  // Leaving early must not destroy the stream: its socket still has to carry the refusal.
  for await (const piece of stream.iterator({ destroyOnReturn: false })) {
    const chunk = piece as Buffer;
    bytes += chunk.length;
    if (bytes > BODY_LIMIT) throw tooLarge();
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf(10, from);
      const end = newline < 0 ? chunk.length : newline;
      const room = LINE_LIMIT - lineBytes;
      lineBytes += end - from;
      if (lineBytes > LINE_LIMIT) {
        tooLong.add(line);
        if (room > 0) kept.push(chunk.subarray(from, from + room));
        if (newline >= 0) kept.push(chunk.subarray(newline, newline + 1));
      } else {
        kept.push(chunk.subarray(from, newline < 0 ? end : end + 1));
      }
      from = end + 1;
      if (newline < 0) continue;
      lineBytes = 0;
      // Blank lines count here too: a body of nothing but newlines is no batch either.
      if (++line > EVENTS_LIMIT) throw tooMany();
    }
  }
  return { body: kept.length === 1 && kept[0] ? kept[0] : Buffer.concat(kept), tooLong };
}

/** The refusal of a body past the limit. */
export const tooLarge = (): Refusal => new Refusal('TOO_LARGE', `A body holds at most ${BODY_LIMIT} bytes. Send it in parts.`);
