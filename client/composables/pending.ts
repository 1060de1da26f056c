import { computed, type ComputedRef } from 'vue';
import type { PendingStep } from '../../shared/show/show.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';
import { counted, formatCount, signedCount } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { useFigures } from './figures.ts';

/** Words for what the platform must still do: "改价 ¥199 → ¥149", "下架". */
export function useStepWords(): (step: PendingStep) => string {
  const { t } = useWords();
  const figures = useFigures();
  const price = (amount: number | null): string => (amount === null ? t('act.pending.noPrice') : figures.value.price(amount));
  return (step) => {
    switch (step.kind) {
      case 'price':
        return t('act.pending.price', { sku: step.sku ? ` ${step.sku}` : '', from: price(step.from), to: price(step.to) });
      case 'shelf':
        return t(step.to ? 'act.pending.shelve' : 'act.pending.unshelve');
      case 'deal':
        return t(`act.pending.deal.${step.what}`, { price: price(step.deal.price), ...counted(step.deal.quantity), until: formatTime(step.deal.endsAt ?? 0) });
      case 'stock':
        return step.delta === undefined ? t('act.pending.counted', { sku: step.sku, n: formatCount(step.counted) }) : t('act.pending.adjust', { sku: step.sku, n: signedCount(step.delta) });
      default:
        return step satisfies never;
    }
  };
}

/** How long a listing that the platform has just changed says so. Unit: ms. */
const CONFIRMED_FOR = 10_000;

/** Listings whose change the platform was just said to have carried out. @param now server time, Unix ms. */
export function useConfirmed(now: () => number): ComputedRef<ReadonlySet<string>> {
  const store = useShow();
  return computed(() => {
    const fresh = store.log.filter(({ event }) => event.type === 'platform.confirmed' && now() - event.at < CONFIRMED_FOR);
    return new Set(fresh.flatMap(({ event }) => (event.type === 'platform.confirmed' ? event.steps.map((step): string => step.listingId) : [])));
  });
}
