import { computed, type ComputedRef } from 'vue';
import type { Available } from '../../shared/show/listing-state.ts';
import { useShow } from '../stores/show.ts';
import { useTally } from '../stores/tally.ts';

/** Units left of a SKU: opening stock less what this show sold. Undefined before the show runs, and where no opening stock was given. */
export function useStockLeft(): ComputedRef<Available> {
  const store = useShow();
  const tally = useTally();
  const opening = computed(() => new Map((store.show?.listings ?? []).flatMap(({ skus }) => skus.map((each) => [String(each.sku), each.stock] as const))));
  return computed(() => {
    const { sold } = tally;
    const started = store.show?.startedAt !== undefined;
    return (sku) => {
      const stock = opening.value.get(sku) ?? 0;
      return stock === 0 || !started ? undefined : Math.max(0, stock - (sold.get(sku) ?? 0));
    };
  });
}
