import type { MetricValue } from '../../shared/metrics/view.ts';
import { formatCount, formatDuration, formatMoney, formatPercent, formatRatio, NOTHING, shortCount, shortMoney, type Language } from './number.ts';

/** How a metric's figure is read. `share` is a rate shown in percent; `ratio` one shown as a plain quotient. */
export type Reading = 'count' | 'money' | 'share' | 'ratio' | 'seconds';

/** The one number behind a metric's value; undefined where it cannot be known (0 / 0, unsampled). */
export function scalarOf(value: MetricValue | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number') return value;
  return value.denominator === 0 ? undefined : value.numerator / value.denominator;
}

export interface FigureStyle {
  reading: Reading;
  currency: string;
  language: Language;
}

/** A figure for a tile: short where it is big. */
export function shortFigure(scalar: number | undefined, style: FigureStyle): string {
  if (scalar === undefined) return NOTHING;
  switch (style.reading) {
    case 'count':
      return shortCount(scalar, style.language);
    case 'money':
      return shortMoney(scalar, style.currency, style.language);
    default:
      return fullFigure(scalar, style);
  }
}

/** A figure to its last digit, for tables and definitions. */
export function fullFigure(scalar: number | undefined, style: FigureStyle): string {
  if (scalar === undefined) return NOTHING;
  switch (style.reading) {
    case 'count':
      return formatCount(scalar);
    case 'money':
      return formatMoney(scalar, style.currency);
    case 'share':
      return formatPercent(scalar);
    case 'ratio':
      return formatRatio(scalar);
    case 'seconds':
      return formatDuration(scalar);
    default:
      return style.reading satisfies never;
  }
}
