import { second } from '../metrics/columns.ts';
import { readStream, readTally } from '../metrics/read.ts';
import { STRETCH_METRICS, readStretch } from '../metrics/stretch.ts';
import type { Tally } from '../metrics/tally.ts';
import type { TallyView } from '../metrics/view.ts';
import type { LoggedEvent } from '../show/log.ts';
import type { Segment, Show } from '../show/show.ts';
import { actionsOf } from './actions.ts';
import { compareAround, nameOverlaps } from './compare.ts';
import { COMPARED, type DealReview, type HourReview, type Incident, type ListingReview, type ReviewView, type SegmentReview } from './view.ts';

const COMPARED_METRICS = STRETCH_METRICS.filter(({ id }) => COMPARED.some((each) => each === id));
const HOUR_S = 3600;
/** Hours a review tells of at most, a month of them: they are to add up to the whole, also of a log of many days and with facts that came weeks late. */
const HOURS = 744;

/**
 * A show's review: the live tally's own figures, and what adds up in each hour and segment.
 * @param events the log's decisions, in any order @param now server time, Unix ms
 */
export function readReview(show: Show, t: Tally, events: readonly LoggedEvent[], now: number): ReviewView {
  const view = readTally(t, { now, window: 'show' });
  const actions = actionsOf(show, events);
  const bounds = boundsOf(t, now);
  for (const action of actions) action.compared = compareAround(action.at, bounds, (from, to) => readStretch(t, from, to, now, COMPARED_METRICS));
  nameOverlaps(actions);
  return {
    show: {
      id: show.id, title: show.title, currency: show.currency, status: show.status, host: show.shifts.at(-1)?.host ?? show.host ?? null, demo: show.demo ?? false, rehearsal: show.rehearsalOf !== undefined,
      startedAt: show.startedAt ?? null, endedAt: show.endedAt ?? null, ...(show.toldAt === undefined ? {} : { told: true as const }), gmvTarget: show.gmvTarget ?? null, plannedMinutes: show.plannedMinutes ?? null, lateHours: show.lateHours,
    },
    ...(show.status === 'planned' && t.firstAt < Infinity ? { facts: { first: t.firstAt, last: t.lastAt } } : {}),
    at: now,
    lastId: view.lastId,
    metrics: view.metrics,
    approximate: view.approximate,
    listings: view.listings.map((each) => ({ ...listingNamed(show, each.listingId), skus: skusOf(show, each.listingId), metrics: each.metrics })),
    skus: view.skus,
    deals: view.deals.map(({ dealId, metrics }) => ({ ...dealNamed(show, dealId), metrics })),
    segments: show.segments.flatMap((segment) => segmentOf(segment, t, now)),
    sources: view.sources,
    hosts: view.shifts,
    hours: hoursOf(t, view.shifts, now),
    actions,
    incidents: incidentsOf(show, t, view),
    feeds: view.feeds,
  };
}

/** The seconds a show has: from its start, or its first event, to its end, its last event or now. */
function boundsOf(t: Tally, now: number): { from: number; to: number } {
  const from = t.startedAt !== null ? second(t.startedAt) : t.firstAt === Infinity ? 0 : second(t.firstAt);
  const to = t.endedAt !== null ? second(t.endedAt) : t.startedAt !== null ? second(now) : second(t.lastAt);
  return { from, to };
}

function listingNamed(show: Show, listingId: string): Omit<ListingReview, 'metrics' | 'skus'> {
  const found = show.listings.find(({ id }) => id === listingId);
  return { listingId, number: found?.number ?? null, title: found?.title ?? listingId };
}

const skusOf = (show: Show, listingId: string): string[] => show.listings.find(({ id }) => id === listingId)?.skus.map(({ sku }) => sku) ?? [];

function dealNamed(show: Show, dealId: string): Omit<DealReview, 'metrics'> {
  const deal = show.deals.find((each) => each.dealId === dealId);
  if (!deal) return { dealId, listingId: null, number: null, title: dealId, price: null, quantity: null, startedAt: null, endedAt: null };
  const { listingId, price, quantity, startsAt, endsAt, stoppedAt } = deal;
  return { dealId, ...listingNamed(show, listingId), price, quantity, startedAt: startsAt ?? null, endedAt: stoppedAt ?? endsAt ?? null };
}

/** A segment that was on; one begun again is told from its last beginning. */
function segmentOf({ id, kind, title, minutes, target, startedAt, endedAt }: Segment, t: Tally, now: number): SegmentReview[] {
  if (startedAt === undefined) return [];
  const to = endedAt ?? t.endedAt ?? now;
  return [{ segmentId: id, kind, title, plannedMinutes: minutes, target: target ?? null, from: startedAt, to, metrics: readStretch(t, second(startedAt), second(to), now) }];
}

/** Every hour in which something happened. */
function hoursOf(t: Tally, shifts: TallyView['shifts'], now: number): HourReview[] {
  if (t.firstAt === Infinity) return [];
  const begin = Math.min(second(t.firstAt), t.startedAt === null ? Infinity : second(t.startedAt));
  const first = Math.floor(begin / HOUR_S) * HOUR_S;
  const hours: HourReview[] = [];
  for (let sec = first; sec <= second(t.lastAt) && hours.length < HOURS; sec += HOUR_S) {
    const metrics = readStretch(t, sec, sec + HOUR_S, now);
    const [from, to] = [sec * 1000, (sec + HOUR_S) * 1000];
    if (Object.values(metrics).every((value) => (typeof value === 'object' ? (value?.numerator ?? 0) === 0 : value === 0))) continue;
    hours.push({ from, to, hosts: [...new Set(shifts.filter((shift) => shift.from < to && (shift.to ?? Infinity) > from).map(({ host }) => host))], metrics });
  }
  return hours;
}

function incidentsOf(show: Show, t: Tally, view: TallyView): Incident[] {
  const incidents: Incident[] = [
    ...view.feeds.flatMap(({ feed, gaps }) => gaps.map(([at, to]): Incident => ({ kind: 'gap', at, to, feed }))),
    ...show.pauses.map(({ from, to, reason }): Incident => ({ kind: 'pause', at: from, to: to ?? null, reason })),
    ...readStream(t).warnings.map(({ at, feed, level, text }): Incident => ({ kind: 'warning', at, feed, level, text })),
    ...t.rewinds.map(({ at }): Incident => ({ kind: 'rewound', at })),
  ];
  return incidents.sort((a, b) => a.at - b.at);
}
