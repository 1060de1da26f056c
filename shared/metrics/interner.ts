import { Pages } from './pages.ts';

const INLINE = 15;
/** Long texts: of Latin-1 characters alone, and others. */
const NARROW = 0xfe;
const WIDE = 0xff;
/** Bytes of an arena record. */
const RECORD = 16;
/** A place in the index is a text's number + 1, and above it as many bits of its hash as there is room for. */
const NUMBER_BITS = 26;
const NUMBER = (1 << NUMBER_BITS) - 1;

const rotl = (x: number, r: number): number => (x << r) | (x >>> (32 - r));
const avalanche = (x: number): number => {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/**
 * Exact text → 0, 1, 2 …: the numbers by which viewers and orders are known inside a tally. Texts live outside the heap
 * (up to 15 Latin-1 characters in a 16-byte slot, longer ones in an arena); the index is 256 small tables of a word an entry, each
 * growing alone so that none ever stalls, and is rebuilt after a restore instead of being saved.
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

  /** @returns the number of `text`, a new one (the old `size`) where it was never seen. @throws RangeError past 67 million texts */
  intern(text: string): number {
    const long = !this.pack(text);
    if (long) this.packLong(text);
    const hash = this.hash();
    const found = this.find(hash, long ? text : undefined);
    if (found >= 0) return found;
    if (this.size === NUMBER) throw new RangeError('There are too many texts to number.');
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
    const kind = head & 0xff;
    if (kind >= NARROW) {
      const start = words[at + 1] as number;
      for (let n = 0; n < head >>> 8; n++) codes.push(kind === WIDE ? this.piece(start, n, 2) : this.piece(start, n, 1));
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
      this.insert(this.hashOf(i), i);
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
    let over = 0;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      over |= c;
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(rotl(b, 5) ^ c, 0x27d4eb2f);
    }
    this.w0 = ((over > 0xff ? WIDE : NARROW) | (text.length << 8)) >>> 0;
    this.w1 = 0;
    this.w2 = avalanche(a) >>> 0;
    this.w3 = avalanche(b) >>> 0;
  }

  private hash(): number {
    return hashWords(this.w0, this.w1, this.w2, this.w3);
  }

  private find(hash: number, text: string | undefined): number {
    const table = this.tables[hash >>> 24];
    if (table === undefined) return -1;
    const mask = table.length - 1;
    const tag = tagOf(hash);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot] as number;
      if (entry === 0) return -1;
      if (entry >>> NUMBER_BITS === tag && this.equals((entry & NUMBER) - 1, text)) return (entry & NUMBER) - 1;
    }
  }

  private equals(i: number, text: string | undefined): boolean {
    const words = this.slots.words(i);
    const at = this.slots.at(i);
    if (words[at] !== this.w0 || words[at + 2] !== this.w2 || words[at + 3] !== this.w3) return false;
    if (text === undefined) return words[at + 1] === this.w1;
    return this.sameLong(words[at + 1] as number, text);
  }

  /** Whether the arena holds this text from record `start` on, compared a word at a time. */
  private sameLong(start: number, text: string): boolean {
    const n = text.length;
    const word = (this.w0 & 0xff) === WIDE ? unitsAt : bytesAt;
    const units = word === unitsAt ? 2 : 4;
    for (let i = start, from = 0; from < n; i++) {
      const words = this.arena.words(i);
      const end = Math.min(n, from + units * 4);
      for (let at = this.arena.at(i); from < end; at++, from += units) if (words[at] !== word(text, from)) return false;
    }
    return true;
  }

  private insert(hash: number, i: number): void {
    const bucket = hash >>> 24;
    let table = this.tables[bucket] ?? (this.tables[bucket] = new Uint32Array(8));
    const used = (this.used[bucket] as number) + 1;
    this.used[bucket] = used;
    if (used * 4 > table.length * 3) {
      const bigger = new Uint32Array(table.length * 2);
      for (const entry of table) if (entry !== 0) put(bigger, this.hashOf((entry & NUMBER) - 1), entry);
      this.tables[bucket] = table = bigger;
    }
    put(table, hash, ((tagOf(hash) << NUMBER_BITS) | (i + 1)) >>> 0);
  }

  /** The hash of a text that is known. */
  private hashOf(i: number): number {
    const words = this.slots.words(i);
    const at = this.slots.at(i);
    const head = words[at] as number;
    return hashWords(head, (head & 0xff) >= NARROW ? 0 : (words[at + 1] as number), words[at + 2] as number, words[at + 3] as number);
  }

  private store(text: string): number {
    const start = this.arena.count;
    const n = text.length;
    const word = (this.w0 & 0xff) === WIDE ? unitsAt : bytesAt;
    const units = word === unitsAt ? 2 : 4;
    for (let i = start, from = 0; from < n; i++) {
      this.arena.add();
      this.arena.touch(i);
      const words = this.arena.words(i);
      const end = Math.min(n, from + units * 4);
      for (let at = this.arena.at(i); from < end; at++, from += units) words[at] = word(text, from);
    }
    return start;
  }

  /** The `n`th code unit of a text in the arena, of `width` bytes each. */
  private piece(start: number, n: number, width: 1 | 2): number {
    const byte = n * width;
    const i = start + Math.floor(byte / RECORD);
    const word = this.arena.words(i)[this.arena.at(i) + ((byte % RECORD) >> 2)] as number;
    return (word >>> ((byte & 3) << 3)) & (width === 2 ? 0xffff : 0xff);
  }
}

/** Two code units of a text as one word; 0 stands for one behind its end. */
const unitsAt = (text: string, i: number): number => (text.charCodeAt(i) | (i + 1 < text.length ? text.charCodeAt(i + 1) << 16 : 0)) >>> 0;

/** Four Latin-1 characters of a text as one word; 0 stands for those behind its end. */
function bytesAt(text: string, i: number): number {
  const n = text.length - i;
  if (n >= 4) return (text.charCodeAt(i) | (text.charCodeAt(i + 1) << 8) | (text.charCodeAt(i + 2) << 16) | (text.charCodeAt(i + 3) << 24)) >>> 0;
  let word = text.charCodeAt(i);
  for (let place = 1; place < n; place++) word |= text.charCodeAt(i + place) << (place << 3);
  return word >>> 0;
}

function hashWords(w0: number, w1: number, w2: number, w3: number): number {
  let h = Math.imul(w0, 0xcc9e2d51);
  h = Math.imul(rotl(h, 13) ^ w1, 0x1b873593);
  h = Math.imul(rotl(h, 15) ^ w2, 0xcc9e2d51);
  h = Math.imul(rotl(h, 13) ^ w3, 0x1b873593);
  return avalanche(h) >>> 0;
}

/** The bits of a hash that neither choose the table nor, while that is small, the place in it. */
const tagOf = (hash: number): number => (hash >>> 18) & 0x3f;

function put(table: Uint32Array, hash: number, entry: number): void {
  const mask = table.length - 1;
  let slot = hash & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = entry;
}
