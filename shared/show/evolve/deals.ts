import type { Coupon, Deal } from '../deals.ts';
import { isStarted } from '../deals.ts';
import { LIMITS } from '../limits.ts';
import { replaced } from '../lists.ts';
import type { Show } from '../show.ts';
import type { ApplyGroup } from './apply.ts';

function withDeal(show: Show, deal: Deal): Show {
  const known = show.deals.some(({ dealId }) => dealId === deal.dealId);
  return { ...show, deals: known ? replaced(show.deals, ({ dealId }) => dealId === deal.dealId, () => deal) : [...show.deals, deal] };
}

export const dealEvents: ApplyGroup<'deal'> = {
  'deal.planned': (show, { deal }) => withDeal(show, deal),
  'deal.started': (show, { deal }) => withDeal(show, deal),
  'deal.extended': (show, { after }) => withDeal(show, after),
  'deal.stopped': (show, { dealId, after }) =>
    isStarted(after) ? withDeal(show, after) : { ...show, deals: show.deals.filter((deal) => deal.dealId !== dealId) },
};

/** The newest that fit. Those that have run out leave first: floors count the others. */
function kept(coupons: readonly Coupon[], now: number): Coupon[] {
  const over = coupons.length - LIMITS.coupons;
  if (over <= 0) return coupons.slice();
  const gone = coupons.filter(({ endsAt }) => endsAt !== undefined && endsAt <= now).slice(0, over);
  return coupons.filter((coupon) => !gone.includes(coupon)).slice(-LIMITS.coupons);
}

export const couponEvents: ApplyGroup<'coupon'> = {
  'coupon.recorded': (show, { coupon, at }) => ({ ...show, coupons: kept([...show.coupons, coupon], at) }),
};

export const drawEvents: ApplyGroup<'draw'> = {
  'draw.recorded': (show, { draw }) => ({ ...show, draws: [...show.draws, draw].slice(-LIMITS.draws) }),
};

/** The ledger has the quantities; the document only notes that somebody changed them. */
export const stockEvents: ApplyGroup<'stock'> = { 'stock.adjusted': (show) => show, 'stock.counted': (show) => show };
