import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COL, KIND } from '../../../shared/metrics/columns.ts';
import { addUp, addUpPeople, type Sums, type Wanted } from '../../../server/recording/addUp.ts';
import { COUNTED, HOUR_S, readDeeds, type Deeds } from '../../../server/recording/deeds.ts';
import { openEngine, quoted } from '../../../server/recording/engine.ts';

interface Viewer {
  source: number;
  kinds: number;
  watched: number;
  longViews: number;
}
interface Deed {
  /** A viewer's number from 1, one below 0 for whom no table names, or nobody. */
  who: number | null;
  sec: number;
  deed: number;
  amount: number;
  listing: number | null;
}

const BEGAN = 1_700_000_000;
const viewers = fc.array(fc.record({ source: fc.nat(2), kinds: fc.nat(4_095), watched: fc.nat(100_000), longViews: fc.nat(9) }), { minLength: 1, maxLength: 6 });
const deed = fc.record({
  who: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 6 }), fc.integer({ min: -3, max: -1 })),
  sec: fc.integer({ min: BEGAN, max: BEGAN + 3 * HOUR_S }),
  deed: fc.constantFrom(COL.enters, COL.leaves, COL.impressions, COL.comments, COL.likes, COL.shown, COL.clicks, COL.cartAdds, COUNTED, COUNTED + 1),
  amount: fc.constantFrom(1, 1, 1, 2, 254, 255, 256, 3_000_000_000),
  listing: fc.option(fc.integer({ min: 1, max: 3 })),
});
const span = fc.tuple(fc.nat(3 * HOUR_S), fc.nat(3 * HOUR_S)).map(([a, b]) => ({ from: BEGAN + Math.min(a, b), to: BEGAN + Math.max(a, b) }));
const wanted = fc.record({ spans: fc.oneof(fc.constant([{ from: 0, to: Infinity }]), fc.array(span, { maxLength: 2 })), source: fc.integer({ min: -1, max: 2 }), listing: fc.constantFrom(-1, 1, 2, 3) }, { requiredKeys: ['spans'] });

async function read(people: readonly Viewer[], deeds: readonly Deed[]): Promise<Deeds> {
  const { connection, close } = await openEngine();
  const table = async (name: string, columns: Readonly<Record<string, string>>, rows: readonly object[]): Promise<void> => {
    const fields = Object.entries(columns).map(([column, type]) => `CAST(row->>'$.${column}' AS ${type}) AS "${column}"`).join(', ');
    await connection.run(`CREATE TABLE ${name} AS SELECT ${fields} FROM (SELECT unnest(CAST(${quoted(JSON.stringify(rows))} AS JSON[])) AS row)`);
  };
  try {
    await table('people', { v: 'INTEGER', source: 'INTEGER', kinds: 'INTEGER', watched: 'INTEGER', long_views: 'INTEGER' }, people.map(({ longViews, ...each }, i) => ({ v: i + 1, ...each, long_views: longViews })));
    await table('deeds', { who: 'INTEGER', sec: 'UINTEGER', deed: 'INTEGER', amount: 'DOUBLE', listing: 'INTEGER' }, deeds);
    return await readDeeds(connection);
  } finally {
    close();
  }
}

/** The same, fact by fact and name by name. */
function naively(people: readonly Viewer[], deeds: readonly Deed[], { spans, source, listing }: Wanted): Record<string, unknown> {
  const sourceOf = (who: number | null): number => (who !== null && who > 0 ? (people[who - 1]?.source ?? 0) : 0);
  const some = deeds.filter((each) => spans.some(({ from, to }) => each.sec >= from && each.sec < to) && (source === undefined || sourceOf(each.who) === source) && (listing === undefined || each.listing === listing));
  const sums = (part: readonly Deed[]): Record<string, number> => {
    const total = (wantedDeed: number): number => part.filter((each) => each.deed === wantedDeed).reduce((sum, { amount }) => sum + (wantedDeed === COL.cartAdds ? 1 : amount), 0);
    const who = (...kinds: number[]): number => new Set(part.filter((each) => each.who !== null && kinds.includes(each.deed)).map((each) => each.who)).size;
    const all = [COL.enters, COL.leaves, COL.comments, COL.likes, COL.shown, COL.clicks, COL.cartAdds, COUNTED, COUNTED + 1];
    return {
      enters: total(COL.enters), likes: total(COL.likes), shown: total(COL.shown), carts: total(COL.cartAdds), units: part.filter((each) => each.deed === COL.cartAdds).reduce((sum, { amount }) => sum + amount, 0),
      entered: who(...all), impressed: who(COL.impressions), clicked: who(COL.clicks), carted: who(COL.cartAdds), engaged: who(COL.comments, COL.likes),
    };
  };
  const by = (keyOf: (each: Deed) => number | null): Record<string, unknown> => {
    const keys = [...new Set(some.map(keyOf))].filter((key) => key !== null);
    return Object.fromEntries(keys.map((key) => [key, sums(some.filter((each) => keyOf(each) === key))] as const).filter(([, each]) => Object.values(each).some((n) => n !== 0)));
  };
  return { show: sums(some), sources: by(({ who }) => sourceOf(who)), listings: by((each) => each.listing), hours: by(({ sec }) => sec - (sec % HOUR_S)) };
}

const told = ({ cols, people }: Sums): Record<string, number> => {
  const [col, kind] = [(at: number): number => cols.get(at) ?? 0, (at: number): number => people.get(at) ?? 0];
  return {
    enters: col(COL.enters), likes: col(COL.likes), shown: col(COL.shown), carts: col(COL.cartAdds), units: col(COL.cartUnits),
    entered: kind(KIND.entered), impressed: kind(KIND.impressed), clicked: kind(KIND.clicked), carted: kind(KIND.carted), engaged: kind(KIND.engaged),
  };
};
const groups = (found: ReadonlyMap<number, Sums>): Record<string, unknown> => Object.fromEntries([...found].map(([at, sums]) => [at, told(sums)] as const).filter(([, each]) => Object.values(each).some((n) => n !== 0)));

describe('what viewers did, added up', () => {
  it('counts in all and in every group what a look at each fact counts, each person once', async () => {
    await fc.assert(
      fc.asyncProperty(viewers, fc.array(deed, { maxLength: 40 }), fc.array(wanted, { minLength: 3, maxLength: 3 }), async (people, some, parts) => {
        const deeds = some.filter(({ who }) => who === null || who <= people.length);
        const kept = await read(people, deeds);
        for (const part of parts) {
          const { show, sources, listings, hours } = addUp(kept, part);
          expect({ show: told(show), sources: groups(sources), listings: groups(listings), hours: groups(hours) }).toEqual(naively(people, deeds, part));
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('counts viewers over the whole show as their table has them', async () => {
    const people = [{ source: 1, kinds: 1 | (1 << KIND.stayed), watched: 90, longViews: 1 }, { source: 1, kinds: 1, watched: 10, longViews: 0 }, { source: 0, kinds: 1 << KIND.impressed, watched: 0, longViews: 0 }];
    const found = addUpPeople(await read(people, []));
    expect([found.get(1)?.people.get(KIND.entered), found.get(1)?.people.get(KIND.stayed), found.get(1)?.cols.get(COL.longViews), found.get(0)?.people.get(KIND.impressed)]).toEqual([2, 1, 1, 1]);
    expect([...addUpPeople(await read(people, []), 1).keys()]).toEqual([1]);
  });
});
