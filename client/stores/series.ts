import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { SeriesView } from '../../shared/metrics/view.ts';
import { metricInfo } from '../format/dictionary.ts';
import { formatChange } from '../format/number.ts';
import { useLive } from '../live/live.ts';
import type { Outcome } from '../live/http.ts';
import { isSeries } from '../live/shapes.ts';
import { aggregate } from './aggregate.ts';

/** The grain of sparklines and changes, and how many of these steps a window of five minutes has. Units: s, steps. */
const STEP = 10;
const STEPS = 30;

export interface Change {
  text: string;
  /** −1, 0 or 1. */
  direction: number;
}

type Points = readonly (number | null)[];
const NONE: Points = [];

/** What happened over time, by event time as the server counts it: sparklines, changes, the trend. */
export const useSeries = defineStore('series', () => {
  const live = useLive();
  /** By metric: the last two windows of five minutes, in steps. */
  const recent = shallowRef(new Map<string, Points>());
  let timer: ReturnType<typeof setInterval> | undefined;
  let showId = '';
  let wanted: () => readonly string[] = () => [];

  /** One series, from and to in Unix seconds. Without them it is the whole show. */
  function load(metrics: readonly string[], step: number, range: { from: number; to: number } | undefined, signal?: AbortSignal): Promise<Outcome<SeriesView>> {
    const query = new URLSearchParams({ metrics: metrics.join(','), step: String(step) });
    if (range) {
      query.set('from', String(range.from));
      query.set('to', String(range.to));
    }
    return live.http.get(`/shows/${encodeURIComponent(showId)}/series?${query}`, isSeries, signal);
  }

  async function refresh(): Promise<void> {
    const ids = [...new Set(wanted())];
    if (ids.length === 0 || document.hidden) return;
    const asked = showId;
    // The running step is left out: half a step always looks like a fall.
    const to = Math.floor(live.clock.now() / 1000 / STEP) * STEP;
    const outcome = await load(ids, STEP, { from: to - 2 * STEPS * STEP, to });
    if (!outcome.ok || asked !== showId) return;
    const { metrics, columns } = outcome.value;
    recent.value = new Map(metrics.map((id, i) => [id, columns[i] ?? NONE]));
  }

  /** @param ids what is on screen now, asked anew every time. */
  function start(id: string, ids: () => readonly string[]): void {
    stop();
    showId = id;
    wanted = ids;
    timer = setInterval(() => void refresh(), STEP * 1000);
    void refresh();
  }

  function stop(): void {
    clearInterval(timer);
    showId = '';
    recent.value = new Map();
  }

  /** The last five minutes of a metric, oldest first; null where nothing is known. */
  const spark = (id: string): Points => recent.value.get(id)?.slice(-STEPS) ?? NONE;

  /** The last five minutes against the five before. */
  function change(id: string): Change | undefined {
    const points = recent.value.get(id);
    if (!points) return undefined;
    const { kind, reading } = metricInfo(id);
    const now = aggregate(points.slice(-STEPS), kind);
    const before = aggregate(points.slice(-2 * STEPS, -STEPS), kind);
    if (now === undefined || before === undefined) return undefined;
    const text = formatChange(now, before, reading === 'share');
    return text === undefined ? undefined : { text, direction: Math.sign(now - before) };
  }

  return { load, start, stop, refresh, spark, change };
});
