import { Aside } from './aside.ts';

const SEGMENT_WORDS = 1 << 18;
const FIRST_WORDS = 1 << 11;
const PAGE_WORDS_LOG = 8;
export const PAGE_BYTES = 4 << PAGE_WORDS_LOG;
const SEGMENT_PAGES = SEGMENT_WORDS >> PAGE_WORDS_LOG;
const NO_WORDS = new Uint32Array(0);
const NO_FLOATS = new Float64Array(0);
/** What a page is to the next delta: part of it, or part of the one being copied out and not copied yet. */
const DIRTY = 1;
const PENDING = 2;

/**
 * A growing array of fixed-size records outside the garbage-collected heap, in segments of 1 MB that never move (the first
 * one doubles up to that), with a flag per kilobyte, so that a snapshot writes only what changed, and can be copied out bit by bit
 while records go on changing: a page still to be copied is set aside just before it does.
 */
export class Pages {
  readonly u32: Uint32Array[] = [];
  readonly f64: Float64Array[] = [];
  private flags = new Uint8Array(SEGMENT_PAGES);
  /** The chunk that holds a page's newest saved state; 0 for none. */
  holder = new Uint32Array(SEGMENT_PAGES);
  /** Pages changed since the last delta began. */
  dirtyCount = 0;
  /** Pages of the delta being copied out that have still to be taken. */
  pending = 0;
  private cursor = 0;
  private readonly aside = new Aside(PAGE_WORDS_LOG);
  /** Records in use. */
  count = 0;
  /** A record's segment is `i >>> segmentShift`, its first word there `(i & mask) << log`. */
  readonly segmentShift: number;
  readonly mask: number;
  private readonly pageShift: number;

  /** @param log a record has 2^log words of 32 bits, at most one page. */
  constructor(readonly log: number) {
    this.segmentShift = 18 - log;
    this.mask = (1 << this.segmentShift) - 1;
    this.pageShift = PAGE_WORDS_LOG - log;
  }

  /** Adds a zeroed record. @returns its index */
  add(): number {
    const i = this.count;
    this.ensure(i);
    return i;
  }

  /** Makes record `i` exist; segments nobody asked for are not allocated. */
  ensure(i: number): void {
    if (i >= this.count) this.count = i + 1;
    const k = i >>> this.segmentShift;
    const words = ((i & this.mask) + 1) << this.log;
    const segment = this.u32[k];
    if (segment === undefined || segment.length < words) this.grow(k, words);
  }

  has(i: number): boolean {
    const segment = this.u32[i >>> this.segmentShift];
    return segment !== undefined && segment.length >= ((i & this.mask) + 1) << this.log;
  }

  words(i: number): Uint32Array {
    return this.u32[i >>> this.segmentShift] as Uint32Array;
  }

  floats(i: number): Float64Array {
    return this.f64[i >>> this.segmentShift] as Float64Array;
  }

  /** The first word of record `i` within `words(i)`. */
  at(i: number): number {
    return (i & this.mask) << this.log;
  }

  /** The first float of record `i` within `floats(i)`. */
  atFloat(i: number): number {
    return (i & this.mask) << (this.log - 1);
  }

  /** Whether a record's floats from one place up to another are all 0. */
  isBlank(i: number, from: number, to: number): boolean {
    const floats = this.floats(i);
    const at = this.atFloat(i);
    for (let place = at + from; place < at + to; place++) if (floats[place] !== 0) return false;
    return true;
  }

  /** To be called for every record before it is written. */
  touch(i: number): void {
    this.touchPage(i >>> this.pageShift);
  }

  touchPage(page: number): void {
    const flag = this.flags[page];
    if (flag === DIRTY) return;
    if (flag === PENDING) this.aside.push(page, this.pageWords(page));
    this.flags[page] = DIRTY;
    this.dirtyCount++;
  }

  /** Makes every page that a chunk holds part of the next delta. */
  touchSaved(): void {
    this.holder.forEach((chunk, page) => {
      if (chunk > 0) this.touchPage(page);
    });
  }

  /**
   * Makes everything dirty the content of chunk `number`, as it stands now, to be taken by and by.
   * @param moved is told of each page by the chunk that held it until now, 0 for none
   */
  begin(number: number, moved: (from: number) => void): void {
    const { flags, holder } = this;
    for (let page = 0; page < flags.length; page++) {
      if (flags[page] !== DIRTY) continue;
      flags[page] = PENDING;
      moved(holder[page] as number);
      holder[page] = number;
    }
    this.pending = this.dirtyCount;
    this.dirtyCount = 0;
    this.cursor = 0;
  }

  /**
   * Takes pending pages, those set aside first.
   * @param numbers gets their numbers, and has room for as many as are wanted
   * @param into gets their words, one page behind the other from word `at` on
   * @returns how many were taken
   */
  take(numbers: Uint32Array, into: Uint32Array, at: number): number {
    let taken = 0;
    for (; taken < numbers.length && this.pending > 0; taken++, this.pending--) {
      const place = at + (taken << PAGE_WORDS_LOG);
      let page = this.aside.pop(into, place);
      if (page < 0) {
        page = this.nextPending();
        into.set(this.pageWords(page), place);
      }
      numbers[taken] = page;
    }
    if (this.pending === 0) this.aside.done();
    return taken;
  }

  private nextPending(): number {
    while (this.flags[this.cursor] !== PENDING) this.cursor++;
    this.flags[this.cursor] = 0;
    return this.cursor;
  }

  private pageWords(page: number): Uint32Array {
    const from = (page % SEGMENT_PAGES) << PAGE_WORDS_LOG;
    return (this.u32[(page / SEGMENT_PAGES) | 0] as Uint32Array).subarray(from, from + (1 << PAGE_WORDS_LOG));
  }

  /** Puts a saved page back, held by `chunk`. */
  writePage(page: number, from: Uint8Array, chunk: number): void {
    const k = (page / SEGMENT_PAGES) | 0;
    const offset = page % SEGMENT_PAGES;
    const words = (offset + 1) << PAGE_WORDS_LOG;
    if ((this.u32[k]?.length ?? 0) < words) this.grow(k, words);
    new Uint8Array((this.u32[k] as Uint32Array).buffer, offset * PAGE_BYTES, PAGE_BYTES).set(from);
    this.holder[page] = chunk;
  }

  private grow(k: number, words: number): void {
    while (this.u32.length < k) {
      this.u32.push(NO_WORDS);
      this.f64.push(NO_FLOATS);
    }
    const old = this.u32[k];
    let size = k > 0 ? SEGMENT_WORDS : Math.max(FIRST_WORDS, old?.length ?? 0);
    while (size < words) size *= 2;
    const buffer = new ArrayBuffer(size * 4);
    const fresh = new Uint32Array(buffer);
    if (old) fresh.set(old);
    this.u32[k] = fresh;
    this.f64[k] = new Float64Array(buffer);
    const pages = (k + 1) * SEGMENT_PAGES;
    if (this.flags.length < pages) {
      const room = Math.max(pages, this.flags.length * 2);
      const flags = new Uint8Array(room);
      flags.set(this.flags);
      this.flags = flags;
      const holder = new Uint32Array(room);
      holder.set(this.holder);
      this.holder = holder;
    }
  }
}
