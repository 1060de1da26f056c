export interface Decoded {
  text: string;
  encoding: 'UTF-8' | 'UTF-16' | 'GB18030';
}

/**
 * The text of a file, in whichever of the encodings that spreadsheets here write. UTF-8 first, because Chinese in GB18030 is
 * almost never valid UTF-8 by chance, while the reverse often is.
 * @returns undefined where it is none of them: a workbook, a picture.
 */
export function decodeTable(bytes: Uint8Array): Decoded | undefined {
  const [first, second] = bytes;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked) return read(bytes, first === 0xff ? 'utf-16le' : 'utf-16be', 'UTF-16');
  // A zero byte is in no text of these encodings, and in nearly every binary file.
  if (bytes.subarray(0, 4_096).includes(0)) return undefined;
  return read(bytes, 'utf-8', 'UTF-8') ?? read(bytes, 'gb18030', 'GB18030');
}

function read(bytes: Uint8Array, label: string, encoding: Decoded['encoding']): Decoded | undefined {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding };
  } catch (reason) {
    if (reason instanceof TypeError) return undefined;
    throw reason;
  }
}
