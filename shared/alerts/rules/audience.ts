import { RUNNING, rule } from '../rule.ts';

/** How far back the median looks. Unit: ms. */
const MEDIAN_MS = 180_000;
/** A median of less than this says nothing. Unit: ms. */
const MEDIAN_LEAST_MS = 60_000;

/** Middle of the values; the mean of the two middle ones where they are even in number. NaN for none. */
export function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * Online 20 % below the median of the last three minutes for 30 s. The audience it fell from must have been 100, not what is
 * left: a fall from 150 to 90 is the one to hear of. Clears at half the drop, or once the median has followed.
 */
export const viewersFalling = rule(
  'viewers.falling',
  {
    states: RUNNING,
    main: 'viewers.drop',
    riseMs: ({ limit }) => limit('viewers.seconds') * 1000,
    clearMs: 15_000,
    restMs: ({ limit }) => limit('viewers.cooldown') * 1000,
  },
  ({ sight, now, memory, limit }) => {
    const { online } = sight;
    const { online: seen } = memory;
    while (seen[0] && seen[0].at <= now - MEDIAN_MS) seen.shift();
    // A frozen figure is not an audience; an alert that stands says nothing new meanwhile.
    if (online === null) return [{ subject: '', state: 'hold' }];
    seen.push({ at: now, value: online });
    if (now - (seen[0]?.at ?? now) < MEDIAN_LEAST_MS) return [{ subject: '', state: 'off' }];
    const median = medianOf(seen.map(({ value }) => value));
    const drop = limit('viewers.drop');
    const fallen = online * 100 <= median * (100 - drop);
    const back = online * 100 > median * (100 - drop / 2);
    if (median < limit('viewers.least') || back) return [{ subject: '', state: 'off' }];
    const params = { online, median: Math.round(median), drop: Math.round(100 - (online * 100) / median) };
    const say = { level: 'amber', params, action: { type: 'cue.send', payload: {}, cue: 'retain' } } as const;
    return [{ subject: '', state: fallen ? 'on' : 'hold', say }];
  },
);
