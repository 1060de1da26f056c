import { A, COL, KIND, V } from './columns.ts';
import { buyerOf } from './order.ts';
import type { Order } from './orderRecord.ts';
import { effectOf, type Effect, type Part } from './orderEffect.ts';
import { activityOf, addToSource, bumpAt, moveLast, readWord, setFeedPerson, setPerson, setShiftPerson, writeWord } from './people.ts';
import { pairOf, setPairLast, subjectAdd } from './subjects.ts';
import type { Feed, Tally } from './state.ts';

/** Takes an order's effect back before something it depends on changes. */
export function retract(t: Tally, order: Order): void {
  const effect = effectOf(t, order);
  order.applied = false;
  if (!effect) return;
  add(t, effect, -1);
  recountPeople(t, effect.viewer, effect.parts);
}

/** Puts it back as it is now. */
export function reapply(t: Tally, order: Order): void {
  const effect = effectOf(t, order);
  order.applied = true;
  if (!effect) return;
  add(t, effect, 1);
  addPeople(t, effect);
}

/** Changes several orders' circumstances: takes their effects back, does it, puts them back. */
export function around(t: Tally, orders: readonly Order[], change: () => void): void {
  for (const order of orders) retract(t, order);
  change();
  for (const order of orders) reapply(t, order);
}

/** A new fact of an order: what it added before is replaced by what it adds now. */
export function replace(t: Tally, order: Order, before: Effect | null): void {
  if (before) add(t, before, -1);
  relist(t, order);
  const after = effectOf(t, order);
  if (after) add(t, after, 1);
  if (before && !isKept(before, after)) {
    recountPeople(t, before.viewer, before.parts);
    if (after && after.viewer !== before.viewer) recountPeople(t, after.viewer, after.parts);
  }
  if (after) addPeople(t, after);
  t.dirtyOrders.add(order);
}

/** A viewer's orders, newest heard of first. */
export function ordersOfViewer(t: Tally, v: number): Order[] {
  const list: Order[] = [];
  if (v < 0) return list;
  for (let order = t.orders[readWord(t, v, V.orders) - 1] ?? null; order; order = order.next) list.push(order);
  return list;
}

/** Puts an order into its buyer's list, and out of another's. */
export function relist(t: Tally, order: Order): void {
  const v = buyerOf(order);
  if (v === order.listedUnder) return;
  if (order.listedUnder >= 0) {
    let before: Order | null = null;
    for (const each of ordersOfViewer(t, order.listedUnder)) {
      if (each === order) break;
      before = each;
    }
    if (before) before.next = order.next;
    else writeWord(t, order.listedUnder, V.orders, order.next ? order.next.index + 1 : 0);
    order.next = null;
  }
  order.listedUnder = v;
  if (v < 0) return;
  order.next = t.orders[readWord(t, v, V.orders) - 1] ?? null;
  writeWord(t, v, V.orders, order.index + 1);
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
  if (created) keepLast(t, viewer, A.lastCreated, KIND.created, created.sec);
  if (!paid) return;
  const feed = t.feeds[paid.feed] as Feed;
  mark(t, viewer, KIND.bought, feed, effect);
  keepLast(t, viewer, A.lastPaid, KIND.bought, paid.sec);
  if (paid.first) {
    mark(t, viewer, KIND.boughtFirst, feed, effect);
    keepLast(t, viewer, A.lastFirstPaid, KIND.boughtFirst, paid.sec);
  }
  for (const part of effect.parts) if (part.paid) keepPairLast(t, viewer, part.subject, paid.sec);
}

function mark(t: Tally, v: number, kind: number, feed: Feed, effect: Effect): void {
  setPerson(t, v, kind, true);
  setFeedPerson(t, feed, v, kind, true);
  setShiftPerson(t, effect.shift, v, kind, true);
}

function keepLast(t: Tally, v: number, word: number, kind: number, sec: number): void {
  const a = activityOf(t, v);
  const before = t.activity.words(a)[t.activity.at(a) + word] as number;
  if (sec > before) setLast(t, a, word, kind, sec);
}

function setLast(t: Tally, a: number, word: number, kind: number, sec: number): void {
  const words = t.activity.words(a);
  const at = t.activity.at(a) + word;
  moveLast(t, kind, words[at] as number, sec);
  t.activity.touch(a);
  words[at] = sec;
}

const BOUGHT = 3;
function keepPairLast(t: Tally, v: number, subject: number, sec: number): void {
  const pair = pairOf(t, v, subject);
  const before = t.pairs.words(pair)[t.pairs.at(pair) + 2 + BOUGHT] as number;
  if (sec > before) setPairLast(t, subject, pair, BOUGHT, sec);
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
  const a = activityOf(t, v);
  setLast(t, a, A.lastCreated, KIND.created, 0);
  setLast(t, a, A.lastPaid, KIND.bought, 0);
  setLast(t, a, A.lastFirstPaid, KIND.boughtFirst, 0);
  for (const part of parts) setPairLast(t, part.subject, pairOf(t, v, part.subject), BOUGHT, 0);
  for (const order of ordersOfViewer(t, v)) {
    const effect = order.applied ? effectOf(t, order) : null;
    if (effect) addPeople(t, effect);
  }
}
