import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { Type } from 'typebox';
import type { MetricValues } from '../../shared/metrics/view.ts';
import type { ListedShow } from '../../shared/review/listed.ts';
import type { Show } from '../../shared/show/show.ts';
import type { DraftListing } from '../catalogue/catalogue.ts';
import { checkOf } from '../live/check.ts';
import type { Failure, Outcome } from '../live/http.ts';
import { useLive } from '../live/live.ts';
import { isListed, isShow, isTally } from '../live/shapes.ts';

export const GROUPS = ['live', 'rehearsal', 'planned', 'ended'] as const;
export type Group = (typeof GROUPS)[number];

/** A segment as `POST /shows` takes it. Target in minor units. */
export interface DraftSegment {
  kind: string;
  title: string;
  minutes: number;
  target?: number;
}

export interface DraftShow {
  id: string;
  title: string;
  currency: string;
  host?: string;
  salesChannel: 'own' | 'platform';
  startsAt?: number;
  plannedMinutes?: number;
  gmvTarget?: number;
  copyFrom?: string;
  listings?: DraftListing[];
  segments?: DraftSegment[];
}

const isList = checkOf(Type.Array(Type.Unknown()));
/** Entries this page cannot read are left out rather than taking the whole list with them. */
const listOf = (body: unknown): body is unknown[] => isList(body);
/** How many ended shows are asked for their figures: the rest say them when they are opened. */
const ENDED_WITH_FIGURES = 12;

export function groupOf(show: Show): Group {
  if (show.status === 'ended') return 'ended';
  if (show.rehearsalOf) return 'rehearsal';
  return show.status === 'planned' ? 'planned' : 'live';
}

/** What is planned comes with the next one first, and last what has no time yet; everything else as it was read, the newest first. */
const ordered = (group: Group, shows: ListedShow[]): ListedShow[] => (group === 'planned' ? shows.toSorted((a, b) => (a.startsAt ?? Infinity) - (b.startsAt ?? Infinity)) : shows);

/** The list of shows, and how a new one is made. */
export const useShows = defineStore('shows', () => {
  const { http, clock } = useLive();
  const shows = shallowRef<ListedShow[]>();
  const figures = shallowRef(new Map<string, MetricValues>());
  const trouble = shallowRef<Failure>();
  const loading = ref(false);

  /** Those in which something can still be decided, or copied: not those of which there is only a recording. */
  const kept = computed(() => shows.value?.filter((show) => !show.recorded));
  const groups = computed(() => GROUPS.map((group) => ({ group, shows: ordered(group, (shows.value ?? []).filter((show) => groupOf(show) === group)) })).filter((g) => g.shows.length > 0));

  async function load(): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    const outcome = await http.get('/shows', listOf);
    loading.value = false;
    trouble.value = outcome.ok ? undefined : outcome.failure;
    if (!outcome.ok) return;
    shows.value = outcome.value.filter(isListed);
    await loadFigures();
  }

  async function loadFigures(): Promise<void> {
    const all = shows.value ?? [];
    const wanted = [...all.filter((s) => s.status === 'live' || s.status === 'paused'), ...all.filter((s) => s.status === 'ended' && !s.recorded).slice(0, ENDED_WITH_FIGURES)];
    figures.value = new Map([...figures.value, ...all.flatMap((s): [string, MetricValues][] => (s.recorded ? [[s.id, s.recorded.metrics]] : []))]);
    await Promise.all(
      wanted.map(async (show) => {
        const outcome = await http.get(`/shows/${encodeURIComponent(show.id)}/tally?window=show`, isTally);
        if (outcome.ok) figures.value = new Map(figures.value).set(show.id, outcome.value.metrics);
      }),
    );
  }

  /** Creates a show; sent again with the same id it is the same show, so a lost answer does no harm. */
  async function create(draft: DraftShow): Promise<Outcome<Show>> {
    let outcome = await http.send('POST', '/shows', draft, isShow);
    if (!outcome.ok && outcome.failure.code === 'OFFLINE') outcome = await http.send('POST', '/shows', draft, isShow);
    if (outcome.ok) shows.value = [outcome.value, ...(shows.value ?? []).filter((s) => s.id !== draft.id)];
    return outcome;
  }

  const now = (): number => clock.now();
  return { shows, kept, groups, figures, trouble, loading, load, create, now };
});
