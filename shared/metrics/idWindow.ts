import { Pages } from './pages.ts';

/** How many ids are remembered, in journal order. */
export const ID_WINDOW = 1_048_576;
const TABLES = 256;
const FIRST_SLOTS = 16;
/**
 * An entry of the index is a ring position + 1; above it, how far it stands from its own slot, at most FURTHEST, so that finding and
 * removing need hardly look into the ring; and above that bits of the id's first lane.
 */
const POSITION_BITS = 21;
const POSITION = (1 << POSITION_BITS) - 1;
const OFFSET_BITS = 7;
const FURTHEST = (1 << OFFSET_BITS) - 1;

/**
 * The last ids of a journal, as 128-bit hashes in a ring (16 MB when full) with an index over it. Two different ids of one
 * window share a hash with a probability below 10^-26. The index is many small tables, each growing alone so that none ever stalls.
 */
export class IdWindow {
  readonly ring = new Pages(2);
  /** Ids ever taken in; the newest is at `(taken - 1) % size` of the ring. */
  taken = 0;
  /** Open addressing, at most five eighths full; the table is chosen by the first lane's high bits, the slot by its low ones. */
  private tables: Uint32Array[] = [];
  private readonly used = new Uint32Array(TABLES);
  private readonly lanes = new Int32Array(4);

  /** @param size how many ids are remembered, at most two million; tests use less than the product. */
  constructor(readonly size = ID_WINDOW) {
    this.clear();
  }

  /** Takes an id in. @returns false where it is among the last ones, which then stay as they are */
  admit(id: string): boolean {
    const { lanes, ring } = this;
    hashInto(lanes, id);
    const lane = lanes[0] as number;
    const table = this.tables[lane >>> 24] as Uint32Array;
    const mask = table.length - 1;
    const tag = tagOf(lane);
    for (let slot = lane & mask, away = 0, entry = table[slot] as number; entry !== 0; slot = (slot + 1) & mask, entry = table[slot] as number) {
      if (entry >>> POSITION_BITS === tag + away && this.equals((entry & POSITION) - 1)) return false;
      if (away < FURTHEST) away++;
    }
    const position = this.taken % this.size;
    if (this.taken >= this.size) this.forget(position);
    else ring.ensure(position);
    const words = ring.words(position);
    const at = ring.at(position);
    ring.touch(position);
    words[at] = lane;
    words[at + 1] = lanes[1] as number;
    words[at + 2] = lanes[2] as number;
    words[at + 3] = lanes[3] as number;
    this.taken++;
    this.insert(lane, position);
    return true;
  }

  /** Rebuilds the index from the ring. */
  reindex(): void {
    this.clear();
    for (let i = 0; i < Math.min(this.taken, this.size); i++) this.insert(this.laneAt(i), i);
  }

  private clear(): void {
    this.tables = Array.from({ length: TABLES }, () => new Uint32Array(FIRST_SLOTS));
    this.used.fill(0);
  }

  private laneAt(position: number): number {
    return this.ring.words(position)[this.ring.at(position)] as number;
  }

  private equals(position: number): boolean {
    const { lanes } = this;
    const words = this.ring.words(position);
    const at = this.ring.at(position);
    for (let i = 0; i < 4; i++) if (((words[at + i] as number) | 0) !== lanes[i]) return false;
    return true;
  }

  private insert(lane: number, position: number): void {
    const chosen = lane >>> 24;
    let table = this.tables[chosen] as Uint32Array;
    const used = (this.used[chosen] as number) + 1;
    this.used[chosen] = used;
    if (used * 8 > table.length * 5) {
      const bigger = new Uint32Array(table.length * 2);
      for (const entry of table) if (entry !== 0) put(bigger, this.laneAt((entry & POSITION) - 1), (entry & POSITION) - 1);
      this.tables[chosen] = table = bigger;
    }
    put(table, lane, position);
  }

  /** Removes the id at a ring position, moving later entries of its run back so that no tombstones are left. */
  private forget(position: number): void {
    const lane = this.laneAt(position);
    const chosen = lane >>> 24;
    const table = this.tables[chosen] as Uint32Array;
    const mask = table.length - 1;
    let slot = lane & mask;
    while (((table[slot] as number) & POSITION) !== position + 1) slot = (slot + 1) & mask;
    for (let next = (slot + 1) & mask, entry = table[next] as number; entry !== 0; next = (next + 1) & mask, entry = table[next] as number) {
      const back = (next - slot) & mask;
      const noted = (entry >>> POSITION_BITS) & FURTHEST;
      const away = noted < FURTHEST ? noted : (next - this.laneAt((entry & POSITION) - 1)) & mask;
      if (away < back) continue;
      table[slot] = (entry - ((noted - Math.min(FURTHEST, away - back)) << POSITION_BITS)) >>> 0;
      slot = next;
    }
    table[slot] = 0;
    this.used[chosen] = (this.used[chosen] as number) - 1;
  }
}

/** Bits of a lane that do not choose the slot, as they stand in an entry that is in its own slot. */
const tagOf = (lane: number): number => ((lane >>> 20) & 0xf) << OFFSET_BITS;

function put(table: Uint32Array, lane: number, position: number): void {
  const mask = table.length - 1;
  let slot = lane & mask;
  let away = 0;
  for (; table[slot] !== 0; slot = (slot + 1) & mask) away++;
  table[slot] = (((tagOf(lane) + Math.min(FURTHEST, away)) << POSITION_BITS) | (position + 1)) >>> 0;
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
