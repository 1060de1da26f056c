/** A new id, in the form of a UUID. `crypto.randomUUID` is not there on pages without TLS, which is how tablets come in over the local network. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, i) => (i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Without the letters and digits that are mistaken for each other when read aloud. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be told to somebody: 4 groups of 4, about 79 bits. */
export function newPassword(): string {
  // 31 does not divide 256: bytes beyond the last whole round are thrown away, or early letters would come more often.
  const most = 256 - (256 % CLEAR.length);
  let letters = '';
  while (letters.length < 16) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) if (byte < most && letters.length < 16) letters += CLEAR[byte % CLEAR.length] ?? '';
  }
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
