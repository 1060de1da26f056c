/** A tar archive (POSIX ustar) of plain files and nothing else: all that a recording as one file needs, and all that is read of one. */

const BLOCK = 512;
/** Where a header's fields begin, and how long they are. */
const NAME = [0, 100] as const;
const MODE = [100, 8] as const;
const OWNER = [108, 8] as const;
const GROUP = [116, 8] as const;
const SIZE = [124, 12] as const;
const TIME = [136, 12] as const;
const SUM = [148, 8] as const;
const KIND = 156;
const MAGIC = [257, 8] as const;
const PLAIN_FILE = '0';
/** Eleven octal digits. Unit: bytes. */
const LARGEST = 8 ** 11 - 1;

type Field = readonly [at: number, length: number];

/** It is no tar archive of plain files, or ends before its end. */
export class TarError extends Error {
  override readonly name = 'TarError';
  constructor(
    readonly what: 'notTar' | 'truncated',
    message: string,
  ) {
    super(message);
  }
}

/** What stands before a file's bytes. @param at when it was written, Unix ms @throws RangeError for a name or a size that has no room */
export function tarHeader(name: string, size: number, at: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > NAME[1] || size > LARGEST) throw new RangeError(`${name} of ${size} bytes has no room in a tar header.`);
  header.write(name, 'utf8');
  for (const [[start, length], value] of [[MODE, 0o644], [OWNER, 0], [GROUP, 0], [SIZE, size], [TIME, Math.floor(at / 1_000)]] as const) {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, start, 'latin1');
  }
  header.write(PLAIN_FILE, KIND, 'latin1');
  header.write('ustar\x0000', MAGIC[0], 'latin1');
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, SUM[0], 'latin1');
  return header;
}

/** What stands behind a file's bytes, so that the next header begins at a whole block. */
export const tarPadding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** What stands at an archive's end. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK);

/** Its bytes added up, those of the sum itself as blanks. */
function sumOf(header: Buffer): number {
  let sum = SUM[1] * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < SUM[0] || i >= SUM[0] + SUM[1]) sum += header[i] ?? 0;
  return sum;
}

const textIn = (header: Buffer, [at, length]: Field): string => header.subarray(at, at + length).toString('utf8').split('\0', 1)[0] ?? '';
const numberIn = (header: Buffer, field: Field): number => {
  const text = textIn(header, field).trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
};

export interface TarFile {
  name: string;
  /** Unit: bytes. */
  size: number;
  /** Its bytes, to be read to their end before the next file is asked for. @throws TarError */
  body: AsyncIterable<Buffer>;
}

/** The files of an archive as it comes, one after the other; of its bytes never more is held than came at once. @throws TarError */
export async function* readTar(chunks: AsyncIterator<Buffer, undefined>): AsyncGenerator<TarFile, undefined> {
  const source = new Source(chunks);
  for (;;) {
    const header = await source.whole(BLOCK);
    if (header.every((byte) => byte === 0)) return undefined;
    const size = numberIn(header, SIZE);
    if (numberIn(header, SUM) !== sumOf(header) || !Number.isSafeInteger(size)) throw new TarError('notTar', 'This is no tar archive.');
    const name = textIn(header, NAME);
    if (![PLAIN_FILE, '\0'].includes(String.fromCharCode(header[KIND] ?? 0))) throw new TarError('notTar', `${name} in it is no plain file.`);
    yield { name, size, body: source.some(size) };
    await source.whole(tarPadding(size).length);
  }
}

/** Bytes as they come, taken in pieces of our choice. */
class Source {
  private rest: Buffer = Buffer.alloc(0);
  private isAny = false;

  constructor(private readonly chunks: AsyncIterator<Buffer, undefined>) {}

  async whole(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.some(length)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async *some(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done === true) throw this.isAny ? new TarError('truncated', 'It ends in the middle.') : new TarError('notTar', 'It is empty.');
        this.rest = value;
        this.isAny ||= value.length > 0;
        continue;
      }
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
