import { CELL, COL, PAIR_KINDS, SUBJECT } from './columns.ts';
import { displayCurve } from './curve.ts';
import { metricsOf } from './dictionary.ts';
import { frameOf, type Asked, type Frame } from './frame.ts';
import { evaluator, type Figures } from './slice.ts';
import { windowSums } from './listingWindow.ts';
import type { Tally } from './state.ts';
import type { ListingView, MetricValue, TallyView } from './view.ts';

const ofListing = evaluator(metricsOf('listing'));
const ofSku = evaluator(metricsOf('sku'));

/**
 * Listings of the catalogue, and those that only facts name, by link number and id. With `since`, the `upTo` of the reading
 * before, only those whose counts changed after it; in a moving window the others change too as it moves on.
 */
export function readListings(t: Tally, asked: Asked, since = 0): { listings: ListingView[]; upTo: number } {
  const frame = frameOf(t, asked);
  const sums = sumsIn(t, frame);
  const air = airTimes(t, frame);
  const onAir = t.air.at(-1)?.to === null ? t.air.at(-1)?.listingId : undefined;
  const ids = [...t.listingSubject]
    .filter(([id, subject]) => t.catalogue.has(id) || hasFigures(t, subject))
    .filter(([id, subject]) => since === 0 || (t.subjectVersion[subject] as number) > since || id === onAir)
    .map(([id]) => id);
  const number = (id: string): number => t.catalogue.get(id)?.number ?? Infinity;
  ids.sort((a, b) => number(a) - number(b) || (a < b ? -1 : 1));
  const listings = ids.map((id) => {
    const subject = t.listingSubject.get(id) as number;
    return { listingId: id, metrics: ofListing(figuresOf(t, subject, frame, sums, air.get(id))) };
  });
  return { listings, upTo: t.version };
}

/** Every SKU of the catalogue or the facts. */
export function readSkus(t: Tally, asked: Asked): TallyView['skus'] {
  const frame = frameOf(t, asked);
  const sums = sumsIn(t, frame);
  return [...t.skuSubject]
    .filter(([sku, subject]) => t.skuOwner.has(sku) || hasFigures(t, subject))
    .map(([sku, subject]) => ({ sku, metrics: ofSku(figuresOf(t, subject, frame, sums, undefined)) }))
    .sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

const hasFigures = (t: Tally, subject: number): boolean => !t.subjects.isBlank(subject, COL.shown, SUBJECT.onAir);

interface AirTime {
  seconds: number;
  viewerSeconds: number;
}

/** How long each listing was on air, and how many watched meanwhile. */
function airTimes(t: Tally, { now }: Frame): Map<string, AirTime> {
  const times = new Map<string, AirTime>();
  for (const { listingId, from, to } of t.air) {
    const start = Math.floor(from / 1000);
    const end = Math.max(start, to === null ? now : Math.floor(to / 1000));
    const time = times.get(listingId) ?? { seconds: 0, viewerSeconds: 0 };
    time.seconds += end - start;
    time.viewerSeconds += displayCurve(t).area(start, end);
    times.set(listingId, time);
  }
  return times;
}

/** In the five-minute window: every subject's figures; the others are in the records. */
const sumsIn = (t: Tally, frame: Frame): Sums => (frame.window === '5m' ? windowSums(t, frame.from) : null);
type Sums = readonly (Float64Array | undefined)[] | null;

function figuresOf(t: Tally, subject: number, frame: Frame, sums: Sums, air: AirTime | undefined): Figures {
  const record = t.subjects.floats(subject);
  const at = t.subjects.atFloat(subject);
  const inWindow = sums?.[subject];
  const from = frame.window === 'onair' ? at + SUBJECT.onAir : at;
  const sum = (place: number): number => (sums ? (inWindow?.[place] ?? 0) : (record[from + place] as number));
  const seconds = air?.seconds ?? 0;
  return {
    sum,
    people: (kind) => sum(CELL.people + PAIR_KINDS.indexOf(kind as (typeof PAIR_KINDS)[number])),
    own: (id): MetricValue => {
      switch (id) {
        case 'netSales':
          return sum(COL.gmv) - sum(COL.refundAmount);
        case 'airSeconds':
          return seconds;
        case 'airViewers':
          return { numerator: air?.viewerSeconds ?? 0, denominator: seconds };
        case 'gmvPerAirMinute':
          return { numerator: (record[at + COL.gmv] as number) * 60, denominator: seconds };
        default:
          return null;
      }
    },
  };
}
