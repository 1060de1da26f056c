import { segmentClock } from '../../show/run.ts';
import type { Show } from '../../show/show.ts';
import { RUNNING, rule } from '../rule.ts';

/** The next segment that has been neither run nor skipped. */
function nextSegment(show: Show): string | undefined {
  const at = show.segments.findIndex(({ id }) => id === show.segmentId);
  return show.segments.slice(at + 1).find(({ startedAt, skipped }) => startedAt === undefined && skipped !== true)?.id;
}

/** The running segment is over its time; pauses do not count. */
export const segmentOver = rule('segment.over', { states: RUNNING, main: 'segment.over' }, ({ show, now, limit }) => {
  const clock = segmentClock(show, now);
  const segment = show.segments.find(({ id }) => id === clock?.segmentId);
  const grace = limit('segment.over') * 1000;
  if (!clock || !segment || clock.overMs < grace) return [];
  const next = nextSegment(show);
  return [{
    subject: segment.id,
    state: 'on',
    since: now - (clock.overMs - grace),
    say: {
      level: 'amber',
      segmentId: segment.id,
      params: { title: segment.title, dueAt: now - clock.overMs, planned: clock.plannedMs },
      action: next === undefined ? undefined : { type: 'segment.start', payload: { segmentId: next } },
    },
  }];
});
