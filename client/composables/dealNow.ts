import { dealPhase, isOpen, isStarted, startingDeal, type Deal, type DealPhase } from '../../shared/show/deals.ts';
import type { Show } from '../../shared/show/show.ts';
import { useLedger } from '../stores/ledger.ts';

/** A listing's deal as its row, its stage and its preview show it. */
export interface DealNow {
  deal: Deal;
  phase: DealPhase;
}

/**
 * The one deal of a listing to be shown: the open one, else the one the platform shall start, else the first plan.
 * @param now server time, Unix ms. @param taken units of it that were taken
 */
export function dealNow(show: Pick<Show, 'deals' | 'pending'>, listingId: string, now: number, taken: (dealId: string) => number): DealNow | undefined {
  const deal = show.deals.find((each) => each.listingId === listingId && isOpen(each, now)) ?? startingDeal(show, listingId) ?? show.deals.find((each) => each.listingId === listingId && !isStarted(each));
  return deal && { deal, phase: dealPhase(deal, now, taken(deal.dealId)) };
}

/** Units of a deal that buyers hold or have paid, by the ledger. */
export function useTaken(): (dealId: string) => number {
  const ledger = useLedger();
  return (dealId) => {
    const { held, sold } = ledger.takenOf(dealId);
    return held + sold;
  };
}
