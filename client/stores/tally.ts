import { defineStore } from 'pinia';
import { ref, shallowRef, triggerRef, type ShallowRef } from 'vue';
import type { Comment, FeedView, MetricValue, MetricValues, Window } from '../../shared/metrics/view.ts';
import type { Alert } from '../../shared/alerts/alert.ts';
import type { Joined, Tick } from '../../shared/protocol/socket.ts';
import { useLive } from '../live/live.ts';
import { everyShown } from '../live/pace.ts';
import { isTally } from '../live/shapes.ts';
import { withComments } from './comments.ts';
import { fromWire, metricsFromWire, sameValue } from '../live/wire.ts';

/** How often the whole show's totals are asked for. Unit: ms. */
const TOTALS_EVERY = 2_000;

/** The numbers on screen. Each metric has its own cell, so a tick wakes only what it changed. */
export const useTally = defineStore('tally', () => {
  const live = useLive();
  const cells = new Map<string, ShallowRef<MetricValue | undefined>>();
  const totals = shallowRef<MetricValues>({});
  const listings = shallowRef(new Map<string, MetricValues>());
  const feeds = shallowRef<FeedView[]>([]);
  /** Newest first. */
  const comments = shallowRef<readonly Comment[]>([]);
  /** What is going wrong now, red first. */
  const alerts = shallowRef<readonly Alert[]>([]);
  const approximate = shallowRef<ReadonlySet<string>>(new Set());
  const window = ref<Window>('show');
  /** Server time of the newest figures, Unix ms; 0 before any. */
  const at = ref(0);
  /** True from asking for another window until its figures are here: the old ones are not passed off as the new. */
  const switching = ref(false);
  let showId = '';
  let endPoll: () => void = () => undefined;
  let abort = new AbortController();

  /** The cell of one metric, in the window looked at: read `.value` where it is drawn. */
  function metric(id: string): ShallowRef<MetricValue | undefined> {
    let cell = cells.get(id);
    if (!cell) {
      cell = shallowRef<MetricValue>();
      cells.set(id, cell);
    }
    return cell;
  }

  function put(id: string, value: MetricValue | undefined): void {
    const cell = metric(id);
    if (!sameValue(cell.value, value)) cell.value = value;
  }

  function joined({ tally: view, comments: recent, alerts: now }: Pick<Joined, 'tally' | 'comments' | 'alerts'>): void {
    comments.value = withComments(comments.value, recent);
    alerts.value = now;
    for (const id of cells.keys()) if (!(id in view.metrics)) put(id, undefined);
    for (const id in view.metrics) put(id, view.metrics[id]);
    if (view.window === 'show') totals.value = view.metrics;
    listings.value = new Map(view.listings.map((l) => [l.listingId, l.metrics]));
    feeds.value = view.feeds;
    approximate.value = new Set(view.approximate);
    at.value = view.at;
    window.value = view.window;
    switching.value = false;
  }

  function ticked(tick: Tick): void {
    for (const id in tick.metrics) put(id, fromWire(tick.metrics[id]));
    if (tick.online !== null) put('online', tick.online);
    if (tick.window === 'show') totals.value = { ...totals.value, ...metricsFromWire(tick.metrics) };
    if (tick.listings.length > 0) {
      for (const { listingId, metrics } of tick.listings) {
        listings.value.set(listingId, { ...listings.value.get(listingId), ...metricsFromWire(metrics) });
      }
      triggerRef(listings);
    }
    if (tick.feeds) feeds.value = tick.feeds;
    if (tick.approximate) approximate.value = new Set(tick.approximate);
    if (tick.alerts) alerts.value = tick.alerts;
    if (tick.comments?.length) comments.value = withComments(comments.value, tick.comments);
    at.value = tick.serverTime;
  }

  /** The whole show's totals, while another window is looked at: ticks tell of that one alone. */
  async function askTotals(): Promise<void> {
    if (document.hidden || !isApart()) return;
    const outcome = await live.http.get(`/shows/${encodeURIComponent(showId)}/tally?window=show&parts=metrics`, isTally, abort.signal);
    // Read again: the ticks of the whole show are newer than an answer that was under way.
    if (outcome.ok && !abort.signal.aborted && isApart()) totals.value = outcome.value.metrics;
  }
  const isApart = (): boolean => window.value !== 'show';

  function start(id: string, first: Window): void {
    stop();
    abort = new AbortController();
    showId = id;
    window.value = first;
    endPoll = everyShown(live, TOTALS_EVERY, () => void askTotals());
    void askTotals();
  }

  function look(next: Window): void {
    switching.value = next !== window.value;
  }

  function stop(): void {
    endPoll();
    abort.abort();
    for (const cell of cells.values()) cell.value = undefined;
    totals.value = {};
    listings.value = new Map();
    feeds.value = [];
    comments.value = [];
    alerts.value = [];
    at.value = 0;
    switching.value = false;
  }

  return { totals, listings, feeds, comments, alerts, approximate, window, at, switching, metric, joined, ticked, start, look, stop };
});
