import type { Deal, StartedDeal } from './deal.ts';
import type { Show } from './show.ts';

export type { Coupon, Deal, Draw, StartedDeal } from './deal.ts';

export const isStarted = (deal: Deal): deal is StartedDeal => deal.startsAt !== undefined && deal.endsAt !== undefined;

/** Where a deal stands: a plan, announced, selling, out of units, over, or stopped by hand. */
export type DealPhase = 'planned' | 'countdown' | 'running' | 'soldOut' | 'ended' | 'stopped';

/**
 * A deal's phase, derived.
 * @param now server time, Unix ms
 * @param taken its units held or sold, by the ledger
 */
export function dealPhase(deal: Deal, now: number, taken = 0): DealPhase {
  if (deal.stoppedAt !== undefined) return 'stopped';
  if (!isStarted(deal)) return 'planned';
  if (now < deal.startsAt) return 'countdown';
  if (now >= deal.endsAt) return 'ended';
  return taken >= deal.quantity ? 'soldOut' : 'running';
}

/** Whether it is announced or its window is open, sold out or not: what can be stopped and extended, of which a listing has one at most. */
export const isOpen = (deal: Deal, now: number): deal is StartedDeal => isStarted(deal) && deal.stoppedAt === undefined && now < deal.endsAt;

export const dealOf = (show: Pick<Show, 'deals'>, dealId: string): Deal | undefined => show.deals.find((deal) => deal.dealId === dealId);

/** A listing's deals, plans included, oldest first. */
export const dealsOf = (show: Pick<Show, 'deals'>, listingId: string): Deal[] => show.deals.filter((deal) => deal.listingId === listingId);

/** The listing's one open deal. @param now server time, Unix ms */
export const openDeal = (show: Pick<Show, 'deals'>, listingId: string, now: number): StartedDeal | undefined =>
  show.deals.find((deal): deal is StartedDeal => deal.listingId === listingId && isOpen(deal, now));

/** The deal that the platform has been asked to start on this listing. */
export function startingDeal(show: Pick<Show, 'pending'>, listingId: string): Deal | undefined {
  for (const step of show.pending) if (step.kind === 'deal' && step.what === 'start' && step.listingId === listingId) return step.deal;
  return undefined;
}

/** The deal that the take has armed: the first plan of the listing on air, selected and not started. */
export function armedDeal(show: Pick<Show, 'deals' | 'pending' | 'onAir'>): Deal | undefined {
  const { onAir } = show;
  if (!onAir || startingDeal(show, onAir.listingId)) return undefined;
  return dealsOf(show, onAir.listingId).find((deal) => !isStarted(deal));
}
