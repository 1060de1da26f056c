import { clean, dropDead, movePage, recountLive } from './cleaning.ts';
import { addToDeals } from './orderApply.ts';
import type { Interner } from './interner.ts';
import { effectOf } from './orderEffect.ts';
import { PAGE_BYTES, Pages } from './pages.ts';
import { catalogueOf, putCatalogue, putState, stateOf, type SavedCatalogue, type SavedState } from './saved.ts';
import { reindexOpenViews } from './sessions.ts';
import { Tally } from './state.ts';
import { reindexCells, reindexPairs } from './subjects.ts';

/** A chunk to append to the snapshot: what the tally was when it was begun, given out part by part while the tally goes on. */
export interface Delta {
  number: number;
  /** Earlier chunks that nobody needs any more once this one is stored. */
  drop: number[];
  /** The next part of its bytes, about a megabyte at most; undefined behind the last. */
  next: () => Uint8Array | undefined;
}

const MAGIC = 0x434b3031;
/** Every part begins with four words: the magic, the chunk's number, the bytes of its JSON, and how many pages follow. */
const HEADER = 16;
const PAGE_WORDS = PAGE_BYTES / 4;
/** Pages of one part: with their index just below a megabyte. */
const PART_PAGES = 1_000;

/** What the first part of every chunk says. */
interface Head {
  stores: string[];
  counts: Record<string, number>;
  state: SavedState;
  catalogue?: SavedCatalogue;
}

/**
 * Cuts what changed since the delta before. The chunks not dropped, in ascending order, always make the whole tally; they are
 * cleaned like a log: once they hold twice what is live, the oldest one's live rest is written anew and it is dropped.
 * Only the small state is put together at once; pages are copied as parts are asked for. @throws Error while one is still being taken
 */
export function beginDelta(t: Tally): Delta {
  const number = t.chunk + 1;
  const stores = storesOf(t);
  const pages = stores.map(([, store]) => store);
  if (pages.some(({ pending }) => pending > 0)) throw new Error('The delta before this one has not been taken to its end.');
  clean(t, pages);
  if (t.catalogueChanged) t.catalogueChunk = number;
  const head: Head = {
    stores: stores.map(([name]) => name),
    counts: Object.fromEntries(stores.map(([name, store]) => [name, store.count])),
    state: stateOf(t),
    ...(t.catalogueChanged ? { catalogue: catalogueOf(t) } : {}),
  };
  t.catalogueChanged = false;
  let first: Uint8Array | undefined = headPart(number, head);
  let bytes = first.length;
  for (const store of pages) {
    store.begin(number, (from) => movePage(t, from, number));
    bytes += store.pending * (PAGE_BYTES + 8);
  }
  t.chunk = number;
  t.chunkBytes.set(number, bytes);
  return {
    number,
    drop: dropDead(t),
    next: () => {
      const part = first ?? pagesPart(number, pages);
      first = undefined;
      return part;
    },
  };
}

/**
 * Cuts a tally whole, as one chunk in place of all it was saved in until now: for one that is not folded on.
 * @throws Error while a delta is still being taken
 */
export function beginWhole(t: Tally): Delta {
  saveAll(t);
  // Under the newest one's number, so that whoever folds on elsewhere goes on behind it.
  t.chunk = Math.max(0, t.chunk - 1);
  return beginDelta(t);
}

/** Makes the next delta the whole tally, which goes on from none before it. */
export function saveAll(t: Tally): void {
  for (const [, store] of storesOf(t)) store.touchSaved();
  t.catalogueChanged = true;
}

/** A tally put together chunk by chunk, or part by part of a chunk, so that no two of them need be in memory at once. */
export class RestoredTally {
  private readonly stores = new Map<string, Pages>();
  private readonly sizes = new Map<number, number>();
  private tally: Tally | undefined;
  private last: Head | undefined;
  private catalogue: [SavedCatalogue, number] | undefined;

  /** Chunks come in ascending order, none left out that was not dropped. @throws Error where it is none of this version */
  put(bytes: Uint8Array): void {
    let number = 0;
    for (const part of partsOf(bytes)) {
      ({ number } = part);
      if (part.head) {
        this.last = part.head;
        if (part.head.catalogue) this.catalogue = [part.head.catalogue, number];
      }
      if (!this.last) throw new Error(NO_CHUNK);
      if (!this.tally) {
        this.tally = new Tally(this.last.state.showId, this.last.state.idWindow);
        for (const [name, store] of storesOf(this.tally)) this.stores.set(name, store);
      }
      putPages(part, this.last.stores, this.stores);
    }
    this.sizes.set(number, (this.sizes.get(number) ?? 0) + bytes.length);
  }

  /** The tally, once every chunk is put. @throws Error where there was none */
  done(): Tally {
    const { tally, last, catalogue, stores, sizes } = this;
    if (!tally || !last) throw new Error('There are no chunks to restore a tally from.');
    putState(tally, last.state);
    if (catalogue) putCatalogue(tally, catalogue[0]);
    tally.catalogueChunk = catalogue?.[1] ?? 0;
    tally.catalogueChanged = false;
    for (const [number, size] of sizes) tally.chunkBytes.set(number, size);
    tally.chunk = [...sizes.keys()].at(-1) ?? 0;
    attachFlags(tally, last.state, stores);
    for (const [name, store] of stores) {
      store.count = last.counts[name] ?? 0;
      if (store.count > 0 && !store.has(store.count - 1)) store.ensure(store.count - 1);
    }
    recountLive(tally, [...stores.values()]);
    reindex(tally);
    return tally;
  }
}

/** A tally's pages by name, always in the same order: first those that change all over, as each is copied twice if it changes before it is taken. */
function storesOf(t: Tally): [string, Pages][] {
  const stores: [string, Pages][] = [
    ['viewers', t.viewers], ['activity', t.activity], ['interest', t.interest], ['pairs', t.pairs], ['orders', t.orders.heads], ['rows', t.rows.store], ['subjects', t.subjects],
    ['cells', t.cells], ['sources', t.sourceRecords], ['samples', t.samples], ['sessions', t.sessions], ['orders.facts', t.orders.facts],
    ...textsOf('orders.names', t.orders.names), ...textsOf('orders.marks', t.orders.marks), ...textsOf('orders.sorts', t.orders.sorts.texts),
    ...textsOf('names', t.names), ['ids', t.ids.ring],
  ];
  for (const { index, flags } of t.feeds) if (flags) stores.push([`feed ${index}`, flags]);
  t.shifts.forEach(({ flags }, i) => {
    if (flags) stores.push([`shift ${i}`, flags]);
  });
  return stores;
}

const textsOf = (name: string, { slots, arena }: Interner): [string, Pages][] => [[name, slots], [`${name}.arena`, arena]];

function headPart(number: number, head: Head): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const part = new Uint8Array(HEADER + text.length);
  new Uint32Array(part.buffer, 0, 4).set([MAGIC, number, text.length, 0]);
  part.set(text, HEADER);
  return part;
}

/** The next pages of the delta being taken; undefined where none are left. */
function pagesPart(number: number, stores: readonly Pages[]): Uint8Array | undefined {
  const count = Math.min(PART_PAGES, stores.reduce((sum, { pending }) => sum + pending, 0));
  if (count === 0) return undefined;
  const words = new Uint32Array(HEADER / 4 + count * (2 + PAGE_WORDS));
  words.set([MAGIC, number, 0, count]);
  let entry = HEADER / 4;
  let data = entry + count * 2;
  stores.forEach((store, place) => {
    const left = (words.length - data) / PAGE_WORDS;
    const numbers = new Uint32Array(Math.min(left, store.pending));
    store.take(numbers, words, data);
    data += numbers.length * PAGE_WORDS;
    for (const page of numbers) {
      words[entry++] = place;
      words[entry++] = page;
    }
  });
  return new Uint8Array(words.buffer);
}

interface Part {
  number: number;
  /** Only in a chunk's first part. */
  head: Head | undefined;
  /** Of each page: its store's place in the head's list, its number, and its bytes. */
  pages: { store: number; page: number; bytes: Uint8Array }[];
}

const NO_CHUNK = 'This is not a chunk of a tally, or one of another version.';

/** The parts a chunk is made of. @throws Error where they are none */
function* partsOf(bytes: Uint8Array): Generator<Part> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length || at === 0; ) {
    if (bytes.length - at < HEADER || view.getUint32(at, true) !== MAGIC) throw new Error(NO_CHUNK);
    const number = view.getUint32(at + 4, true);
    const json = view.getUint32(at + 8, true);
    const count = view.getUint32(at + 12, true);
    const index = at + HEADER + json;
    const data = index + count * 8;
    // Our own beginDelta wrote this, so its shape is known.
    const head = json === 0 ? undefined : (JSON.parse(new TextDecoder().decode(bytes.subarray(at + HEADER, index))) as Head);
    const pages = Array.from({ length: count }, (_, i) => ({
      store: view.getUint32(index + i * 8, true),
      page: view.getUint32(index + i * 8 + 4, true),
      bytes: bytes.subarray(data + i * PAGE_BYTES, data + (i + 1) * PAGE_BYTES),
    }));
    yield { number, head, pages };
    at = data + count * PAGE_BYTES;
  }
}

function putPages({ number, pages }: Part, names: readonly string[], stores: Map<string, Pages>): void {
  for (const { store: place, page, bytes } of pages) {
    const name = names[place] as string;
    let store = stores.get(name);
    if (!store) stores.set(name, (store = new Pages(0)));
    store.writePage(page, bytes, number);
  }
}

/** Gives feeds and shifts their flags back: those pages have no place in an empty tally. */
function attachFlags(t: Tally, saved: SavedState, stores: Map<string, Pages>): void {
  const flags = (name: string): Pages => {
    const known = stores.get(name) ?? new Pages(0);
    stores.set(name, known);
    return known;
  };
  saved.feeds.forEach((each, i) => {
    const feed = t.feeds[i];
    if (feed && each.flags) feed.flags = flags(`feed ${i}`);
  });
  saved.shifts.forEach((each, i) => {
    const shift = t.shifts[i];
    if (shift && each.flags) shift.flags = flags(`shift ${i}`);
  });
}

/** Everything that is not saved because it follows from what is. */
function reindex(t: Tally): void {
  t.names.reindex();
  t.orders.reindex();
  t.ids.reindex();
  t.rows.reindex();
  reindexCells(t);
  reindexOpenViews(t);
  reindexPairs(t);
  for (let index = 0; index < t.orders.count; index++) {
    const effect = effectOf(t, t.orders.read(index));
    if (effect) addToDeals(effect, 1);
  }
}
