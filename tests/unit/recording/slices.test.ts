import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_EVENTS, type PlatformEvent } from '../../../shared/metrics/events.ts';
import { second } from '../../../shared/metrics/columns.ts';
import { metricsOf } from '../../../shared/metrics/dictionary.ts';
import { readStretch } from '../../../shared/metrics/stretch.ts';
import { createTally, foldEntry, type Entry, type Tally } from '../../../shared/metrics/tally.ts';
import type { MetricValues } from '../../../shared/metrics/view.ts';
import { readReview } from '../../../shared/review/read.ts';
import { SLICE_METRICS, type SliceAsked, type SliceView } from '../../../shared/review/slice.ts';
import type { ReviewView } from '../../../shared/review/view.ts';
import { ORDER_COLUMNS, VIEWER_COLUMNS, orderRows, viewerRows } from '../../../shared/review/written.ts';
import { briefly } from '../../../shared/show/log.ts';
import type { ShowEvent } from '../../../shared/show/events.ts';
import { Decided } from '../../../server/recording/decisions.ts';
import { ParquetWriter } from '../../../server/recording/parquet.ts';
import { COLUMNS, rowOf } from '../../../server/recording/row.ts';
import { readSlice } from '../../../server/recording/sliceRead.ts';
import { SlicedShow } from '../../../server/recording/slices.ts';
import { NOW, entriesOf, generatedShow } from '../../support/arbitraryShow.ts';

const ENDED = NOW + 3_600_000;
let folder: string;
let writer: ParquetWriter;
let made = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ck-slices-'));
  writer = await ParquetWriter.open(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function table(rows: Iterable<object>, columns: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, `${made++}.parquet`);
  writeFileSync(`${path}.ndjson`, [...rows].map((row) => `${JSON.stringify(row)}\n`).join(''));
  await writer.write(`${path}.ndjson`, path, columns);
  return path;
}

const isFact = (event: PlatformEvent | ShowEvent): event is PlatformEvent => Object.hasOwn(PLATFORM_EVENTS, event.type);

interface Recorded {
  tally: Tally;
  review: ReviewView;
  sliced: SlicedShow;
}

/** A show as its recording has it: a segment with verdicts, and the tables of its end. */
async function record(entries: readonly Entry[]): Promise<Recorded> {
  const tally = createTally('s');
  const decided = new Decided();
  entries.forEach((entry, i) => {
    foldEntry(tally, entry);
    const decisions = entry.events.filter((event): event is ShowEvent => !isFact(event));
    if (decisions.length > 0) decided.take(decisions, i + 1);
  });
  if (!decided.show) throw new Error('no show');
  const repeated = new Map(tally.repeats.saved().entries);
  const rows = entries.flatMap(({ id, feed, events }) =>
    events.flatMap((event, place) => (isFact(event) ? [rowOf({ id, kind: 'facts', feed, revision: undefined }, event, place, repeated.get(id)?.includes(place) ? 0 : 1)] : [])));
  const review = readReview(decided.show, tally, decided.events.map(briefly), ENDED);
  const [segment, orders, viewers] = [await table(rows, COLUMNS), await table(orderRows(tally), ORDER_COLUMNS), await table(viewerRows(tally, ENDED), VIEWER_COLUMNS)];
  return { tally, review, sliced: await SlicedShow.open({ review, tally, orders, viewers, segments: [segment], earlier: [] }, folder) };
}

/** A show without samples: those replace what was counted, and no table has them. */
const counted = fc.tuple(generatedShow, fc.array(fc.nat(), { minLength: 7, maxLength: 7 })).map(([show, mix]) =>
  entriesOf({ ...show, batches: show.batches.map(({ feed, events }) => ({ feed, events: events.filter(({ type }) => !type.endsWith('.sampled') || type === 'spend.sampled') })) }, mix));

/** Those of these figures that a slice tells. */
const told = (figures: MetricValues, ids: readonly { id: string }[], but: readonly string[] = []): MetricValues => Object.fromEntries(ids.filter(({ id }) => !but.includes(id)).map(({ id }) => [id, figures[id] ?? null]));
const slice = ({ sliced }: Recorded, asked: SliceAsked): Promise<SliceView> => readSlice(sliced, asked);

describe('a part of a show, by SQL over its recording', () => {
  it('is, to the unit and on every metric, what the fold counted: of the whole, of each source, each host and each listing', async () => {
    await fc.assert(
      fc.asyncProperty(counted, async (entries) => {
        const recorded = await record(entries);
        const { review, tally } = recorded;
        try {
          const whole = await slice(recorded, {});
          // Not among them: what is of the moment (who is online, the last minute) has no slice.
          expect(whole.metrics).toEqual(told(review.metrics, SLICE_METRICS.show));
          expect(metricsOf('show').map(({ id }) => id).filter((id) => !(id in whole.metrics))).toEqual(['online', 'entersPerMin', 'leavesPerMin', 'wantUsers', 'gmvPerMin']);
          const nothing = ({ metrics }: { metrics: MetricValues }): boolean => Object.values(metrics).every((value) => (typeof value === 'object' ? (value?.numerator ?? 0) === 0 : value === 0));
          const sold = ({ metrics }: ReviewView['listings'][number]): boolean => !nothing({ metrics: { ...metrics, airSeconds: 0, airViewers: 0, gmvPerAirMinute: 0 } });
          for (const listing of review.listings.filter(sold)) expect([listing.listingId, whole.listings.find(({ listingId }) => listingId === listing.listingId)?.metrics]).toEqual([listing.listingId, listing.metrics]);
          for (const { source, metrics } of review.sources) {
            if (nothing({ metrics: { ...metrics, online: 0 } })) continue;
            expect([source, whole.sources.find((each) => each.source === source)?.metrics]).toEqual([source, told(metrics, SLICE_METRICS.source)]);
            const own = await slice(recorded, { source });
            expect([source, told(own.metrics, SLICE_METRICS.source)]).toEqual([source, told(metrics, SLICE_METRICS.source)]);
          }
          for (const { host, metrics } of review.hosts) {
            const own = await slice(recorded, { host });
            // When a view reached its minute, no table says.
            const but = ['longViews', 'longViewRate'];
            expect([host, told(own.metrics, metricsOf('shift'), but)]).toEqual([host, told(metrics, metricsOf('shift'), but)]);
          }
          for (const { listingId, metrics } of review.listings) {
            const own = await slice(recorded, { listing: listingId });
            expect([listingId, told(own.metrics, metricsOf('listing'))]).toEqual([listingId, metrics]);
          }
          for (const hour of review.hours) {
            const but = ['longViews', 'longViewRate'];
            expect(told(whole.hours.find(({ from }) => from === hour.from)?.metrics ?? {}, SLICE_METRICS.hour, but)).toEqual(told(hour.metrics, SLICE_METRICS.hour, but));
          }
          const [from, to] = [second(NOW) - 700, second(NOW) - 300];
          const stretch = await slice(recorded, { from, to });
          const added = SLICE_METRICS.hour.filter(({ id }) => !['longViews', 'longViewRate'].includes(id));
          expect(told(stretch.metrics, added)).toEqual(told(readStretch(tally, from, to, ENDED), added));
        } finally {
          await recorded.sliced.close();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
