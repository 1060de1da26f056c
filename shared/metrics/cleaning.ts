import { PAGE_BYTES, type Pages } from './pages.ts';
import type { Tally } from './state.ts';

/** Old pages and orders written anew in one delta at most, so that cleaning never stalls. Unit: bytes. */
const CLEAN_BYTES = 16 << 20;
/** What a saved order takes, about. Unit: bytes. */
export const ORDER_BYTES = 300;
/** Below this nothing is worth cleaning. Unit: bytes. */
const SMALL = 1 << 17;

/**
 * Where the chunks together hold more than twice what is live, has what is left of the emptiest ones written anew with the next
 * delta, which then supersedes them.
 */
export function clean(t: Tally, stores: readonly Pages[]): void {
  const live = liveByChunk(t, stores);
  let liveBytes = 0;
  for (const bytes of live.values()) liveBytes += bytes;
  let stored = 0;
  for (const bytes of t.chunkBytes.values()) stored += bytes;
  const wanted = 2 * liveBytes + SMALL;
  if (stored < wanted) return;
  const emptiest = [...t.chunkBytes].map(([chunk, bytes]) => ({ chunk, bytes, live: live.get(chunk) ?? 0 })).sort((a, b) => a.live - b.live);
  const victims = new Set<number>();
  let budget = CLEAN_BYTES;
  for (const each of emptiest) {
    if (stored < wanted || (each.live > budget && victims.size > 0)) break;
    victims.add(each.chunk);
    budget -= each.live;
    stored -= each.bytes - each.live;
  }
  rewrite(t, stores, victims);
}

/** Chunks nothing lives in any more; the newest always stays, for its state. They are forgotten here. */
export function dropDead(t: Tally, stores: readonly Pages[]): number[] {
  const live = liveByChunk(t, stores);
  const dead = [...t.chunkBytes.keys()].filter((chunk) => !live.has(chunk) && chunk !== t.chunk && chunk !== t.catalogueChunk);
  for (const chunk of dead) t.chunkBytes.delete(chunk);
  return dead;
}

/** How many bytes of each chunk are the newest state of something. */
function liveByChunk(t: Tally, stores: readonly Pages[]): Map<number, number> {
  const live = new Map<number, number>();
  for (const { holder } of stores) count(live, holder, holder.length, PAGE_BYTES + 8);
  count(live, t.orderHolders, t.orders.length, ORDER_BYTES);
  live.delete(0);
  return live;
}

function count(live: Map<number, number>, holders: Uint32Array, length: number, bytes: number): void {
  for (let i = 0; i < length; ) {
    const chunk = holders[i] as number;
    let end = i + 1;
    while (end < length && holders[end] === chunk) end++;
    live.set(chunk, (live.get(chunk) ?? 0) + (end - i) * bytes);
    i = end;
  }
}

function rewrite(t: Tally, stores: readonly Pages[], chunks: ReadonlySet<number>): void {
  if (chunks.has(t.catalogueChunk)) t.catalogueChanged = true;
  // One chunk may hold more than the budget: then it takes several deltas.
  let budget = CLEAN_BYTES;
  for (const store of stores) {
    const { holder } = store;
    for (let page = 0; page < holder.length && budget > 0; page++) {
      if (!chunks.has(holder[page] as number)) continue;
      store.touchPage(page);
      budget -= PAGE_BYTES;
    }
  }
  for (let i = 0; i < t.orders.length && budget > 0; i++) {
    const order = t.orders[i];
    if (order === undefined || !chunks.has(t.orderHolders[i] as number)) continue;
    t.dirtyOrders.add(order);
    budget -= ORDER_BYTES;
  }
}
