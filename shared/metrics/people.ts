import { A, COLS, FAN, KIND, KINDS, OPEN, PEOPLE_MASK, SOURCE, V } from './columns.ts';
import { Pages } from './pages.ts';
import { PEOPLE } from './rows.ts';
import type { Feed, HostShift, Tally } from './state.ts';

/** Adds to a place of an array that is known to be there. */
export function inc(list: Float64Array | Uint32Array, place: number, by: number): void {
  list[place] = (list[place] as number) + by;
}

/** @returns a viewer's number, a new record where the id was never seen */
export function viewerOf(t: Tally, viewerId: string): number {
  const v = t.names.intern(viewerId);
  if (v >= t.viewers.count) t.viewers.ensure(v);
  return v;
}

export const readWord = (t: Tally, v: number, word: number): number => t.viewers.words(v)[t.viewers.at(v) + word] as number;

export function writeWord(t: Tally, v: number, word: number, value: number): void {
  t.viewers.touch(v);
  t.viewers.words(v)[t.viewers.at(v) + word] = value;
}

export const flagsOf = (t: Tally, v: number): number => readWord(t, v, V.head) & 0xffff;
export const sourceOf = (t: Tally, v: number): number => readWord(t, v, V.head) >>> 16;

/** The record of what a viewer did beyond watching, made at the first such act. */
export const activityOf = (t: Tally, v: number): number => recordOf(t, v, V.activity, t.activity);

/** The record of what a viewer asked for and ordered, made when they first do. */
export const interestOf = (t: Tally, v: number): number => recordOf(t, v, V.interest, t.interest);

function recordOf(t: Tally, v: number, link: number, pages: Pages): number {
  const known = readWord(t, v, link);
  if (known > 0) return known - 1;
  const made = pages.add();
  pages.touch(made);
  writeWord(t, v, link, made + 1);
  return made;
}

/** Adds to a viewer's counter: 32 bits in the record, what exceeds them beside it. */
export function addCount(t: Tally, v: number, word: number, by: number): void {
  const words = t.viewers.words(v);
  const at = t.viewers.at(v) + word;
  const sum = (words[at] as number) + by;
  t.viewers.touch(v);
  words[at] = sum;
  if (sum > 0xffff_ffff) spill(t, viewerKey(v, word), Math.floor(sum / 0x1_0000_0000));
}

export const readCount = (t: Tally, v: number, word: number): number => readWord(t, v, word) + 0x1_0000_0000 * spilt(t, viewerKey(v, word));

/** Adds to a counter of an activity record: 16 bits in the record, what exceeds them beside it. */
export function addActivity(t: Tally, a: number, counter: number, by: number): void {
  const words = t.activity.words(a);
  const at = t.activity.at(a) + (counter >> 1);
  const shift = (counter & 1) << 4;
  const word = words[at] as number;
  const sum = ((word >>> shift) & 0xffff) + by;
  t.activity.touch(a);
  words[at] = (word & ~(0xffff << shift)) | ((sum & 0xffff) << shift);
  if (sum > 0xffff) spill(t, activityKey(a, counter), Math.floor(sum / 0x1_0000));
}

export function readActivity(t: Tally, a: number, counter: number): number {
  const word = t.activity.words(a)[t.activity.at(a) + (counter >> 1)] as number;
  return ((word >>> ((counter & 1) << 4)) & 0xffff) + 0x1_0000 * spilt(t, activityKey(a, counter));
}

const viewerKey = (v: number, word: number): number => (v * 16 + word) * 2;
const activityKey = (a: number, counter: number): number => (a * 16 + counter) * 2 + 1;
const spilt = (t: Tally, key: number): number => (t.spill.size === 0 ? 0 : (t.spill.get(key) ?? 0));
const spill = (t: Tally, key: number, by: number): void => void t.spill.set(key, (t.spill.get(key) ?? 0) + by);

export function addToSource(t: Tally, source: number, place: number, by: number): void {
  t.sourceRecords.touch(source);
  inc(t.sourceRecords.floats(source), t.sourceRecords.atFloat(source) + place, by);
}

/** Says that a viewer did, or no longer did, something of this kind: the show's and the source's count follow. */
export function setPerson(t: Tally, v: number, kind: number, on: boolean): void {
  const words = t.viewers.words(v);
  const at = t.viewers.at(v);
  const head = words[at] as number;
  const bit = 1 << kind;
  if (((head & bit) !== 0) === on) return;
  t.viewers.touch(v);
  words[at] = (head ^ bit) >>> 0;
  const by = on ? 1 : -1;
  inc(t.people, kind, by);
  addToSource(t, head >>> 16, SOURCE.people + kind, by);
}

function setFlag(owner: Feed | HostShift, v: number, kind: number, on: boolean): void {
  const flags = (owner.flags ??= new Pages(0));
  flags.ensure(v);
  const words = flags.words(v);
  const at = flags.at(v);
  const bit = 1 << kind;
  if ((((words[at] as number) & bit) !== 0) === on) return;
  flags.touch(v);
  words[at] = (words[at] as number) ^ bit;
  inc(owner.people, kind, on ? 1 : -1);
}

/** The same for one feed; while there is only one, the show's flags are its own. */
export function setFeedPerson(t: Tally, feed: Feed, v: number, kind: number, on: boolean): void {
  if (t.feeds.length > 1) setFlag(feed, v, kind, on);
}

/** The same for one host's shift. */
export function setShiftPerson(t: Tally, shift: HostShift, v: number, kind: number, on: boolean): void {
  if (t.shifts.length > 1) setFlag(shift, v, kind, on);
}

/** The viewer of the fact in hand did this. */
export function person(t: Tally, v: number, kind: number): void {
  setPerson(t, v, kind, true);
  setFeedPerson(t, t.feed, v, kind, true);
  if (kind !== KIND.entered) setShiftPerson(t, t.shift, v, kind, true);
}

/** A viewer's last time of a kind moves: the two seconds' counts follow, so that uniques since any moment are a sum. 0 is never. */
export function moveLast(t: Tally, kind: number, from: number, to: number): void {
  if (from > 0) t.rows.add(PEOPLE, from, kind, -1);
  if (to > 0) t.rows.add(PEOPLE, to, kind, 1);
  const was = from > 0 && from >= t.onAirSec ? 1 : 0;
  const is = to > 0 && to >= t.onAirSec ? 1 : 0;
  if (is !== was) inc(t.peopleOnAir, kind, is - was);
}

/** Keeps the later of a viewer's last time of a kind and the fact's second. */
export function lastDid(t: Tally, pages: Pages, i: number, word: number, kind: number): void {
  const words = pages.words(i);
  const at = pages.at(i) + word;
  const before = words[at] as number;
  if (t.sec <= before) return;
  pages.touch(i);
  words[at] = t.sec;
  moveLast(t, kind, before, t.sec);
}

/** The viewer of the fact in hand is in the room at its second. Those with an open view are present anyway, and are not counted by second. */
export function present(t: Tally, v: number): void {
  const words = t.viewers.words(v);
  const at = t.viewers.at(v);
  const before = words[at + V.lastPresent] as number;
  if (t.shifts.length > 1) setShiftPerson(t, t.shift, v, KIND.entered, true);
  if (t.sec <= before) return;
  if (before === 0) t.presentCount++;
  t.viewers.touch(v);
  words[at + V.lastPresent] = t.sec;
  if (((words[at] as number) & OPEN) === 0) moveLast(t, KIND.entered, before, t.sec);
}

/** Adds to a column: the second's row, the feed, the listing-on-air window, the shift. Sources and listings are added to apart. */
export function bumpAt(t: Tally, feed: Feed, sec: number, shift: HostShift, col: number, by: number): void {
  t.rows.add(feed.index, sec, col, by);
  inc(feed.totals, col, by);
  if (sec >= t.onAirSec) inc(feed.onAir, col, by);
  if (t.shifts.length > 1) inc(shiftTotals(shift, feed.index), col, by);
}

/** The same for the fact in hand. */
export function bump(t: Tally, col: number, by: number): void {
  bumpAt(t, t.feed, t.sec, t.shift, col, by);
}

export function shiftTotals(shift: HostShift, feed: number): Float64Array {
  return (shift.totals[feed] ??= new Float64Array(COLS));
}

/** The shift a second belongs to. */
export function shiftAt(t: Tally, sec: number): HostShift {
  const { shifts } = t;
  for (let i = shifts.length - 1; i > 0; i--) {
    const shift = shifts[i] as HostShift;
    if (sec >= shift.sec) return shift;
  }
  return shifts[0] as HostShift;
}

/** Gives the only feed or shift so far flags of its own, now that there will be two. */
export function separate(t: Tally, owner: Feed | HostShift, isShift: boolean): void {
  const flags = (owner.flags = new Pages(0));
  for (let kind = 0; kind < KINDS; kind++) owner.people[kind] = t.people[kind] as number;
  if (isShift) owner.people[KIND.entered] = t.presentCount;
  for (let v = 0; v < t.viewers.count; v++) {
    let own = flagsOf(t, v) & PEOPLE_MASK;
    if (isShift) own = (own & ~1) | (readWord(t, v, V.lastPresent) > 0 ? 1 : 0);
    if (own === 0) continue;
    flags.ensure(v);
    flags.touch(v);
    flags.words(v)[flags.at(v)] = own;
  }
}

/** The kinds whose last time stands in the activity record, and where. */
export const LAST_IN_ACTIVITY: readonly (readonly [kind: number, word: number])[] = [
  [KIND.clicked, A.lastClick],
  [KIND.carted, A.lastCart],
  [KIND.commented, A.lastComment],
  [KIND.engaged, A.lastEngaged],
];

export const isFan = (t: Tally, v: number): boolean => (flagsOf(t, v) & FAN) !== 0;

export function setMark(t: Tally, v: number, bit: number, on: boolean): void {
  const head = readWord(t, v, V.head);
  writeWord(t, v, V.head, (on ? head | bit : head & ~bit) >>> 0);
}
