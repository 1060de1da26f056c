/** Text as Chinese Excel saves CSV. Node decodes GB18030 but does not encode it, so the decoder is read backwards. */
export function encodeGb18030(text: string): Buffer {
  return Buffer.concat(Array.from(text, (char) => {
    const bytes = char === '\uFEFF' ? [0x84, 0x31, 0x95, 0x33] : char < '\u0080' ? [char.charCodeAt(0)] : table().get(char);
    if (!bytes) throw new Error(`no GB18030 for ${char}`);
    return Buffer.from(bytes);
  }));
}

let twoByte: Map<string, number[]> | undefined;

function table(): Map<string, number[]> {
  if (twoByte) return twoByte;
  const decoder = new TextDecoder('gb18030');
  twoByte = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) twoByte.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    }
  }
  return twoByte;
}
