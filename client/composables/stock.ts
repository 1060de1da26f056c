import { computed, type ComputedRef } from 'vue';
import type { Available } from '../../shared/show/listing-state.ts';
import type { Listing } from '../../shared/show/show.ts';
import { useLedger } from '../stores/ledger.ts';
import { useShow } from '../stores/show.ts';

/** Units that can still be sold of a SKU, by the ledger; below 0 where more was sold than there was. Undefined where nobody ever said how many there are. */
export function useStockLeft(): ComputedRef<Available> {
  const store = useShow();
  const ledger = useLedger();
  const opening = computed(() => new Map((store.show?.listings ?? []).flatMap(({ skus }) => skus.map((each) => [String(each.sku), each.stock] as const))));
  return computed(() => {
    const { stock } = ledger;
    const given = opening.value;
    return (sku) => {
      const row = stock.get(sku);
      return row === undefined || (row.onHand === 0 && (given.get(sku) ?? 0) === 0) ? undefined : row.available;
    };
  });
}

/** Units that can still be sold of a listing, over all its SKUs; undefined where one of them is not known. */
export function leftOf({ skus }: Pick<Listing, 'skus'>, available: Available): number | undefined {
  let sum = 0;
  for (const { sku } of skus) {
    const left = available(sku);
    if (left === undefined) return undefined;
    sum += Math.max(0, left);
  }
  return sum;
}
