import { Pages } from './pages.ts';

/** How many ids are remembered, in journal order. */
export const ID_WINDOW = 1_048_576;

/**
 * The last ids of a journal, as 128-bit hashes in a ring (16 MB when full) with an index over it. Two different ids of one
 * window share a hash with a probability below 10^-26.
 */
export class IdWindow {
  readonly ring = new Pages(2);
  /** Ids ever taken in; the newest is at `(taken - 1) % size` of the ring. */
  taken = 0;
  private index = new Uint32Array(1 << 11);
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  /** @param size how many ids are remembered; tests use less than the product. */
  constructor(readonly size = ID_WINDOW) {}

  /** Takes an id in. @returns false where it is among the last ones, which then stay as they are */
  admit(id: string): boolean {
    this.hash(id);
    if (this.find() >= 0) return false;
    const position = this.taken % this.size;
    if (this.taken >= this.size) this.forget(position);
    this.ring.ensure(position);
    const words = this.ring.words(position);
    const at = this.ring.at(position);
    words[at] = this.a;
    words[at + 1] = this.b;
    words[at + 2] = this.c;
    words[at + 3] = this.d;
    this.ring.touch(position);
    this.taken++;
    const held = Math.min(this.taken, this.size);
    if (held * 4 > this.index.length) this.rebuild(this.index.length * 2);
    else this.put(this.a, position);
    return true;
  }

  /** Rebuilds the index from the ring. */
  reindex(): void {
    let length = 1 << 11;
    while (Math.min(this.taken, this.size) * 4 > length) length *= 2;
    this.rebuild(length);
  }

  private rebuild(length: number): void {
    this.index = new Uint32Array(length);
    for (let i = 0; i < Math.min(this.taken, this.size); i++) this.put(this.ring.words(i)[this.ring.at(i)] as number, i);
  }

  private put(tag: number, position: number): void {
    const { index } = this;
    const mask = (index.length >> 1) - 1;
    let slot = tag & mask;
    while (index[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
    index[slot * 2] = tag;
    index[slot * 2 + 1] = position + 1;
  }

  private find(): number {
    const { index, a } = this;
    const mask = (index.length >> 1) - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const entry = index[slot * 2 + 1] as number;
      if (entry === 0) return -1;
      if (index[slot * 2] === a && this.equals(entry - 1)) return entry - 1;
    }
  }

  private equals(position: number): boolean {
    const words = this.ring.words(position);
    const at = this.ring.at(position);
    return words[at + 1] === this.b && words[at + 2] === this.c && words[at + 3] === this.d;
  }

  /** Removes the id at a ring position, moving later entries of its run back so that no tombstones are left. */
  private forget(position: number): void {
    const { index } = this;
    const mask = (index.length >> 1) - 1;
    let slot = (this.ring.words(position)[this.ring.at(position)] as number) & mask;
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

  /** Four lanes over two UTF-16 code units at a time, each lane stirred by its neighbour. */
  private hash(id: string): void {
    let a = 0x3c6ef372;
    let b = 0xa54ff53a;
    let c = 0x510e527f;
    let d = id.length;
    const even = id.length & ~1;
    for (let i = 0; i < even; i += 2) {
      const k = id.charCodeAt(i) | (id.charCodeAt(i + 1) << 16);
      a = b ^ Math.imul(a ^ k, 0x239b961b);
      b = c ^ Math.imul(b ^ k, 0xab0e9789);
      c = d ^ Math.imul(c ^ k, 0x38b34ae5);
      d = a ^ Math.imul(d ^ k, 0xa1e38b93);
    }
    if (even < id.length) {
      const k = id.charCodeAt(even);
      a = b ^ Math.imul(a ^ k, 0x239b961b);
      b = c ^ Math.imul(b ^ k, 0xab0e9789);
      c = d ^ Math.imul(c ^ k, 0x38b34ae5);
      d = a ^ Math.imul(d ^ k, 0xa1e38b93);
    }
    a = Math.imul(c ^ (a >>> 18), 0x239b961b);
    b = Math.imul(d ^ (b >>> 22), 0xab0e9789);
    c = Math.imul(a ^ (c >>> 17), 0x38b34ae5);
    d = Math.imul(b ^ (d >>> 19), 0xa1e38b93);
    this.a = (a ^ b ^ c ^ d) >>> 0;
    this.b = (b ^ a) >>> 0;
    this.c = (c ^ a) >>> 0;
    this.d = (d ^ a) >>> 0;
  }
}
