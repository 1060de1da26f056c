import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { compareEntries } from '../../shared/ids.ts';
import { briefly, type DoneEntry, type LogEntry, type LoggedEvent, type LogPage } from '../../shared/show/log.ts';
import { ROLES } from '../../shared/show/commands/spec.ts';
import { may } from '../../shared/show/permissions.ts';
import type { Failure } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isLogPage } from '../live/shapes.ts';
import { useShow, type Activity } from './show.ts';

const PAGE = 100;
/** Asked for again and again while the log is looked at. */
const NEWEST = 20;
/** Pages read at most to close the gap that an absence left. */
const GAP_PAGES = 10;
/** How often refusals on other screens are asked for while somebody reads the log: the line tells only what was done. Unit: ms. */
const EVERY = 5_000;
/** What the trend marks, from before this screen was opened. */
const MARKED = ['listing.taken', 'deal.started', 'show.paused'] as const;

/** Who did what in the show on screen: from before it was opened, and as it happens. */
export const useLog = defineStore('log', () => {
  const live = useLive();
  const show = useShow();
  const told = shallowRef<ReadonlyMap<string, LogEntry>>(new Map());
  const marked = shallowRef<readonly DoneEntry[]>([]);
  /** Where the next older page begins; null at the show's beginning, undefined before any page was read. */
  const before = ref<string | null>();
  const loading = ref(false);
  const trouble = shallowRef<Failure>();

  /** Newest first, each once: what the server tells of a decision and what the line told are the same entry. */
  const entries = computed<readonly LogEntry[]>(() => {
    const all = new Map(told.value);
    for (const entry of liveEntries(show.log)) if (!all.has(entry.id)) all.set(entry.id, entry);
    return [...all.values()].sort((a, b) => compareEntries(b.id, a.id));
  });
  /** What the trend marks: seen happening here, and from before. */
  const actions = computed<readonly LoggedEvent[]>(() => {
    const here = show.log.map(({ event }) => event);
    const revisions = new Set(show.log.map(({ revision }) => revision));
    return [...marked.value.flatMap(({ revision, events }) => (revisions.has(revision) ? [] : events)), ...here.map(briefly)];
  });

  /** Whether one's role may read what was done before; asking all the same would only be refused. */
  const allowed = computed(() => {
    const role = ROLES.find((each) => each === show.you?.role);
    return role === undefined || may({ role }, 'GET /shows/:id/log');
  });

  async function page(query: string): Promise<LogPage | undefined> {
    const id = show.show?.id;
    if (id === undefined || !allowed.value) return undefined;
    const outcome = await live.http.get(`/shows/${encodeURIComponent(id)}/log?${query}`, isLogPage);
    if (id !== show.show?.id) return undefined;
    trouble.value = outcome.ok ? undefined : outcome.failure;
    return outcome.ok ? outcome.value : undefined;
  }

  function take(more: readonly LogEntry[]): void {
    told.value = new Map([...told.value, ...more.map((entry) => [entry.id, entry] as const)]);
  }

  async function once(work: () => Promise<void>): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    await work();
    loading.value = false;
  }

  /** Reads what is new, back to what is known: after an absence that may be several pages. */
  const refresh = (): Promise<void> => once(async () => {
    const known = told.value;
    let from: string | null = '';
    for (let n = 0; n < GAP_PAGES && from !== null; n += 1) {
      const limit = n === 0 && known.size > 0 ? NEWEST : PAGE;
      const got: LogPage | undefined = await page(`limit=${limit}${from && `&before=${from}`}`);
      if (!got) return;
      take(got.entries);
      if (before.value === undefined) before.value = got.before;
      if (known.size === 0 || got.entries.some(({ id }) => known.has(id))) return;
      from = got.before;
    }
  });

  /** Reads the page before the oldest known entry. */
  const older = (): Promise<void> => once(async () => {
    if (typeof before.value !== 'string') return;
    const got = await page(`limit=${PAGE}&before=${before.value}`);
    if (!got) return;
    take(got.entries);
    before.value = got.before;
  });

  /** Keeps the log fresh while it is looked at. @returns how to stop. */
  function follow(): () => void {
    void refresh();
    const timer = setInterval(() => {
      if (show.online && !document.hidden) void refresh();
    }, EVERY);
    return () => clearInterval(timer);
  }

  async function loadMarks(): Promise<void> {
    const got = await page(`limit=500&types=${MARKED.join(',')}`);
    if (got) marked.value = got.entries.filter((entry) => entry.outcome === 'done');
  }

  watch(() => show.show?.id, () => {
    told.value = new Map();
    marked.value = [];
    before.value = undefined;
    trouble.value = undefined;
  });
  // Again after every return of the line: what was done meanwhile belongs on the trend too.
  watch(() => (show.online ? show.show?.id : undefined), (id) => void (id !== undefined && loadMarks()), { immediate: true });

  return { entries, actions, allowed, before, loading, trouble, refresh, older, follow };
});

/** What the line told, as the log has it: one entry a commit. */
function liveEntries(log: readonly Activity[]): DoneEntry[] {
  const commits = new Map<string, { revision: number; events: LoggedEvent[] }>();
  for (const { key, revision, event } of log) {
    const id = key.slice(0, key.indexOf('.'));
    const commit = commits.get(id);
    if (commit) commit.events.unshift(briefly(event));
    else commits.set(id, { revision, events: [briefly(event)] });
  }
  return [...commits].flatMap(([id, { revision, events }]) => {
    const [first] = events;
    return first ? [{ id, outcome: 'done', at: first.at, by: first.by, commandId: first.commandId, revision, events }] : [];
  });
}
