import { computed, type ComputedRef } from 'vue';
import { scalarOf, type MetricValue } from '../../shared/metrics/view.ts';
import { metricInfo, nameOf, readingOf } from '../format/dictionary.ts';
import { fullFigure, shortFigure, type FigureStyle } from '../format/metric.ts';
import { formatCount, formatDuration, formatMoney, formatPrice, shortMoney, wholeMoney } from '../format/number.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';

/** How figures are written on this screen: its language, the show's currency. */
export interface Figures {
  name(id: string): string;
  /** The name as short as a table's header needs it. */
  column(id: string): string;
  style(id: string): FigureStyle;
  short(id: string, value: MetricValue | undefined): string;
  full(id: string, value: MetricValue | undefined): string;
  /** For a table: every digit, but no cents. */
  cell(id: string, value: MetricValue | undefined): string;
  /** Numerator and denominator of a rate as `612 / 6,930`; empty for what is no rate. */
  parts(id: string, value: MetricValue | undefined): string;
  price(amount: number): string;
  money(amount: number): string;
}

export function useFigures(): ComputedRef<Figures> {
  const { t, te, language } = useWords();
  const store = useShow();
  return computed(() => {
    const currency = store.show?.currency ?? 'CNY';
    const lang = language.value;
    const style = (id: string): FigureStyle => ({ reading: readingOf(id), currency, language: lang });
    return {
      name: (id) => nameOf(id, lang),
      column: (id) => (te(`column.${id}`) ? t(`column.${id}`) : nameOf(id, lang)),
      style,
      short: (id, value) => shortFigure(scalarOf(value), style(id)),
      full: (id, value) => fullFigure(scalarOf(value), style(id)),
      cell: (id, value) => {
        const scalar = scalarOf(value);
        return scalar !== undefined && readingOf(id) === 'money' ? wholeMoney(scalar, currency) : fullFigure(scalar, style(id));
      },
      parts: (id, value) => {
        if (typeof value !== 'object' || value === null) return '';
        const rate = metricInfo(id)?.rate;
        // A numerator taken a thousandfold is no figure anybody knows.
        if (!rate || rate.times !== 1) return '';
        const part = (name: string, n: number): string => (readingOf(name) === 'money' ? shortMoney(n, currency, lang) : readingOf(name) === 'seconds' ? formatDuration(n) : formatCount(n));
        return `${part(rate.numerator, value.numerator)} / ${part(rate.denominator, value.denominator)}`;
      },
      price: (amount) => formatPrice(amount, currency),
      money: (amount) => formatMoney(amount, currency),
    };
  });
}
