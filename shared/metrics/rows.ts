import { Pages } from './pages.ts';

/** The scope of the rows that count people, show-wide; feeds use their own numbers. */
export const PEOPLE = 65_535;
/** Floats of a row: the columns, then its second and its scope. */
const SEC = 30;
const SCOPE = 31;

/** Seconds around the first one that are looked up by place: twelve days. Unit: s. */
const NEAR = 1 << 20;

/** The rows of one scope by second, and the seconds in order. */
export class Seconds {
  /** Row + 1 of the seconds from `base` on; what lies further off is in `far`. */
  private near = new Int32Array(0);
  private base = -1;
  private readonly far = new Map<number, number>();
  private readonly sorted: number[] = [];
  private readonly late: number[] = [];

  /** @returns the row of a second, or -1 */
  find(sec: number): number {
    const place = sec - this.base;
    if (place >= 0 && place < this.near.length) return (this.near[place] as number) - 1;
    return this.far.size === 0 ? -1 : (this.far.get(sec) ?? -1);
  }

  insert(sec: number, row: number): void {
    // Events come late as well: some seconds before the first one are near too.
    if (this.base < 0) this.base = Math.max(0, sec - 1_024);
    const place = sec - this.base;
    if (place >= 0 && place < NEAR) {
      if (place >= this.near.length) this.widen(place + 1);
      this.near[place] = row + 1;
    } else this.far.set(sec, row);
    if (this.sorted.length === 0 || sec > (this.sorted.at(-1) as number)) this.sorted.push(sec);
    else this.late.push(sec);
  }

  private widen(length: number): void {
    const wider = new Int32Array(Math.min(NEAR, Math.max(4_096, this.near.length * 2, length)));
    wider.set(this.near);
    this.near = wider;
  }

  /** Every second that has a row, ascending. */
  order(): readonly number[] {
    if (this.late.length > 0) {
      this.late.sort((a, b) => a - b);
      const { sorted, late } = this;
      let i = sorted.length - 1;
      let j = late.length - 1;
      sorted.length += late.length;
      for (let k = sorted.length - 1; j >= 0; k--) {
        sorted[k] = i >= 0 && (sorted[i] as number) > (late[j] as number) ? (sorted[i--] as number) : (late[j--] as number);
      }
      late.length = 0;
    }
    return this.sorted;
  }

  /** The place in `order()` of the first second not before `sec`. */
  from(sec: number): number {
    return lowerBound(this.order(), sec);
  }
}

/** The first place in an ascending list whose value is not below `value`. */
export function lowerBound(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Per-second counters by event time, sparse: one row for each second in which a scope (a feed, or the people) has something. */
export class Rows {
  readonly store = new Pages(6);
  private people = new Seconds();
  private readonly feeds: Seconds[] = [];

  scope(scope: number): Seconds {
    return scope === PEOPLE ? this.people : (this.feeds[scope] ??= new Seconds());
  }

  /** The row of a second, made where it is missing. */
  row(scope: number, sec: number): number {
    const seconds = this.scope(scope);
    const found = seconds.find(sec);
    if (found >= 0) return found;
    const row = this.store.add();
    const floats = this.store.floats(row);
    const at = this.store.atFloat(row);
    this.store.touch(row);
    floats[at + SEC] = sec;
    floats[at + SCOPE] = scope;
    seconds.insert(sec, row);
    return row;
  }

  add(scope: number, sec: number, col: number, value: number): void {
    const row = this.row(scope, sec);
    const floats = this.store.floats(row);
    const at = this.store.atFloat(row) + col;
    this.store.touch(row);
    floats[at] = (floats[at] as number) + value;
  }

  /** Adds up a column over the seconds from `from` on, up to but not including `to`. */
  sum(scope: number, col: number, from: number, to = Infinity): number {
    const seconds = this.scope(scope);
    const order = seconds.order();
    let total = 0;
    for (let i = lowerBound(order, from); i < order.length && (order[i] as number) < to; i++) {
      const row = seconds.find(order[i] as number);
      total += this.store.floats(row)[this.store.atFloat(row) + col] as number;
    }
    return total;
  }

  /** Adds every column of those seconds to `into`. */
  sumAll(scope: number, into: Float64Array, from: number, to = Infinity): void {
    const seconds = this.scope(scope);
    const order = seconds.order();
    for (let i = lowerBound(order, from); i < order.length && (order[i] as number) < to; i++) {
      const row = seconds.find(order[i] as number);
      const floats = this.store.floats(row);
      const at = this.store.atFloat(row);
      for (let col = 0; col < into.length; col++) into[col] = (into[col] as number) + (floats[at + col] as number);
    }
  }

  /** Rebuilds the index from the rows. */
  reindex(): void {
    this.people = new Seconds();
    this.feeds.length = 0;
    for (let row = 0; row < this.store.count; row++) {
      const floats = this.store.floats(row);
      const at = this.store.atFloat(row);
      this.scope(floats[at + SCOPE] as number).insert(floats[at + SEC] as number, row);
    }
  }
}
