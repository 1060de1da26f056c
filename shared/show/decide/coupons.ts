import type { ListingId } from '../../ids.ts';
import { minor } from '../../money.ts';
import { parseAt } from '../../time.ts';
import type { Coupon, Draw } from '../deals.ts';
import { invalid, type Rejection } from '../rejection.ts';
import { listingOf, type Handler, type HandlerGroup } from './context.ts';
import { couponBelowFloor } from './prices.ts';

/** Until when it is good. Unix ms, absent for no end; INVALID where it makes no sense or is over. */
function endOf({ endsAt, seconds }: { endsAt?: string | number; seconds?: number }, now: number): { endsAt?: number } | Rejection {
  if (endsAt !== undefined && seconds !== undefined) return invalid([{ path: '/payload/seconds', message: 'give endsAt or seconds, not both' }]);
  if (seconds !== undefined) return { endsAt: now + seconds * 1000 };
  if (endsAt === undefined) return {};
  const at = parseAt(endsAt);
  if (at === undefined) return invalid([{ path: '/payload/endsAt', message: 'must be Unix milliseconds, or ISO 8601 with an offset' }]);
  return at > now ? { endsAt: at } : invalid([{ path: '/payload/endsAt', message: 'is over already' }]);
}

const recordCoupon: Handler<'coupon.record'> = (show, { title, amount, threshold, quantity, listingIds, conditions, ...until }, context) => {
  const end = endOf(until, context.now);
  if ('code' in end) return end;
  const unknown = (listingIds ?? []).flatMap((id, i) => (listingOf(show, id) ? [] : [{ path: `/payload/listingIds/${i}`, message: `there is no listing ${id}` }]));
  if (unknown.length > 0) return invalid(unknown);
  const coupon: Coupon = {
    id: context.newId(), at: context.now, title: title.trim(), amount: minor(amount),
    ...(threshold === undefined ? {} : { threshold: minor(threshold) }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(listingIds === undefined ? {} : { listingIds: [...new Set(listingIds)] as ListingId[] }),
    ...(conditions === undefined ? {} : { conditions: conditions.trim() }),
    ...end,
  };
  return couponBelowFloor(show, coupon, context) ?? [{ type: 'coupon.recorded', coupon }];
};

const recordDraw: Handler<'draw.record'> = (_show, { prize, quantity, conditions, ...until }, { now, newId }) => {
  const end = endOf(until, now);
  if ('code' in end) return end;
  const draw: Draw = { id: newId(), at: now, prize: prize.trim(), quantity, ...(conditions === undefined ? {} : { conditions: conditions.trim() }), ...end };
  return [{ type: 'draw.recorded', draw }];
};

export const couponCommands: HandlerGroup<'coupon'> = { 'coupon.record': recordCoupon };
export const drawCommands: HandlerGroup<'draw'> = { 'draw.record': recordDraw };
