import type { ShowEvent } from '../show/events.ts';
import type { Show } from '../show/show.ts';
import { openingsOf } from './gate.ts';
import type { Ledger } from './ledger.ts';

/** What a decision did to the ledger. @param before the show before it, null before its creation @param after the same object where the decision was known already */
export function followDecision(ledger: Ledger, events: readonly ShowEvent[], before: Show | null, after: Show | null): void {
  if (after && after !== before) for (const [sku, units] of openingsOf(before, after)) ledger.open(sku, units);
  for (const event of events) {
    if (event.type === 'hold.released') ledger.release();
    if ((event.type === 'stock.adjusted' || event.type === 'stock.counted') && event.onHand) ledger.adjust(event.sku, event.onHand.after - event.onHand.before);
  }
}
