import { segmentMs } from '../../../shared/show/run.ts';
import type { Segment, Show } from '../../../shared/show/show.ts';

/** A segment as the run of show lists it. */
export interface SegmentRow {
  segment: Segment;
  state: 'now' | 'done' | 'skipped' | 'later';
  /** How long it has run, pauses left out, in ms. */
  ranMs: number;
  /** Positive: over its minutes. In ms. */
  overMs: number;
}

/** @param now server time, Unix ms. */
export function segmentRows(show: Show, now: number): SegmentRow[] {
  return show.segments.map((segment): SegmentRow => {
    const ranMs = segmentMs(show, segment, now);
    const state = segment.id === show.segmentId ? 'now' : segment.skipped ? 'skipped' : segment.endedAt !== undefined ? 'done' : 'later';
    return { segment, state, ranMs, overMs: ranMs - segment.minutes * 60_000 };
  });
}

/** The segment that comes after the one that runs: the next not yet run or skipped; the first where none runs. */
export function nextSegment(show: Show): Segment | undefined {
  const at = show.segments.findIndex(({ id }) => id === show.segmentId);
  return show.segments.slice(at + 1).find(({ startedAt, skipped }) => startedAt === undefined && !skipped);
}
