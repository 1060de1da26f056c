import fc from 'fast-check';
import type { EntryId, ListingId, ShowId, Sku } from '../../shared/ids.ts';
import type { PlatformEvent } from '../../shared/metrics/events.ts';
import type { Entry } from '../../shared/metrics/tally.ts';
import type { StartedDeal } from '../../shared/show/deals.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Listing } from '../../shared/show/show.ts';

/** 2023-11-14 22:13:20 UTC: every generated time is within the quarter of an hour after it. */
export const START = 1_700_000_000_000;
export const SPAN_SECONDS = 800;
/** When generated shows are read, and their entries arrive. */
export const NOW = START + 850_000;

const by = { id: 'p', name: 'p', role: 'admin' };
const decided = (at: number) => ({ at, by, commandId: `c${at}` });

const listing = (id: string, number: number, skus: string[]): Listing => ({
  id: id as ListingId, number, title: id, price: 100 as Listing['price'], shelved: false, takes: 0,
  skus: skus.map((sku) => ({ sku: sku as Sku, name: sku, stock: 1 })),
});

// Seconds and the moments just around them, few enough to collide often.
const at = fc.oneof(
  fc.integer({ min: 0, max: SPAN_SECONDS }).map((sec) => START + sec * 1000),
  fc.tuple(fc.constantFrom(100, 160, 161, 300, 500, 560, 700), fc.constantFrom(0, 1, 999)).map(([sec, ms]) => START + sec * 1000 + ms),
);
// Facts of one order often share a moment, so that their bodies have to decide.
const orderAt = fc.oneof(at, fc.constantFrom(100, 300, 560).map((sec) => START + sec * 1000));
const viewerId = fc.constantFrom('v1', 'v2', 'v3', 'v4', '一位名字很长的观众，超过十五个字符');
const count = fc.integer({ min: 1, max: 5 });
const place = fc.constantFrom({ listingId: 'L1' }, { listingId: 'L2' }, { sku: 'S1' }, { sku: 'S2' }, { sku: 'S3' }, { sku: 'SX' }, { sku: 'SY' }, { listingId: 'L2', sku: 'S2' }, { listingId: 'LX' });
const line = fc.tuple(place, fc.integer({ min: 1, max: 3 }), fc.constantFrom(100, 101, 199, 200, 300, 0), fc.constantFrom(undefined, undefined, undefined, 'D1', 'D9')).map(
  ([where, quantity, amount, dealId]) => ({ ...where, quantity, amount, ...(dealId === undefined ? {} : { dealId }) }),
);
const lines = fc.array(line, { minLength: 1, maxLength: 3 });
const orderId = fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5');
const money = fc.constantFrom(0, 1, 50, 100, 150, 1_000);

const optional = <T>(value: fc.Arbitrary<T>, freq = 3) => fc.option(value, { nil: undefined, freq });
/** Drops fields that are undefined: JSON has none. */
const clean = <T extends object>(event: T): T => JSON.parse(JSON.stringify(event)) as T;
const SAMPLED = ['viewers', 'views', 'gmv', 'orders', 'buyers', 'productClicks', 'clickUsers', 'impressions', 'longViews', 'online', 'refundAmount', 'nonsense'];
const values = fc.dictionary(fc.constantFrom(...SAMPLED), fc.integer({ min: 0, max: 5_000 }), { minKeys: 1, maxKeys: 4 });

const orderFields = {
  firstOrder: optional(fc.boolean()),
  claimId: optional(fc.constantFrom('k1', 'k2'), 1),
  subsidy: optional(money),
  deposit: fc.option(fc.boolean(), { nil: undefined, freq: 8 }),
};

const type = <T extends PlatformEvent['type']>(name: T) => fc.constant(name);
const fact = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: type('viewer.entered'), at, viewerId, source: optional(fc.constantFrom('natural', 'paid', 'share')), follower: optional(fc.boolean()) }) },
  { weight: 5, arbitrary: fc.record({ type: type('viewer.left'), at, viewerId }) },
  { weight: 1, arbitrary: fc.record({ type: type('audience.sampled'), at, online: fc.integer({ min: 0, max: 9 }), viewers: optional(fc.integer({ min: 0, max: 99 })), views: optional(fc.integer({ min: 0, max: 99 })) }) },
  { weight: 1, arbitrary: fc.record({ type: type('metrics.sampled'), at, values }) },
  { weight: 1, arbitrary: fc.record({ type: type('spend.sampled'), at, source: fc.constantFrom('paid', 'share'), amount: money, attributedGmv: optional(money) }) },
  { weight: 2, arbitrary: fc.record({ type: type('room.impressed'), at, viewerId: optional(viewerId), count: optional(count) }) },
  { weight: 2, arbitrary: fc.record({ type: type('comment.posted'), at, viewerId, text: fc.constantFrom('1', '111', ' 扣1 ', '12', '', '好看') }) },
  { weight: 2, arbitrary: fc.record({ type: type('like.given'), at, viewerId: optional(viewerId), count: optional(count) }) },
  { weight: 1, arbitrary: fc.record({ type: type('share.made'), at, viewerId }) },
  { weight: 1, arbitrary: fc.record({ type: type('follow.made'), at, viewerId }) },
  { weight: 2, arbitrary: fc.tuple(fc.record({ type: type('product.shown'), at, viewerId: optional(viewerId), count: optional(count) }), place).map(([e, where]) => ({ ...e, ...where })) },
  { weight: 3, arbitrary: fc.tuple(fc.record({ type: type('product.clicked'), at, viewerId: optional(viewerId), count: optional(count) }), place).map(([e, where]) => ({ ...e, ...where })) },
  { weight: 1, arbitrary: fc.tuple(fc.record({ type: type('product.favourited'), at, viewerId: optional(viewerId) }), place).map(([e, where]) => ({ ...e, ...where })) },
  { weight: 2, arbitrary: fc.tuple(fc.record({ type: type('cart.added'), at, viewerId, quantity: optional(count) }), place).map(([e, where]) => ({ ...e, ...where })) },
  { weight: 1, arbitrary: fc.tuple(fc.record({ type: type('cart.removed'), at, viewerId }), place).map(([e, where]) => ({ ...e, ...where })) },
  { weight: 5, arbitrary: fc.record({ type: type('order.created'), at: orderAt, orderId, viewerId, lines, ...orderFields }) },
  { weight: 6, arbitrary: fc.record({ type: type('order.paid'), at: orderAt, orderId, viewerId: optional(viewerId), lines: optional(lines), ...orderFields }) },
  { weight: 2, arbitrary: fc.record({ type: type('order.cancelled'), at: orderAt, orderId }) },
  { weight: 2, arbitrary: fc.record({ type: type('order.refunded'), at: orderAt, orderId, refundId: fc.constantFrom('r1', 'r2', 'r3'), amount: money }) },
  { weight: 1, arbitrary: fc.record({ type: type('feed.alive'), at, intervalMs: optional(fc.constant(1_000)) }) },
);

/** Facts, some with an id of a small pool, so that ids repeat. */
const facts = fc.array(fc.tuple(fact, optional(fc.integer({ min: 0, max: 40 }), 2)), { maxLength: 80, size: 'max' }).map((list) =>
  list.map(([event, id]): PlatformEvent => clean({ ...event, ...(id === undefined ? {} : { id: `e${id}` }) }) as PlatformEvent),
);

export interface GeneratedShow {
  /** What was known before the first fact arrived. */
  before: ShowEvent[];
  batches: { feed: string; events: PlatformEvent[] }[];
  /** Decisions that come somewhere among the facts, in their own order. */
  during: ShowEvent[];
}

const created = (host: boolean): ShowEvent => ({
  type: 'show.created',
  ...decided(START - 1_000),
  show: {
    id: 's' as ShowId, title: 's', currency: 'CNY', salesChannel: 'own', status: 'planned', createdAt: START - 1_000, frozen: false, pinned: [],
    shifts: [], wantKeywords: ['1', '扣1'], lateHours: 0, ...(host ? { host: 'first' } : {}),
  },
  listings: [listing('L1', 1, ['S1']), listing('L2', 2, ['S2', 'S3']), listing('L3', 3, ['S3'])],
  segments: [],
});

const deal = (dealId: string, from: number, to: number, price: number): StartedDeal => ({
  dealId, listingId: 'L2' as ListingId, price: price as StartedDeal['price'], quantity: 9, perBuyer: 9, seconds: to - from, countdownSeconds: 0, holdSeconds: 300,
  startsAt: START + from * 1000, endsAt: START + to * 1000,
});
const D2 = deal('D2', 50, 700, 100);
const started = (of: StartedDeal): ShowEvent => ({ type: 'deal.started', ...decided(of.startsAt), deal: of, before: null });

const before = fc.record({ started: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 2 }), hosts: fc.subarray([150, 400, 620]) }).map(({ started, hosts }): ShowEvent[] => [
  created(true),
  ...(started === null ? [] : [{ type: 'show.started' as const, ...decided(START + started * 1000) }]),
  ...(started === null ? [] : hosts.map((sec): ShowEvent => ({ type: 'host.changed', ...decided(START + sec * 1000 + 500), before: null, after: `host ${sec}` }))),
]);

const DURING: ShowEvent[] = [
  { type: 'listing.taken', ...decided(START + 200_000), listingId: 'L1' as ListingId, before: null },
  started(deal('D1', 100, 500, 100)),
  started(D2),
  { type: 'listing.added', ...decided(START + 300_000), listings: [listing('L4', 4, ['SX']), listing('LX', 5, ['SY', 'SZ'])] },
  { type: 'deal.stopped', ...decided(START + 400_000), dealId: 'D2', before: D2, after: { ...D2, endsAt: START + 300_000, stoppedAt: START + 300_000 } },
  { type: 'listing.taken', ...decided(START + 500_400), listingId: 'L2' as ListingId, before: null },
  { type: 'show.ended', ...decided(START + 650_000) },
];
const during = fc.subarray(DURING);

export const generatedShow: fc.Arbitrary<GeneratedShow> = fc.record({
  before,
  batches: fc.tuple(facts, fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 8 })), { minLength: 1, maxLength: 8 })).map(([events, cuts]) => {
    const batches: GeneratedShow['batches'] = [];
    for (let from = 0, i = 0; from < events.length; i++) {
      const [feed, size] = cuts[i % cuts.length] as [string, number];
      batches.push({ feed, events: events.slice(from, from + size) });
      from += size;
    }
    return batches;
  }),
  during,
});

/** Journal entries of a show: what was known first, then batches and decisions in the order `mix` says. */
export function entriesOf(show: Pick<GeneratedShow, 'before' | 'batches' | 'during'>, mix: readonly number[]): Entry[] {
  const rest: { feed: string; events: readonly (PlatformEvent | ShowEvent)[]; place: number }[] = show.batches.map((batch, i) => ({ ...batch, place: i + 1 }));
  show.during.forEach((event, i) => rest.push({ feed: '', events: [event], place: ((mix[i] ?? 0) % (show.batches.length + 1)) + 0.5 }));
  // Decisions keep their own order, wherever they fall among the batches.
  const places = rest.filter(({ feed }) => feed === '').map(({ place }) => place).sort((a, b) => a - b);
  rest.filter(({ feed }) => feed === '').forEach((each, i) => (each.place = (places[i] as number) + i / 1000));
  const sorted = [...show.before.map((event) => ({ feed: '', events: [event], place: 0 })), ...rest.sort((a, b) => a.place - b.place)];
  return sorted.map(({ feed, events }, i) => ({ id: `${NOW + i}-0` as EntryId, arrivedAt: NOW + i, feed, events }));
}
