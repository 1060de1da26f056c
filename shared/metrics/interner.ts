import { Pages } from './pages.ts';

const INLINE = 15;
const LONG = 0xff;
/** Code units of a long text kept in one arena record of four words. */
const UNITS = 8;

const rotl = (x: number, r: number): number => (x << r) | (x >>> (32 - r));
const avalanche = (x: number): number => {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/**
 * Exact text → 0, 1, 2 …: the numbers by which viewers and orders are known inside a tally. Texts live outside the heap
 * (up to 15 Latin-1 characters in a 16-byte slot, longer ones in an arena); the index is 256 small tables, each growing
 * alone so that none ever stalls, and is rebuilt after a restore instead of being saved.
 */
export class Interner {
  readonly slots = new Pages(2);
  readonly arena = new Pages(2);
  private readonly tables: (Uint32Array | undefined)[] = [];
  private readonly used = new Uint32Array(256);
  private w0 = 0;
  private w1 = 0;
  private w2 = 0;
  private w3 = 0;

  constructor() {
    for (let i = 0; i < 256; i++) this.tables.push(undefined);
  }

  get size(): number {
    return this.slots.count;
  }

  /** @returns the number of `text`, a new one (the old `size`) where it was never seen. */
  intern(text: string): number {
    const long = !this.pack(text);
    if (long) this.packLong(text);
    const hash = this.hash();
    const found = this.find(hash, long ? text : undefined);
    if (found >= 0) return found;
    const i = this.slots.add();
    if (long) this.w1 = this.store(text);
    this.slots.touch(i);
    const words = this.slots.words(i);
    const at = this.slots.at(i);
    words[at] = this.w0;
    words[at + 1] = this.w1;
    words[at + 2] = this.w2;
    words[at + 3] = this.w3;
    this.insert(hash, i);
    return i;
  }

  /** @returns the number of `text`, or -1 where it was never seen. */
  lookup(text: string): number {
    const long = !this.pack(text);
    if (long) this.packLong(text);
    return this.find(this.hash(), long ? text : undefined);
  }

  /** The text behind a number. */
  text(i: number): string {
    const words = this.slots.words(i);
    const at = this.slots.at(i);
    const head = words[at] as number;
    const codes: number[] = [];
    if ((head & 0xff) === LONG) {
      const start = words[at + 1] as number;
      for (let n = 0; n < head >>> 8; n++) codes.push(this.unit(start, n));
    } else {
      for (let n = 1; n <= (head & 0xff); n++) codes.push(((words[at + (n >> 2)] as number) >>> ((n & 3) << 3)) & 0xff);
    }
    return String.fromCharCode(...codes);
  }

  /** Rebuilds the index from the texts. */
  reindex(): void {
    this.tables.fill(undefined);
    this.used.fill(0);
    for (let i = 0; i < this.slots.count; i++) {
      const words = this.slots.words(i);
      const at = this.slots.at(i);
      this.w0 = words[at] as number;
      this.w1 = words[at + 1] as number;
      this.w2 = words[at + 2] as number;
      this.w3 = words[at + 3] as number;
      if ((this.w0 & 0xff) === LONG) this.w1 = 0;
      this.insert(this.hash(), i);
    }
  }

  /** Packs a short Latin-1 text and its length into four words. @returns false where it does not fit */
  private pack(text: string): boolean {
    const n = text.length;
    if (n > INLINE) return false;
    let over = 0;
    let w0 = n;
    let w1 = 0;
    let w2 = 0;
    let w3 = 0;
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      over |= c;
      const part = c << (((i + 1) & 3) << 3);
      if (i < 3) w0 |= part;
      else if (i < 7) w1 |= part;
      else if (i < 11) w2 |= part;
      else w3 |= part;
    }
    this.w0 = w0 >>> 0;
    this.w1 = w1 >>> 0;
    this.w2 = w2 >>> 0;
    this.w3 = w3 >>> 0;
    return over <= 0xff;
  }

  /** A long text's words: its length, a place still to be filled in, and two hashes that tell most others apart. */
  private packLong(text: string): void {
    let a = 0x9e3779b9;
    let b = 0x7f4a7c15;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(rotl(b, 5) ^ c, 0x27d4eb2f);
    }
    this.w0 = (LONG | (text.length << 8)) >>> 0;
    this.w1 = 0;
    this.w2 = avalanche(a) >>> 0;
    this.w3 = avalanche(b) >>> 0;
  }

  private hash(): number {
    let h = Math.imul(this.w0, 0xcc9e2d51);
    h = Math.imul(rotl(h, 13) ^ this.w1, 0x1b873593);
    h = Math.imul(rotl(h, 15) ^ this.w2, 0xcc9e2d51);
    h = Math.imul(rotl(h, 13) ^ this.w3, 0x1b873593);
    return avalanche(h) >>> 0;
  }

  private find(hash: number, text: string | undefined): number {
    const table = this.tables[hash >>> 24];
    if (table === undefined) return -1;
    const mask = (table.length >> 1) - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot * 2 + 1] as number;
      if (entry === 0) return -1;
      if (table[slot * 2] === hash && this.equals(entry - 1, text)) return entry - 1;
    }
  }

  private equals(i: number, text: string | undefined): boolean {
    const words = this.slots.words(i);
    const at = this.slots.at(i);
    if (words[at] !== this.w0 || words[at + 2] !== this.w2 || words[at + 3] !== this.w3) return false;
    if (text === undefined) return words[at + 1] === this.w1;
    return this.sameLong(words[at + 1] as number, text);
  }

  /** Whether the arena holds this text from record `start` on, compared two code units at a time. */
  private sameLong(start: number, text: string): boolean {
    const n = text.length;
    for (let i = start, from = 0; from < n; i++) {
      const words = this.arena.words(i);
      const end = Math.min(n, from + UNITS);
      for (let at = this.arena.at(i); from < end; at++, from += 2) if (words[at] !== unitsAt(text, from)) return false;
    }
    return true;
  }

  private insert(hash: number, i: number): void {
    const bucket = hash >>> 24;
    let table = this.tables[bucket] ?? (this.tables[bucket] = new Uint32Array(8));
    const used = (this.used[bucket] as number) + 1;
    this.used[bucket] = used;
    if (used * 3 > table.length) {
      const bigger = new Uint32Array(table.length * 2);
      for (let slot = 0; slot < table.length; slot += 2) {
        if (table[slot + 1] !== 0) put(bigger, table[slot] as number, table[slot + 1] as number);
      }
      this.tables[bucket] = table = bigger;
    }
    put(table, hash, i + 1);
  }

  private store(text: string): number {
    const start = this.arena.count;
    const n = text.length;
    for (let i = start, from = 0; from < n; i++) {
      this.arena.add();
      this.arena.touch(i);
      const words = this.arena.words(i);
      const end = Math.min(n, from + UNITS);
      for (let at = this.arena.at(i); from < end; at++, from += 2) words[at] = unitsAt(text, from);
    }
    return start;
  }

  private unit(start: number, n: number): number {
    const i = start + Math.floor(n / UNITS);
    return ((this.arena.words(i)[this.arena.at(i) + ((n % UNITS) >> 1)] as number) >>> ((n & 1) << 4)) & 0xffff;
  }
}

/** Two code units of a text as one word; 0 stands for one behind its end. */
const unitsAt = (text: string, i: number): number => (text.charCodeAt(i) | (i + 1 < text.length ? text.charCodeAt(i + 1) << 16 : 0)) >>> 0;

function put(table: Uint32Array, hash: number, entry: number): void {
  const mask = (table.length >> 1) - 1;
  let slot = hash & mask;
  while (table[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
  table[slot * 2] = hash;
  table[slot * 2 + 1] = entry;
}
