import { PAGE_BYTES, type Pages } from './pages.ts';
import type { Tally } from './state.ts';

/** Old pages written anew in one delta at most, so that cleaning never takes long. Unit: bytes. */
const CLEAN_BYTES = 16 << 20;
/** Below this nothing is worth cleaning. Unit: bytes. */
const SMALL = 1 << 17;

/**
 * Where the chunks together hold more than twice what is live, has what is left of the emptiest ones written anew with the next
 * delta, which then supersedes them.
 */
export function clean(t: Tally, stores: readonly Pages[]): void {
  let liveBytes = 0;
  let stored = 0;
  for (const [chunk, bytes] of t.chunkBytes) {
    liveBytes += liveOf(t, chunk);
    stored += bytes;
  }
  const wanted = 2 * liveBytes + SMALL;
  if (stored < wanted) return;
  const emptiest = [...t.chunkBytes].map(([chunk, bytes]) => ({ chunk, bytes, live: liveOf(t, chunk) })).sort((a, b) => a.live - b.live);
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
export function dropDead(t: Tally): number[] {
  const dead = [...t.chunkBytes.keys()].filter((chunk) => liveOf(t, chunk) === 0 && chunk !== t.chunk && chunk !== t.catalogueChunk);
  for (const chunk of dead) t.chunkBytes.delete(chunk);
  return dead;
}

const liveOf = (t: Tally, chunk: number): number => t.chunkLive[chunk] ?? 0;

/** A page's newest saved state is now in another chunk. */
export function movePage(t: Tally, from: number, to: number): void {
  const bytes = PAGE_BYTES + 8;
  if (from > 0) t.chunkLive[from] = liveOf(t, from) - bytes;
  t.chunkLive[to] = liveOf(t, to) + bytes;
}

/** Counts anew what lives where, after a restore. */
export function recountLive(t: Tally, stores: readonly Pages[]): void {
  t.chunkLive.length = 0;
  for (const { holder } of stores) for (const chunk of holder) if (chunk > 0) movePage(t, 0, chunk);
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
}
