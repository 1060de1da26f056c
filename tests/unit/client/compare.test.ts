import { describe, expect, it } from 'vitest';
import { alignedSegments, comparedRows, gmvPerMinute, targetShare } from '../../../client/components/compare/align.ts';
import type { ReviewView, SegmentReview } from '../../../shared/review/view.ts';

const segment = (kind: SegmentReview['kind'], title: string): SegmentReview => ({ segmentId: title, kind, title, plannedMinutes: 10, target: null, from: 0, to: 120_000, metrics: { gmv: 9_000 } });
const review = (id: string, metrics: ReviewView['metrics'], segments: SegmentReview[] = [], currency = 'CNY'): ReviewView => ({ show: { id, currency, gmvTarget: 20_000 }, metrics, segments }) as unknown as ReviewView;

describe('shows beside each other', () => {
  it('are held against the first: amounts in percent, rates in points, other currencies not at all', () => {
    const rows = comparedRows([review('a', { gmv: 10_000, conversionRate: 0.1 }), review('b', { gmv: 15_000, conversionRate: 0.125 }), review('c', { gmv: 5_000 }, [], 'USD')], (id) => id === 'conversionRate');
    const row = (id: string) => rows.find((each) => each.id === id)?.values;
    expect(row('gmv')).toEqual([{ scalar: 10_000, change: undefined }, { scalar: 15_000, change: '+50.0%' }, { scalar: 5_000, change: undefined }]);
    expect(row('conversionRate')?.map(({ change }) => change)).toEqual([undefined, '+2.5pt', undefined]);
    expect(row('orders')?.map(({ scalar }) => scalar)).toEqual([undefined, undefined, undefined]);
  });

  it('have the same parts beside each other: the nth of a kind with the nth', () => {
    const rows = alignedSegments([review('a', {}, [segment('opening', '开场'), segment('benefit', '福利一'), segment('benefit', '福利二')]), review('b', {}, [segment('benefit', '宠粉'), segment('push', '促单')])]);
    expect(rows.map(({ segments }) => segments.map((each) => each?.title ?? null))).toEqual([['开场', null], ['福利一', '宠粉'], ['福利二', null], [null, '促单']]);
  });

  it('say what a segment brought a minute, and how much of the target a show', () => {
    expect(gmvPerMinute(segment('push', '促单'))).toBe(4_500);
    expect(targetShare(review('a', { gmv: 10_000 }))).toBe('50.0%');
  });
});
