import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { Type } from 'typebox';
import type { SeriesView } from '../../shared/metrics/view.ts';
import { RecordOf } from '../../shared/record.ts';
import type { MediansView } from '../../shared/review/medians.ts';
import type { SliceAsked, SliceView } from '../../shared/review/slice.ts';
import type { ReviewView } from '../../shared/review/view.ts';
import type { TableId } from '../../shared/review/words.ts';
import { newId } from '../format/id.ts';
import { stepFor } from '../format/step.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isRevision, isSeries, Metrics as metrics } from '../live/shapes.ts';
import { checkOf } from '../live/check.ts';

const OrNull = Type.Union([Type.Number(), Type.Null()]);
const Compared = RecordOf(Type.Object({ before: Type.Number(), after: Type.Number(), expected: OrNull }));
const checkReview = checkOf(
  Type.Object({
    show: Type.Object({ id: Type.String(), title: Type.String(), currency: Type.String(), status: Type.Enum(['planned', 'live', 'paused', 'ended']), startedAt: OrNull, endedAt: OrNull, told: Type.Optional(Type.Literal(true)), gmvTarget: OrNull }),
    facts: Type.Optional(Type.Object({ first: Type.Number(), last: Type.Number() })),
    at: Type.Number(),
    recorded: Type.Optional(Type.Literal(true)),
    metrics,
    listings: Type.Array(Type.Object({ listingId: Type.String(), number: OrNull, title: Type.String(), metrics })),
    skus: Type.Array(Type.Object({ sku: Type.String(), metrics })),
    deals: Type.Array(Type.Object({ dealId: Type.String(), title: Type.String(), metrics })),
    segments: Type.Array(Type.Object({ segmentId: Type.String(), title: Type.String(), from: Type.Number(), to: Type.Number(), metrics })),
    sources: Type.Array(Type.Object({ source: Type.String(), metrics })),
    hosts: Type.Array(Type.Object({ host: Type.String(), from: Type.Number(), to: OrNull, metrics })),
    hours: Type.Array(Type.Object({ from: Type.Number(), to: Type.Number(), hosts: Type.Array(Type.String()), metrics })),
    actions: Type.Array(Type.Object({ id: Type.String(), kind: Type.String(), at: Type.Number(), about: Type.String(), by: Type.Object({ name: Type.String() }), compared: Type.Union([Compared, Type.Null()]), overlaps: Type.Array(Type.String()) })),
    incidents: Type.Array(Type.Object({ kind: Type.String(), at: Type.Number() })),
  }),
);
const Buyers = Type.Object({ buyers: Type.Number(), orders: Type.Number(), gmv: Type.Number() });
const checkSlice = checkOf(
  Type.Object({
    metrics,
    approximate: Type.Array(Type.String()),
    listings: Type.Array(Type.Object({ listingId: Type.String(), number: OrNull, title: Type.String(), metrics })),
    sources: Type.Array(Type.Object({ source: Type.String(), metrics })),
    hours: Type.Array(Type.Object({ from: Type.Number(), to: Type.Number(), hosts: Type.Array(Type.String()), metrics })),
    buyers: Type.Object({ fresh: Buyers, returning: Buyers, told: Type.Boolean(), before: Type.Object({ buyers: Type.Number(), shows: Type.Number() }) }),
  }),
);
const isSlice = (value: unknown): value is SliceView => checkSlice(value);
const checkMedians = checkOf(Type.Object({ shows: Type.Number(), metrics: RecordOf(Type.Number()) }));
const isMedians = (value: unknown): value is MediansView => checkMedians(value);
const isReview = (value: unknown): value is ReviewView => checkReview(value);

/** Points a curve has at most: finer, single orders would stand as needles. */
const POINTS = 240;

/** A show's review: read when its page opens. */
export const useReview = defineStore('review', () => {
  const { http } = useLive();
  const view = shallowRef<ReviewView>();
  const trouble = shallowRef<Failure>();
  const at = (id: string): string => `/shows/${encodeURIComponent(id)}`;

  const read = (id: string): Promise<Outcome<ReviewView>> => http.get(`${at(id)}/review`, isReview);

  async function open(id: string): Promise<void> {
    if (view.value?.show.id !== id) view.value = undefined;
    const outcome = await read(id);
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (outcome.ok) view.value = outcome.value;
  }

  /** Says that a planned show took place before; what stands here is read again, whatever came of it. @param times Unix ms */
  async function tellPast(id: string, times: { startedAt: number; endedAt: number }): Promise<Failure | undefined> {
    const outcome = await http.send('POST', `${at(id)}/commands`, { id: newId(), type: 'show.tellPast', payload: times }, isRevision);
    await open(id);
    return outcome.ok ? undefined : outcome.failure;
  }

  /** Metrics over [from, to) in Unix seconds, in steps that fit a screen. @param least the shortest step, seconds */
  function curve(id: string, ids: readonly string[], from: number, to: number, signal: AbortSignal, least = 1): Promise<Outcome<SeriesView>> {
    const step = Math.max(least, stepFor(to - from, POINTS));
    const query = new URLSearchParams({ metrics: ids.join(','), step: String(step), from: String(from), to: String(to) });
    return http.get(`${at(id)}/series?${query.toString()}`, isSeries, signal);
  }

  /** A part of a show that has ended. */
  function slice(id: string, asked: SliceAsked, signal: AbortSignal): Promise<Outcome<SliceView>> {
    const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
    return http.get(`${at(id)}/review/slice?${query.toString()}`, isSlice, signal);
  }

  /** What is usual in this room. */
  const medians = (id: string): Promise<Outcome<MediansView>> => http.get(`${at(id)}/review/medians`, isMedians);

  /** Where a file of the review is fetched from. */
  function file(id: string, format: 'csv' | 'xlsx' | 'json', language: 'zh' | 'en', table?: TableId): string {
    const query = new URLSearchParams({ format, lang: language, ...(table ? { table } : {}) });
    return `/api/v1${at(id)}/export?${query.toString()}`;
  }
  return { view, trouble, read, open, tellPast, curve, slice, medians, file };
});
