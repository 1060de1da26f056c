import { SAMPLEABLE } from '../../shared/metrics/dictionary.ts';
import type { OrderLine, PlatformEvent } from '../../shared/metrics/events.ts';
import type { Entry } from '../../shared/metrics/tally.ts';
import type { Window } from '../../shared/metrics/view.ts';
import { isStarted } from '../../shared/show/deals.ts';
import type { DealWindow, ShowEvent } from '../../shared/show/events.ts';

export interface Fact {
  e: PlatformEvent;
  feed: string;
  sec: number;
}
export interface View {
  viewer: string;
  feed: string;
  start: number;
  end: number | null;
}

export const secOf = (at: number): number => Math.max(1, Math.floor(at / 1000));
export const by = <T>(key: (value: T) => (number | string)[]) => (a: T, b: T): number => {
  const left = key(a);
  const right = key(b);
  for (let i = 0; i < left.length; i++) {
    if (left[i]! < right[i]!) return -1;
    if (left[i]! > right[i]!) return 1;
  }
  return 0;
};

/** What a journal says before anything is added up: the facts that count, where they belong, views, samples, the audience. */
export class OracleFacts {
  readonly facts: Fact[] = [];
  duplicates = 0;
  protected readonly ids: string[] = [];
  protected readonly skusOf = new Map<string, { number: number; skus: string[] }>();
  protected readonly deals = new Map<string, DealWindow>();
  readonly shifts: { host: string | null; sec: number }[] = [{ host: null, sec: 0 }];
  protected air: { listingId: string; from: number; to: number | null }[] = [];
  protected startedAt: number | null = null;
  protected endedAt: number | null = null;
  protected keywords = ['1', '扣1'];
  protected lateHours = 24;
  protected readonly found = new Map<string, unknown>();

  constructor(private readonly idWindow: number) {}

  fold({ events, feed }: Pick<Entry, 'events' | 'feed'>): void {
    this.found.clear();
    for (const event of events) {
      if ('commandId' in event) this.decide(event);
      else this.admit(event, event.feed ?? feed);
    }
  }

  protected admit(e: PlatformEvent, feed: string): void {
    if (e.id !== undefined) {
      if (this.ids.slice(-this.idWindow).includes(e.id)) {
        this.duplicates++;
        return;
      }
      this.ids.push(e.id);
    }
    this.facts.push({ e, feed, sec: secOf(e.at) });
  }

  protected decide(e: ShowEvent): void {
    if (e.type === 'show.created') {
      this.shifts[0]!.host = e.show.host ?? null;
      this.keywords = e.show.wantKeywords;
      this.lateHours = e.show.lateHours;
    }
    if (e.type === 'show.created' || e.type === 'listing.added') {
      for (const { id, number, skus } of e.listings) this.skusOf.set(id, { number, skus: skus.map(({ sku }) => sku) });
    }
    if (e.type === 'show.started') this.startedAt = e.at;
    if (e.type === 'show.ended') this.endedAt = e.at;
    if (e.type === 'show.toldPast') ({ startedAt: this.startedAt, endedAt: this.endedAt } = e);
    if (e.type === 'host.changed') this.shifts.push({ host: e.after, sec: secOf(e.at) });
    if (e.type === 'deal.started') this.deals.set(e.deal.dealId, e.deal);
    if ((e.type === 'deal.stopped' || e.type === 'deal.extended') && isStarted(e.after)) this.deals.set(e.dealId, e.after);
    if (e.type === 'show.ended' || e.type === 'listing.taken') {
      const last = this.air.at(-1);
      if (last) last.to ??= e.at;
    }
    if (e.type === 'listing.taken') this.air.push({ listingId: e.listingId, from: e.at, to: null });
  }

  // --- windows ---

  protected get lastAt(): number {
    return Math.max(0, ...this.facts.map(({ e }) => e.at));
  }

  protected frame(window: Window, now: number): { now: number; from: number; cut: number } {
    const at = Math.min(this.endedAt ?? Infinity, this.startedAt !== null || this.facts.length === 0 ? now : this.lastAt);
    const sec = secOf(at);
    const from = window === 'show' ? 0 : window === '5m' ? sec - 299 : this.air.length > 0 ? secOf(this.air.at(-1)!.from) : Infinity;
    return { now: sec, from, cut: Math.min(sec, this.facts.length > 0 ? secOf(this.lastAt) : sec) };
  }

  // --- where facts belong ---

  protected placesOf({ listingId, sku }: { listingId?: string | undefined; sku?: string | undefined }): Set<string> {
    const places = new Set<string>();
    const owner = (key: string): string | undefined =>
      [...this.skusOf].filter(([, { skus }]) => skus.includes(key)).sort(by(([id, { number }]) => [number, id]))[0]?.[0];
    if (listingId !== undefined) places.add(`listing ${listingId}`);
    if (sku !== undefined) {
      places.add(`sku ${sku}`);
      const listing = owner(sku);
      if (listingId === undefined && listing !== undefined) places.add(`listing ${listing}`);
    } else if (listingId !== undefined) {
      const skus = this.skusOf.get(listingId)?.skus ?? [];
      if (skus.length === 1) places.add(`sku ${skus[0]!}`);
    }
    return places;
  }

  protected listingOf({ listingId, sku }: OrderLine): string | undefined {
    return listingId ?? [...this.placesOf({ sku })].find((place) => place.startsWith('listing '))?.slice(8);
  }

  protected sourceOf(viewer: string | null): string {
    return this.remember(`source ${viewer}`, () => this.findSource(viewer));
  }

  protected findSource(viewer: string | null): string {
    const entries = this.facts.flatMap(({ e }) => (e.type === 'viewer.entered' && e.viewerId === viewer ? [e] : []));
    return entries.sort(by((e) => [e.at, e.source ?? 'other']))[0]?.source ?? 'other';
  }

  protected isFan(viewer: string): boolean {
    return this.facts.some(({ e }) => e.type === 'viewer.entered' && e.viewerId === viewer && e.follower === true);
  }

  protected shiftOf(sec: number): number {
    return this.shifts.findLastIndex((shift) => sec >= shift.sec);
  }

  // --- views ---

  protected comings(): { views: View[]; leaves: { viewer: string; feed: string; sec: number }[] } {
    return this.remember('comings', () => this.findComings());
  }

  protected findComings(): { views: View[]; leaves: { viewer: string; feed: string; sec: number }[] } {
    const views: View[] = [];
    const leaves: { viewer: string; feed: string; sec: number }[] = [];
    const facts = this.facts.flatMap(({ e, feed }) => (e.type === 'viewer.entered' || e.type === 'viewer.left' ? [{ e, feed }] : []));
    for (const viewer of new Set(facts.map(({ e }) => e.viewerId))) {
      const list = facts.filter(({ e }) => e.viewerId === viewer).sort(by(({ e, feed }) => [e.at, e.type === 'viewer.left' ? 0 : 1, feed]));
      list.forEach(({ e, feed }, i) => {
        if (e.type === 'viewer.entered') views.push({ viewer, feed, start: e.at, end: list[i + 1]?.e.at ?? null });
        else if (list[i - 1]?.e.type === 'viewer.entered') leaves.push({ viewer, feed, sec: secOf(e.at) });
      });
    }
    return { views, leaves };
  }

  // --- samples ---

  /** One feed's samples of a metric: of each second the greatest (at, value), ascending. */
  protected samples(feed: string, id: string): { sec: number; value: number }[] {
    return this.remember(`samples ${feed} ${id}`, () => this.findSamples(feed, id));
  }

  protected findSamples(feed: string, id: string): { sec: number; value: number }[] {
    const all: { at: number; value: number }[] = [];
    for (const { e, feed: name } of this.facts) {
      if (name !== feed) continue;
      const put = (key: string, value: number | undefined): void => {
        if (key === id && value !== undefined) all.push({ at: e.at, value });
      };
      if (e.type === 'audience.sampled') {
        put('online', e.online);
        put('viewers', e.viewers);
        put('views', e.views);
      }
      if (e.type === 'metrics.sampled') for (const key of Object.keys(e.values)) if (SAMPLEABLE.has(key)) put(key, e.values[key]);
      if (e.type === 'spend.sampled') {
        put(`spend:${e.source}`, e.amount);
        put(`attributed:${e.source}`, e.attributedGmv);
      }
    }
    const bySecond = groupBy(all, ({ at }) => secOf(at));
    return [...bySecond].map(([sec, list]) => ({ sec, value: list.sort(by(({ at, value }) => [at, value])).at(-1)!.value })).sort(by(({ sec }) => [sec]));
  }

  protected sampled(feed: string, id: string, from: number, to = Infinity): number {
    const list = this.samples(feed, id).filter(({ sec }) => sec < to);
    const inside = list.filter(({ sec }) => sec >= from);
    const before = list.filter(({ sec }) => sec < from).at(-1);
    if (list.length === 0) return 0;
    if (from <= 0) return list.at(-1)!.value;
    if (before) return list.at(-1)!.value - before.value;
    return this.startedAt !== null && secOf(this.startedAt) >= from ? list.at(-1)!.value : list.at(-1)!.value - inside[0]!.value;
  }

  protected get feeds(): string[] {
    return this.remember('feeds', () => [...new Set(this.facts.map(({ feed }) => feed))]);
  }

  protected sampling(id: string): string[] {
    return this.feeds.filter((feed) => this.samples(feed, id).length > 0);
  }

  // --- the audience, second by second ---

  protected level(sec: number, sampled: boolean): number {
    return this.remember(`level ${sec} ${sampled}`, () => this.findLevel(sec, sampled));
  }

  protected findLevel(sec: number, sampled: boolean): number {
    const { views } = this.comings();
    return this.feeds.reduce((sum, feed) => {
      const samples = sampled ? this.samples(feed, 'online') : [];
      if (samples.length > 0) return sum + (samples.filter((each) => each.sec <= sec).at(-1)?.value ?? 0);
      return sum + views.filter((view) => view.feed === feed && secOf(view.start) <= sec && (view.end === null || secOf(view.end) > sec)).length;
    }, 0);
  }

  protected levels(from: number, to: number, sampled: boolean): number[] {
    const levels: number[] = [];
    for (let sec = from; sec <= to; sec++) levels.push(this.level(sec, sampled));
    return levels;
  }

  // --- helpers ---

  /** What was found once since the last event is not looked for again. */
  protected remember<T>(key: string, find: () => T): T {
    if (!this.found.has(key)) this.found.set(key, find());
    return this.found.get(key) as T;
  }

  protected begun(): number {
    return this.startedAt !== null ? secOf(this.startedAt) : this.facts.length > 0 ? secOf(Math.min(...this.facts.map(({ e }) => e.at))) : Infinity;
  }

  protected watch(views: View[], cut: number): number {
    const cap = this.endedAt ?? Infinity;
    return views.reduce((sum, view) => {
      const start = secOf(Math.min(view.start, cap));
      return sum + Math.max(0, (view.end === null ? cut : secOf(Math.min(view.end, cap))) - start);
    }, 0);
  }

  protected spend(prefix: string, from: number, to: number, source?: string): number {
    const sources = new Set(this.facts.flatMap(({ e }) => (e.type === 'spend.sampled' ? [e.source] : [])));
    let sum = 0;
    for (const feed of this.feeds) for (const each of sources) if (source === undefined || each === source) sum += this.sampled(feed, prefix + each, from, to);
    return sum;
  }
}

export function groupBy<T, K>(list: readonly T[], key: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of list) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  return groups;
}
