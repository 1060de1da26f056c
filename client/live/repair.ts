import type { Patch, Tick } from '../../shared/protocol/socket.ts';

/** What a screen holds: its place in the show's patches and in its window's ticks. */
export interface Held {
  revision: number;
  /** The last patch included. */
  id: string;
  tick: number;
  window: Tick['window'];
  /** Server time of the snapshot, or of the last tick applied to it. Unix ms. */
  heardAt: number;
}

/** `rejoin`: something was missed, only a snapshot helps. `watch`: usable, but a patch must follow soon. */
export type Verdict = 'apply' | 'ignore' | 'rejoin' | 'watch';

/** A patch fits when it follows the one held; one the snapshot already had is nothing new. */
export function judgePatch(held: Held, patch: Pick<Patch, 'revision' | 'id' | 'prev'>): Verdict {
  if (patch.id === held.id || patch.revision <= held.revision) return 'ignore';
  return patch.prev === held.id ? 'apply' : 'rejoin';
}

/**
 * A tick holds absolute values of what changed since `prevTick`. One of another window is a leftover of a switch.
 * A lower number said later is the first of a new chain: another process hosts the show now, or the same one anew.
 * A tick whose revision is ahead tells of a patch: in one turn the tick is sent first, so the patch gets a moment.
 */
export function judgeTick(held: Held, tick: Pick<Tick, 'window' | 'tick' | 'prevTick' | 'revision' | 'serverTime'>): Verdict {
  if (tick.window !== held.window || tick.tick === held.tick) return 'ignore';
  if (tick.prevTick !== held.tick) return tick.tick < held.tick && tick.serverTime <= held.heardAt ? 'ignore' : 'rejoin';
  return tick.revision > held.revision ? 'watch' : 'apply';
}

/**
 * How long to wait before attempt `n` (from 0) to join again: at once-ish first, then doubling to 5 s, half of it random so
 * that a thousand screens that lost the same server do not come back in the same instant. Unit: ms.
 * @param random in [0, 1).
 */
export function rejoinDelay(n: number, random: number): number {
  const most = Math.min(5_000, 250 * 2 ** Math.min(n, 6));
  return Math.round(most / 2 + (most / 2) * random);
}
