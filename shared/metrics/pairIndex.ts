const TABLES = 256;
const FIRST_SLOTS = 8;

/**
 * Finds the pair of a viewer and a deed for those viewers who touch so many that walking their lists would take long.
 * It is many small tables, each growing alone, so that none ever holds up the events behind it.
 */
export class PairIndex {
  private readonly tables: Int32Array[] = Array.from({ length: TABLES }, () => new Int32Array(FIRST_SLOTS));
  private readonly used = new Uint32Array(TABLES);

  /** @param viewerOf and deedOf say whose pair `pair` is, and of what */
  constructor(
    private readonly viewerOf: (pair: number) => number,
    private readonly deedOf: (pair: number) => number,
  ) {}

  /** @returns the pair, or -1 */
  find(viewer: number, deed: number): number {
    const h = hash(viewer, deed);
    const slots = this.tables[h >>> 24] as Int32Array;
    const mask = slots.length - 1;
    for (let slot = h & mask; ; slot = (slot + 1) & mask) {
      const pair = (slots[slot] as number) - 1;
      if (pair < 0 || (this.viewerOf(pair) === viewer && this.deedOf(pair) === deed)) return pair;
    }
  }

  add(pair: number): void {
    const h = hash(this.viewerOf(pair), this.deedOf(pair));
    const table = h >>> 24;
    let slots = this.tables[table] as Int32Array;
    const used = (this.used[table] as number) + 1;
    this.used[table] = used;
    if (used * 2 > slots.length) {
      const old = slots;
      slots = new Int32Array(old.length * 2);
      for (const entry of old) if (entry > 0) put(slots, hash(this.viewerOf(entry - 1), this.deedOf(entry - 1)), entry);
      this.tables[table] = slots;
    }
    put(slots, h, pair + 1);
  }
}

function put(slots: Int32Array, h: number, entry: number): void {
  const mask = slots.length - 1;
  let slot = h & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry;
}

/** The table is picked by the high bits and the slot by the low ones, so both must be stirred. */
function hash(viewer: number, deed: number): number {
  let h = Math.imul(viewer ^ Math.imul(deed, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
