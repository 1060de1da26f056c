import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readListings, readMetrics, readTally } from '../../../shared/metrics/read.ts';
import { beginDelta, type Delta } from '../../../shared/metrics/snapshot.ts';
import { createTally, foldEntry, type Entry, type Tally } from '../../../shared/metrics/tally.ts';
import { WINDOWS } from '../../../shared/metrics/view.ts';
import { NOW, entriesOf, generatedShow } from '../../support/arbitraryShow.ts';
import { Oracle } from '../../support/oracle.ts';
import { bytesOf, restoreTally } from './support.ts';

/** Small enough that ids fall out of it. */
const ID_WINDOW = 16;
const RUNS = Number(process.env['FC_RUNS'] ?? 60);

const mix = fc.array(fc.nat(100), { minLength: 8, maxLength: 8 });

function tallyOf(entries: readonly Entry[]): Tally {
  const tally = createTally('s', ID_WINDOW);
  for (const entry of entries) foldEntry(tally, entry);
  return tally;
}

function oracleOf(entries: readonly Entry[]): Oracle {
  const oracle = new Oracle(ID_WINDOW);
  for (const entry of entries) oracle.fold(entry);
  return oracle;
}

/** Every figure of the tally against the oracle's. */
function compare(tally: Tally, oracle: Oracle): void {
  expect(tally.duplicates).toBe(oracle.duplicates);
  for (const window of WINDOWS) {
    const asked = { now: NOW, window };
    expect({ window, ...readMetrics(tally, asked) }).toEqual({ window, ...oracle.metrics(window, NOW) });
    const view = readTally(tally, asked);
    const places = oracle.places;
    if (window !== 'onair' || tally.onAirSec < Infinity) {
      for (const { listingId, metrics } of view.listings) expect({ listingId, window, ...metrics }).toEqual({ listingId, window, ...oracle.listing(`listing ${listingId}`, window, NOW) });
      for (const { sku, metrics } of view.skus) expect({ sku, window, ...metrics }).toEqual({ sku, window, ...oracle.listing(`sku ${sku}`, window, NOW) });
    }
    for (const place of places) {
      const known = place.startsWith('sku ') ? view.skus.some(({ sku }) => place === `sku ${sku}`) : view.listings.some(({ listingId }) => place === `listing ${listingId}`);
      expect({ place, known }).toEqual({ place, known: true });
    }
  }
  const view = readTally(tally, { now: NOW, window: 'show' });
  for (const { source, metrics } of view.sources) expect({ source, ...metrics }).toEqual({ source, ...oracle.source(source, NOW) });
  view.shifts.forEach(({ host, metrics }, i) => expect({ host, ...metrics }).toEqual({ host, ...oracle.shift(i, NOW) }));
  for (const { dealId, inferredOrders, metrics } of view.deals) expect({ dealId, inferredOrders, metrics }).toEqual({ dealId, ...oracle.deal(dealId) });
}

describe('the tally of any journal', () => {
  it('is what the oracle says, whatever comes, in whatever order, however often', () => {
    fc.assert(
      fc.property(generatedShow, mix, (show, places) => {
        const entries = entriesOf(show, places);
        compare(tallyOf(entries), oracleOf(entries));
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('does not depend on the order in which facts without ids arrive', () => {
    fc.assert(
      fc.property(generatedShow, mix, fc.infiniteStream(fc.nat(1_000)), (show, places, random) => {
        const batches = show.batches.map(({ feed, events }) => ({ feed, events: events.map(({ id: _id, ...event }) => event as typeof events[number]) }));
        const facts = batches.flatMap(({ feed, events }) => events.map((event) => ({ feed, events: [event] })));
        const shuffled = facts.map((each) => ({ each, key: random.next().value ?? 0 })).sort((a, b) => a.key - b.key).map(({ each }) => each);
        const one = tallyOf(entriesOf({ ...show, batches }, places));
        const other = tallyOf(entriesOf({ ...show, batches: shuffled }, [...places].reverse()));
        for (const window of WINDOWS) {
          const [a, b] = [one, other].map((tally) => ({ ...readTally(tally, { now: NOW, window }), feeds: [], lastId: '' }));
          expect(a).toEqual(b);
        }
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('is the same however often it was read on the way', () => {
    fc.assert(
      fc.property(generatedShow, mix, fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 8, maxLength: 8 }), (show, places, moments) => {
        const entries = entriesOf(show, places);
        const read = createTally('s', ID_WINDOW);
        entries.forEach((entry, i) => {
          foldEntry(read, entry);
          for (const window of WINDOWS) readTally(read, { now: NOW - (moments[i % moments.length] ?? 0) * 1000, window });
        });
        const unread = tallyOf(entries);
        for (const window of WINDOWS) expect(readTally(read, { now: NOW, window })).toEqual(readTally(unread, { now: NOW, window }));
      }),
      { numRuns: RUNS },
    );
  }, 240_000);

  it('comes back from its chunks at any moment, and goes on as if nothing had been', () => {
    fc.assert(
      fc.property(generatedShow, mix, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (show, places, cuts) => {
        const entries = entriesOf(show, places);
        const whole = tallyOf(entries);
        let tally = createTally('s', ID_WINDOW);
        const chunks = new Map<number, Uint8Array>();
        let begun: { delta: Delta; at: number } | undefined;
        entries.forEach((entry, i) => {
          foldEntry(tally, entry);
          if (!cuts[i % cuts.length]) return;
          if (begun) {
            // Entries came while it was being taken: they are not in it.
            chunks.set(begun.delta.number, bytesOf(begun.delta));
            for (const number of begun.delta.drop) chunks.delete(number);
            if (i % 3 === 0) {
              tally = restoreTally([...chunks].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
              for (const again of entries.slice(begun.at + 1, i + 1)) foldEntry(tally, again);
            }
          }
          begun = { delta: beginDelta(tally), at: i };
        });
        for (const window of WINDOWS) expect(readTally(tally, { now: NOW, window })).toEqual(readTally(whole, { now: NOW, window }));
        expect(readListings(tally, { now: NOW, window: 'show' }).upTo).toBe(readListings(whole, { now: NOW, window: 'show' }).upTo);
      }),
      { numRuns: RUNS },
    );
  }, 240_000);
});
