import { Pages } from './pages.ts';

/** How many ids are remembered, in journal order. */
export const ID_WINDOW = 1_048_576;
const FIRST_INDEX = 1 << 12;

/**
 * The last ids of a journal, as 128-bit hashes in a ring (16 MB when full) with an index over it. Two different ids of one
 * window share a hash with a probability below 10^-26.
 */
export class IdWindow {
  readonly ring = new Pages(2);
  /** Ids ever taken in; the newest is at `(taken - 1) % size` of the ring. */
  taken = 0;
  /** Pairs of a hash's first lane and its ring position + 1; open addressing, at most half full. */
  private index = new Int32Array(FIRST_INDEX);
  private readonly lanes = new Int32Array(4);

  /** @param size how many ids are remembered; tests use less than the product. */
  constructor(readonly size = ID_WINDOW) {}

  /** Takes an id in. @returns false where it is among the last ones, which then stay as they are */
  admit(id: string): boolean {
    const { lanes, ring } = this;
    hashInto(lanes, id);
    const tag = lanes[0] as number;
    const { index } = this;
    const mask = (index.length >> 1) - 1;
    let slot = tag & mask;
    for (let entry = index[slot * 2 + 1] as number; entry !== 0; entry = index[slot * 2 + 1] as number) {
      if (index[slot * 2] === tag && this.equals(entry - 1)) return false;
      slot = (slot + 1) & mask;
    }
    const position = this.taken % this.size;
    const full = this.taken >= this.size;
    if (full) this.forget(position);
    else ring.ensure(position);
    const words = ring.words(position);
    const at = ring.at(position);
    ring.touch(position);
    words[at] = tag;
    words[at + 1] = lanes[1] as number;
    words[at + 2] = lanes[2] as number;
    words[at + 3] = lanes[3] as number;
    this.taken++;
    if (full) put(index, tag, position);
    else if (this.taken * 4 > index.length) this.rebuild(index.length * 4);
    else {
      index[slot * 2] = tag;
      index[slot * 2 + 1] = position + 1;
    }
    return true;
  }

  /** Rebuilds the index from the ring. */
  reindex(): void {
    let length = FIRST_INDEX;
    while (Math.min(this.taken, this.size) * 4 > length) length *= 4;
    this.rebuild(length);
  }

  private rebuild(length: number): void {
    this.index = new Int32Array(length);
    for (let i = 0; i < Math.min(this.taken, this.size); i++) put(this.index, (this.ring.words(i)[this.ring.at(i)] as number) | 0, i);
  }

  private equals(position: number): boolean {
    const { lanes } = this;
    const words = this.ring.words(position);
    const at = this.ring.at(position);
    return ((words[at + 1] as number) | 0) === lanes[1] && ((words[at + 2] as number) | 0) === lanes[2] && ((words[at + 3] as number) | 0) === lanes[3];
  }

  /** Removes the id at a ring position, moving later entries of its run back so that no tombstones are left. */
  private forget(position: number): void {
    const { index } = this;
    const mask = (index.length >> 1) - 1;
    let slot = ((this.ring.words(position)[this.ring.at(position)] as number) | 0) & mask;
    while (index[slot * 2 + 1] !== position + 1) slot = (slot + 1) & mask;
    for (let next = (slot + 1) & mask; index[next * 2 + 1] !== 0; next = (next + 1) & mask) {
      const home = (index[next * 2] as number) & mask;
      if (((next - home) & mask) < ((next - slot) & mask)) continue;
      index[slot * 2] = index[next * 2] as number;
      index[slot * 2 + 1] = index[next * 2 + 1] as number;
      slot = next;
    }
    index[slot * 2] = 0;
    index[slot * 2 + 1] = 0;
  }
}

function put(index: Int32Array, tag: number, position: number): void {
  const mask = (index.length >> 1) - 1;
  let slot = tag & mask;
  while (index[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
  index[slot * 2] = tag;
  index[slot * 2 + 1] = position + 1;
}

const SEED = [0x3c6ef372, 0xa54ff53a | 0, 0x510e527f, 0x1f83d9ab] as const;
const [M1, M2, M3, M4] = [0x239b961b, 0xab0e9789 | 0, 0x38b34ae5, 0xa1e38b93 | 0] as const;

/** Four lanes over four Latin-1 characters at a time, each lane stirred by its neighbour; other texts go two code units at a time. */
function hashInto(lanes: Int32Array, id: string): void {
  const n = id.length;
  let a: number = SEED[0];
  let b: number = SEED[1];
  let c: number = SEED[2];
  let d = SEED[3] ^ n;
  let over = 0;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const c0 = id.charCodeAt(i);
    const c1 = id.charCodeAt(i + 1);
    const c2 = id.charCodeAt(i + 2);
    const c3 = id.charCodeAt(i + 3);
    over |= c0 | c1 | c2 | c3;
    const k = c0 | (c1 << 8) | (c2 << 16) | (c3 << 24);
    a = b ^ Math.imul(a ^ k, M1);
    b = c ^ Math.imul(b ^ k, M2);
    c = d ^ Math.imul(c ^ k, M3);
    d = a ^ Math.imul(d ^ k, M4);
  }
  if (i < n) {
    let k = 0;
    for (let shift = 0; i < n; i++, shift += 8) {
      const code = id.charCodeAt(i);
      over |= code;
      k |= code << shift;
    }
    a = b ^ Math.imul(a ^ k, M1);
    b = c ^ Math.imul(b ^ k, M2);
    c = d ^ Math.imul(c ^ k, M3);
    d = a ^ Math.imul(d ^ k, M4);
  }
  if (over > 0xff) {
    d = ~n;
    for (i = 0; i < n; i += 2) {
      const k = id.charCodeAt(i) | (i + 1 < n ? id.charCodeAt(i + 1) << 16 : 0);
      a = b ^ Math.imul(a ^ k, M1);
      b = c ^ Math.imul(b ^ k, M2);
      c = d ^ Math.imul(c ^ k, M3);
      d = a ^ Math.imul(d ^ k, M4);
    }
  }
  a = Math.imul(c ^ (a >>> 18), M1);
  b = Math.imul(d ^ (b >>> 22), M2);
  c = Math.imul(a ^ (c >>> 17), M3);
  d = Math.imul(b ^ (d >>> 19), M4);
  lanes[0] = a ^ b ^ c ^ d;
  lanes[1] = b ^ a;
  lanes[2] = c ^ a;
  lanes[3] = d ^ a;
}
