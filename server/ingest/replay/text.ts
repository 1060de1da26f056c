import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export type Encoding = 'utf-8' | 'gb18030';

export interface Inspected {
  encoding: Encoding;
  /** SHA-256 of the bytes: what makes "the same file" the same. */
  hash: string;
  bytes: number;
}

/** A file that is text in no encoding we read. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/**
 * Reads the file once to learn its encoding: UTF-8 where every byte fits it, else GB18030, as Chinese Excel saves CSV.
 * The whole file is judged, because a log may be ASCII for its first megabytes.
 * @throws UnreadableFile when it is neither, or when `wanted` does not fit.
 */
export async function inspect(path: string, wanted?: Encoding): Promise<Inspected> {
  const hash = createHash('sha256');
  const alive = new Map<Encoding, TextDecoder>();
  for (const encoding of wanted ? [wanted] : (['utf-8', 'gb18030'] as const)) alive.set(encoding, new TextDecoder(encoding, { fatal: true }));
  let bytes = 0;
  const offer = (chunk: Buffer | undefined): void => {
    for (const [encoding, decoder] of alive) {
      if (!fits(decoder, chunk)) alive.delete(encoding);
    }
    // NUL is valid in both, and in no log: this is a workbook, an archive or UTF-16.
    if (alive.size === 0 || chunk?.includes(0)) {
      throw new UnreadableFile(`not ${wanted ?? 'UTF-8 or GB18030'} text (near byte ${bytes}): save it as CSV, UTF-8`);
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    offer(chunk);
    bytes += chunk.length;
  }
  offer(undefined);
  return { encoding: alive.has('utf-8') ? 'utf-8' : 'gb18030', hash: hash.digest('hex'), bytes };
}

function fits(decoder: TextDecoder, chunk: Buffer | undefined): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A longer line is cut here, and named as a bad row by whoever reads rows. Unit: UTF-16 code units. */
export const LONGEST_LINE = 1 << 20;

/** The file's lines without their ends (LF or CRLF) and without a byte order mark; `onBytes` hears how far it has read. */
export async function* lines(path: string, encoding: Encoding, onBytes?: (read: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let read = 0;
  let rest = '';
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const text = rest + decoder.decode(chunk, { stream: true });
    // The decoder drops the byte order mark of UTF-8 only.
    const parts = (read === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text).split('\n');
    read += chunk.length;
    onBytes?.(read);
    rest = (parts.pop() ?? '').slice(0, LONGEST_LINE);
    for (const part of parts) yield withoutCr(part);
  }
  rest += decoder.decode();
  if (rest !== '') yield withoutCr(rest);
}

const withoutCr = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
