import { computed, type ComputedRef } from 'vue';
import type { MetricValue } from '../../shared/metrics/view.ts';
import { metricInfo } from '../format/dictionary.ts';
import { fullFigure, scalarOf, shortFigure, type FigureStyle } from '../format/metric.ts';
import { formatCount, formatMoney, formatPrice, shortMoney } from '../format/number.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';

/** How figures are written on this screen: its language, the show's currency. */
export interface Figures {
  name(id: string): string;
  style(id: string): FigureStyle;
  short(id: string, value: MetricValue | undefined): string;
  full(id: string, value: MetricValue | undefined): string;
  /** Numerator and denominator of a rate as `612 / 6,930`; empty for what is no rate. */
  parts(id: string, value: MetricValue | undefined): string;
  price(amount: number): string;
  money(amount: number): string;
}

export function useFigures(): ComputedRef<Figures> {
  const { language } = useWords();
  const store = useShow();
  return computed(() => {
    const currency = store.show?.currency ?? 'CNY';
    const lang = language.value;
    const style = (id: string): FigureStyle => ({ reading: metricInfo(id).reading, currency, language: lang });
    return {
      name: (id) => metricInfo(id).name[lang],
      style,
      short: (id, value) => shortFigure(scalarOf(value), style(id)),
      full: (id, value) => fullFigure(scalarOf(value), style(id)),
      parts: (id, value) => {
        if (typeof value !== 'object' || value === null) return '';
        const money = metricInfo(id).numeratorMoney;
        return `${money ? shortMoney(value.numerator, currency, lang) : formatCount(value.numerator)} / ${formatCount(value.denominator)}`;
      },
      price: (amount) => formatPrice(amount, currency),
      money: (amount) => formatMoney(amount, currency),
    };
  });
}
