import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

/**
 * What people did in a show, person by person. The first of them is nobody, under whom stands what nobody is named for; then come the viewers in the order of
 * their table, and last those whom no table names.
 */
export interface Deeds {
  people: {
    /** Where each one's facts begin, and where the last one's end. */
    starts: Uint32Array;
    /** Where each came from, as a place in the show's sources. */
    sources: Uint16Array;
    /** What each is over the whole show: a bit for each kind of people. */
    kinds: Uint16Array;
    /** Whole seconds of all views, and how many of them lasted a minute. */
    watched: Uint32Array;
    longViews: Uint32Array;
  };
  facts: {
    /** When, Unix s. */
    secs: Uint32Array;
    /** The place of the hour it was in. */
    hours: Uint32Array;
    /** What: the column it counts in, or one of those that count nowhere. */
    deeds: Uint8Array;
    /** How much, as far as `MUCH`: of what was put in the cart how many units, of all else how often. */
    amounts: Uint8Array;
    /** The place of its listing among the show's, from 1; 0 where it has none. */
    listings: Uint16Array;
  };
  /** The hours in which anything was done, by their first second. Unix s. */
  hours: number[];
  /** The highest places of a source and of a listing. */
  most: { source: number; listing: number };
  /** Amounts that do not fit there, by the fact's place. */
  large: Map<number, number>;
}

export const HOUR_S = 3_600;

/** An amount that stands in `large`. */
export const MUCH = 255;
/** Facts from here on only say that somebody was there. */
export const COUNTED = 30;

/**
 * Reads what was done in a show, in the order of people, from two tables of numbers: `people` (v from 1 without a gap, source, kinds, watched, long_views) and
 * `deeds` (who: a viewer's v, another number below 0, or null; sec, deed, amount, listing: null where it has none).
 */
export async function readDeeds(connection: DuckDBConnection): Promise<Deeds> {
  const [viewers = 0, unnamed = 0] = ((await connection.runAndReadAll('SELECT (SELECT count(*) FROM people)::DOUBLE, count(DISTINCT who) FILTER (who < 0)::DOUBLE FROM deeds')).getRows()[0] ?? []).map(Number);
  const people = blankPeople(viewers + 1 + unnamed);
  let person = 1;
  await each(connection, 'SELECT source, kinds, watched, long_views FROM people ORDER BY v', (chunk) => {
    for (const [column, into] of [people.sources, people.kinds, people.watched, people.longViews].entries()) eachOf(chunk, column, (n, i) => (into[person + i] = n));
    person += chunk.rowCount;
  });
  const [placesBelow, hours] = [new Map<number, number>(), new Map<number, number>()];
  const personOf = (who: number): number => (who >= 0 ? who : placeOf(placesBelow, who, viewers + 1));
  await each(connection, 'SELECT who, count(*)::INTEGER FROM deeds GROUP BY who', (chunk) => {
    const whose: number[] = [];
    eachOf(chunk, 0, (who) => void whose.push(personOf(who)));
    eachOf(chunk, 1, (count, i) => (people.starts[(whose[i] ?? 0) + 1] = count));
  });
  people.starts.forEach((count, i) => (people.starts[i] = count + (people.starts[i - 1] ?? 0)));
  const facts = blankFacts(people.starts.at(-1) ?? 0);
  const large = new Map<number, number>();
  const next = people.starts.slice();
  const at = new Uint32Array(CHUNK);
  await each(connection, 'SELECT who, sec, deed, amount, listing FROM deeds', (chunk) => {
    eachOf(chunk, 0, (who, i) => {
      const of = personOf(who);
      at[i] = next[of] ?? 0;
      next[of] = (at[i] ?? 0) + 1;
    });
    eachOf(chunk, 1, (sec, i) => {
      facts.secs[at[i] ?? 0] = sec;
      facts.hours[at[i] ?? 0] = placeOf(hours, sec - (sec % HOUR_S), 0);
    });
    eachOf(chunk, 2, (deed, i) => (facts.deeds[at[i] ?? 0] = deed));
    eachOf(chunk, 3, (amount, i) => {
      const isSmall = Number.isInteger(amount) && amount >= 0 && amount < MUCH;
      facts.amounts[at[i] ?? 0] = isSmall ? amount : MUCH;
      if (!isSmall) large.set(at[i] ?? 0, amount);
    });
    eachOf(chunk, 4, (listing, i) => (facts.listings[at[i] ?? 0] = listing));
  });
  return { people, facts, large, hours: [...hours.keys()], most: { source: highest(people.sources), listing: highest(facts.listings) } };
}

/** Rows that the engine tells at once, at most. */
const CHUNK = 2_048;

const blankPeople = (count: number): Deeds['people'] => ({ starts: new Uint32Array(count + 1), sources: new Uint16Array(count), kinds: new Uint16Array(count), watched: new Uint32Array(count), longViews: new Uint32Array(count) });
const blankFacts = (count: number): Deeds['facts'] => ({ secs: new Uint32Array(count), hours: new Uint32Array(count), deeds: new Uint8Array(count), amounts: new Uint8Array(count), listings: new Uint16Array(count) });
const highest = (places: Uint16Array): number => places.reduce((most, place) => Math.max(most, place), 0);

/** The place of a name in the order in which names came. */
function placeOf(places: Map<number, number>, name: number, first: number): number {
  let place = places.get(name);
  if (place === undefined) places.set(name, (place = first + places.size));
  return place;
}

async function each(connection: DuckDBConnection, sql: string, take: (chunk: DuckDBDataChunk) => void): Promise<void> {
  const result = await connection.stream(sql);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) take(chunk);
}

/** A column of numbers; nothing counts as 0. */
function eachOf(chunk: DuckDBDataChunk, column: number, take: (value: number, row: number) => void): void {
  // As the statement has it.
  chunk.visitColumnValues(column, (value, row) => take((value as number | null) ?? 0, row));
}
