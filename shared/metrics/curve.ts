import { COL } from './columns.ts';
import { lowerBound } from './rows.ts';
import { samplesFrom } from './samples.ts';
import type { Tally } from './state.ts';

/** A step function of whole seconds with what is asked of it prepared: its level, its area and its peak up to any second. */
export class Curve {
  private readonly secs: number[] = [];
  private readonly levels: number[] = [];
  /** Area up to the start of each step. */
  private readonly areas: number[] = [];
  /** Highest level up to and including each step, from `peakFrom` on. */
  private readonly peaks: number[] = [];
  private peakFrom = 0;

  constructor(private readonly sampled: boolean) {}

  /** Brings the curve up to date from the earliest second that changed. */
  update(t: Tally, dirty: number, peakFrom: number): void {
    const start = peakFrom === this.peakFrom ? dirty : Math.min(dirty, peakFrom, this.peakFrom);
    this.peakFrom = peakFrom;
    const keep = lowerBound(this.secs, start);
    for (const list of [this.secs, this.levels, this.areas, this.peaks]) list.length = keep;
    let level = keep > 0 ? (this.levels[keep - 1] as number) : 0;
    for (const [sec, change] of this.changes(t, start)) {
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

  /** Steps from a second on, ascending: one for each second in which something changed. */
  private changes(t: Tally, from: number): [number, number][] {
    const bySecond = new Map<number, number>();
    const put = (sec: number, by: number): void => void bySecond.set(sec, (bySecond.get(sec) ?? 0) + by);
    for (const feed of t.feeds) {
      if (this.sampled && feed.series.has('online')) {
        const samples = samplesFrom(t, feed, 'online', from);
        for (let i = 0; i < samples.length; i++) {
          const [sec, value] = samples[i] as [number, number];
          if (sec >= from) put(sec, value - (samples[i + 1]?.[1] ?? 0));
        }
        continue;
      }
      const seconds = t.rows.scope(feed.index);
      const order = seconds.order();
      for (let i = lowerBound(order, from); i < order.length; i++) {
        const sec = order[i] as number;
        const row = seconds.find(sec);
        const by = t.rows.store.floats(row)[t.rows.store.atFloat(row) + COL.online] as number;
        if (by !== 0) put(sec, by);
      }
    }
    return [...bySecond].sort((a, b) => a[0] - b[0]);
  }
}

/** The first second of the broadcast: its start, or where it never started, the first event; Infinity before either. */
export function broadcastFrom(t: Tally): number {
  if (t.startedAt !== null) return Math.max(1, Math.floor(t.startedAt / 1000));
  return t.firstAt === Infinity ? Infinity : Math.max(1, Math.floor(t.firstAt / 1000));
}

/** Views by event time, of every feed: what watch time is the area of. */
export function countedCurve(t: Tally): Curve {
  refresh(t);
  return t.countedCurve as Curve;
}

/** The audience as shown: samples of the feeds that sample, joins minus leaves of the others. */
export function displayCurve(t: Tally): Curve {
  refresh(t);
  return t.displayCurve ?? (t.countedCurve as Curve);
}

function refresh(t: Tally): void {
  const from = broadcastFrom(t);
  const dirty = t.curveDirty;
  t.curveDirty = Infinity;
  const counted = (t.countedCurve ??= new Curve(false));
  if (dirty < Infinity || !counted.startsAt(from)) counted.update(t, dirty, from);
  if (!t.feeds.some((feed) => feed.series.has('online'))) {
    t.displayCurve = null;
    return;
  }
  const fresh = t.displayCurve === null;
  const display = (t.displayCurve ??= new Curve(true));
  if (dirty < Infinity || fresh || !display.startsAt(from)) display.update(t, fresh ? 0 : dirty, from);
}
