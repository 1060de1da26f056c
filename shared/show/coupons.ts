import type { Coupon } from './deals.ts';

/** Whether the coupon can be used on a unit of this listing at this price. @param now server time, Unix ms */
export function couponApplies({ listingIds, threshold, endsAt }: Coupon, listingId: string, price: number, now: number): boolean {
  return (listingIds === undefined || listingIds.some((id) => id === listingId)) && (threshold ?? 0) <= price && (endsAt === undefined || now < endsAt);
}

/** What is left to pay of a unit's price with the best coupon that applies, and which that is. Minor units, never below nothing. */
export function afterCoupon(price: number, listingId: string, coupons: readonly Coupon[], now: number): { price: number; coupon?: Coupon } {
  const best = coupons.reduce<Coupon | undefined>(
    (found, coupon) => (couponApplies(coupon, listingId, price, now) && coupon.amount > (found?.amount ?? 0) ? coupon : found), undefined,
  );
  return best ? { price: Math.max(0, price - best.amount), coupon: best } : { price };
}
