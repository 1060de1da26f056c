import type { RunState } from './events.ts';
import type { Pause, Rhythm, Segment, Show } from './show.ts';

/** Milliseconds of [from, to) in which the show was not paused. */
export function unpausedMs(pauses: readonly Pause[], from: number, to: number): number {
  const paused = pauses.reduce((sum, pause) => sum + Math.max(0, Math.min(to, pause.to ?? to) - Math.max(from, pause.from)), 0);
  return Math.max(0, to - from - paused);
}

/** How long a segment has run, earlier goes included and pauses left out, in ms. */
export function segmentMs(show: Show, segment: Segment, now: number): number {
  const { startedAt, endedAt, priorMs = 0 } = segment;
  return startedAt === undefined ? priorMs : priorMs + unpausedMs(show.pauses, startedAt, endedAt ?? Math.max(now, startedAt));
}

export interface SegmentClock {
  segmentId: string;
  plannedMs: number;
  elapsedMs: number;
  /** Positive: over its time. Negative: what is left. */
  overMs: number;
  /** How far the run as a whole is behind (positive) or ahead of plan, judged by what has been run, skipped and is running. */
  runOverMs: number;
}

/** The running segment's over/under clock; undefined where none runs. Unit: ms. */
export function segmentClock(show: Show, now: number): SegmentClock | undefined {
  const segment = show.segments.find(({ id }) => id === show.segmentId);
  if (!segment) return undefined;
  const plannedMs = segment.minutes * 60_000;
  const elapsedMs = segmentMs(show, segment, now);
  const earlier = show.segments.filter(({ id, startedAt, skipped }) => id !== segment.id && (startedAt !== undefined || skipped === true));
  const overBefore = earlier.reduce((sum, each) => sum + segmentMs(show, each, now) - each.minutes * 60_000, 0);
  // A segment still inside its time is not "ahead" by what is left of it.
  return { segmentId: segment.id, plannedMs, elapsedMs, overMs: elapsedMs - plannedMs, runOverMs: overBefore + Math.max(0, elapsedMs - plannedMs) };
}

export interface RhythmDue {
  label: string;
  everyMinutes: number;
  dueAt: number;
  /** Negative once overdue. Unit: ms. */
  inMs: number;
}

/** The reminders, soonest first. */
export function rhythmsDue(show: Show, now: number): RhythmDue[] {
  const due = ({ label, everyMinutes, lastAt }: Rhythm): RhythmDue => {
    const dueAt = lastAt + everyMinutes * 60_000;
    return { label, everyMinutes, dueAt, inMs: dueAt - now };
  };
  return show.rhythms.map(due).sort((a, b) => a.dueAt - b.dueAt);
}

type Times = RunState['times'][number];

/** A segment's times as they are. */
export const timesOf = ({ id, startedAt, endedAt, skipped, priorMs }: Segment): Times =>
  ({ segmentId: id, startedAt: startedAt ?? null, endedAt: endedAt ?? null, skipped: skipped ?? false, priorMs: priorMs ?? 0 });

/** The run once `next` (null: none) has taken over from the segment that runs, at `now`. */
export function entered(show: Show, next: Segment | null, now: number): RunState {
  const running = show.segments.find(({ id }) => id === show.segmentId);
  const times: Times[] = [];
  if (running && running.id !== next?.id) times.push({ ...timesOf(running), endedAt: now });
  if (next) times.push({ segmentId: next.id, startedAt: now, endedAt: null, skipped: false, priorMs: segmentMs(show, next, now) });
  return { current: next?.id ?? null, times };
}
