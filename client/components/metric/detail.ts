import { computed, type ComputedRef } from 'vue';
import { scalarOf } from '../../../shared/metrics/view.ts';
import { useFigures } from '../../composables/figures.ts';
import { useWords } from '../../i18n/words.ts';
import { useTally } from '../../stores/tally.ts';

/** The small line under a tile's figure: what it is made of, or what it stands beside. */
export function useTileDetail(id: () => string): ComputedRef<string> {
  const tally = useTally();
  const figures = useFigures();
  const { t } = useWords();
  const short = (metric: string): string => figures.value.short(metric, tally.metric(metric).value);

  return computed(() => {
    const metric = id();
    switch (metric) {
      case 'online':
        return `+${short('entersPerMin')} −${short('leavesPerMin')}`;
      case 'gmv':
        return t('desk.perMinute', { value: short('gmvPerMin') });
      case 'unpaidAmount':
        return t('desk.ordersN', { n: short('unpaidOrders'), count: scalarOf(tally.metric('unpaidOrders').value) ?? 0 });
      default: {
        const value = tally.metric(metric).value;
        const parts = figures.value.parts(metric, value);
        if (parts || tally.window === 'show') return parts;
        const total = tally.totals[metric];
        return scalarOf(total) === undefined ? '' : t('desk.toDate', { value: figures.value.short(metric, total) });
      }
    }
  });
}
