import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../shared/metrics/health.ts';
import { IdWindow } from '../../../shared/metrics/idWindow.ts';
import { Interner } from '../../../shared/metrics/interner.ts';
import { paceOf } from '../../../shared/metrics/pace.ts';
import { readFeeds } from '../../../shared/metrics/read.ts';
import { ordersOf } from '../../../shared/metrics/readOrders.ts';
import { readSeries } from '../../../shared/metrics/series.ts';
import { Example, T, line } from './support.ts';

const SEC = T / 1000;

describe('the interner', () => {
  const texts = ['', 'a', 'a'.repeat(15), 'a'.repeat(16), 'b'.repeat(128), '观众', '观众观众观众观众观众观众观众观众', 'ÿ', 'Ā', '\0', '\0\0'];

  it('gives each text one number, and the text back', () => {
    const interner = new Interner();
    const numbers = texts.map((text) => interner.intern(text));
    expect(numbers).toEqual(texts.map((_, i) => i));
    expect(texts.map((text) => interner.intern(text))).toEqual(numbers);
    expect(numbers.map((i) => interner.text(i))).toEqual(texts);
    expect(interner.lookup('never')).toBe(-1);
  });

  it('finds everything again after its index is rebuilt', () => {
    const interner = new Interner();
    const many = [...texts, ...Array.from({ length: 50_000 }, (_, i) => `viewer-${i * 7}`)];
    for (const text of many) interner.intern(text);
    interner.reindex();
    expect(many.every((text, i) => interner.lookup(text) === i)).toBe(true);
    expect(interner.size).toBe(many.length);
  });
});

describe('the id window', () => {
  it('remembers the last ids, and only those', () => {
    const window = new IdWindow(1_000);
    const seen: string[] = [];
    for (let i = 0; i < 6_000; i++) {
      const id = `id-${(i * i) % 2_003}`;
      const isNew = !seen.slice(-1_000).includes(id);
      expect(window.admit(id)).toBe(isNew);
      if (isNew) seen.push(id);
      if (i === 3_000) window.reindex();
    }
  });
});

describe('a feed', () => {
  it('is stale at three of its own intervals', () => {
    const feed = { feed: 'a', lastContactAt: 1_000, intervalMs: 2_000 };
    expect(healthOf(feed, 6_999)).toEqual({ feed: 'a', state: 'fresh', age: 5_999 });
    expect(healthOf(feed, 7_000).state).toBe('stale');
    expect(healthOf(feed, 500).age).toBe(0);
  });

  it('leaves a gap where it was silent for longer than that, heartbeats being contact', () => {
    const show = new Example();
    for (const at of [0, 14, 29, 45, 50]) {
      show.arrived = at;
      show.facts('a');
    }
    expect(readFeeds(show.tally)).toMatchObject([{ feed: 'a', lastContactAt: T + 50_000, gaps: [[T + 29_000, T + 45_000]] }]);
  });

  it('counts what it delivered twice', () => {
    const like = { type: 'like.given' as const, at: 1, id: 'e1' };
    const show = new Example().facts('a', like, like).facts('b', like);
    expect(readFeeds(show.tally)).toMatchObject([{ feed: 'a', events: 1, duplicates: 1 }, { feed: 'b', events: 0, duplicates: 1 }]);
    expect(show.metrics()).toMatchObject({ likes: 1 });
  });
});

describe('a series', () => {
  it('adds totals up by step, keeps levels, and divides ratios', () => {
    const show = new Example().facts('a', { type: 'viewer.entered', at: 0, viewerId: 'x' }, { type: 'viewer.entered', at: 12, viewerId: 'y' }, { type: 'viewer.left', at: 25, viewerId: 'x' });
    show.facts('a', { type: 'product.shown', at: 3, listingId: 'L', count: 4 }, { type: 'product.clicked', at: 4, listingId: 'L' }, { type: 'product.clicked', at: 21, listingId: 'L' });
    const series = readSeries(show.tally, { from: SEC, to: SEC + 30, step: 10, metrics: ['online', 'productClicks', 'productCtr', 'nothing', 'viewers'] });
    expect(series).toMatchObject({ metrics: ['online', 'productClicks', 'productCtr'], times: [SEC, SEC + 10, SEC + 20], columns: [[1, 2, 1], [1, 0, 1], [0.25, null, null]] });
  });

  it('says null where every feed was silent', () => {
    const show = new Example();
    show.arrived = 0;
    show.facts('a', { type: 'like.given', at: 0, count: 2 });
    show.arrived = 50;
    show.facts('a', { type: 'like.given', at: 50 });
    const series = readSeries(show.tally, { from: SEC, to: SEC + 60, step: 10, metrics: ['likes'] });
    expect(series.columns).toEqual([[null, null, null, null, null, 1]]);
    expect(series.gaps).toEqual([{ feed: 'a', from: SEC, to: SEC + 50 }]);
  });
});

describe('the orders behind a total', () => {
  it('are found by listing, metric and buyer, and come to the total', () => {
    const show = new Example();
    for (let i = 0; i < 30; i++) {
      show.facts('a', { type: 'order.created', at: i, orderId: `o${i}`, viewerId: `v${i % 3}`, lines: [line(i % 2 === 0 ? 'L' : 'M', 10 + i)] });
      if (i % 5 !== 0) show.facts('a', { type: 'order.paid', at: 100 + i, orderId: `o${i}` });
    }
    show.facts('a', { type: 'order.refunded', at: 200, orderId: 'o7', refundId: 'r', amount: 5 });
    const paid = ordersOf(show.tally, { metric: 'gmv', listingId: 'L' }, { page: 0, size: 5 });
    expect([paid.total, paid.amount]).toEqual([show.listing('L')['orders'], show.listing('L')['gmv']]);
    expect(paid.orders.map(({ orderId }) => orderId)).toEqual(['o28', 'o26', 'o24', 'o22', 'o18']);
    expect(ordersOf(show.tally, { metric: 'unpaidOrders' }, { page: 0, size: 100 })).toMatchObject({ total: 6, amount: show.metrics()['unpaidAmount'] });
    expect(ordersOf(show.tally, { metric: 'refunds' }, { page: 0, size: 9 })).toMatchObject({ total: 1, refunded: 5, orders: [{ orderId: 'o7', viewerId: 'v1', refunded: 5, refunds: [{ refundId: 'r', amount: 5 }] }] });
    expect(ordersOf(show.tally, { viewerId: 'v2', from: T, to: T + 110_000 }, { page: 1, size: 2 }).total).toBe(4);
  });

  it('say why one does not count', () => {
    const show = new Example().created().facts('a', { type: 'order.paid', at: 0, orderId: 'early', viewerId: 'x', lines: [line('L', 10)] }).decision(5, { type: 'show.started' });
    expect(ordersOf(show.tally, {}, { page: 0, size: 9 }).total).toBe(0);
    expect(ordersOf(show.tally, { all: true }, { page: 0, size: 9 }).orders).toMatchObject([{ orderId: 'early', outside: 'scope', amount: 0 }]);
  });
});

describe('pace', () => {
  const segments = [{ minutes: 10, target: 100 }, { minutes: 10 }, { minutes: 20, target: 300 }];

  it('sums the segments’ targets up to now', () => {
    expect(paceOf({ startedAt: 0, segments }, 150, 30 * 60_000)).toEqual({ expected: 250, ahead: -100, neededPerMinute: 25, minutesLeft: 10 });
    expect(paceOf({ startedAt: 0, segments }, 500, 5 * 60_000)).toMatchObject({ expected: 50, ahead: 450, neededPerMinute: 0 });
  });

  it('is linear only where no segment has a target, and unknown without one', () => {
    expect(paceOf({ startedAt: 0, plannedMinutes: 100, gmvTarget: 1_000, segments: [] }, 0, 25 * 60_000)).toEqual({ expected: 250, ahead: -250, neededPerMinute: 14, minutesLeft: 75 });
    expect(paceOf({ startedAt: 0, segments: [] }, 10, 1).expected).toBeNull();
    expect(paceOf({ plannedMinutes: 9, gmvTarget: 9, segments: [] }, 10, 1).expected).toBeNull();
  });
});
