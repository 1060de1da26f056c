import { CELL, CELL_SECONDS, COMMERCE_END, COMMERCE_FROM, MANY_PAIRS, P, PAIR_KINDS, SUBJECT, V } from './columns.ts';
import { addToWindow, forgetSecond } from './listingWindow.ts';
import { flagsOf, inc, readWord, setMark, writeWord } from './people.ts';
import type { Place, Tally } from './state.ts';

/**
 * What is counted about listings and SKUs. A subject is one of them, or both where a listing has just one SKU. Its people are
 * exact: a viewer keeps a list of pairs, one for each sort of thing done with each subject. Its last minutes are cells, one for each second in
 * which something happened, kept for a quarter of an hour.
 */
export function newSubject(t: Tally): number {
  const subject = t.subjects.add();
  t.subjects.touch(subject);
  t.catalogueChanged = true;
  t.subjectVersion.push(t.version);
  t.subjectPairs.push(0);
  return subject;
}

const subjectOf = (t: Tally, known: Map<string, number>, key: string): number => {
  let subject = known.get(key);
  if (subject === undefined) known.set(key, (subject = newSubject(t)));
  return subject;
};
export const subjectOfListing = (t: Tally, id: string): number => subjectOf(t, t.listingSubject, id);
export const subjectOfSku = (t: Tally, sku: string): number => subjectOf(t, t.skuSubject, sku);

/** Where a fact counts that names a listing, a SKU or both, by the catalogue as it now stands. */
export function placeOf(t: Tally, listingId: string | undefined, sku: string | undefined): Place {
  if (sku === undefined) return listingId === undefined ? NOWHERE : placeOfListing(t, listingId);
  if (listingId === undefined) return placeOfSku(t, sku);
  const listing = placeOfListing(t, listingId).listing;
  const own = subjectOfSku(t, sku);
  return { listing, sku: own === listing ? -1 : own };
}
const NOWHERE: Place = { listing: -1, sku: -1 };

function placeOfListing(t: Tally, id: string): Place {
  let place = t.placeByListing.get(id);
  if (place) return place;
  const listing = subjectOfListing(t, id);
  const only = t.catalogue.get(id)?.skus;
  const sku = only?.length === 1 ? subjectOfSku(t, only[0] as string) : -1;
  place = { listing, sku: sku === listing ? -1 : sku };
  t.placeByListing.set(id, place);
  return place;
}

function placeOfSku(t: Tally, key: string): Place {
  let place = t.placeBySku.get(key);
  if (place) return place;
  const sku = subjectOfSku(t, key);
  const owner = t.skuOwner.get(key);
  const listing = owner === undefined ? -1 : subjectOfListing(t, owner);
  place = { listing, sku: sku === listing ? -1 : sku };
  t.placeBySku.set(key, place);
  return place;
}

/** Adds to a subject's column: its total, the listing-on-air window, and the second's cell. */
export function subjectAdd(t: Tally, subject: number, sec: number, col: number, by: number): void {
  const floats = t.subjects.floats(subject);
  const at = t.subjects.atFloat(subject);
  t.subjects.touch(subject);
  inc(floats, at + col, by);
  if (sec >= t.onAirSec) inc(floats, at + SUBJECT.onAir + col, by);
  t.subjectVersion[subject] = t.version;
  cellAdd(t, subject, sec, col, by);
}

/** A viewer did something with a subject; `kind` is its place in PAIR_KINDS. */
export function pairDid(t: Tally, v: number, subject: number, kind: number, sec: number): void {
  const known = findPair(t, v, deedOf(subject, kind));
  const pair = known >= 0 ? known : newPair(t, v, subject, kind);
  if (sec > lastOf(t, pair)) setLast(t, subject, kind, pair, sec);
}

/** Takes back that a viewer ever did something of a kind with a subject. */
export function pairNever(t: Tally, v: number, subject: number, kind: number): void {
  const pair = findPair(t, v, deedOf(subject, kind));
  if (pair >= 0) setLast(t, subject, kind, pair, 0);
}

const deedOf = (subject: number, kind: number): number => subject * 4 + kind;
const lastOf = (t: Tally, pair: number): number => t.pairs.words(pair)[t.pairs.at(pair) + P.last] as number;

/** Sets a pair's last time, 0 for never. */
function setLast(t: Tally, subject: number, kind: number, pair: number, sec: number): void {
  const words = t.pairs.words(pair);
  const place = t.pairs.at(pair) + P.last;
  const before = words[place] as number;
  if (before === sec) return;
  t.pairs.touch(pair);
  t.subjects.touch(subject);
  words[place] = sec;
  const floats = t.subjects.floats(subject);
  const at = t.subjects.atFloat(subject) + SUBJECT.people + kind;
  const people = (sec > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
  const onAir = (sec > 0 && sec >= t.onAirSec ? 1 : 0) - (before > 0 && before >= t.onAirSec ? 1 : 0);
  if (people !== 0) inc(floats, at, people);
  if (onAir !== 0) inc(floats, at + SUBJECT.onAir, onAir);
  t.subjectVersion[subject] = t.version;
  if (before > 0) cellAdd(t, subject, before, CELL.people + kind, -1);
  if (sec > 0) cellAdd(t, subject, sec, CELL.people + kind, 1);
}

/** Longer lists than this are not walked any more. */
const WALKED = 24;

/** @returns a viewer's pair with a deed, or -1 */
const findPair = (t: Tally, v: number, deed: number): number => ((flagsOf(t, v) & MANY_PAIRS) !== 0 ? t.pairIndex.find(v, deed) : walk(t, v, deed));

/** Looks a viewer's list through. One found deep in it moves to its head; a list that got too long is indexed. */
function walk(t: Tally, v: number, deed: number): number {
  const head = readWord(t, v, V.pairs) - 1;
  let before = -1;
  let depth = 0;
  for (let pair = head; pair >= 0; depth++) {
    const words = t.pairs.words(pair);
    const at = t.pairs.at(pair);
    const next = (words[at + P.next] as number) - 1;
    if (words[at] === deed) {
      if (depth > 2) {
        t.pairs.touch(before);
        t.pairs.touch(pair);
        t.pairs.words(before)[t.pairs.at(before) + P.next] = next + 1;
        words[at + P.next] = head + 1;
        writeWord(t, v, V.pairs, pair + 1);
      }
      return pair;
    }
    before = pair;
    pair = next;
  }
  if (depth > WALKED) {
    setMark(t, v, MANY_PAIRS, true);
    for (let pair = head; pair >= 0; pair = (t.pairs.words(pair)[t.pairs.at(pair) + P.next] as number) - 1) t.pairIndex.add(pair);
  }
  return -1;
}

function newPair(t: Tally, v: number, subject: number, kind: number): number {
  const pair = t.pairs.add();
  t.pairs.touch(pair);
  const words = t.pairs.words(pair);
  const at = t.pairs.at(pair);
  words[at + P.deed] = deedOf(subject, kind);
  words[at + P.next] = readWord(t, v, V.pairs);
  words[at + P.viewer] = v;
  writeWord(t, v, V.pairs, pair + 1);
  t.subjectPairs[subject] = (t.subjectPairs[subject] as number) + 1;
  if ((flagsOf(t, v) & MANY_PAIRS) !== 0) t.pairIndex.add(pair);
  return pair;
}

/** Rebuilds how many pairs each subject has, and the index over those of viewers with many. */
export function reindexPairs(t: Tally): void {
  for (let subject = 0; subject < t.subjects.count; subject++) {
    t.subjectVersion.push(t.version);
    t.subjectPairs.push(0);
  }
  for (let pair = 0; pair < t.pairs.count; pair++) {
    const words = t.pairs.words(pair);
    const at = t.pairs.at(pair);
    const subject = (words[at + P.deed] as number) >>> 2;
    t.subjectPairs[subject] = (t.subjectPairs[subject] as number) + 1;
    if ((flagsOf(t, words[at + P.viewer] as number) & MANY_PAIRS) !== 0) t.pairIndex.add(pair);
  }
}

function cellAdd(t: Tally, subject: number, sec: number, place: number, by: number): void {
  if (sec < t.cellFloor) return;
  const cell = cellIn(t, subject, sec);
  t.cells.touch(cell);
  inc(t.cells.floats(cell), t.cells.atFloat(cell) + place, by);
  addToWindow(t, subject, sec, place, by);
}

/** A subject's cell of a second, made where it is missing. The one used last is noted in the record, and believed if it still says so. */
function cellIn(t: Tally, subject: number, sec: number): number {
  const record = t.subjects.floats(subject);
  const noted = t.subjects.atFloat(subject);
  if (record[noted + SUBJECT.lastCellSec] === sec) {
    const cell = record[noted + SUBJECT.lastCell] as number;
    const at = t.cells.atFloat(cell);
    if (t.cells.floats(cell)[at + CELL.sec] === sec && t.cells.floats(cell)[at + CELL.subject] === subject) return cell;
  }
  const cell = findCell(t, subject, sec);
  if (sec >= (record[noted + SUBJECT.lastCellSec] as number)) {
    record[noted + SUBJECT.lastCellSec] = sec;
    record[noted + SUBJECT.lastCell] = cell;
  }
  return cell;
}

function findCell(t: Tally, subject: number, sec: number): number {
  const known = (t.cellOf[subject] ??= new Map<number, number>());
  const found = known.get(sec);
  if (found !== undefined) return found;
  let cell = t.freeCell;
  if (cell < 0) cell = t.cells.add();
  else t.freeCell = (t.cells.floats(cell)[t.cells.atFloat(cell) + CELL.next] as number) - 1;
  const floats = t.cells.floats(cell);
  const at = t.cells.atFloat(cell);
  t.cells.touch(cell);
  floats.fill(0, at, at + 32);
  floats[at + CELL.sec] = sec;
  floats[at + CELL.subject] = subject;
  floats[at + CELL.next] = (t.cellsBySec.get(sec) ?? -1) + 1;
  t.cellsBySec.set(sec, cell);
  known.set(sec, cell);
  return cell;
}

/** Lets go of the cells of seconds that no window reaches back to any more. */
export function dropOldCells(t: Tally): void {
  const end = t.endedAt === null ? Infinity : Math.floor(t.endedAt / 1000);
  const floor = Math.min(t.headSec, end) - CELL_SECONDS;
  if (floor <= t.cellFloor) return;
  const from = t.cellFloor;
  t.cellFloor = floor;
  if (floor - from < t.cellsBySec.size) for (let sec = from; sec < floor; sec++) dropCells(t, sec);
  else for (const sec of [...t.cellsBySec.keys()]) if (sec < floor) dropCells(t, sec);
}

function dropCells(t: Tally, sec: number): void {
  forgetSecond(t, sec);
  for (let cell = t.cellsBySec.get(sec) ?? -1; cell >= 0; ) {
    const floats = t.cells.floats(cell);
    const at = t.cells.atFloat(cell);
    const next = (floats[at + CELL.next] as number) - 1;
    t.cellOf[floats[at + CELL.subject] as number]?.delete(sec);
    t.cells.touch(cell);
    floats[at + CELL.sec] = 0;
    floats[at + CELL.next] = t.freeCell + 1;
    t.freeCell = cell;
    cell = next;
  }
  t.cellsBySec.delete(sec);
}

/** Calls back for every cell from second `from` on: its floats and where it begins in them. */
export function eachCell(t: Tally, from: number, visit: (subject: number, floats: Float64Array, at: number) => void): void {
  for (const [sec, first] of t.cellsBySec) {
    if (sec < from) continue;
    for (let cell = first; cell >= 0; ) {
      const floats = t.cells.floats(cell);
      const at = t.cells.atFloat(cell);
      visit(floats[at + CELL.subject] as number, floats, at);
      cell = (floats[at + CELL.next] as number) - 1;
    }
  }
}

/** Rebuilds which cell is whose. */
export function reindexCells(t: Tally): void {
  const inside = new Uint8Array(t.cells.count);
  for (let cell = 0; cell < t.cells.count; cell++) {
    const next = (t.cells.floats(cell)[t.cells.atFloat(cell) + CELL.next] as number) - 1;
    if (next >= 0) inside[next] = 1;
  }
  for (let cell = 0; cell < t.cells.count; cell++) {
    const floats = t.cells.floats(cell);
    const at = t.cells.atFloat(cell);
    const sec = floats[at + CELL.sec] as number;
    if (sec === 0) continue;
    (t.cellOf[floats[at + CELL.subject] as number] ??= new Map<number, number>()).set(sec, cell);
    // A second's chain begins with the cell that no other one points to.
    if (inside[cell] === 0) t.cellsBySec.set(sec, cell);
  }
}

/** Everything that was counted for `source`, orders apart, counts for `target` too: sums add up, people unite. */
export function absorb(t: Tally, target: number, source: number): void {
  const from = t.subjects.floats(source);
  const fromAt = t.subjects.atFloat(source);
  const into = t.subjects.floats(target);
  const intoAt = t.subjects.atFloat(target);
  t.subjects.touch(target);
  for (let col = COMMERCE_FROM; col < COMMERCE_END; col++) {
    inc(into, intoAt + col, from[fromAt + col] as number);
    inc(into, intoAt + SUBJECT.onAir + col, from[fromAt + SUBJECT.onAir + col] as number);
  }
  t.subjectVersion[target] = t.version;
  for (const [sec, cell] of t.cellOf[source] ?? []) {
    const at = t.cells.atFloat(cell);
    for (let col = COMMERCE_FROM; col < COMMERCE_END; col++) {
      const value = t.cells.floats(cell)[at + col] as number;
      if (value !== 0) cellAdd(t, target, sec, col, value);
    }
  }
  if (t.subjectPairs[source] === 0) return;
  const lasts = PAIR_KINDS.map(() => 0);
  for (let v = 0; v < t.viewers.count; v++) {
    lasts.fill(0);
    for (let pair = readWord(t, v, V.pairs) - 1; pair >= 0; pair = (t.pairs.words(pair)[t.pairs.at(pair) + P.next] as number) - 1) {
      const deed = t.pairs.words(pair)[t.pairs.at(pair) + P.deed] as number;
      if (deed >>> 2 === source) lasts[deed & 3] = lastOf(t, pair);
    }
    lasts.forEach((last, kind) => {
      if (last > 0) pairDid(t, v, target, kind, last);
    });
  }
}
