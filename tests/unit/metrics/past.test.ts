import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTally } from '../../../shared/metrics/read.ts';
import { createTally, foldEntry, type Entry } from '../../../shared/metrics/tally.ts';
import { WINDOWS, type Window } from '../../../shared/metrics/view.ts';
import type { ShowEvent } from '../../../shared/show/events.ts';
import { NOW, SPAN_SECONDS, START, entriesOf, generatedShow } from '../../support/arbitraryShow.ts';

const RUNS = Number(process.env['FC_RUNS'] ?? 60);
const decided = (at: number) => ({ at, by: { id: 'p', name: 'p', role: 'admin' }, commandId: `c${at}` });

function viewsOf(entries: readonly Entry[]): object[] {
  const tally = createTally('s');
  for (const entry of entries) foldEntry(tally, entry);
  return WINDOWS.map((window: Window) => ({ ...readTally(tally, { now: NOW, window }), lastId: '', feeds: [] }));
}

it('a show told of afterwards comes to what it comes to where it was started and ended then, in every table, whether its facts came before or after', () => {
  const second = fc.integer({ min: 0, max: SPAN_SECONDS });
  fc.assert(
    fc.property(generatedShow, fc.tuple(second, second), fc.boolean(), ({ before: [created], batches }, [one, other], late) => {
      const [startedAt, endedAt] = [START + Math.min(one, other) * 1000, START + (Math.max(one, other) + 1) * 1000];
      const show = created ? [created] : [];
      const started: ShowEvent = { type: 'show.started', ...decided(startedAt) };
      const ended: ShowEvent = { type: 'show.ended', ...decided(endedAt) };
      const told: ShowEvent = { type: 'show.toldPast', ...decided(NOW), startedAt, endedAt };
      // Decisions fall among the batches as these numbers say: all before them, or all behind.
      const place = late ? 0 : batches.length;
      const lived = entriesOf({ before: [...show, started], batches, during: [ended] }, [batches.length]);
      expect(viewsOf(entriesOf({ before: show, batches, during: [told] }, [place]))).toEqual(viewsOf(lived));
    }),
    { numRuns: RUNS },
  );
}, 120_000);
