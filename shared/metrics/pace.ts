/** One step of the run of show, as pace needs it. */
export interface PaceSegment {
  minutes: number;
  /** GMV target, minor units. */
  target?: number;
}

export interface Pace {
  /** GMV that should stand by now, minor units; null where the show has no target. */
  expected: number | null;
  /** gmv − expected. */
  ahead: number | null;
  /** GMV per minute still needed to reach the target, minor units; null without a target or planned end, 0 once reached. */
  neededPerMinute: number | null;
  minutesLeft: number | null;
}

/**
 * Pace against the target: the sum of the segments' targets up to now, linear within the one now running; where no segment has
 * a target, linear over the planned time. Needed rate = (target − gmv) ÷ minutes left.
 * @param startedAt and now Unix ms
 */
export function paceOf(show: { startedAt?: number; plannedMinutes?: number; gmvTarget?: number; segments: readonly PaceSegment[] }, gmv: number, now: number): Pace {
  const { startedAt, segments } = show;
  const bySegments = segments.some(({ target }) => target !== undefined);
  const target = show.gmvTarget ?? (bySegments ? segments.reduce((sum, each) => sum + (each.target ?? 0), 0) : undefined);
  const minutes = show.plannedMinutes ?? (segments.length > 0 ? segments.reduce((sum, each) => sum + each.minutes, 0) : undefined);
  if (startedAt === undefined || target === undefined) return { expected: null, ahead: null, neededPerMinute: null, minutesLeft: null };
  const passed = Math.max(0, (now - startedAt) / 60_000);
  const expected = bySegments ? Math.round(planned(segments, passed)) : minutes ? Math.round(target * Math.min(1, passed / minutes)) : null;
  const minutesLeft = minutes === undefined ? null : Math.max(0, minutes - passed);
  const missing = Math.max(0, target - gmv);
  const neededPerMinute = missing === 0 ? 0 : minutesLeft === null || minutesLeft === 0 ? null : Math.ceil(missing / minutesLeft);
  return { expected, ahead: expected === null ? null : gmv - expected, neededPerMinute, minutesLeft };
}

function planned(segments: readonly PaceSegment[], passed: number): number {
  let sum = 0;
  let left = passed;
  for (const { minutes, target = 0 } of segments) {
    if (left <= 0) break;
    sum += minutes <= 0 ? target : target * Math.min(1, left / minutes);
    left -= minutes;
  }
  return sum;
}
