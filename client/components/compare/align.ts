import { scalarOf } from '../../../shared/metrics/view.ts';
import type { ReviewView, SegmentReview } from '../../../shared/review/view.ts';
import { formatChange, formatPercent } from '../../format/number.ts';
import { MEETING_METRICS } from '../review/meeting.ts';

/** As many lines as can be told apart. */
export const MOST_SHOWS = 4;
export const COMPARED_METRICS = ['gmv', ...MEETING_METRICS] as const;

/** One figure of every show, and how each stands against the first. */
export interface ComparedRow {
  id: string;
  values: { scalar: number | undefined; change: string | undefined }[];
}

/** @param isShare whether a metric is a rate, whose change is told in points */
export function comparedRows(reviews: readonly ReviewView[], isShare: (id: string) => boolean): ComparedRow[] {
  const [first] = reviews;
  return COMPARED_METRICS.map((id) => ({
    id,
    values: reviews.map((review) => {
      const [scalar, base] = [scalarOf(review.metrics[id]), scalarOf(first?.metrics[id])];
      // Yuan are not held against dollars.
      const comparable = review !== first && review.show.currency === first?.show.currency && scalar !== undefined && base !== undefined;
      return { scalar, change: comparable ? formatChange(scalar, base, isShare(id)) : undefined };
    }),
  }));
}

/** The same part of every show: its nth segment of a kind. */
export interface AlignedSegment {
  key: string;
  segments: (SegmentReview | undefined)[];
}

/** Segments of a kind beside each other, the first with the first; in the order of the first show, and what only others had behind. */
export function alignedSegments(reviews: readonly ReviewView[]): AlignedSegment[] {
  const rows = new Map<string, AlignedSegment>();
  reviews.forEach((review, show) => {
    const seen = new Map<string, number>();
    for (const segment of review.segments) {
      const nth = (seen.get(segment.kind) ?? 0) + 1;
      seen.set(segment.kind, nth);
      const key = `${segment.kind} ${nth}`;
      const row = rows.get(key) ?? { key, segments: reviews.map(() => undefined) };
      row.segments[show] = segment;
      rows.set(key, row);
    }
  });
  return [...rows.values()];
}

/** A segment's GMV a minute, in minor units. */
export const gmvPerMinute = ({ from, to, metrics }: SegmentReview): number => ((scalarOf(metrics['gmv']) ?? 0) * 60_000) / Math.max(1_000, to - from);

/** How much of the target was reached, as text; empty where there was none. */
export function targetShare({ show, metrics }: ReviewView): string {
  return show.gmvTarget ? formatPercent((scalarOf(metrics['gmv']) ?? 0) / show.gmvTarget) : '';
}
