import { lowerBound } from './rows.ts';

/** A step function of whole seconds with what is asked of it prepared: its level, its area and its peak up to any second. */
export class Steps {
  private readonly secs: number[] = [];
  private readonly levels: number[] = [];
  /** Area up to the start of each step. */
  private readonly areas: number[] = [];
  /** Highest level up to and including each step, from `peakFrom` on. */
  private readonly peaks: number[] = [];
  private peakFrom = 0;

  /** Brings the curve up to date from the earliest second that changed; `changesFrom` gives the steps from a second on, ascending. */
  update(dirty: number, peakFrom: number, changesFrom: (sec: number) => readonly [number, number][]): void {
    const start = peakFrom === this.peakFrom ? dirty : Math.min(dirty, peakFrom, this.peakFrom);
    this.peakFrom = peakFrom;
    const keep = lowerBound(this.secs, start);
    for (const list of [this.secs, this.levels, this.areas, this.peaks]) list.length = keep;
    let level = keep > 0 ? (this.levels[keep - 1] as number) : 0;
    for (const [sec, change] of changesFrom(start)) {
      level += change;
      this.push(sec, level);
    }
  }

  startsAt(peakFrom: number): boolean {
    return this.peakFrom === peakFrom;
  }

  /** The level in force at a second. */
  level(sec: number): number {
    const i = lowerBound(this.secs, sec + 1) - 1;
    return i < 0 ? 0 : (this.levels[i] as number);
  }

  /** The sum of the levels of the seconds [from, to). */
  area(from: number, to: number): number {
    return to <= from ? 0 : this.areaTo(to) - this.areaTo(from);
  }

  /** The highest level from `from` to `to`, both included; `from` is usually the start the curve was built with. */
  peak(from: number, to: number): number {
    if (to < from) return 0;
    const last = lowerBound(this.secs, to + 1) - 1;
    if (last < 0) return 0;
    if (from === this.peakFrom) return this.peaks[last] as number;
    let peak = this.level(from);
    for (let i = lowerBound(this.secs, from); i <= last; i++) peak = Math.max(peak, this.levels[i] as number);
    return peak;
  }

  private areaTo(sec: number): number {
    const i = lowerBound(this.secs, sec) - 1;
    return i < 0 ? 0 : (this.areas[i] as number) + (this.levels[i] as number) * (sec - (this.secs[i] as number));
  }

  private push(sec: number, level: number): void {
    const i = this.secs.length;
    const before = i > 0 ? (this.levels[i - 1] as number) : 0;
    const area = i > 0 ? (this.areas[i - 1] as number) + before * (sec - (this.secs[i - 1] as number)) : 0;
    // The level in force when the peak's range began belongs to it; steps before it carry their own level only.
    const inRange = sec > this.peakFrom ? (i > 0 ? (this.peaks[i - 1] as number) : 0) : 0;
    const peak = Math.max(inRange, level);
    this.secs.push(sec);
    this.levels.push(level);
    this.areas.push(area);
    this.peaks.push(peak);
  }
}
