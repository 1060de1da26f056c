/** Distinguished Encoding Rules (X.690), as much of them as certificates of our own need. */

const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
};

/** One value under its tag. Content up to 65,535 bytes. */
export function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

export const sequence = (...content: readonly Buffer[]): Buffer => tagged(0x30, ...content);
export const setOf = (...content: readonly Buffer[]): Buffer => tagged(0x31, ...content);
export const octets = (content: Buffer): Buffer => tagged(0x04, content);
/** @param unused bits at the end that say nothing. */
export const bits = (content: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), content);
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const truth = (): Buffer => tagged(0x01, Buffer.from([0xff]));
/** A value that the standard numbers by context; `primitive` ones hold no values of their own. */
export const numbered = (number: number, ...content: readonly Buffer[]): Buffer => tagged(0xa0 | number, ...content);
export const primitive = (number: number, content: Buffer): Buffer => tagged(0x80 | number, content);

/** A whole number of 0 or more, its bytes in order. */
export function integer(bytes: Buffer): Buffer {
  // The highest bit would make it negative.
  return tagged(0x02, ...((bytes[0] ?? 0) & 0x80 ? [Buffer.from([0]), bytes] : [bytes]));
}

/** @param dotted such as 2.5.29.17 */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((value) => {
    const septets = [value & 0x7f];
    for (let left = value >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80);
    return septets;
  });
  return tagged(0x06, Buffer.from(bytes));
}

/** A moment to the second, in the two-digit years that X.509 asks for until 2049. `at`: Unix ms. */
export function moment(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return Number(text.slice(0, 4)) < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}
