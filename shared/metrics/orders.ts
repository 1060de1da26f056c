import type { OrderLine } from './events.ts';
import { Interner } from './interner.ts';
import { LineSorts, lineOf, type LineSort } from './lineSorts.ts';
import type { Cancellation, Order, OrderFact, Refund } from './orderRecord.ts';
import { Pages } from './pages.ts';

/** Words of an order: the first record of its facts, and the next order of its buyer's list, both + 1. */
const HEAD = { facts: 0, next: 1 } as const;
/**
 * A record of a fact. Floats: its time, and an amount; then words: a viewer or a text + 1, the kind with its flags and the feed, a sort
 * of line + 1, and the record behind it + 1.
 */
const AT = 0;
const AMOUNT = 1;
const WHO = 4;
const TERMS = 5;
const SORT = 6;
const NEXT = 7;

/** Kinds of records. A created or paid fact holds its first line; the others, and what few facts carry, stand right behind it. */
const R = { created: 1, paid: 2, cancelled: 3, refund: 4, line: 5, extras: 6 } as const;
const KIND_MASK = 7;
const FIRST_ORDER = 3;
const DEPOSIT = 5;
const SUBSIDY = 3;
const FEED = 7;

const yesNo = (value: boolean | null): number => (value === null ? 0 : value ? 2 : 1);
const isYes = (bits: number): boolean | null => ((bits & 3) === 0 ? null : (bits & 3) === 2);

/**
 * Every order of a show, outside the garbage-collected heap: a chain of records each, the newest fact first. A new fact is put before
 * what is known, so that the pages of old facts do not change.
 */
export class Orders {
  readonly names = new Interner();
  readonly heads = new Pages(1);
  readonly facts = new Pages(3);
  readonly sorts = new LineSorts();
  /** Ids of refunds and of claims. */
  readonly marks = new Interner();
  /** The first of the records that are free again, + 1. */
  free = 0;
  /** Orders whose effect is taken back for something to change under it. */
  readonly withdrawn = new Set<number>();

  get count(): number {
    return this.heads.count;
  }

  /** @returns the number of the order of this id, a new one where it was never heard of */
  numberOf(orderId: string): number {
    const index = this.names.intern(orderId);
    if (index >= this.heads.count) this.heads.ensure(index);
    return index;
  }

  read(index: number): Order {
    let created: OrderFact | null = null;
    let paid: OrderFact | null = null;
    let cancelled: Cancellation | null = null;
    const refunds: Refund[] = [];
    for (let r = this.first(index); r >= 0; r = this.next(r)) {
      switch (this.kind(r)) {
        case R.created:
          created = this.fact(r);
          break;
        case R.paid:
          paid = this.fact(r);
          break;
        case R.cancelled:
          cancelled = { at: this.at(r), feed: this.word(r, TERMS) >>> FEED };
          break;
        case R.refund:
          refunds.push({ refundId: this.marks.text(this.word(r, WHO) - 1), at: this.at(r), feed: this.word(r, TERMS) >>> FEED, amount: this.amount(r) });
          break;
        default:
      }
    }
    return { index, created, paid, cancelled, refunds };
  }

  /** The time an order was created, or paid where nothing said when it was created; Infinity before either is known. Unix ms. */
  createdAt(index: number): number {
    let at = Infinity;
    for (let r = this.first(index); r >= 0; r = this.next(r)) {
      const kind = this.kind(r);
      if (kind === R.created) return this.at(r);
      if (kind === R.paid) at = this.at(r);
    }
    return at;
  }

  /** When it was paid, null where nothing said so. Unix ms. */
  paidAt(index: number): number | null {
    for (let r = this.first(index); r >= 0; r = this.next(r)) if (this.kind(r) === R.paid) return this.at(r);
    return null;
  }

  /** Orders with a line of which `wanted` holds. */
  having(wanted: (sort: LineSort) => boolean): number[] {
    const chosen = Array.from({ length: this.sorts.size }, (_, i) => wanted(this.sorts.sort(i)));
    const found: number[] = [];
    for (let index = 0; index < this.count; index++) {
      for (let r = this.first(index); r >= 0; r = this.next(r)) {
        if (chosen[this.word(r, SORT) - 1] !== true) continue;
        found.push(index);
        break;
      }
    }
    return found;
  }

  /** The next order of its buyer's list, -1 behind the last. */
  nextOf(index: number): number {
    return (this.heads.words(index)[this.heads.at(index) + HEAD.next] as number) - 1;
  }

  setNext(index: number, next: number): void {
    this.heads.touch(index);
    this.heads.words(index)[this.heads.at(index) + HEAD.next] = next + 1;
  }

  /** Keeps a created or paid fact in place of the one known. */
  putFact(index: number, part: 'created' | 'paid', fact: OrderFact): void {
    const { viewer, lines, feed, firstOrder, deposit, claimId, subsidy } = fact;
    this.remove(index, R[part]);
    let next = this.first(index);
    for (let i = (lines?.length ?? 0) - 1; i > 0; i--) {
      const more = lines?.[i] as OrderLine;
      next = this.add(0, more.amount, 0, R.line, this.sorts.numberOf(more) + 1, next);
    }
    if (claimId !== null || subsidy !== null) {
      next = this.add(0, subsidy ?? 0, claimId === null ? 0 : this.marks.intern(claimId) + 1, R.extras | (subsidy === null ? 0 : 1 << SUBSIDY), 0, next);
    }
    const line = lines?.[0];
    const terms = R[part] | (yesNo(firstOrder) << FIRST_ORDER) | (yesNo(deposit) << DEPOSIT) | (feed << FEED);
    this.link(index, -1, this.add(fact.at, line?.amount ?? 0, viewer + 1, terms, line ? this.sorts.numberOf(line) + 1 : 0, next));
  }

  putCancellation(index: number, { at, feed }: Cancellation): void {
    this.remove(index, R.cancelled);
    this.link(index, -1, this.add(at, 0, 0, R.cancelled | (feed << FEED), 0, this.first(index)));
  }

  /** Keeps a refund in place of the one known of its id. */
  putRefund(index: number, { refundId, at, feed, amount }: Refund): void {
    const who = this.marks.intern(refundId) + 1;
    this.remove(index, R.refund, who);
    this.link(index, -1, this.add(at, amount, who, R.refund | (feed << FEED), 0, this.first(index)));
  }

  /** Rebuilds what is not saved. */
  reindex(): void {
    this.names.reindex();
    this.marks.reindex();
    this.sorts.texts.reindex();
  }

  private fact(r: number): OrderFact {
    const terms = this.word(r, TERMS);
    const sort = this.word(r, SORT);
    const lines = sort === 0 ? null : [lineOf(this.sorts.sort(sort - 1), this.amount(r))];
    let claimId: string | null = null;
    let subsidy: number | null = null;
    for (let s = this.next(r); s >= 0 && this.kind(s) >= R.line; s = this.next(s)) {
      if (this.kind(s) === R.line) lines?.push(lineOf(this.sorts.sort(this.word(s, SORT) - 1), this.amount(s)));
      else {
        if (this.word(s, WHO) > 0) claimId = this.marks.text(this.word(s, WHO) - 1);
        if (this.word(s, TERMS) >>> SUBSIDY === 1) subsidy = this.amount(s);
      }
    }
    return {
      at: this.at(r),
      feed: terms >>> FEED,
      viewer: this.word(r, WHO) - 1,
      lines,
      firstOrder: isYes(terms >>> FIRST_ORDER),
      claimId,
      subsidy,
      deposit: isYes(terms >>> DEPOSIT),
    };
  }

  /** Takes a fact out of an order's chain, with all that stands behind it, and sets the records free. */
  private remove(index: number, kind: number, who?: number): void {
    let before = -1;
    for (let r = this.first(index); r >= 0; before = r, r = this.next(r)) {
      if (this.kind(r) !== kind || (who !== undefined && this.word(r, WHO) !== who)) continue;
      let last = r;
      for (let s = this.next(r); s >= 0 && this.kind(s) >= R.line; s = this.next(s)) last = s;
      this.link(index, before, this.next(last));
      this.facts.touch(last);
      this.facts.words(last)[this.facts.at(last) + NEXT] = this.free;
      this.free = r + 1;
      return;
    }
  }

  /** Lets a record of an order's chain be followed by another; `before` is -1 for the head. */
  private link(index: number, before: number, next: number): void {
    const pages = before < 0 ? this.heads : this.facts;
    const i = before < 0 ? index : before;
    pages.touch(i);
    pages.words(i)[pages.at(i) + (before < 0 ? HEAD.facts : NEXT)] = next + 1;
  }

  private add(at: number, amount: number, who: number, terms: number, sort: number, next: number): number {
    const { facts } = this;
    let r = this.free - 1;
    if (r < 0) r = facts.add();
    else this.free = this.next(r) + 1;
    facts.touch(r);
    const floats = facts.floats(r);
    const words = facts.words(r);
    const float = facts.atFloat(r);
    const word = facts.at(r);
    floats[float + AT] = at;
    floats[float + AMOUNT] = amount;
    words[word + WHO] = who;
    words[word + TERMS] = terms;
    words[word + SORT] = sort;
    words[word + NEXT] = next + 1;
    return r;
  }

  private first(index: number): number {
    return (this.heads.words(index)[this.heads.at(index) + HEAD.facts] as number) - 1;
  }

  private word(r: number, word: number): number {
    return this.facts.words(r)[this.facts.at(r) + word] as number;
  }

  private next(r: number): number {
    return this.word(r, NEXT) - 1;
  }

  private kind(r: number): number {
    return this.word(r, TERMS) & KIND_MASK;
  }

  private at(r: number): number {
    return this.facts.floats(r)[this.facts.atFloat(r) + AT] as number;
  }

  private amount(r: number): number {
    return this.facts.floats(r)[this.facts.atFloat(r) + AMOUNT] as number;
  }
}
