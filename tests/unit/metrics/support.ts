import type { EntryId, ListingId, ShowId, Sku } from '../../../shared/ids.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import { readMetrics, readTally } from '../../../shared/metrics/read.ts';
import { RestoredTally, beginDelta, type Delta } from '../../../shared/metrics/snapshot.ts';
import { createTally, foldEntry, type Tally } from '../../../shared/metrics/tally.ts';
import type { MetricValues, TallyView, Window } from '../../../shared/metrics/view.ts';
import type { ShowEvent } from '../../../shared/show/events.ts';
import type { Listing } from '../../../shared/show/show.ts';

/** 2023-11-14 22:13:20 UTC, the 0 of every example's clock. */
export const T = 1_700_000_000_000;

type Undecided<E> = E extends ShowEvent ? Omit<E, 'at' | 'by' | 'commandId'> : never;

/** A show told in seconds from its 0: facts by feed, decisions, and what stands afterwards. */
export class Example {
  tally: Tally = createTally('s');
  private entry = 0;
  /** Server time, seconds from 0: later than everything unless a test says otherwise. */
  arrived = 1_000;

  /** Facts of a feed; their `at` is in seconds. */
  facts(feed: string, ...events: PlatformEvent[]): this {
    return this.append(feed, events.map((event) => ({ ...event, at: T + event.at * 1000 })));
  }

  decision(at: number, event: Undecided<ShowEvent>): this {
    return this.append('', [{ ...event, at: T + at * 1000, by: { id: 'p', name: 'p', role: 'admin' }, commandId: `c${this.entry}` }]);
  }

  created(listings: Listing[] = [], host = 'first'): this {
    return this.decision(-10, {
      type: 'show.created',
      show: {
        id: 's' as ShowId, title: 's', currency: 'CNY', salesChannel: 'own', status: 'planned', createdAt: T - 10_000, frozen: false, pinned: [], shifts: [],
        wantKeywords: ['1', '扣1'], lateHours: 24, host,
      },
      listings,
      segments: [],
    });
  }

  metrics(window: Window = 'show', now = this.arrived): MetricValues {
    return readMetrics(this.tally, { now: T + now * 1000, window });
  }

  view(window: Window = 'show', now = this.arrived): TallyView {
    return readTally(this.tally, { now: T + now * 1000, window });
  }

  listing(id: string, window: Window = 'show', now = this.arrived): MetricValues {
    return this.view(window, now).listings.find(({ listingId }) => listingId === id)?.metrics ?? {};
  }

  sku(id: string, window: Window = 'show', now = this.arrived): MetricValues {
    return this.view(window, now).skus.find(({ sku }) => sku === id)?.metrics ?? {};
  }

  source(name: string): MetricValues {
    return this.view().sources.find(({ source }) => source === name)?.metrics ?? {};
  }

  private append(feed: string, events: (PlatformEvent | ShowEvent)[]): this {
    const arrivedAt = T + this.arrived * 1000;
    foldEntry(this.tally, { id: `${arrivedAt}-${this.entry++}` as EntryId, arrivedAt, feed, events });
    return this;
  }
}

export const listing = (id: string, number: number, ...skus: string[]): Listing => ({
  id: id as ListingId, number, title: id, price: 100 as Listing['price'], shelved: false, takes: 0,
  skus: skus.map((sku) => ({ sku: sku as Sku, name: sku, stock: 1 })),
});

/** A line of one unit. */
export const line = (listingId: string, amount: number, quantity = 1) => ({ listingId, amount, quantity });

/** A delta taken to its end at once. */
export function wholeDelta(tally: Tally): { number: number; bytes: Uint8Array; drop: number[] } {
  const delta = beginDelta(tally);
  return { number: delta.number, bytes: bytesOf(delta), drop: delta.drop };
}

/** The tally that these chunks make, ascending. */
export function restoreTally(chunks: Iterable<Uint8Array>): Tally {
  const restored = new RestoredTally();
  for (const bytes of chunks) restored.put(bytes);
  return restored.done();
}

/** What is left of a delta. */
export function bytesOf(delta: Delta): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let part = delta.next(); part; part = delta.next()) parts.push(part);
  return Buffer.concat(parts);
}
