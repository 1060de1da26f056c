import { COL, KIND, KINDS } from '../../shared/metrics/columns.ts';
import { COUNTED, MUCH, type Deeds } from './deeds.ts';

/** Room for what one group adds up to. */
const COLS = 32;
/** A place no column has: seconds watched. */
export const WATCH = 99;

const bits = (...deeds: number[]): number => deeds.reduce((all, deed) => all | (1 << deed), 0);
/** Having heard of the room is no sign of having been in it. */
const PRESENT = ~bits(COL.impressions);
const ENGAGED = bits(COL.comments, COL.likes, COL.shares, COL.follows);
/** The kind of people that a deed by itself makes somebody one of; -1 is none. */
const KIND_OF = Int8Array.from({ length: COLS }, (_, deed) => ({ [COL.impressions]: KIND.impressed, [COL.shown]: KIND.shown, [COL.clicks]: KIND.clicked, [COL.cartAdds]: KIND.carted, [COL.comments]: KIND.commented })[deed] ?? -1);
const KINDS_TOLD = [KIND.entered, KIND.impressed, KIND.shown, KIND.clicked, KIND.carted, KIND.commented, KIND.engaged];

/** What one group adds up to: by column, and people by kind. */
export interface Sums {
  cols: Map<number, number>;
  people: Map<number, number>;
}
export const none = (): Sums => ({ cols: new Map(), people: new Map() });

/** Which deeds: all that is named holds at once. */
export interface Wanted {
  /** Seconds in one of these, [from, to). Unix s. */
  spans: readonly { from: number; to: number }[];
  /** Of people from the source at this place; -1 is none. */
  source?: number;
  /** Of the listing at this place, from 1; -1 is none. */
  listing?: number;
}

/** What they add up to, in all and by group; a group in which nothing happened is not there. */
export interface Added {
  show: Sums;
  /** By the source's place. */
  sources: Map<number, Sums>;
  /** By the listing's place, from 1. */
  listings: Map<number, Sums>;
  /** By the hour's first second. */
  hours: Map<number, Sums>;
}

/** Adds deeds up, in one walk from person to person: each counts once in whatever group. */
export function addUp(deeds: Deeds, wanted: Wanted): Added {
  const { starts, sources } = deeds.people;
  const groups = blank(deeds);
  const { spans } = wanted;
  const part: Part = { spans, first: Math.min(LAST, ...spans.map(({ from }) => from)), last: Math.min(LAST, Math.max(0, ...spans.map(({ to }) => to))), listing: wanted.listing ?? 0 };
  for (let person = 0; person + 1 < starts.length; person++) {
    const source = sources[person] ?? 0;
    if (wanted.source === undefined || source === wanted.source) past(deeds, part, groups, person, source);
  }
  const { hours, listings, end } = groups;
  const bySource = told(groups, 0, hours, (at) => at);
  // A person has one source.
  return { show: together(bySource.values()), sources: bySource, listings: told(groups, listings, end, (at) => at), hours: told(groups, hours, listings, (at) => deeds.hours[at] ?? 0) };
}

/** The last second there is. */
const LAST = 2 ** 32 - 1;

/** What is wanted, in numbers. */
interface Part {
  spans: Wanted['spans'];
  /** All of them lie in [first, last). */
  first: number;
  last: number;
  /** 0 is any. */
  listing: number;
}

/** What many groups add up to, side by side: sources first, then hours, then listings. */
interface Groups {
  /** Where the hours' groups begin, where the listings' do, and where those end. */
  hours: number;
  listings: number;
  end: number;
  sums: Float64Array;
  people: Float64Array;
  /** Who did something in it last, and what they did so far. */
  last: Int32Array;
  did: Int32Array;
}

function blank({ most, hours: { length } }: Deeds): Groups {
  const hours = most.source + 1;
  const listings = hours + length;
  const end = listings + most.listing + 1;
  return { hours, listings, end, sums: new Float64Array(end * COLS), people: new Float64Array(end * KINDS), last: new Int32Array(end), did: new Int32Array(end) };
}

/** Past all that one person did. Every fact of a show comes by here: numbers alone. */
function past({ people: { starts }, facts, large }: Deeds, { spans, first, last, listing: only }: Part, groups: Groups, person: number, source: number): void {
  const { hours, listings } = groups;
  const end = starts[person + 1] ?? 0;
  for (let place = starts[person] ?? 0; place < end; place++) {
    const listing = facts.listings[place] ?? 0;
    if (only !== 0 && listing !== only) continue;
    const sec = facts.secs[place] ?? 0;
    if (sec < first || sec >= last || (spans.length > 1 && !isIn(spans, sec))) continue;
    const deed = facts.deeds[place] ?? 0;
    const small = facts.amounts[place] ?? 0;
    const amount = small === MUCH ? (large.get(place) ?? 0) : small;
    note(groups, source, deed, amount, person);
    note(groups, hours + (facts.hours[place] ?? 0), deed, amount, person);
    if (listing > 0) note(groups, listings + listing, deed, amount, person);
  }
}

function isIn(spans: Wanted['spans'], sec: number): boolean {
  for (const { from, to } of spans) if (sec >= from && sec < to) return true;
  return false;
}

/** Somebody did this in a group: whoever did it there before is counted already. */
function note({ sums, people, last, did }: Groups, group: number, deed: number, amount: number, person: number): void {
  const col = group * COLS + deed;
  if (deed === COL.cartAdds) {
    sums[col] = (sums[col] ?? 0) + 1;
    const units = group * COLS + COL.cartUnits;
    sums[units] = (sums[units] ?? 0) + amount;
  } else if (deed < COUNTED) {
    sums[col] = (sums[col] ?? 0) + amount;
  }
  const before = last[group] === person ? (did[group] ?? 0) : 0;
  const bit = 1 << deed;
  if (person === 0 || (before & bit) !== 0) return;
  last[group] = person;
  did[group] = before | bit;
  const at = group * KINDS;
  const kind = KIND_OF[deed] ?? -1;
  if (kind >= 0) people[at + kind] = (people[at + kind] ?? 0) + 1;
  if ((bit & PRESENT) !== 0 && (before & PRESENT) === 0) people[at + KIND.entered] = (people[at + KIND.entered] ?? 0) + 1;
  if ((bit & ENGAGED) !== 0 && (before & ENGAGED) === 0) people[at + KIND.engaged] = (people[at + KIND.engaged] ?? 0) + 1;
}

/** Each of these groups in which something happened, by its name. */
function told({ sums, people }: Groups, from: number, to: number, nameOf: (at: number) => number): Map<number, Sums> {
  const found = new Map<number, Sums>();
  for (let group = from; group < to; group++) {
    const cols = new Map(Array.from({ length: COUNTED }, (_, col) => [col, sums[group * COLS + col] ?? 0]));
    const kinds = new Map(KINDS_TOLD.map((kind) => [kind, people[group * KINDS + kind] ?? 0]));
    if ([...cols.values(), ...kinds.values()].some((n) => n !== 0)) found.set(nameOf(group - from), { cols, people: kinds });
  }
  return found;
}

/** Over the whole show: who its viewers were, how long they watched and how often for a minute, by where they came from. */
export function addUpPeople({ people: { sources, kinds, watched, longViews } }: Deeds, onlySource?: number): Map<number, Sums> {
  const found = new Map<number, { alike: Uint32Array; watched: number; longViews: number }>();
  for (let person = 1; person < sources.length; person++) {
    const source = sources[person] ?? 0;
    if (onlySource !== undefined && source !== onlySource) continue;
    let sums = found.get(source);
    if (!sums) found.set(source, (sums = { alike: new Uint32Array(1 << KINDS), watched: 0, longViews: 0 }));
    const own = kinds[person] ?? 0;
    sums.alike[own] = (sums.alike[own] ?? 0) + 1;
    sums.watched += watched[person] ?? 0;
    sums.longViews += longViews[person] ?? 0;
  }
  const people = (alike: Uint32Array, kind: number): number => alike.reduce((sum, count, own) => ((own & (1 << kind)) === 0 ? sum : sum + count), 0);
  return new Map([...found].map(([source, { alike, ...sums }]) => [source, { cols: new Map([[COL.longViews, sums.longViews], [WATCH, sums.watched]]), people: new Map([...KINDS_TOLD, KIND.stayed].map((kind) => [kind, people(alike, kind)])) }]));
}

/** What several groups add up to that have nobody in common. */
export function together(groups: Iterable<Sums>): Sums {
  const all = none();
  const add = (sums: Map<number, number>, more: ReadonlyMap<number, number>): void => {
    for (const [name, n] of more) sums.set(name, (sums.get(name) ?? 0) + n);
  };
  for (const { cols, people } of groups) {
    add(all.cols, cols);
    add(all.people, people);
  }
  return all;
}
