import { COL, KIND, LONG_SECONDS, OPEN, SOURCE, V, second } from './columns.ts';
import { addToSource, bumpAt, flagsOf, inc, moveLast, readWord, setMark, setPerson, shiftAt, sourceOf, writeWord } from './people.ts';
import { OpenStarts } from './openStarts.ts';
import type { Feed, OpenViews, Tally } from './state.ts';

/**
 * A viewer's comings and goings are a list sorted by (time, leaves first, feed), newest first, so that what arrives in order is
 * put at its head. A view lasts from an entry to the next element of the list, whichever it is; a leave that follows no entry
 * closes nothing. Inserting an element changes only its two neighbours' views.
 */
const NEXT = 2;
const META = 3;
const NONE = -1;

const atOf = (t: Tally, s: number): number => t.sessions.floats(s)[t.sessions.atFloat(s)] as number;
const nextOf = (t: Tally, s: number): number => (t.sessions.words(s)[t.sessions.at(s) + NEXT] as number) - 1;
const metaOf = (t: Tally, s: number): number => t.sessions.words(s)[t.sessions.at(s) + META] as number;
const isEntry = (t: Tally, s: number): boolean => s !== NONE && (metaOf(t, s) & 1) === 1;
const feedOf = (t: Tally, s: number): Feed => t.feeds[metaOf(t, s) >>> 1] as Feed;

/** Takes the coming or going of the fact in hand into the viewer's list. */
export function insertSession(t: Tally, v: number, entry: boolean): void {
  const made = t.sessions.add();
  t.sessions.touch(made);
  t.sessions.floats(made)[t.sessions.atFloat(made)] = t.at;
  t.sessions.words(made)[t.sessions.at(made) + META] = (t.feed.index << 1) | (entry ? 1 : 0);

  let later = NONE;
  let earlier = readWord(t, v, V.sessions) - 1;
  while (earlier !== NONE && isAfter(t, earlier, made)) {
    later = earlier;
    earlier = nextOf(t, earlier);
  }
  link(t, v, later, made);
  t.sessions.words(made)[t.sessions.at(made) + NEXT] = earlier + 1;

  const afterEntry = isEntry(t, earlier);
  const laterIsLeave = later !== NONE && !isEntry(t, later);
  if (afterEntry) {
    count(t, v, earlier, later, -1);
    if (laterIsLeave) countLeave(t, later, -1);
    count(t, v, earlier, made, 1);
    if (!entry) countLeave(t, made, 1);
  }
  if (entry) {
    count(t, v, made, later, 1);
    if (laterIsLeave) countLeave(t, later, 1);
  }
}

/** Says when the show ended, and clips the views that went on. */
export function endSessions(t: Tally, endedAt: number | null): void {
  const from = Math.min(endedAt ?? Infinity, t.endedAt ?? Infinity);
  const touched: number[] = [];
  for (let v = 0; v < t.viewers.count; v++) {
    const head = readWord(t, v, V.sessions) - 1;
    if (head === NONE || atOf(t, head) <= from) continue;
    touched.push(v);
    countAll(t, v, -1);
  }
  t.endedAt = endedAt;
  for (const v of touched) countAll(t, v, 1);
}

/** The start of a viewer's open view in Unix ms, or -1. */
export function openStart(t: Tally, v: number): number {
  const head = readWord(t, v, V.sessions) - 1;
  return isEntry(t, head) ? atOf(t, head) : -1;
}

/** Adds an open view to a source's figures, or takes it from them. `fresh`: no view of its viewer that ended lasted a minute. */
export function addOpenView(t: Tally, source: number, sec: number, fresh: boolean, by: number): void {
  const views = openViews(t, source);
  views.all.add(sec, by);
  if (fresh) views.fresh.add(sec, by);
}

export function openViews(t: Tally, source: number): OpenViews {
  return (t.openViews[source] ??= { all: new OpenStarts(), fresh: new OpenStarts() });
}

/** The second an open view counts from. */
export const openSecond = (t: Tally, start: number): number => second(Math.min(start, t.endedAt ?? Infinity));

export const isFresh = (t: Tally, v: number): boolean => (flagsOf(t, v) & (1 << KIND.stayed)) === 0;

/** Rebuilds which views are open from the lists. */
export function reindexOpenViews(t: Tally): void {
  for (let v = 0; v < t.viewers.count; v++) {
    const start = openStart(t, v);
    if (start < 0) continue;
    addOpenView(t, sourceOf(t, v), openSecond(t, start), isFresh(t, v), 1);
    feedOf(t, readWord(t, v, V.sessions) - 1).openViews.add(openSecond(t, start), 1);
  }
}

function isAfter(t: Tally, a: number, b: number): boolean {
  const byTime = atOf(t, a) - atOf(t, b);
  if (byTime !== 0) return byTime > 0;
  const entryA = metaOf(t, a) & 1;
  const entryB = metaOf(t, b) & 1;
  if (entryA !== entryB) return entryA === 1;
  return feedOf(t, a).name > feedOf(t, b).name;
}

function link(t: Tally, v: number, later: number, made: number): void {
  if (later === NONE) {
    writeWord(t, v, V.sessions, made + 1);
    return;
  }
  t.sessions.touch(later);
  t.sessions.words(later)[t.sessions.at(later) + NEXT] = made + 1;
}

function countAll(t: Tally, v: number, sign: 1 | -1): void {
  let later = NONE;
  for (let s = readWord(t, v, V.sessions) - 1; s !== NONE; s = nextOf(t, s)) {
    if (isEntry(t, s)) count(t, v, s, later, sign);
    later = s;
  }
}

function countLeave(t: Tally, s: number, sign: 1 | -1): void {
  const sec = second(atOf(t, s));
  bumpAt(t, feedOf(t, s), sec, shiftAt(t, sec), COL.leaves, sign);
}

/** Counts, or takes back, the view that begins with `entry` and ends with `until`. */
function count(t: Tally, v: number, entry: number, until: number, sign: 1 | -1): void {
  const feed = feedOf(t, entry);
  const began = second(atOf(t, entry));
  t.curveDirty = Math.min(t.curveDirty, began);
  const cap = t.endedAt ?? Infinity;
  const start = second(Math.min(atOf(t, entry), cap));
  if (until === NONE) {
    t.rows.add(feed.index, began, COL.online, sign);
    feed.openViews.add(start, sign);
    addOpenView(t, sourceOf(t, v), start, isFresh(t, v), sign);
    t.openCount += sign;
    setMark(t, v, OPEN, sign > 0);
    const last = readWord(t, v, V.lastPresent);
    if (sign > 0) moveLast(t, KIND.entered, last, 0);
    else moveLast(t, KIND.entered, 0, last);
    return;
  }
  const ended = second(atOf(t, until));
  if (ended !== began) {
    t.rows.add(feed.index, began, COL.online, sign);
    t.rows.add(feed.index, ended, COL.online, -sign);
  }
  const seconds = second(Math.min(atOf(t, until), cap)) - start;
  if (seconds === 0) return;
  const source = sourceOf(t, v);
  t.viewers.touch(v);
  inc(t.viewers.words(v), t.viewers.at(v) + V.watch, sign * seconds);
  addToSource(t, source, SOURCE.watch, sign * seconds);
  feed.watch += sign * seconds;
  if (seconds >= LONG_SECONDS) countLong(t, v, feed, start + LONG_SECONDS, sign);
}

function countLong(t: Tally, v: number, feed: Feed, sec: number, sign: 1 | -1): void {
  bumpAt(t, feed, sec, shiftAt(t, sec), COL.longViews, sign);
  addToSource(t, sourceOf(t, v), COL.longViews, sign);
  const before = readWord(t, v, V.longViews);
  writeWord(t, v, V.longViews, before + sign);
  if ((before > 0) === (before + sign > 0)) return;
  const start = (flagsOf(t, v) & OPEN) === 0 ? -1 : openStart(t, v);
  setPerson(t, v, KIND.stayed, sign > 0);
  // An open view counted as fresh must leave or join those when its viewer's staying changes.
  if (start >= 0) openViews(t, sourceOf(t, v)).fresh.add(openSecond(t, start), sign > 0 ? -1 : 1);
}
