import type { DealWindow } from '../show/events.ts';
import type { EntryId } from '../ids.ts';
import { Repeats, type SavedRepeats } from './repeats.ts';
import { sourceNamed } from './sources.ts';
import { dealNamed } from './orderEffect.ts';
import { newFeed, newShift, type CatalogueListing, type Feed, type HostShift, type Tally } from './state.ts';

/** The small part of a tally, as JSON: everything that is not in pages and cannot be rebuilt from them. */
export interface SavedState {
  showId: string;
  idWindow: number;
  lastEntry: EntryId;
  lastIndex: number;
  scalars: Record<Scalar, number>;
  status: Tally['status'];
  startedAt: number | null;
  endedAt: number | null;
  firstAt: number | null;
  onAirSec: number | null;
  wantKeywords: string[];
  people: number[];
  peopleOnAir: number[];
  spill: [number, number][];
  sources: string[];
  feeds: SavedFeed[];
  shifts: { host: string | null; from: number; sec: number; totals: number[][]; people: number[]; flags: boolean }[];
  air: Tally['air'];
  deals: DealWindow[];
  stream: Tally['stream'];
  warnings: Tally['warnings'];
  comments: Tally['comments'];
  rewinds: Tally['rewinds'];
  /** Missing where an earlier version saved. */
  repeats?: SavedRepeats;
}

interface SavedFeed extends Pick<Feed, 'name' | 'lastContactAt' | 'intervalMs' | 'gaps' | 'events' | 'duplicates' | 'ignored' | 'watch'> {
  totals: number[];
  onAir: number[];
  people: number[];
  flags: boolean;
  series: [string, number][];
}

export interface SavedCatalogue {
  listings: CatalogueListing[];
  owners: [string, string][];
  listingSubjects: [string, number][];
  skuSubjects: [string, number][];
}

type Scalar = 'eventsCounted' | 'duplicates' | 'version' | 'openCount' | 'presentCount' | 'lateHours' | 'lastAt' | 'headSec' | 'freeCell' | 'cellFloor' | 'idsTaken' | 'freeFact';

export function stateOf(t: Tally): SavedState {
  const { eventsCounted, duplicates, version, openCount, presentCount, lateHours, lastAt, headSec, freeCell, cellFloor } = t;
  return {
    showId: t.showId,
    idWindow: t.ids.size,
    lastEntry: t.lastEntry,
    lastIndex: t.lastIndex,
    scalars: { eventsCounted, duplicates, version, openCount, presentCount, lateHours, lastAt, headSec, freeCell, cellFloor, idsTaken: t.ids.taken, freeFact: t.orders.free },
    status: t.status,
    startedAt: t.startedAt,
    endedAt: t.endedAt,
    firstAt: t.firstAt === Infinity ? null : t.firstAt,
    onAirSec: t.onAirSec === Infinity ? null : t.onAirSec,
    wantKeywords: t.wantKeywords,
    people: [...t.people],
    peopleOnAir: [...t.peopleOnAir],
    spill: [...t.spill],
    sources: t.sources,
    feeds: t.feeds.map(savedFeed),
    shifts: t.shifts.map(({ host, from, sec, totals, people, flags }) => ({
      host, from, sec, totals: Array.from(totals, (each) => [...(each ?? [])]), people: [...people], flags: flags !== null,
    })),
    air: t.air,
    deals: [...t.deals.values()].flatMap(({ window }) => (window ? [window] : [])),
    stream: t.stream,
    warnings: t.warnings,
    comments: t.comments,
    rewinds: t.rewinds,
    repeats: t.repeats.saved(),
  };
}

const savedFeed = (feed: Feed): SavedFeed => ({
  name: feed.name,
  lastContactAt: feed.lastContactAt,
  intervalMs: feed.intervalMs,
  gaps: feed.gaps,
  events: feed.events,
  duplicates: feed.duplicates,
  ignored: feed.ignored,
  watch: feed.watch,
  totals: [...feed.totals],
  onAir: [...feed.onAir],
  people: [...feed.people],
  flags: feed.flags !== null,
  series: [...feed.series],
});

/** Puts the small part back into an empty tally. `flags` are the pages of feeds and shifts, by name. */
export function putState(t: Tally, saved: SavedState): void {
  const { scalars } = saved;
  t.lastEntry = saved.lastEntry;
  t.lastIndex = saved.lastIndex;
  t.eventsCounted = scalars.eventsCounted;
  t.duplicates = scalars.duplicates;
  t.version = scalars.version;
  t.openCount = scalars.openCount;
  t.presentCount = scalars.presentCount;
  t.lateHours = scalars.lateHours;
  t.lastAt = scalars.lastAt;
  t.headSec = scalars.headSec;
  t.freeCell = scalars.freeCell;
  t.cellFloor = scalars.cellFloor;
  t.ids.taken = scalars.idsTaken;
  t.orders.free = scalars.freeFact;
  t.status = saved.status;
  t.startedAt = saved.startedAt;
  t.endedAt = saved.endedAt;
  t.firstAt = saved.firstAt ?? Infinity;
  t.onAirSec = saved.onAirSec ?? Infinity;
  t.wantKeywords = saved.wantKeywords;
  t.people.set(saved.people);
  t.peopleOnAir.set(saved.peopleOnAir);
  for (const [key, value] of saved.spill) t.spill.set(key, value);
  for (const source of saved.sources) sourceNamed(t, source);
  for (const each of saved.feeds) putFeed(t, each);
  t.shifts.length = 0;
  for (const each of saved.shifts) t.shifts.push(shiftOf(each));
  t.shift = t.shifts.at(-1) ?? t.shift;
  t.air = saved.air;
  for (const window of saved.deals) {
    const deal = dealNamed(t, window.dealId);
    deal.window = window;
    t.dealsByListing.set(window.listingId, [...(t.dealsByListing.get(window.listingId) ?? []), deal]);
  }
  t.stream = saved.stream;
  t.warnings.push(...saved.warnings);
  t.comments.push(...saved.comments);
  t.rewinds.push(...saved.rewinds);
  // Earlier versions remembered none: of what they counted nothing is known.
  t.repeats = new Repeats(saved.repeats ?? { unknownTo: saved.lastEntry, entries: [] });
}

function putFeed(t: Tally, saved: SavedFeed): void {
  const feed = newFeed(saved.name, t.feeds.length);
  const { lastContactAt, intervalMs, gaps, events, duplicates, ignored, watch } = saved;
  Object.assign(feed, { lastContactAt, intervalMs, gaps, events, duplicates, ignored, watch });
  feed.totals.set(saved.totals);
  feed.onAir.set(saved.onAir);
  feed.people.set(saved.people);
  for (const [key, value] of saved.series) feed.series.set(key, value);
  t.feeds.push(feed);
  t.feedByName.set(feed.name, feed);
}

function shiftOf(saved: SavedState['shifts'][number]): HostShift {
  const shift = newShift(saved.host, saved.from, saved.sec);
  saved.totals.forEach((totals, feed) => {
    if (totals.length > 0) shift.totals[feed] = Float64Array.from(totals);
  });
  shift.people.set(saved.people);
  return shift;
}

export const catalogueOf = (t: Tally): SavedCatalogue => ({
  listings: [...t.catalogue.values()],
  owners: [...t.skuOwner],
  listingSubjects: [...t.listingSubject],
  skuSubjects: [...t.skuSubject],
});

export function putCatalogue(t: Tally, saved: SavedCatalogue): void {
  for (const listing of saved.listings) {
    t.catalogue.set(listing.id, listing);
    for (const sku of listing.skus) t.skuHolders.set(sku, (t.skuHolders.get(sku) ?? 0) + 1);
  }
  for (const [sku, id] of saved.owners) t.skuOwner.set(sku, id);
  for (const [id, subject] of saved.listingSubjects) t.listingSubject.set(id, subject);
  for (const [sku, subject] of saved.skuSubjects) t.skuSubject.set(sku, subject);
}
