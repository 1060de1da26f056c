/** Finds the pair of a viewer and a subject for those viewers who touch so many that walking their lists would take long. */
export class PairIndex {
  private slots = new Int32Array(1 << 8);
  private used = 0;

  /** @param viewerOf and subjectOf say whose pair `pair` is */
  constructor(
    private readonly viewerOf: (pair: number) => number,
    private readonly subjectOf: (pair: number) => number,
  ) {}

  /** @returns the pair, or -1 */
  find(viewer: number, subject: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = hash(viewer, subject) & mask; ; slot = (slot + 1) & mask) {
      const pair = (slots[slot] as number) - 1;
      if (pair < 0 || (this.viewerOf(pair) === viewer && this.subjectOf(pair) === subject)) return pair;
    }
  }

  add(pair: number): void {
    this.used++;
    if (this.used * 2 > this.slots.length) {
      const old = this.slots;
      this.slots = new Int32Array(old.length * 2);
      for (const entry of old) if (entry > 0) this.put(entry - 1);
    }
    this.put(pair);
  }

  private put(pair: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hash(this.viewerOf(pair), this.subjectOf(pair)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = pair + 1;
  }
}

function hash(viewer: number, subject: number): number {
  const h = Math.imul(viewer ^ Math.imul(subject, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 15);
}
