import { PAGE_BYTES, type Pages } from './pages.ts';
import type { Tally } from './state.ts';

/** Old pages written anew in one delta at most, so that cleaning never takes long. Unit: bytes. */
const CLEAN_BYTES = 16 << 20;
/** The same for orders, which are put together all at once. */
const CLEAN_ORDERS = 2_000;
/** What a saved order takes, about. Unit: bytes. */
const ORDER_BYTES = 300;
/** Below this nothing is worth cleaning. Unit: bytes. */
const SMALL = 1 << 17;

/**
 * Where the chunks together hold more than twice what is live, has what is left of the emptiest ones written anew with the next
 * delta, which then supersedes them.
 */
export function clean(t: Tally, stores: readonly Pages[]): void {
  const live = liveByChunk(t, stores);
  const liveBytes = live.reduce((sum, bytes) => sum + bytes, 0);
  let stored = 0;
  for (const bytes of t.chunkBytes.values()) stored += bytes;
  const wanted = 2 * liveBytes + SMALL;
  if (stored < wanted) return;
  const emptiest = [...t.chunkBytes].map(([chunk, bytes]) => ({ chunk, bytes, live: live[chunk] ?? 0 })).sort((a, b) => a.live - b.live);
  const victims = new Uint8Array(t.chunk + 1);
  let some = false;
  let budget = CLEAN_BYTES;
  for (const each of emptiest) {
    if (stored < wanted || (each.live > budget && some)) break;
    victims[each.chunk] = 1;
    some = true;
    budget -= each.live;
    stored -= each.bytes - each.live;
  }
  rewrite(t, stores, victims);
}

/** Chunks nothing lives in any more; the newest always stays, for its state. They are forgotten here. */
export function dropDead(t: Tally, stores: readonly Pages[]): number[] {
  const live = liveByChunk(t, stores);
  const dead = [...t.chunkBytes.keys()].filter((chunk) => live[chunk] === 0 && chunk !== t.chunk && chunk !== t.catalogueChunk);
  for (const chunk of dead) t.chunkBytes.delete(chunk);
  return dead;
}

/** By chunk, how many of its bytes are the newest state of something. */
function liveByChunk(t: Tally, stores: readonly Pages[]): Float64Array {
  const live = new Float64Array(t.chunk + 1);
  for (const { holder } of stores) count(live, holder, holder.length, PAGE_BYTES + 8);
  count(live, t.orderHolders, t.orders.length, ORDER_BYTES);
  live[0] = 0;
  return live;
}

function count(live: Float64Array, holders: Uint32Array, length: number, bytes: number): void {
  for (let i = 0; i < length; i++) live[holders[i] as number] = (live[holders[i] as number] as number) + bytes;
}

/** @param chosen by chunk: 1 where what is left of it is to be written anew */
function rewrite(t: Tally, stores: readonly Pages[], chosen: Uint8Array): void {
  if (chosen[t.catalogueChunk] === 1) t.catalogueChanged = true;
  // One chunk may hold more than the budget: then it takes several deltas.
  let budget = CLEAN_BYTES;
  for (const store of stores) {
    const { holder } = store;
    for (let page = 0; page < holder.length && budget > 0; page++) {
      if (chosen[holder[page] as number] !== 1) continue;
      store.touchPage(page);
      budget -= PAGE_BYTES;
    }
  }
  const most = t.dirtyOrders.size + CLEAN_ORDERS;
  for (let i = 0; i < t.orders.length && t.dirtyOrders.size < most; i++) {
    const order = t.orders[i];
    if (order !== undefined && chosen[t.orderHolders[i] as number] === 1) t.dirtyOrders.add(order);
  }
}
