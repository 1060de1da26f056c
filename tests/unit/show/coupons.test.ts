import { describe, expect, it } from 'vitest';
import { afterCoupon } from '../../../shared/show/coupons.ts';
import type { Payload } from '../../../shared/show/commands.ts';
import { approvalRequest } from '../../../shared/show/decide.ts';
import { LIMITS } from '../../../shared/show/limits.ts';
import { LI, Stage, WANG, live } from './make.ts';

const DEAL = { price: 6_900, quantity: 100, perBuyer: 2, seconds: 300 };

describe('floors count coupons', () => {
  it('on every way to a price', () => {
    const stage = live();
    stage.do('coupon.record', { title: '满减', amount: 1_000 });
    const below = { code: 'BELOW_FLOOR', params: { listingId: 'L1', price: 5_900, floor: 6_000, coupon: '满减' } };
    expect(stage.refused('listing.price', { listingId: 'L1', price: 6_900 })).toMatchObject(below);
    expect(stage.refused('listing.edit', { listingId: 'L1', price: 6_900 })).toMatchObject(below);
    expect(stage.refused('deal.plan', { ...DEAL, listingId: 'L1' })).toMatchObject(below);
    expect(stage.refused('deal.start', { ...DEAL, listingId: 'L1' })).toMatchObject(below);
    expect(stage.refused('listing.add', { listings: [{ title: 'x', price: 6_900, floorPrice: 6_000, sku: 'X', stock: 1 }] }).code).toBe('BELOW_FLOOR');
    stage.do('deal.plan', { ...DEAL, listingId: 'L1', price: 7_000 });
    stage.do('listing.price', { listingId: 'L1', price: 7_000 });
  });

  it('of this listing, at this price, that are not over: the best one', () => {
    const stage = live();
    stage.do('coupon.record', { title: 'L2', amount: 5_000, listingIds: ['L2'] });
    stage.do('coupon.record', { title: '满 80', amount: 2_000, threshold: 8_000 });
    stage.do('coupon.record', { title: '短', amount: 2_500, seconds: 60 });
    const { coupons } = stage.show;
    const paid = (price: number, listingId: string, now = stage.now) => [afterCoupon(price, listingId, coupons, now).price, afterCoupon(price, listingId, coupons, now).coupon?.title];
    expect([paid(8_000, 'L1'), paid(8_000, 'L2'), paid(8_000, 'L1', stage.now + 60_000), paid(7_999, 'L1', stage.now + 60_000), paid(1_000, 'L1')]).toEqual([[5_500, '短'], [3_000, 'L2'], [6_000, '满 80'], [7_999, undefined], [0, '短']]);
    // Over the threshold it costs less than under it.
    stage.now += 60_000;
    stage.do('listing.price', { listingId: 'L1', price: 7_999 });
  });

  it('a coupon that would bring something on the shelf below its floor is refused', () => {
    const stage = live();
    expect(stage.refused('coupon.record', { title: '大', amount: 3_000 })).toMatchObject({ code: 'BELOW_FLOOR', params: { listingId: 'L1', price: 5_900, floor: 6_000, coupon: '大' } });
    stage.do('coupon.record', { title: '大', amount: 3_000, listingIds: ['L3'] });
    stage.do('deal.plan', { ...DEAL, listingId: 'L1' });
    expect(stage.refused('coupon.record', { title: '小', amount: 1_000 }).params).toMatchObject({ price: 5_900 });
    stage.do('deal.stop', { dealId: stage.show.deals[0]?.dealId ?? '' });
    stage.do('listing.shelve', { listingId: 'L1' });
    stage.do('coupon.record', { title: '大', amount: 3_000 });
  });

  it('a second person lets deals and coupons through, and a granted price forbids no coupon that leaves it', () => {
    const stage = live();
    const ask = <T extends 'deal.start' | 'coupon.record' | 'listing.price'>(type: T, payload: Payload<T>) => {
      const command = { id: `ask-${type}`, type, payload };
      const decided = stage.judge(type, payload, { id: command.id });
      if (decided.ok) throw new Error('it was let through');
      const request = approvalRequest(command, decided.rejection, { now: stage.now, by: WANG });
      stage.commit(request ? [request] : []);
      expect(stage.refused('approval.grant', { commandId: command.id }).code).toBe('FORBIDDEN');
      return stage.do('approval.grant', { commandId: command.id }, { by: LI });
    };
    const [, started] = ask('deal.start', { ...DEAL, listingId: 'L1', price: 100 });
    // The clock starts with the grant, in the name of who asked.
    expect(started).toMatchObject({ type: 'deal.started', by: WANG, commandId: 'ask-deal.start', deal: { startsAt: stage.now } });
    ask('listing.price', { listingId: 'L1', price: 5_000 });
    stage.do('coupon.record', { title: '满 1 万', amount: 500, threshold: 10_000 });
    expect(ask('coupon.record', { title: '大', amount: 3_000 })).toMatchObject([{ type: 'approval.granted' }, { type: 'coupon.recorded' }]);
  });
});

describe('markers', () => {
  it('carry what was said and until when', () => {
    const stage = new Stage();
    stage.do('coupon.record', { title: ' 新客 ', amount: 500, threshold: 5_000, quantity: 1_000, listingIds: ['L3', 'L3'], conditions: '新客', endsAt: stage.now + 60_000 });
    expect(stage.show.coupons).toMatchObject([{ title: '新客', amount: 500, threshold: 5_000, quantity: 1_000, listingIds: ['L3'], conditions: '新客', at: stage.now, endsAt: stage.now + 59_000 }]);
    stage.do('draw.record', { prize: '福袋', quantity: 5, conditions: '粉丝团', seconds: 180 });
    expect(stage.show.draws).toMatchObject([{ prize: '福袋', quantity: 5, at: stage.now, endsAt: stage.now + 180_000 }]);
  });

  it('are refused where they make no sense', () => {
    const stage = live();
    const bad = (over: object) => stage.refused('coupon.record', { title: 'x', amount: 1, ...over }).errors?.[0]?.path;
    expect([bad({ amount: 0 }), bad({ listingIds: ['L1', 'none'] }), bad({ listingIds: [] }), bad({ endsAt: 1 }), bad({ endsAt: '2027-01-01T10:00' }), bad({ endsAt: stage.now + 9_000, seconds: 9 })]).toEqual([
      '/payload/amount', '/payload/listingIds/1', '/payload/listingIds', '/payload/endsAt', '/payload/endsAt', '/payload/seconds',
    ]);
    expect(stage.refused('draw.record', { prize: ' ', quantity: 1 }).code).toBe('INVALID');
  });

  it('are kept to the last fifty, coupons that are over leaving first', () => {
    const stage = live();
    stage.do('coupon.record', { title: '长', amount: 1 });
    stage.do('coupon.record', { title: '短', amount: 1, seconds: 1 });
    for (let i = 2; i <= LIMITS.coupons; i++) stage.do('coupon.record', { title: `c${i}`, amount: 1 });
    expect([stage.show.coupons.length, stage.show.coupons[0]?.title, stage.show.coupons[1]?.title]).toEqual([LIMITS.coupons, '长', 'c2']);
    for (let i = 0; i <= LIMITS.draws; i++) stage.do('draw.record', { prize: `d${i}`, quantity: 1 });
    expect([stage.show.draws.length, stage.show.draws[0]?.prize]).toEqual([LIMITS.draws, 'd1']);
  });
});
