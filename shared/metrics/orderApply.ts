import { COL, I, KIND, V } from './columns.ts';
import { buyerOf } from './order.ts';
import type { Order } from './orderRecord.ts';
import { effectOf, type Effect, type Part } from './orderEffect.ts';
import { addToSource, bumpAt, interestOf, moveLast, readWord, setFeedPerson, setPerson, setShiftPerson, writeWord } from './people.ts';
import { pairDid, pairNever, subjectAdd } from './subjects.ts';
import type { Feed, Tally } from './state.ts';

/** The place of buyers in PAIR_KINDS. */
const BOUGHT = 3;

/** Takes an order's effect back before something it depends on changes. */
function retract(t: Tally, order: Order): void {
  const effect = effectOf(t, order);
  t.orders.withdrawn.add(order.index);
  if (!effect) return;
  add(t, effect, -1);
  recountPeople(t, effect.viewer, effect.parts);
}

/** Puts it back as it is now. */
function reapply(t: Tally, order: Order): void {
  const effect = effectOf(t, order);
  t.orders.withdrawn.delete(order.index);
  if (!effect) return;
  add(t, effect, 1);
  addPeople(t, effect);
}

/** Changes several orders' circumstances: takes their effects back, does it, puts them back. */
export function around(t: Tally, orders: readonly number[], change: () => void): void {
  for (const index of orders) retract(t, t.orders.read(index));
  change();
  for (const index of orders) reapply(t, t.orders.read(index));
}

/** A new fact of an order: what it added before is replaced by what it adds now. `keep` puts the fact with the others. */
export function replace(t: Tally, known: Order, now: Order, keep: () => void): void {
  const before = effectOf(t, known);
  keep();
  if (before) add(t, before, -1);
  relist(t, known.index, buyerOf(known), buyerOf(now));
  const after = effectOf(t, now);
  if (after) add(t, after, 1);
  if (before && !isKept(before, after)) {
    recountPeople(t, before.viewer, before.parts);
    if (after && after.viewer !== before.viewer) recountPeople(t, after.viewer, after.parts);
  }
  if (after) addPeople(t, after);
}

/** A viewer's orders, newest heard of first. */
export function ordersOfViewer(t: Tally, v: number): number[] {
  const list: number[] = [];
  for (let index = readWord(t, v, V.orders) - 1; index >= 0; index = t.orders.nextOf(index)) list.push(index);
  return list;
}

/** Moves an order from one buyer's list to another's; -1 is nobody's. */
function relist(t: Tally, index: number, from: number, to: number): void {
  if (from === to) return;
  if (from >= 0) {
    const list = ordersOfViewer(t, from);
    const place = list.indexOf(index);
    const next = t.orders.nextOf(index);
    if (place === 0) writeWord(t, from, V.orders, next + 1);
    else t.orders.setNext(list[place - 1] as number, next);
  }
  t.orders.setNext(index, to < 0 ? -1 : readWord(t, to, V.orders) - 1);
  if (to >= 0) writeWord(t, to, V.orders, index + 1);
}

/** Adds an effect to, or takes it from, rows, feeds, shifts, sources, listings and deals. People are counted apart. */
function add(t: Tally, effect: Effect, sign: 1 | -1): void {
  const { created, paid, deposit } = effect;
  if (created) {
    put(t, effect, created.feed, created.sec, COL.ordersCreated, sign);
    put(t, effect, created.feed, created.sec, COL.createdAmount, sign * created.amount);
    if (created.unpaid) {
      put(t, effect, created.feed, created.sec, COL.unpaidOrders, sign);
      put(t, effect, created.feed, created.sec, COL.unpaidAmount, sign * created.amount);
    }
  }
  if (paid) {
    put(t, effect, paid.feed, paid.sec, COL.orders, sign);
    put(t, effect, paid.feed, paid.sec, COL.units, sign * paid.units);
    put(t, effect, paid.feed, paid.sec, COL.gmv, sign * paid.gmv);
    put(t, effect, paid.feed, paid.sec, COL.subsidy, sign * paid.subsidy);
    if (paid.fan) put(t, effect, paid.feed, paid.sec, COL.fanGmv, sign * paid.gmv);
    if (paid.inDeal) {
      put(t, effect, paid.feed, paid.sec, COL.dealGmv, sign * paid.dealAmount);
      put(t, effect, paid.feed, paid.sec, COL.dealOrders, sign);
    }
  }
  if (deposit) {
    put(t, effect, deposit.feed, deposit.sec, COL.deposits, sign);
    put(t, effect, deposit.feed, deposit.sec, COL.depositAmount, sign * deposit.amount);
  }
  for (const refund of effect.refunds) {
    put(t, effect, refund.feed, refund.sec, COL.refunds, sign);
    put(t, effect, refund.feed, refund.sec, COL.refundAmount, sign * refund.amount);
  }
  addToParts(t, effect, sign);
  addToDeals(effect, sign);
}

function put(t: Tally, effect: Effect, feed: number, sec: number, col: number, by: number): void {
  if (by === 0) return;
  bumpAt(t, t.feeds[feed] as Feed, sec, effect.shift, col, by);
  addToSource(t, effect.source, col, by);
}

function addToParts(t: Tally, effect: Effect, sign: 1 | -1): void {
  const { created, paid } = effect;
  effect.parts.forEach((part, place) => {
    if (created && part.created) {
      subjectAdd(t, part.subject, created.sec, COL.ordersCreated, sign);
      subjectAdd(t, part.subject, created.sec, COL.createdAmount, sign * part.createdAmount);
      if (created.unpaid) {
        subjectAdd(t, part.subject, created.sec, COL.unpaidOrders, sign);
        subjectAdd(t, part.subject, created.sec, COL.unpaidAmount, sign * part.createdAmount);
      }
    }
    if (!paid || !part.paid) return;
    subjectAdd(t, part.subject, paid.sec, COL.orders, sign);
    subjectAdd(t, part.subject, paid.sec, COL.units, sign * part.units);
    subjectAdd(t, part.subject, paid.sec, COL.gmv, sign * part.paidAmount);
    if (part.inDeal) {
      subjectAdd(t, part.subject, paid.sec, COL.dealGmv, sign * part.dealAmount);
      subjectAdd(t, part.subject, paid.sec, COL.dealOrders, sign);
    }
    for (const refund of effect.refunds) {
      subjectAdd(t, part.subject, refund.sec, COL.refunds, sign);
      subjectAdd(t, part.subject, refund.sec, COL.refundAmount, sign * (refund.byPart[place] ?? 0));
    }
  });
}

/** An order counts once for a deal, however many of its lines belong to it. */
export function addToDeals(effect: Effect, sign: 1 | -1): void {
  const seen = new Set<string>();
  for (const { deal, amount, units, inferred } of effect.deals) {
    deal.gmv += sign * amount;
    deal.units += sign * units;
    if (seen.has(deal.dealId)) continue;
    seen.add(deal.dealId);
    deal.orders += sign;
    if (inferred) deal.inferredOrders += sign;
    if (effect.viewer < 0) continue;
    const bought = (deal.buyers.get(effect.viewer) ?? 0) + sign;
    if (bought === 0) deal.buyers.delete(effect.viewer);
    else deal.buyers.set(effect.viewer, bought);
  }
}

/** Whether nobody ceases to count as a buyer when `before` becomes `after`: then the new effect's people need only be added. */
function isKept(before: Effect, after: Effect | null): boolean {
  if (!after || after.viewer !== before.viewer || after.shift !== before.shift) return false;
  const { created, paid } = before;
  if (created && (after.created?.sec !== created.sec || after.created.feed !== created.feed)) return false;
  if (!paid) return true;
  if (after.paid?.sec !== paid.sec || after.paid.feed !== paid.feed || (paid.first && !after.paid.first)) return false;
  return before.parts.every((part) => !part.paid || after.parts.some((other) => other.subject === part.subject && other.paid));
}

/** The viewer of an effect ordered, and perhaps bought: flags, last times, and the listings' buyers. */
function addPeople(t: Tally, effect: Effect): void {
  const { viewer, created, paid } = effect;
  if (viewer < 0) return;
  if (created) mark(t, viewer, KIND.created, t.feeds[created.feed] as Feed, effect);
  if (created) keepLast(t, viewer, I.lastCreated, KIND.created, created.sec);
  if (!paid) return;
  const feed = t.feeds[paid.feed] as Feed;
  mark(t, viewer, KIND.bought, feed, effect);
  keepLast(t, viewer, I.lastPaid, KIND.bought, paid.sec);
  if (paid.first) {
    mark(t, viewer, KIND.boughtFirst, feed, effect);
    keepLast(t, viewer, I.lastFirstPaid, KIND.boughtFirst, paid.sec);
  }
  for (const part of effect.parts) if (part.paid) pairDid(t, viewer, part.subject, BOUGHT, paid.sec);
}

function mark(t: Tally, v: number, kind: number, feed: Feed, effect: Effect): void {
  setPerson(t, v, kind, true);
  setFeedPerson(t, feed, v, kind, true);
  setShiftPerson(t, effect.shift, v, kind, true);
}

function keepLast(t: Tally, v: number, word: number, kind: number, sec: number): void {
  const i = interestOf(t, v);
  const before = t.interest.words(i)[t.interest.at(i) + word] as number;
  if (sec > before) setLast(t, i, word, kind, sec);
}

function setLast(t: Tally, i: number, word: number, kind: number, sec: number): void {
  const words = t.interest.words(i);
  const at = t.interest.at(i) + word;
  moveLast(t, kind, words[at] as number, sec);
  t.interest.touch(i);
  words[at] = sec;
}

/** Counts a viewer as a buyer from nothing, from the orders that still stand: what may have ceased is only known that way. */
function recountPeople(t: Tally, v: number, parts: readonly Part[]): void {
  if (v < 0) return;
  const kinds = [KIND.created, KIND.bought, KIND.boughtFirst];
  for (const kind of kinds) {
    setPerson(t, v, kind, false);
    for (const feed of t.feeds) setFeedPerson(t, feed, v, kind, false);
    for (const shift of t.shifts) setShiftPerson(t, shift, v, kind, false);
  }
  const i = interestOf(t, v);
  setLast(t, i, I.lastCreated, KIND.created, 0);
  setLast(t, i, I.lastPaid, KIND.bought, 0);
  setLast(t, i, I.lastFirstPaid, KIND.boughtFirst, 0);
  for (const part of parts) pairNever(t, v, part.subject, BOUGHT);
  for (const index of ordersOfViewer(t, v)) {
    const effect = t.orders.withdrawn.has(index) ? null : effectOf(t, t.orders.read(index));
    if (effect) addPeople(t, effect);
  }
}
