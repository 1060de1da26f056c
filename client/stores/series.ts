import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { scalarOf, type SeriesView } from '../../shared/metrics/view.ts';
import { metricInfo, readingOf } from '../format/dictionary.ts';
import { formatChange } from '../format/number.ts';
import type { Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { everyShown } from '../live/pace.ts';
import { isSeries } from '../live/shapes.ts';
import { aggregate } from './aggregate.ts';
import { History } from './history.ts';
import { useTally } from './tally.ts';

/** The grain of sparklines, and how many of these steps five minutes have. Units: s, steps. */
const STEP = 10;
const STEPS = 30;
const FIVE_MINUTES = STEP * STEPS;

export interface Change {
  text: string;
  /** Which way it went: −1, 0 or 1. */
  direction: number;
}

/** What is unpaid now is mostly what was ordered just now: a series by time of order always seems to rise. */
const UNSETTLED: ReadonlySet<string> = new Set(['unpaidOrders', 'unpaidAmount']);
const isServed = (id: string): boolean => metricInfo(id)?.series !== undefined && !UNSETTLED.has(id);

type Points = readonly (number | null)[];
const NONE: Points = [];

/**
 * What happened over time. Sums, levels and ratios come from the server, by event time, from before this screen was opened;
 * people and their rates cannot be added up from parts, so they are remembered here, second by second, as they were shown.
 */
export const useSeries = defineStore('series', () => {
  const live = useLive();
  const tally = useTally();
  /** By metric: the last two stretches of five minutes, in steps. */
  const recent = shallowRef(new Map<string, Points>());
  const history = new History(2 * FIVE_MINUTES);
  /** Grows with every step remembered, so that what is drawn from `history` is drawn again. */
  const seen = shallowRef(0);
  let ends: (() => void)[] = [];
  let showId = '';
  let window = '';
  let wanted: () => readonly string[] = () => [];

  /** One series; without a range it is the whole show. */
  function load(metrics: readonly string[], step: number, range: { from: number; to: number } | undefined, signal?: AbortSignal): Promise<Outcome<SeriesView>> {
    const query = new URLSearchParams({ metrics: metrics.join(','), step: String(step) });
    if (range) {
      query.set('from', String(range.from));
      query.set('to', String(range.to));
    }
    return live.http.get(`/shows/${encodeURIComponent(showId)}/series?${query.toString()}`, isSeries, signal);
  }

  /** By the show's time. @returns what ends it */
  const every = (everyMs: number, work: () => void): (() => void) => everyShown(live, everyMs, work);

  async function refresh(): Promise<void> {
    const ids = [...new Set(wanted())].filter(isServed);
    if (ids.length === 0 || document.hidden) return;
    const asked = showId;
    // The running step is left out: half a step always looks like a fall.
    const to = Math.floor(live.clock.now() / 1000 / STEP) * STEP;
    const outcome = await load(ids, STEP, { from: to - 2 * FIVE_MINUTES, to });
    if (!outcome.ok || asked !== showId) return;
    const { metrics, columns } = outcome.value;
    recent.value = new Map(metrics.map((id, i) => [id, columns[i] ?? NONE]));
  }

  function remember(): void {
    if (tally.at === 0 || tally.switching) return;
    // Figures of two windows must not stand in one line.
    if (window !== tally.window) history.clear();
    window = tally.window;
    const figures = new Map<string, number>();
    for (const id of wanted()) {
      const scalar = scalarOf(tally.metric(id).value);
      if (scalar !== undefined) figures.set(id, scalar);
    }
    const second = Math.floor(live.clock.now() / 1000);
    // Nothing came for a while: what is on screen is old, and is not remembered as if it had been true now.
    if (second - tally.at / 1000 > 3) return;
    history.push(second, figures);
    if (second % 5 === 0) seen.value = second;
  }

  /** @param ids what is on screen now, asked anew every time. */
  function start(id: string, ids: () => readonly string[]): void {
    stop();
    showId = id;
    wanted = ids;
    const remembering = setInterval(remember, 1000);
    ends = [every(STEP * 1000, () => void refresh()), () => clearInterval(remembering)];
    void refresh();
  }

  function stop(): void {
    ends.forEach((end) => end());
    ends = [];
    showId = '';
    recent.value = new Map();
    history.clear();
  }

  /** The last five minutes of a metric, oldest first; null where nothing is known. */
  function spark(id: string): Points {
    const served = recent.value.get(id);
    if (served) return served.slice(-STEPS);
    return seen.value >= 0 ? history.points(id, STEPS, STEP) : NONE;
  }

  /** The last five minutes against the five before. */
  function change(id: string): Change | undefined {
    const [now, before] = compared(id);
    if (now === undefined || before === undefined) return undefined;
    const text = formatChange(now, before, readingOf(id) === 'share');
    return text === undefined ? undefined : { text, direction: Math.sign(now - before) };
  }

  function compared(id: string): [number | undefined, number | undefined] {
    const served = recent.value.get(id);
    const kind = metricInfo(id)?.series;
    if (served && kind) return [aggregate(served.slice(-STEPS), kind), aggregate(served.slice(0, -STEPS), kind)];
    // Only in the window of five minutes is what was shown then the equal window before.
    if (seen.value < 0 || window !== '5m') return [undefined, undefined];
    return [scalarOf(tally.metric(id).value), history.at(id, history.newest - FIVE_MINUTES)];
  }

  return { load, every, start, stop, refresh, spark, change };
});
