import { formatCount, formatDuration, formatMoney, formatPercent, formatRatio, NOTHING, shortCount, shortMoney, type Language } from './number.ts';

/** How a metric's figure is read. `share` is a rate shown in percent; `ratio` one shown as a plain quotient. */
export type Reading = 'count' | 'money' | 'share' | 'ratio' | 'seconds';

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
