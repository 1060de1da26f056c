import { COL, KIND, LONG_SECONDS, SOURCE } from './columns.ts';
import { broadcastFrom, countedCurve, displayCurve } from './curve.ts';
import { METRIC, metricsOf } from './dictionary.ts';
import { frameOf, type Frame } from './frame.ts';
import { longOpen, spendIn, watchUpTo } from './readShow.ts';
import { sampledSince } from './samples.ts';
import { openViews } from './sessions.ts';
import { evaluator, type Figures } from './slice.ts';
import type { Deal, HostShift, Tally } from './state.ts';
import type { MetricValue, TallyView } from './view.ts';

const ofSource = evaluator(metricsOf('source'));
const ofShift = evaluator(metricsOf('shift'));
const ofDeal = evaluator(metricsOf('deal'));
/** Metrics by the column they are counted in, for what a platform samples of it. */
const BY_COL = new Map([...METRIC.values()].flatMap(({ id, col }) => (col === undefined ? [] : [[col, id] as const])));
const BY_KIND = new Map([...METRIC.values()].flatMap(({ id, kind }) => (kind === undefined ? [] : [[kind, id] as const])));

/** The whole show by traffic source, as counted: samples name no source, ad spend apart. */
export function readSources(t: Tally, now: number): TallyView['sources'] {
  const frame = frameOf(t, { now, window: 'show' });
  const has = (i: number, source: string): boolean =>
    !t.sourceRecords.isBlank(i, 0, SOURCE.watch + 1) || spendIn(t, 'spend:', 0, Infinity, source) > 0;
  return t.sources
    .flatMap((source, i) => (has(i, source) ? [{ source, i }] : []))
    .map(({ source, i }) => ({ source, metrics: ofSource(sourceFigures(t, i, source, frame)) }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}

function sourceFigures(t: Tally, i: number, name: string, { cut }: Frame): Figures {
  const floats = t.sourceRecords.floats(i);
  const at = t.sourceRecords.atFloat(i);
  const open = openViews(t, i);
  const sum = (place: number): number => floats[at + place] as number;
  const reached = cut - LONG_SECONDS;
  return {
    sum: (col) => sum(col) + (col === COL.longViews ? open.all.upTo(reached).views : 0),
    people: (kind) => sum(SOURCE.people + kind) + (kind === KIND.stayed ? open.fresh.upTo(reached).views : 0),
    own: (id): MetricValue => {
      switch (id) {
        case 'online':
          return open.all.upTo(Infinity).views;
        case 'watchSeconds':
          return watchUpTo(sum(SOURCE.watch), open.all, cut);
        case 'netSales':
          return sum(COL.gmv) - sum(COL.refundAmount);
        case 'spend':
          return spendIn(t, 'spend:', 0, Infinity, name);
        case 'attributedGmv':
          return spendIn(t, 'attributed:', 0, Infinity, name);
        default:
          return null;
      }
    },
  };
}

/** The whole show by shift of a host; none where no host was ever named. */
export function readShifts(t: Tally, now: number): TallyView['shifts'] {
  const frame = frameOf(t, { now, window: 'show' });
  return t.shifts.flatMap((shift, i) => {
    if (shift.host === null) return [];
    const next = t.shifts[i + 1];
    const to = next?.from ?? (t.status === 'ended' ? t.endedAt : null);
    return [{ host: shift.host, from: shift.from, to, metrics: ofShift(shiftFigures(t, shift, next, frame)) }];
  });
}

function shiftFigures(t: Tally, shift: HostShift, next: HostShift | undefined, { cut }: Frame): Figures {
  const only = t.shifts.length === 1;
  const to = next?.sec ?? Infinity;
  const sum = (col: number): number => {
    const id = BY_COL.get(col) ?? '';
    let total = 0;
    for (const feed of t.feeds) {
      if (feed.series.has(id)) total += sampledSince(t, feed, id, shift.sec, to);
      else {
        total += (only ? feed.totals[col] : shift.totals[feed.index]?.[col]) ?? 0;
        if (col === COL.longViews) total += longOpen(feed, shift.sec, cut, to);
      }
    }
    return total;
  };
  const from = Math.max(shift.sec, broadcastFrom(t));
  const until = Math.min(to, cut);
  return {
    sum,
    people: (kind) => {
      if (t.feeds.some((feed) => feed.series.has(BY_KIND.get(kind) ?? ''))) return null;
      if (only) return kind === KIND.entered ? t.presentCount : (t.people[kind] as number);
      return shift.people[kind] as number;
    },
    own: (id): MetricValue => {
      switch (id) {
        case 'peakOnline':
          return displayCurve(t).peak(from, to > cut ? cut : to - 1);
        case 'averageOnline':
          return { numerator: displayCurve(t).area(from, until), denominator: Math.max(0, until - from) };
        case 'watchSeconds':
          return countedCurve(t).area(shift.sec, until);
        case 'netSales':
          return sum(COL.gmv) - sum(COL.refundAmount);
        case 'spend':
          return spendIn(t, 'spend:', shift.sec, to);
        case 'attributedGmv':
          return spendIn(t, 'attributed:', shift.sec, to);
        default:
          return null;
      }
    },
  };
}

/** The whole show by deal. */
export function readDeals(t: Tally): TallyView['deals'] {
  return [...t.deals.values()]
    .filter(({ window, orders }) => window !== null || orders > 0)
    .map((deal) => ({ dealId: deal.dealId, inferredOrders: deal.inferredOrders, metrics: ofDeal(dealFigures(deal)) }))
    .sort((a, b) => (a.dealId < b.dealId ? -1 : 1));
}

function dealFigures(deal: Deal): Figures {
  return {
    sum: (col) => (col === COL.orders ? deal.orders : col === COL.units ? deal.units : deal.gmv),
    people: () => deal.buyers.size,
    own: () => null,
  };
}
