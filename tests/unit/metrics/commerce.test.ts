import { describe, expect, it } from 'vitest';
import type { ListingId } from '../../../shared/ids.ts';
import { minor } from '../../../shared/money.ts';
import type { StartedDeal } from '../../../shared/show/deals.ts';
import { Example, line, listing } from './support.ts';

const created = (at: number, orderId: string, viewerId: string, ...lines: ReturnType<typeof line>[]) => ({ type: 'order.created' as const, at, orderId, viewerId, lines });
const paid = (at: number, orderId: string) => ({ type: 'order.paid' as const, at, orderId });
const HOUR = 3_600;

describe('orders', () => {
  it('count once at creation and once at payment, by order id', () => {
    const show = new Example().facts('a', created(0, 'o', 'x', line('L', 100), line('M', 50, 2)), paid(10, 'o'), paid(20, 'o'), created(5, 'o', 'y', line('L', 999)));
    expect(show.metrics()).toMatchObject({ ordersCreated: 1, createdAmount: 150, orders: 1, gmv: 150, units: 3, buyers: 1, unpaidOrders: 0, aov: { numerator: 150, denominator: 1 } });
    expect(show.listing('M')).toMatchObject({ orders: 1, gmv: 50, units: 2, buyers: 1 });
  });

  it('settle facts of the same moment by their content, whichever came first', () => {
    const [a, b] = [created(0, 'o', 'x', line('L', 100)), created(0, 'o', 'x', line('L', 200))];
    const [first, second] = [new Example().facts('a', a, b), new Example().facts('a', b, a)].map((show) => show.metrics()['createdAmount']);
    expect([first, second]).toEqual([100, 100]);
  });

  it('are unpaid until they are paid or cancelled', () => {
    const show = new Example().facts('a', created(0, 'o', 'x', line('L', 100)), created(1, 'p', 'x', line('L', 70)), created(2, 'q', 'x', line('L', 30)), paid(3, 'o'), { type: 'order.cancelled', at: 4, orderId: 'q' });
    expect(show.metrics()).toMatchObject({ ordersCreated: 3, unpaidOrders: 1, unpaidAmount: 70, orders: 1, gmv: 100, refunds: 0 });
  });

  it('give back at most what was paid, and everything when cancelled', () => {
    const back = (refundId: string, amount: number) => ({ type: 'order.refunded' as const, at: 20, orderId: 'o', refundId, amount });
    const show = new Example().facts('a', back('r1', 30), created(0, 'o', 'x', line('L', 100)), paid(10, 'o'), back('r1', 30), back('r2', 90));
    expect(show.metrics()).toMatchObject({ refunds: 2, refundAmount: 100, netSales: 0, gmv: 100, refundRate: { numerator: 100, denominator: 100 } });
    const whole = new Example().facts('a', created(0, 'o', 'x', line('L', 70), line('M', 30)), paid(10, 'o'), back('r1', 10), { type: 'order.cancelled', at: 30, orderId: 'o' });
    expect(whole.metrics()).toMatchObject({ refunds: 2, refundAmount: 100, orders: 1, buyers: 1 });
    expect(whole.listing('L')).toMatchObject({ refundAmount: 70, netSales: 0 });
  });

  it('belong to the show when created between its start and end, and paid within 24 h of the end', () => {
    const show = new Example().created().facts('a', created(0, 'early', 'x', line('L', 1)), paid(20, 'early'), created(20, 'in', 'x', line('L', 10)), paid(200, 'in'), created(50, 'late', 'y', line('L', 100)), paid(100 + 25 * HOUR, 'late'), created(150, 'after', 'y', line('L', 1_000)), paid(160, 'after'));
    expect(show.metrics()).toMatchObject({ gmv: 1_111, orders: 4 });
    show.decision(10, { type: 'show.started' });
    expect(show.metrics()).toMatchObject({ gmv: 1_110, orders: 3 });
    show.decision(100, { type: 'show.ended' });
    expect(show.metrics()).toMatchObject({ gmv: 10, orders: 1, ordersCreated: 2, buyers: 1 });
    show.decision(101, { type: 'show.edited', before: { lateHours: 24 }, after: { lateHours: 26 } });
    expect(show.metrics()).toMatchObject({ gmv: 110, orders: 2, buyers: 2 });
  });

  it('keep deposits and subsidy apart from GMV', () => {
    const show = new Example().facts('a', { ...created(0, 'd', 'x', line('L', 20)), deposit: true }, paid(1, 'd'), { ...created(0, 'o', 'x', line('L', 100)), subsidy: 15 }, paid(2, 'o'));
    expect(show.metrics()).toMatchObject({ gmv: 100, orders: 1, ordersCreated: 1, deposits: 1, depositAmount: 20, subsidy: 15 });
  });

  it('of followers and of new buyers are known as such, whenever that becomes known', () => {
    const show = new Example().facts('a', { ...created(0, 'o', 'x', line('L', 100)), firstOrder: true }, paid(1, 'o'), created(0, 'p', 'y', line('L', 50)), paid(1, 'p'), { type: 'viewer.entered', at: 500, viewerId: 'x', follower: true });
    expect(show.metrics()).toMatchObject({ newBuyers: 1, fanGmv: 100, fanGmvShare: { numerator: 100, denominator: 150 } });
  });

  it('belong to the host on air when they were created', () => {
    const show = new Example().created([], '林溪').decision(0, { type: 'show.started' }).facts('a', created(50, 'o', 'x', line('L', 100)), created(150, 'p', 'y', line('L', 10))).decision(100, { type: 'host.changed', before: '林溪', after: '小满' }).facts('a', paid(200, 'o'), paid(210, 'p'));
    expect(show.view().shifts.map(({ host, metrics }) => [host, metrics['gmv'], metrics['buyers']])).toEqual([['林溪', 100, 1], ['小满', 10, 1]]);
  });

  it('belong to a deal by name, or by price inside its window', () => {
    const deal: StartedDeal = { dealId: 'D', listingId: 'L' as ListingId, price: minor(80), quantity: 9, perBuyer: 9, seconds: 100, countdownSeconds: 0, holdSeconds: 300, startsAt: 1_700_000_100_000, endsAt: 1_700_000_200_000 };
    const show = new Example().created([listing('L', 1, 'S')]).facts('a', created(150, 'guess', 'x', line('L', 160, 2)), paid(151, 'guess'), created(250, 'after', 'x', line('L', 80)), paid(251, 'after'));
    show.facts('a', { type: 'order.created', at: 10, orderId: 'named', viewerId: 'y', lines: [{ ...line('L', 5), dealId: 'D' }] }, paid(11, 'named'));
    show.decision(100, { type: 'deal.started', deal, before: null });
    expect(show.view().deals).toMatchObject([{ dealId: 'D', inferredOrders: 1, metrics: { orders: 2, gmv: 165, units: 3, buyers: 2 } }]);
    expect(show.metrics()).toMatchObject({ dealGmvShare: { numerator: 165, denominator: 245 }, dealOrderShare: { numerator: 2, denominator: 3 } });
    show.decision(120, { type: 'deal.stopped', dealId: 'D', before: deal, after: { ...deal, endsAt: 1_700_000_120_000, stoppedAt: 1_700_000_120_000 } });
    expect(show.view().deals).toMatchObject([{ inferredOrders: 0, metrics: { gmv: 5 } }]);
  });

  it('divide by spend as the platform samples it', () => {
    const show = new Example().facts('a', created(0, 'o', 'x', line('L', 300)), paid(1, 'o'), { type: 'spend.sampled', at: 5, source: 'paid', amount: 100 }, { type: 'spend.sampled', at: 4, source: 'paid', amount: 900 });
    expect(show.metrics()).toMatchObject({ spend: 100, roi: { numerator: 300, denominator: 100 } });
    expect(show.source('paid')).toMatchObject({ spend: 100 });
  });
});

describe('listings and SKUs', () => {
  const click = (at: number, viewerId: string, where: { listingId?: string; sku?: string }) => ({ type: 'product.clicked' as const, at, viewerId, ...where });

  it('unite people over the SKUs of a listing', () => {
    const show = new Example().created([listing('L', 1, 'S', 'T')]).facts('a', click(0, 'x', { sku: 'S' }), click(1, 'x', { sku: 'T' }), click(2, 'y', { listingId: 'L' }));
    expect(show.listing('L')).toMatchObject({ productClicks: 3, clickUsers: 2 });
    expect(show.sku('S')).toMatchObject({ productClicks: 1, clickUsers: 1 });
  });

  it('take over what was counted under a SKU nobody knew', () => {
    const show = new Example().created().facts('a', click(0, 'x', { sku: 'S' }), created(1, 'o', 'x', { sku: 'S', amount: 9, quantity: 1 } as never), paid(2, 'o'));
    show.decision(3, { type: 'listing.added', listings: [listing('L', 1, 'S', 'T'), listing('M', 2, 'U')] });
    expect(show.listing('L')).toMatchObject({ productClicks: 1, clickUsers: 1, gmv: 9, buyers: 1 });
    expect(show.listing('L', '5m', 1_000)).toMatchObject({ productClicks: 1, gmv: 9 });
  });

  it('count a listing with one SKU as that SKU, until it gets another', () => {
    const show = new Example().created([listing('L', 1, 'S')]).facts('a', click(0, 'x', { listingId: 'L' }));
    expect(show.sku('S')).toMatchObject({ productClicks: 1, clickUsers: 1 });
    show.decision(1, { type: 'listing.edited', listingId: 'L' as ListingId, before: {}, after: { skus: listing('L', 1, 'S', 'T').skus } });
    show.facts('a', click(2, 'y', { listingId: 'L' }), click(3, 'y', { sku: 'S' }));
    expect(show.sku('S')).toMatchObject({ productClicks: 2, clickUsers: 2 });
    expect(show.listing('L')).toMatchObject({ productClicks: 3, clickUsers: 2 });
  });

  it('share a SKU in favour of the lowest number', () => {
    const show = new Example().created([listing('L', 2, 'S'), listing('M', 1, 'S', 'T')]).facts('a', click(0, 'x', { sku: 'S' }), click(1, 'x', { listingId: 'L' }));
    expect(show.listing('M')).toMatchObject({ productClicks: 1 });
    expect(show.listing('L')).toMatchObject({ productClicks: 1 });
    expect(show.sku('S')).toMatchObject({ productClicks: 2, clickUsers: 1 });
  });

  it('know how long they were on air, who watched meanwhile, and what they took a minute', () => {
    const show = new Example().created([listing('L', 1, 'S'), listing('M', 2, 'T')]).decision(0, { type: 'show.started' });
    show.facts('a', { type: 'viewer.entered', at: 0, viewerId: 'x' }, { type: 'viewer.entered', at: 50, viewerId: 'y' }, click(20, 'x', { listingId: 'L' }), created(30, 'o', 'x', line('L', 600)), paid(31, 'o'));
    show.decision(10, { type: 'listing.taken', listingId: 'L' as ListingId, before: null }).decision(70, { type: 'listing.taken', listingId: 'M' as ListingId, before: null });
    expect(show.listing('L')).toMatchObject({ airSeconds: 60, airViewers: { numerator: 60 + 20, denominator: 60 }, gmvPerAirMinute: { numerator: 600 * 60, denominator: 60 } });
    expect(show.listing('L', 'onair')).toMatchObject({ productClicks: 0, gmv: 0 });
    show.facts('a', click(71, 'y', { listingId: 'L' }));
    expect(show.listing('L', 'onair')).toMatchObject({ productClicks: 1, clickUsers: 1 });
    expect(show.metrics('onair')).toMatchObject({ productClicks: 1, clickUsers: 1, gmv: 0 });
  });

  it('keep apart a viewer who touches very many', () => {
    const show = new Example();
    for (let round = 0; round < 3; round++) for (let i = 0; i < 200; i++) show.facts('a', click(round, 'x', { listingId: `L${i}` }), click(round, `y${round}`, { listingId: `L${i}` }));
    expect(show.view().listings.every(({ metrics }) => metrics['clickUsers'] === 4 && metrics['productClicks'] === 6)).toBe(true);
    expect(show.tally.pairs.count).toBe(800);
  });
});
