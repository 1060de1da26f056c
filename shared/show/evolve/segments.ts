import { patched } from '../changes.ts';
import type { RunState } from '../events.ts';
import { inOrder, replaced } from '../lists.ts';
import type { Rhythm, Segment, Show } from '../show.ts';
import type { ApplyGroup } from './apply.ts';

/** `show` with the times of the named segments as given; null and false stand for absent. */
export function withTimes(show: Show, times: RunState['times']): Show {
  const byId = new Map(times.map((time) => [time.segmentId, time]));
  const segments = show.segments.map((segment): Segment => {
    const time = byId.get(segment.id);
    if (!time) return segment;
    const { startedAt: _started, endedAt: _ended, skipped: _skipped, priorMs: _prior, ...plan } = segment;
    return {
      ...plan,
      ...(time.startedAt === null ? {} : { startedAt: time.startedAt }),
      ...(time.endedAt === null ? {} : { endedAt: time.endedAt }),
      ...(time.skipped ? { skipped: true } : {}),
      ...(time.priorMs === 0 ? {} : { priorMs: time.priorMs }),
    };
  });
  return { ...show, segments };
}

function inState(show: Show, { current, times }: RunState): Show {
  const { segmentId: _before, ...rest } = withTimes(show, times);
  return current === null ? rest : { ...rest, segmentId: current };
}

export const segmentEvents: ApplyGroup<'segment'> = {
  'segment.added': (show, { segments, index }) => ({ ...show, segments: show.segments.toSpliced(index, 0, ...segments) }),
  'segment.edited': (show, { segmentId, after }) =>
    ({ ...show, segments: replaced(show.segments, ({ id }) => id === segmentId, (segment) => patched(segment, after)) }),
  'segment.reordered': (show, { after }) => ({ ...show, segments: inOrder(show.segments, after) }),
  'segment.started': (show, { after }) => inState(show, after),
  'segment.skipped': (show, { after }) => inState(show, after),
  'segment.restored': (show, { after }) => inState(show, after),
};

function withRhythm(show: Show, label: string, rhythm: Rhythm | null): Show {
  const known = show.rhythms.some((each) => each.label === label);
  if (rhythm === null) return { ...show, rhythms: show.rhythms.filter((each) => each.label !== label) };
  return { ...show, rhythms: known ? replaced(show.rhythms, (each) => each.label === label, () => rhythm) : [...show.rhythms, rhythm] };
}

export const rhythmEvents: ApplyGroup<'rhythm'> = {
  'rhythm.changed': (show, { label, after }) => withRhythm(show, label, after),
  'rhythm.done': (show, { label, after }) =>
    ({ ...show, rhythms: replaced(show.rhythms, (each) => each.label === label, (each) => ({ ...each, lastAt: after })) }),
};
