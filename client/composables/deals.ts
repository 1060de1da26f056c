import { computed, type ComputedRef } from 'vue';
import { armedDeal, isOpen, isStarted, type Coupon, type Deal, type Draw, type StartedDeal } from '../../shared/show/deals.ts';
import type { Listing, Show } from '../../shared/show/show.ts';
import { useShow } from '../stores/show.ts';

export interface Deals {
  /** Announced or with an open window, the listing on air first, then the one that ends first. */
  open: ComputedRef<StartedDeal[]>;
  /** The plan that the take has armed. */
  armed: ComputedRef<Deal | undefined>;
  /** Plans beside the armed one, in the order of the run. */
  plans: ComputedRef<Deal[]>;
  /** What is over, newest first. */
  over: ComputedRef<StartedDeal[]>;
  coupons: ComputedRef<Coupon[]>;
  draws: ComputedRef<Draw[]>;
}

const openOf = (show: Show, now: number): StartedDeal[] => show.deals.filter((deal): deal is StartedDeal => isOpen(deal, now));

/** The show's deals as they stand. @param now server time, Unix ms */
export function useDeals(now: () => number): Deals {
  const store = useShow();
  const all = computed(() => store.show?.deals ?? []);
  const open = computed(() => {
    const { show } = store;
    const first = (deal: Deal): number => (deal.listingId === show?.onAir?.listingId ? 0 : 1);
    return show ? openOf(show, now()).sort((a, b) => first(a) - first(b) || a.endsAt - b.endsAt) : [];
  });
  const armed = computed(() => store.show && armedDeal(store.show));
  const plans = computed(() => {
    const { show } = store;
    if (!show) return [];
    const place = new Map(show.listings.map(({ id }, i) => [id, i]));
    const starting = new Set(show.pending.flatMap((step) => (step.kind === 'deal' ? [step.deal.dealId] : [])));
    const waiting = all.value.filter((deal) => !isStarted(deal) && deal !== armed.value && !starting.has(deal.dealId));
    return waiting.sort((a, b) => (place.get(a.listingId) ?? 0) - (place.get(b.listingId) ?? 0));
  });
  const over = computed(() => all.value.filter((deal): deal is StartedDeal => isStarted(deal) && !isOpen(deal, now())).sort((a, b) => b.endsAt - a.endsAt));
  const good = ({ endsAt }: { endsAt?: number }): boolean => endsAt === undefined || endsAt > now();
  const coupons = computed(() => (store.show?.coupons ?? []).filter(good).reverse());
  const draws = computed(() => (store.show?.draws ?? []).filter(good).reverse());
  return { open, armed, plans, over, coupons, draws };
}

export const listingOfDeal = (show: Show | undefined, { listingId }: Pick<Deal, 'listingId'>): Listing | undefined => show?.listings.find(({ id }) => id === listingId);
