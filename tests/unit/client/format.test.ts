import { describe, expect, it } from 'vitest';
import { scalarOf } from '../../../shared/metrics/view.ts';
import { fullFigure, shortFigure } from '../../../client/format/metric.ts';
import { formatAge, formatChange, formatClock, formatDuration, formatMoney, formatPercent, formatPrice, roundMoney, shortCount, shortMoney } from '../../../client/format/number.ts';
import { sparkPath } from '../../../client/format/spark.ts';
import { formatMoments } from '../../../client/format/time.ts';
import { timeTicks } from '../../../client/components/report/curve.ts';
import { localMoment, localText } from '../../../client/components/show/moment.ts';

describe('figures', () => {
  it('groups thousands and shortens only what is big, in the steps of each language', () => {
    expect(shortCount(12_846, 'zh-CN')).toBe('12,846');
    expect(shortCount(186_432, 'zh-CN')).toBe('18.64万');
    expect(shortCount(186_432, 'en')).toBe('186,432');
    expect(shortCount(23_456_789, 'en')).toBe('23.45M');
  });

  it('writes money with its symbol, 万 and 亿 in Chinese', () => {
    expect(shortMoney(184_329_900, 'CNY', 'zh-CN')).toBe('¥184.3万');
    expect(shortMoney(1_843_299_000_00, 'CNY', 'zh-CN')).toBe('¥18.432亿');
    expect(shortMoney(4_990, 'CNY', 'zh-CN')).toBe('¥49.90');
    expect(shortMoney(307_412, 'CNY', 'zh-CN')).toBe('¥3,074');
    expect(formatMoney(1_234_567_890, 'CNY')).toBe('¥12,345,678.90');
    expect(formatMoney(1_500, 'JPY')).toBe('¥1,500');
    expect(formatPrice(14_900, 'CNY')).toBe('¥149');
    expect(formatPrice(14_950, 'CNY')).toBe('¥149.50');
    expect(formatMoney(-150, 'USD')).toBe('−$1.50');
    expect(roundMoney(200_000_000, 'CNY', 'zh-CN')).toBe('¥200万');
    expect(roundMoney(205_000_000, 'CNY', 'zh-CN')).toBe('¥205万');
    expect(roundMoney(12_550_000, 'CNY', 'zh-CN')).toBe('¥12.55万');
  });

  it('never rounds up: no more is shown than was sold', () => {
    expect(shortMoney(199_999_999, 'CNY', 'zh-CN')).toBe('¥199.9万');
    expect(formatPercent(0.9999)).toBe('99.9%');
    expect(formatPercent(0.115)).toBe('11.5%');
    expect(formatPercent(0.29)).toBe('29.0%');
  });

  it('shows 0 / 0 as a dash, never as 0 % or NaN', () => {
    const style = { reading: 'share', currency: 'CNY', language: 'en' } as const;
    expect(shortFigure(scalarOf({ numerator: 0, denominator: 0 }), style)).toBe('–');
    expect(shortFigure(scalarOf(null), style)).toBe('–');
    expect(shortFigure(scalarOf({ numerator: 0, denominator: 8 }), style)).toBe('0.0%');
    expect(fullFigure(scalarOf({ numerator: 612, denominator: 6_930 }), style)).toBe('8.8%');
  });

  it('keeps a running clock one width', () => {
    expect(formatClock(5_025)).toBe('01:23:45');
    expect(formatClock(0)).toBe('00:00:00');
    expect(formatClock(59.9)).toBe('00:00:59');
    expect(formatDuration(125)).toBe('2:05');
  });

  it('says an age and a change as they are read in passing', () => {
    expect(formatAge(340, 'en')).toBe('0.3s');
    expect(formatAge(18_200, 'zh-CN')).toBe('18 秒');
    expect(formatAge(3_600_000, 'en')).toBe('60m');
    expect(formatChange(110, 100, false)).toBe('+10.0%');
    expect(formatChange(0.129, 0.137, true)).toBe('−0.8pt');
    expect(formatChange(5, 0, false)).toBeUndefined();
    expect(formatChange(5_000, 1, false)).toBe('>+999%');
  });
});

describe('a sparkline', () => {
  it('breaks where nothing is known', () => expect(sparkPath([1, 2, null, 3, 4], 40, 20).match(/M/g)).toHaveLength(2));
  it('lies in the middle when nothing moves, and is not drawn from a few points', () => {
    expect(sparkPath([5, 5, 5, 5], 30, 20)).toBe('M0.0 10.0L10.0 10.0L20.0 10.0L30.0 10.0');
    expect(sparkPath([null, 5, 6, 7], 10, 20)).toBe('');
  });
});

describe('moments along an axis', () => {
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();
  it('are times of day, and where they are of several days each midnight says which', () => {
    expect(formatMoments([at(11, 22), at(12, 0), at(12, 2)], 'zh-CN')).toEqual(['22:00', '00:00', '02:00']);
    expect(formatMoments([at(11, 12), at(12, 0), at(12, 12), at(13, 0)], 'zh-CN')).toEqual(['12:00', '11月12日', '12:00', '11月13日']);
    expect(formatMoments([at(11, 0), at(12, 0), at(13, 0)], 'en')).toEqual(['11 Nov', '12 Nov', '13 Nov']);
    expect(formatMoments([], 'en')).toEqual([]);
  });
  it('lie on whole steps of the clock they are read on', () => {
    const [hour, day] = [3_600, 86_400];
    expect(timeTicks(hour / 2, 4 * hour, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((half) => (half * hour) / 2));
    expect(timeTicks(0, 3 * day, 4, 8 * hour)).toEqual([1, 2, 3].map((n) => n * day - 8 * hour));
    expect(timeTicks(hour, 299 * day, 10)).toHaveLength(9);
  });
});

describe('a field of date and time', () => {
  it('says a moment on this machine\'s clock to the second, and is read back as it was', () => {
    for (const at of [Date.UTC(2017, 10, 25, 12, 3, 9), Date.UTC(2026, 0, 1), Date.UTC(1999, 11, 31, 23, 59, 59)]) {
      expect(localText(at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      expect(localMoment(localText(at))).toBe(at);
    }
    // What a browser leaves of whole minutes.
    expect(localMoment('2026-11-11T20:05')).toBe(localMoment('2026-11-11T20:05:00'));
  });
});
