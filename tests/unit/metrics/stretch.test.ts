import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../shared/ids.ts';
import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import { readMetrics } from '../../../shared/metrics/read.ts';
import { STRETCH_METRICS, readStretch } from '../../../shared/metrics/stretch.ts';
import { createTally, foldEntry, type Tally } from '../../../shared/metrics/tally.ts';
import { roomMix } from '../../bench/mix.ts';

const START = 1_760_000_000_000;
const EVENTS = 5_000;
const STEP = 1_500;
const END = START + EVENTS * STEP;

function folded(extra: PlatformEvent[] = []): Tally {
  const tally = createTally('s');
  const mix = roomMix({ seed: 3, viewers: 300, skus: 5, startAt: START, stepMs: STEP });
  const events = Array.from({ length: EVENTS }, () => mix.next().value as PlatformEvent);
  foldEntry(tally, { id: '1-0' as EntryId, arrivedAt: END, feed: 'a', events: [...events, ...extra] });
  return tally;
}
const sums = (tally: Tally, bounds: readonly number[]): Record<string, number> => {
  const total: Record<string, number> = {};
  for (let i = 0; i + 1 < bounds.length; i++) {
    const metrics = readStretch(tally, bounds[i] as number, bounds[i + 1] as number, END);
    for (const [id, value] of Object.entries(metrics)) if (typeof value === 'number' && id !== 'peakOnline') total[id] = (total[id] ?? 0) + value;
  }
  return total;
};

describe('a stretch of a show', () => {
  const tally = folded();
  const whole = readMetrics(tally, { now: END, window: 'show' });
  const cut = START / 1000 + 3_600;

  it('that is all of it has the show\'s own figures', () => {
    const all = readStretch(tally, 0, Infinity, END);
    for (const { id } of STRETCH_METRICS) expect([id, all[id]]).toEqual([id, whole[id]]);
    expect(all['gmv']).toBeGreaterThan(0);
  });

  it('adds up with the others to the whole, wherever it is cut', () => {
    for (const bounds of [[0, cut, Infinity], [0, cut - 1, cut, cut + 1, cut + 777, Infinity]]) {
      for (const [id, total] of Object.entries(sums(tally, bounds))) expect([id, total]).toEqual([id, whole[id]]);
    }
  });

  it('counts a feed that samples by its samples, and mixes no rate of the two', () => {
    const sampled = folded([{ type: 'metrics.sampled', at: START, values: { orders: 10 } }, { type: 'metrics.sampled', at: START + 4_000_000, values: { orders: 30 } }]);
    const metrics = readStretch(sampled, cut, Infinity, END);
    expect(metrics['orders']).toBe(20);
    expect(metrics['ctor']).toEqual({ numerator: 0, denominator: 0 });
  });
});
