import { ORDER_BYTES, clean, dropDead } from './cleaning.ts';
import { V } from './columns.ts';
import type { Order } from './orderRecord.ts';
import { addToDeals } from './orderApply.ts';
import { effectOf } from './orderEffect.ts';
import { PAGE_BYTES, Pages } from './pages.ts';
import { catalogueOf, putCatalogue, putOrder, putState, savedOrder, stateOf, type SavedCatalogue, type SavedOrder, type SavedState } from './saved.ts';
import { reindexOpenViews } from './sessions.ts';
import { Tally } from './state.ts';
import { reindexCells, reindexPairs } from './subjects.ts';

/** A chunk to append to the snapshot, and the earlier ones that nobody needs any more once it is stored. */
export interface Delta {
  number: number;
  /** Valid until the next delta is taken: they share their memory. */
  bytes: Uint8Array;
  drop: number[];
}

const MAGIC = 0x434b3031;
const HEADER = 16;

/** What every chunk says beside its pages. */
interface Head {
  stores: string[];
  counts: Record<string, number>;
  state: SavedState;
  catalogue?: SavedCatalogue;
  orders: SavedOrder[];
}

/** About how large the next delta will be. Unit: bytes. */
export function dirtyBytes(t: Tally): number {
  let pages = 0;
  for (const [, store] of storesOf(t)) pages += store.dirtyCount;
  return pages * (PAGE_BYTES + 8) + t.dirtyOrders.size * ORDER_BYTES + 4_096;
}

/**
 * Cuts what changed since the delta before. The chunks not dropped, in ascending order, always make the whole tally; they are
 * cleaned like a log: once they hold twice what is live, the oldest one's live rest is written anew and it is dropped.
 */
export function takeDelta(t: Tally): Delta {
  const number = t.chunk + 1;
  const stores = storesOf(t);
  const pages = stores.map(([, store]) => store);
  clean(t, pages);
  if (t.catalogueChanged) t.catalogueChunk = number;
  const head: Head = {
    stores: stores.map(([name]) => name),
    counts: Object.fromEntries(stores.map(([name, store]) => [name, store.count])),
    state: stateOf(t),
    ...(t.catalogueChanged ? { catalogue: catalogueOf(t) } : {}),
    orders: [...t.dirtyOrders].map(savedOrder),
  };
  for (const { index } of t.dirtyOrders) t.holdOrder(index, number);
  t.dirtyOrders.clear();
  t.catalogueChanged = false;
  const bytes = write(t, number, head, pages);
  t.chunk = number;
  t.chunkBytes.set(number, bytes.length);
  return { number, bytes, drop: dropDead(t, pages) };
}

/**
 * The tally that these chunks make.
 * @param chunks every chunk not dropped, ascending
 * @throws Error where they are not chunks of this version
 */
export function restoreTally(chunks: Iterable<Uint8Array>): Tally {
  const stores = new Map<string, Pages>();
  const orders: [SavedOrder, number][] = [];
  const sizes: [number, number][] = [];
  let tally: Tally | undefined;
  let last: Head | undefined;
  let catalogue: [SavedCatalogue, number] | undefined;
  for (const bytes of chunks) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) throw new Error('This is not a chunk of a tally, or one of another version.');
    const number = view.getUint32(4, true);
    last = headOf(bytes, view.getUint32(8, true));
    if (!tally) {
      tally = new Tally(last.state.showId, last.state.idWindow);
      for (const [name, store] of storesOf(tally)) stores.set(name, store);
    }
    readPages(bytes, view, number, last.stores, stores);
    if (last.catalogue) catalogue = [last.catalogue, number];
    for (const order of last.orders) orders.push([order, number]);
    sizes.push([number, bytes.length]);
  }
  if (!tally || !last) throw new Error('There are no chunks to restore a tally from.');
  for (const [order, number] of orders) putOrder(tally, order, number);
  putState(tally, last.state);
  if (catalogue) putCatalogue(tally, catalogue[0]);
  tally.catalogueChunk = catalogue?.[1] ?? 0;
  tally.catalogueChanged = false;
  for (const [number, size] of sizes) tally.chunkBytes.set(number, size);
  tally.chunk = sizes.at(-1)?.[0] ?? 0;
  attachFlags(tally, last.state, stores);
  for (const [name, store] of stores) {
    store.count = last.counts[name] ?? 0;
    if (store.count > 0 && !store.has(store.count - 1)) store.ensure(store.count - 1);
  }
  reindex(tally);
  return tally;
}

/** A tally's pages by name, always in the same order. */
function storesOf(t: Tally): [string, Pages][] {
  const stores: [string, Pages][] = [
    ['names', t.names.slots], ['names.arena', t.names.arena], ['ids', t.ids.ring], ['viewers', t.viewers], ['activity', t.activity],
    ['pairs', t.pairs], ['sessions', t.sessions], ['rows', t.rows.store], ['subjects', t.subjects], ['cells', t.cells],
    ['sources', t.sourceRecords], ['samples', t.samples], ['orders', t.orderNames.slots], ['orders.arena', t.orderNames.arena],
  ];
  for (const { index, flags } of t.feeds) if (flags) stores.push([`feed ${index}`, flags]);
  t.shifts.forEach(({ flags }, i) => {
    if (flags) stores.push([`shift ${i}`, flags]);
  });
  return stores;
}

function write(t: Tally, number: number, head: Head, stores: readonly Pages[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head));
  // Blanks make the pages begin at a whole word, so that they can be copied word by word.
  const json = new Uint8Array((text.length + 3) & ~3).fill(32);
  json.set(text);
  const pages = stores.reduce((sum, store) => sum + store.dirtyCount, 0);
  const index = HEADER + json.length;
  const length = index + pages * (8 + PAGE_BYTES);
  // Fresh memory costs more than the copying: the same is used every time, with some to spare.
  if (t.staging.length < length) t.staging = new Uint8Array(Math.ceil(length * 1.25 / 4) * 4);
  const bytes = t.staging.subarray(0, length);
  const view = new DataView(bytes.buffer, 0, length);
  const words = new Uint32Array(bytes.buffer, 0, length >> 2);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, number, true);
  view.setUint32(8, json.length, true);
  view.setUint32(12, pages, true);
  bytes.set(json, HEADER);
  let entry = index >> 2;
  let data = entry + pages * 2;
  stores.forEach((store, s) => {
    for (let page = store.dirty.indexOf(1); page >= 0; page = store.dirty.indexOf(1, page)) {
      const run = store.dirtyRun(page);
      store.readPages(page, run, words, data);
      data += (run * PAGE_BYTES) >> 2;
      for (const end = page + run; page < end; page++) {
        store.holder[page] = number;
        words[entry++] = s;
        words[entry++] = page;
      }
    }
    store.dirty.fill(0);
    store.dirtyCount = 0;
  });
  return bytes;
}

function headOf(bytes: Uint8Array, length: number): Head {
  // Our own takeDelta wrote this, so its shape is known.
  return JSON.parse(new TextDecoder().decode(bytes.subarray(HEADER, HEADER + length))) as Head;
}

function readPages(bytes: Uint8Array, view: DataView, number: number, names: readonly string[], stores: Map<string, Pages>): void {
  const index = HEADER + view.getUint32(8, true);
  const pages = view.getUint32(12, true);
  for (let i = 0; i < pages; i++) {
    const name = names[view.getUint32(index + i * 8, true)] as string;
    let store = stores.get(name);
    if (!store) stores.set(name, (store = new Pages(0)));
    const data = index + pages * 8 + i * PAGE_BYTES;
    store.writePage(view.getUint32(index + i * 8 + 4, true), bytes.subarray(data, data + PAGE_BYTES), number);
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
  t.orderNames.reindex();
  t.ids.reindex();
  t.rows.reindex();
  reindexCells(t);
  reindexOpenViews(t);
  reindexPairs(t);
  relinkOrders(t);
  for (const order of t.orders) {
    const effect = effectOf(t, order);
    if (effect) addToDeals(effect, 1);
  }
}

/** Viewers' lists of orders are not saved; their heads are set without marking them changed, as every restore does it again. */
function relinkOrders(t: Tally): void {
  const head = (order: Order): [Uint32Array, number] => [t.viewers.words(order.listedUnder), t.viewers.at(order.listedUnder) + V.orders];
  const listed = t.orders.filter(({ listedUnder }) => listedUnder >= 0);
  for (const order of listed) {
    const [words, at] = head(order);
    words[at] = 0;
  }
  for (const order of listed) {
    const [words, at] = head(order);
    order.next = t.orders[(words[at] as number) - 1] ?? null;
    words[at] = order.index + 1;
  }
}
