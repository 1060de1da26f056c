import { defineStore } from 'pinia';
import { ref, shallowRef, triggerRef } from 'vue';
import type { DealRow, Joined, StockRow, Tick } from '../../shared/protocol/socket.ts';
import { withMark, type Mark } from './marks.ts';

/** The ledger on screen, in units and to the unit: what joins and ticks tell, which are absolute figures. */
export const useLedger = defineStore('ledger', () => {
  /** By SKU. `available` is below 0 where more was sold than there was. */
  const stock = shallowRef(new Map<string, StockRow>());
  /** By deal; one that nobody took anything of is not in it. */
  const deals = shallowRef(new Map<string, DealRow>());
  /** How many claims wait for payment. */
  const holds = ref(0);
  /** How each deal went of late, from which its speed is read. */
  const marks = new Map<string, readonly Mark[]>();

  function note(rows: readonly DealRow[], at: number): void {
    for (const { dealId, held, sold } of rows) marks.set(dealId, withMark(marks.get(dealId) ?? [], { at, taken: held + sold }));
  }
  function joined(told: Pick<Joined, 'stock' | 'deals' | 'holds' | 'serverTime'>): void {
    stock.value = new Map(told.stock.map((row) => [row.sku, row]));
    deals.value = new Map(told.deals.map((row) => [row.dealId, row]));
    holds.value = told.holds;
    note(told.deals, told.serverTime);
  }
  function ticked(tick: Pick<Tick, 'stock' | 'deals' | 'holds' | 'serverTime'>): void {
    if (tick.stock) {
      for (const row of tick.stock) stock.value.set(row.sku, row);
      triggerRef(stock);
    }
    if (tick.deals) {
      for (const row of tick.deals) deals.value.set(row.dealId, row);
      note(tick.deals, tick.serverTime);
      triggerRef(deals);
    }
    if (tick.holds !== undefined) holds.value = tick.holds;
  }
  function clear(): void {
    stock.value = new Map();
    deals.value = new Map();
    holds.value = 0;
    marks.clear();
  }

  /** Units of a deal that buyers hold or have paid. */
  const takenOf = (dealId: string): { held: number; sold: number } => deals.value.get(dealId) ?? { held: 0, sold: 0 };
  const marksOf = (dealId: string): readonly Mark[] => marks.get(dealId) ?? [];

  return { stock, deals, holds, joined, ticked, clear, takenOf, marksOf };
});
