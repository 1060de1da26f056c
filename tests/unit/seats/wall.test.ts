import { describe, expect, it } from 'vitest';
import { checkOf } from '../../../client/live/check.ts';
import { readTally } from '../../../shared/metrics/read.ts';
import type { FeedView } from '../../../shared/metrics/view.ts';
import { lastDeed } from '../../../shared/seats/deed.ts';
import { readWall } from '../../../shared/seats/read.ts';
import { WallView } from '../../../shared/seats/views.ts';
import { wallView, type WallFigures } from '../../../shared/seats/wall.ts';
import { Example, T, line, listing } from '../metrics/support.ts';
import { LI, Stage, live } from '../show/make.ts';
import { hold, keysOf, shelfOf } from './make.ts';

const feed = (over: Partial<FeedView>): FeedView => ({ feed: 'f', lastContactAt: 0, intervalMs: 5_000, gaps: [], events: 1, duplicates: 0, samples: false, supplies: ['orders'], ...over });
const figures = (over: Partial<WallFigures> = {}): WallFigures => ({
  values: { gmv: 1_234_567_890, online: 12_846, viewers: 186_000, orders: 9_001 }, approximate: ['online'], feeds: [feed({})], gmvOf: () => 0, ...over,
});
const seen = (stage: Stage, over: Partial<WallFigures> = {}, ledger = shelfOf(stage.show)) => wallView(stage.show, ledger, figures(over), stage.now);

describe('a wall', () => {
  it('is told these fields and no others, whatever the show has', () => {
    const stage = live({ gmvTarget: 2_000_000, plannedMinutes: 60 });
    stage.do('deal.start', { listingId: 'L1', price: 6_900, quantity: 50, perBuyer: 2, seconds: 60 });
    stage.do('listing.price', { listingId: 'L2', price: 17_777 });
    const view = seen(stage, { gmvOf: () => 100 });
    const figure = (name: string) => ['value', 'isEstimate', 'heardAt', 'staleAt'].map((key) => `${name}.${key}`);
    expect(keysOf(view)).toEqual([
      'showId', 'at', 'label', 'title', 'host', 'currency', 'status', 'isStopped', 'plannedAt', 'startedAt', 'endedAt',
      ...figure('gmv'), ...figure('online'), ...figure('viewers'), ...figure('orders'),
      'feeds[].feed', 'feeds[].heardAt', 'feeds[].staleAt',
      'pace.target', 'pace.expected', 'pace.ahead', 'pace.neededPerMinute',
      'onAir.number', 'onAir.title', 'onAir.price', 'onAir.since',
      ...['dealId', 'number', 'title', 'price', 'was', 'startsAt', 'endsAt', 'phase', 'quantity', 'taken', 'left'].map((key) => `deals[].${key}`),
      'top[].number', 'top[].title', 'top[].gmv',
      'deed.kind', 'deed.at', 'deed.subject', 'deed.number', 'deed.by',
    ]);
    // Neither a floor, nor the price that was changed last, nor what is in stock.
    expect(JSON.stringify(view)).not.toMatch(/\b(6000|12000|17777|JM|floorPrice|perBuyer)\b/);
    expect(checkOf(WallView)(view)).toBe(true);
  });

  it('names the five listings that sold most', () => {
    const gmv: Record<string, number> = { L1: 10, L2: 500, L3: 0, L4: 500, L5: 70 };
    expect(seen(live(), { gmvOf: (id) => gmv[id] ?? 0 }).top.map(({ number, gmv: each }) => [number, each])).toEqual([[2, 500], [4, 500], [5, 70], [1, 10]]);
    const many = Array.from({ length: 8 }, (_, i) => ({ id: `M${i}`, title: `商品 ${i}`, price: 100, sku: `S${i}`, stock: 1 }));
    expect(seen(live({ segments: [], listings: [...many, { id: 'L1', title: '洁面', price: 100, sku: 'Z', stock: 1 }] }), { gmvOf: () => 5 }).top).toHaveLength(5);
  });

  it('reads of the tally what the tally itself says', () => {
    const example = new Example().created([listing('L1', 1, 'A'), listing('L2', 2, 'B')]).decision(0, { type: 'show.started' });
    example.facts('orders', { type: 'order.paid', at: 5, orderId: 'o1', viewerId: 'v1', lines: [line('L1', 300)] }, { type: 'order.paid', at: 6, orderId: 'o2', viewerId: 'v2', lines: [line('L2', 200), line('L1', 50)] });
    example.facts('audience', { type: 'audience.sampled', at: 7, online: 12, viewers: 40 });
    const now = T + example.arrived * 1_000;
    const read = readWall(example.tally, now);
    const tally = readTally(example.tally, { now, window: 'show' });
    expect(read.values).toEqual({ gmv: 550, online: 12, viewers: 40, orders: 2 });
    expect(read.approximate).toEqual(tally.approximate);
    expect(read.feeds.map(({ feed: name }) => name)).toEqual(['audience', 'orders']);
    for (const { listingId, metrics } of tally.listings) expect(read.gmvOf(listingId)).toBe(metrics['gmv']);
    expect([read.gmvOf('L1'), read.gmvOf('nobody')]).toEqual([350, 0]);
  });

  it('ages each figure with the feeds it rests on, and greys it at three of their intervals', () => {
    const feeds = [feed({ feed: 'orders', lastContactAt: 1_000, intervalMs: 2_000 }), feed({ feed: 'slow', lastContactAt: 500, intervalMs: 9_000 }), feed({ feed: 'people', lastContactAt: 9_000, supplies: ['audience'] })];
    const { gmv, online } = seen(live(), { feeds });
    expect(gmv).toMatchObject({ heardAt: 1_000, staleAt: 27_500, isEstimate: false });
    expect(online).toMatchObject({ heardAt: 9_000, staleAt: 24_000, isEstimate: true });
    // What nobody has brought yet ages as all of it does.
    expect(seen(live(), { feeds: [feed({ lastContactAt: 4_000 })] }).online).toMatchObject({ heardAt: 4_000, staleAt: 19_000 });
    expect(seen(live(), { feeds: [] }).online).toMatchObject({ heardAt: null, staleAt: null });
  });

  it('tells pace against the target, of the segments where the show has none', () => {
    const stage = live({ segments: [{ kind: 'opening', title: '开场', minutes: 10, target: 100_000 }, { kind: 'benefit', title: '福利', minutes: 10, target: 300_000 }] });
    stage.now = (stage.show.startedAt ?? 0) + 15 * 60_000;
    const { pace } = seen(stage, { values: { gmv: 200_000, online: 1, viewers: 1, orders: 1 } });
    expect(pace).toEqual({ target: 400_000, expected: 250_000, ahead: -50_000, neededPerMinute: 40_000 });
    expect(seen(live({ segments: [] })).pace).toEqual({ target: null, expected: null, ahead: null, neededPerMinute: null });
  });

  it('puts the deal of the listing on air first, then the one that ends first, and lets go of those that are over', () => {
    const stage = live();
    const deal = { price: 5_000, quantity: 10, perBuyer: 1 };
    stage.do('deal.start', { ...deal, listingId: 'L3', price: 12_000, seconds: 900 });
    stage.do('deal.start', { ...deal, listingId: 'L5', seconds: 300 });
    stage.do('deal.start', { ...deal, listingId: 'L1', price: 7_000, seconds: 600 });
    const ledger = shelfOf(stage.show);
    hold(ledger, 'L1', 'JM', 4, stage.show.deals[2]?.dealId);
    expect(seen(stage, {}, ledger).deals.map(({ number, was, price, taken, left }) => [number, was, price, taken, left])).toEqual([[1, 8_900, 7_000, 4, 6], [5, 9_900, 5_000, 0, 10], [3, 15_900, 12_000, 0, 10]]);
    stage.now += 301_000;
    expect(seen(stage).deals.map(({ number }) => number)).toEqual([1, 3]);
  });
});

describe('the last thing somebody did', () => {
  const last = (stage: Stage) => {
    const { kind = 'nothing', by = '', number = null, subject = null } = lastDeed(stage.show) ?? {};
    return [kind, by, number, subject];
  };

  it('is told of what a room may know, with who did it', () => {
    const stage = new Stage();
    expect(lastDeed(stage.show)).toBeNull();
    stage.do('show.start', {});
    expect(lastDeed(stage.show)).toMatchObject({ kind: 'start', by: '小王', at: stage.show.startedAt });
    stage.do('listing.take', { listingId: 'L2', seenOnAir: null }, { by: LI });
    expect(lastDeed(stage.show)).toMatchObject({ kind: 'take', by: '小李', number: 2, subject: '精华液', at: stage.now });
    stage.do('segment.start', { segmentId: stage.show.segments[1]?.id ?? '' });
    expect(last(stage)).toEqual(['segment', '小王', null, '产品介绍']);
    stage.do('deal.start', { listingId: 'L2', price: 15_000, quantity: 5, perBuyer: 1, seconds: 60 });
    expect(last(stage)).toEqual(['dealStart', '小王', 2, '精华液']);
    stage.do('deal.extend', { dealId: stage.show.deals[0]?.dealId ?? '', seconds: 60 });
    expect(last(stage)).toEqual(['dealExtend', '小王', 2, '精华液']);
    stage.do('host.change', { host: '林溪' });
    expect(last(stage)).toEqual(['host', '小王', null, '林溪']);
    stage.do('show.pause', { reason: 'secret reason' });
    expect(lastDeed(stage.show)).toMatchObject({ kind: 'pause', subject: null, at: stage.now });
    stage.do('show.resume', {});
    expect(last(stage)[0]).toBe('resume');
    // STOP stops the deal too: what is told is STOP.
    stage.do('show.freeze', {});
    expect(last(stage)[0]).toBe('stop');
    stage.do('show.unfreeze', {});
    stage.do('show.end', {});
    expect(last(stage)[0]).toBe('end');
  });

  it('is never a price, a floor, a cue or a setting', () => {
    const stage = live();
    const before = last(stage);
    stage.do('listing.price', { listingId: 'L1', price: 7_900 });
    stage.do('listing.edit', { listingId: 'L1', floorPrice: 7_000 });
    stage.do('cue.send', { text: '快' });
    stage.do('show.edit', { gmvTarget: 5 });
    stage.do('deal.plan', { listingId: 'L1', price: 7_500, quantity: 5, perBuyer: 1, seconds: 60 });
    expect(last(stage)).toEqual(before);
  });
});
