import { DICTIONARY, METRIC, type Metric, type Slice } from '../../shared/metrics/dictionary.ts';
import type { OrderLine, PlatformEventOf } from '../../shared/metrics/events.ts';
import type { MetricValue, MetricValues, Window } from '../../shared/metrics/view.ts';
import { OracleFacts, by, groupBy, secOf } from './oracleFacts.ts';

/*
 * What a tally must say, worked out as naively as possible: every fact is kept, and every figure is found again by sorting
 * and filtering all of them. It shares nothing with the fold but the dictionary's ids.
 */

/** One addition to a total. */
interface Sum {
  id: string;
  sec: number;
  feed: string;
  by: number;
  viewer: string | null;
  /** The second that decides the shift. */
  shiftSec: number;
  places: Set<string>;
}
/** Somebody did something. */
interface Act {
  id: string;
  sec: number;
  feed: string;
  viewer: string;
  shiftSec: number;
  places: Set<string>;
}
interface DealPart {
  dealId: string;
  orderId: string;
  inferred: boolean;
  by: number;
  units: number;
  viewer: string | null;
}
interface Found {
  sums: Sum[];
  acts: Act[];
  dealParts: DealPart[];
}
const NO_PLACES: ReadonlySet<string> = new Set();

export class Oracle extends OracleFacts {
  // --- additions and acts ---

  private read(cut: number): Found {
    return this.remember(`read ${cut}`, () => this.findAll(cut));
  }

  private findAll(cut: number): Found {
    const sums: Sum[] = [];
    const acts: Act[] = [];
    const add = (id: string, fact: { sec: number; feed: string }, amount: number, viewer: string | null, places: ReadonlySet<string> = NO_PLACES, shiftSec = fact.sec): void =>
      void sums.push({ id, sec: fact.sec, feed: fact.feed, by: amount, viewer, shiftSec, places: new Set(places) });
    const act = (id: string, fact: { sec: number; feed: string }, viewer: string | null | undefined, places: ReadonlySet<string> = NO_PLACES, shiftSec = fact.sec): void => {
      if (viewer !== null && viewer !== undefined) acts.push({ id, sec: fact.sec, feed: fact.feed, viewer, shiftSec, places: new Set(places) });
    };
    for (const fact of this.facts) {
      const { e } = fact;
      const viewer = 'viewerId' in e ? (e.viewerId ?? null) : null;
      if (viewer !== null && e.type !== 'room.impressed') act('present', fact, viewer);
      switch (e.type) {
        case 'viewer.entered':
          add('views', fact, 1, viewer);
          act('viewers', fact, viewer);
          break;
        case 'room.impressed':
          add('impressions', fact, e.count ?? 1, viewer);
          act('impressionUsers', fact, viewer);
          break;
        case 'comment.posted':
          add('comments', fact, 1, viewer);
          act('commenters', fact, viewer);
          act('engagedViewers', fact, viewer);
          if (this.keywords.some((word) => new RegExp(`^(${word})+$`).test(e.text.trim()))) act('wantUsers', fact, viewer);
          break;
        case 'like.given':
          add('likes', fact, e.count ?? 1, viewer);
          act('engagedViewers', fact, viewer);
          break;
        case 'share.made':
        case 'follow.made':
          add(e.type === 'share.made' ? 'shares' : 'newFollows', fact, 1, viewer);
          act('engagedViewers', fact, viewer);
          break;
        case 'product.shown':
          add('productImpressions', fact, e.count ?? 1, viewer, this.placesOf(e));
          act('productImpressionUsers', fact, viewer, this.placesOf(e));
          break;
        case 'product.clicked':
          add('productClicks', fact, e.count ?? 1, viewer, this.placesOf(e));
          act('clickUsers', fact, viewer, this.placesOf(e));
          break;
        case 'product.favourited':
          add('favourites', fact, e.count ?? 1, viewer, this.placesOf(e));
          break;
        case 'cart.added':
          add('cartAdds', fact, 1, viewer, this.placesOf(e));
          add('cartUnits', fact, e.quantity ?? 1, viewer, this.placesOf(e));
          act('cartUsers', fact, viewer, this.placesOf(e));
          break;
        default:
      }
    }
    const cap = this.endedAt ?? Infinity;
    for (const view of this.comings().views) {
      const start = secOf(Math.min(view.start, cap));
      const end = view.end === null ? cut : secOf(Math.min(view.end, cap));
      if (end - start < 60) continue;
      add('longViews', { sec: start + 60, feed: view.feed }, 1, view.viewer);
      act('longViewers', { sec: start + 60, feed: view.feed }, view.viewer);
    }
    return { sums, acts, dealParts: this.orders(add, act) };
  }

  private orders(
    add: (id: string, fact: { sec: number; feed: string }, amount: number, viewer: string | null, places?: ReadonlySet<string>, shiftSec?: number) => void,
    act: (id: string, fact: { sec: number; feed: string }, viewer: string | null, places?: ReadonlySet<string>, shiftSec?: number) => void,
  ): DealPart[] {
    const dealParts: DealPart[] = [];
    const ids = new Set(this.facts.flatMap(({ e }) => ('orderId' in e ? [e.orderId] : [])));
    for (const orderId of ids) {
      const of = <T extends 'order.created' | 'order.paid' | 'order.cancelled' | 'order.refunded'>(type: T): { e: PlatformEventOf<T>; feed: string }[] =>
        this.facts.flatMap(({ e, feed }) => (e.type === type && e.orderId === orderId ? [{ e: e as PlatformEventOf<T>, feed }] : []));
      const body = (e: PlatformEventOf<'order.created' | 'order.paid'>): string =>
        JSON.stringify([e.viewerId ?? null, e.lines ?? null, e.firstOrder ?? null, e.claimId ?? null, e.subsidy ?? null, e.deposit ?? null]);
      const created = of('order.created').sort(by(({ e, feed }) => [e.at, body(e), feed]))[0];
      const paid = of('order.paid').sort(by(({ e, feed }) => [e.at, body(e), feed]))[0];
      const cancelled = of('order.cancelled').sort(by(({ e, feed }) => [e.at, feed]))[0];
      const refunds = [...groupBy(of('order.refunded'), ({ e }) => e.refundId).values()]
        .map((same) => same.sort(by(({ e, feed }) => [e.at, e.amount, feed]))[0]!)
        .sort(by(({ e }) => [e.at, e.refundId]));
      const first = created ?? paid;
      if (!first) continue;
      const at = first.e.at;
      if (this.startedAt !== null && (at < this.startedAt || at > (this.endedAt ?? Infinity))) continue;
      const inTime = paid !== undefined && (this.startedAt === null || this.endedAt === null || paid.e.at <= this.endedAt + this.lateHours * 3_600_000);
      const viewer = paid?.e.viewerId ?? created?.e.viewerId ?? null;
      const createdLines: readonly OrderLine[] = created?.e.lines ?? paid?.e.lines ?? [];
      const paidLines: readonly OrderLine[] = paid?.e.lines ?? createdLines;
      const amount = (lines: readonly OrderLine[]): number => lines.reduce((sum, line) => sum + line.amount, 0);
      const shiftSec = secOf(at);
      const begin = { sec: shiftSec, feed: first.feed };
      if (paid?.e.deposit ?? created?.e.deposit ?? false) {
        if (!paid || !inTime) continue;
        add('deposits', { sec: secOf(paid.e.at), feed: paid.feed }, 1, viewer, NO_PLACES, shiftSec);
        add('depositAmount', { sec: secOf(paid.e.at), feed: paid.feed }, amount(paidLines), viewer, NO_PLACES, shiftSec);
        continue;
      }
      const places = (lines: readonly OrderLine[]): Set<string> => new Set(lines.flatMap((line) => [...this.placesOf(line)]));
      const each = (id: string, where: { sec: number; feed: string }, value: (place: string | null) => number, at: ReadonlySet<string>): void => {
        add(id, where, value(null), viewer, NO_PLACES, shiftSec);
        // A place's share is an addition that counts for that place alone.
        for (const place of at) add(`place ${id}`, where, value(place), viewer, new Set([place]), shiftSec);
      };
      const on = (lines: readonly OrderLine[], place: string | null): readonly OrderLine[] =>
        place === null ? lines : lines.filter((line) => this.placesOf(line).has(place));
      const createdPlaces = places(createdLines);
      each('ordersCreated', begin, () => 1, createdPlaces);
      each('createdAmount', begin, (place) => amount(on(createdLines, place)), createdPlaces);
      act('createdUsers', begin, viewer, NO_PLACES, shiftSec);
      if (!paid && !cancelled) {
        each('unpaidOrders', begin, () => 1, createdPlaces);
        each('unpaidAmount', begin, (place) => amount(on(createdLines, place)), createdPlaces);
      }
      if (!paid || !inTime) continue;
      const pay = { sec: secOf(paid.e.at), feed: paid.feed };
      const paidPlaces = places(paidLines);
      const dealOf = (line: OrderLine): string | undefined =>
        line.dealId ??
        [...this.deals.values()]
          .filter((deal) => deal.listingId === this.listingOf(line) && at >= deal.startsAt && at < deal.endsAt && line.amount === deal.price * line.quantity)
          .sort(by((deal) => [deal.startsAt, deal.dealId]))[0]?.dealId;
      const deals = paidLines.filter((line) => dealOf(line) !== undefined);
      each('orders', pay, () => 1, paidPlaces);
      each('units', pay, (place) => on(paidLines, place).reduce((sum, line) => sum + line.quantity, 0), paidPlaces);
      each('gmv', pay, (place) => amount(on(paidLines, place)), paidPlaces);
      add('subsidy', pay, paid.e.subsidy ?? created?.e.subsidy ?? 0, viewer, NO_PLACES, shiftSec);
      if (viewer !== null && this.isFan(viewer)) add('fanGmv', pay, amount(paidLines), viewer, NO_PLACES, shiftSec);
      each('dealGmv', pay, (place) => amount(on(deals, place)), paidPlaces);
      each('dealOrders', pay, (place) => (on(deals, place).length > 0 ? 1 : 0), paidPlaces);
      act('buyers', pay, viewer, paidPlaces, shiftSec);
      if (paid.e.firstOrder ?? created?.e.firstOrder ?? false) act('newBuyers', pay, viewer, NO_PLACES, shiftSec);
      for (const line of deals) {
        dealParts.push({ dealId: dealOf(line)!, orderId, inferred: line.dealId === undefined, by: line.amount, units: line.quantity, viewer });
      }
      const whole = amount(paidLines);
      const backs: { sec: number; feed: string; amount: number }[] = [];
      let left = whole;
      for (const { e, feed } of refunds) {
        const part = Math.min(e.amount, left);
        left -= part;
        backs.push({ sec: secOf(e.at), feed, amount: part });
      }
      if (cancelled && (left > 0 || refunds.length === 0)) backs.push({ sec: secOf(cancelled.e.at), feed: cancelled.feed, amount: left });
      let back = 0;
      for (const refund of backs) {
        const [from, to] = [back, (back += refund.amount)];
        const upTo = (money: number, lines: number): number => (whole === 0 ? 0 : Number((BigInt(money) * BigInt(lines)) / BigInt(whole)));
        const share = (i: number): number => {
          const [before, after] = [amount(paidLines.slice(0, i)), amount(paidLines.slice(0, i + 1))];
          return upTo(to, after) - upTo(from, after) - (upTo(to, before) - upTo(from, before));
        };
        each('refunds', refund, () => 1, paidPlaces);
        each('refundAmount', refund, (place) => (place === null ? refund.amount : paidLines.reduce((sum, line, i) => sum + (this.placesOf(line).has(place) ? share(i) : 0), 0)), paidPlaces);
      }
    }
    return dealParts;
  }

  // --- figures ---

  metrics(window: Window, now: number): MetricValues {
    const frame = this.frame(window, now);
    const { sums, acts } = this.read(frame.cut);
    const within = ({ sec }: { sec: number }): boolean => sec >= frame.from;
    const comings = this.comings();
    const people = (id: string, feed?: string): number => {
      const name = id === 'viewers' && window !== 'show' ? 'present' : id;
      const who = new Set(acts.filter((act) => act.id === name && within(act) && (feed === undefined || act.feed === feed)).map(({ viewer }) => viewer));
      if (name === 'present') for (const view of comings.views) if (view.end === null) who.add(view.viewer);
      return who.size;
    };
    const ofFeed = (id: string, feed: string): number => {
      if (this.samples(feed, id).length > 0) return this.sampled(feed, id, frame.from);
      if (id === 'watchSeconds') return this.watch(comings.views.filter((view) => view.feed === feed), frame.cut);
      if (METRIC.get(id)?.people) return people(id, feed);
      return total(sums.filter((sum) => sum.id === id && sum.feed === feed && within(sum)));
    };
    const lately = (id: string): number => this.feeds.reduce((sum, feed) => {
      if (this.samples(feed, id).length > 0) return sum + this.sampled(feed, id, frame.now - 59);
      return sum + total(sums.filter((each) => each.id === id && each.feed === feed && each.sec >= frame.now - 59));
    }, 0);
    const all = (id: string): number => this.feeds.reduce((sum, feed) => sum + ofFeed(id, feed), 0);
    const begun = this.begun();
    const from = Math.max(frame.from, begun);
    const spend = (prefix: string): number => this.spend(prefix, frame.from, Infinity);
    const own: Record<string, () => MetricValue> = {
      online: () => this.level(this.endedAt === null ? frame.now + 60 : frame.now, true),
      peakOnline: () => Math.max(0, ...this.levels(from, frame.cut, true)),
      averageOnline: () => ({ numerator: total2(this.levels(from, frame.cut - 1, true)), denominator: Math.max(0, frame.cut - from) }),
      watchSeconds: () => (window === 'show' ? all('watchSeconds') : total2(this.levels(Math.max(frame.from, begun - 2_000), frame.cut - 1, false))),
      entersPerMin: () => lately('views'),
      leavesPerMin: () => comings.leaves.filter(({ sec }) => sec >= frame.now - 59).length,
      gmvPerMin: () => lately('gmv'),
      wantUsers: () => new Set(acts.filter(({ id, sec }) => id === 'wantUsers' && sec >= frame.now - 59).map(({ viewer }) => viewer)).size,
      netSales: () => all('gmv') - all('refundAmount'),
      spend: () => spend('spend:'),
      attributedGmv: () => spend('attributed:'),
    };
    const always = new Set(['online', 'entersPerMin', 'leavesPerMin', 'gmvPerMin', 'wantUsers']);
    return this.evaluate('show', (metric) => {
      if (frame.from === Infinity && !always.has(metric.id)) return null;
      const special = own[metric.id];
      if (special) return special();
      if (!metric.people) return all(metric.id);
      if (metric.id === 'longViewers') return window === 'show' ? people(metric.id) : null;
      if (this.sampling(metric.id).length === 0) return people(metric.id);
      return window === 'show' ? all(metric.id) : null;
    }, ({ numerator, denominator, times }) => {
      const parts = [numerator, denominator];
      if (frame.from === Infinity) return { numerator: 0, denominator: 0 };
      if (parts.some((id) => id === 'spend') || parts.every((id) => this.sampling(id).length === 0)) return undefined;
      const rate = { numerator: 0, denominator: 0 };
      if (window !== 'show' && parts.some((id) => METRIC.get(id)!.people)) return rate;
      for (const feed of this.feeds) {
        if (this.sampling(numerator).includes(feed) !== this.sampling(denominator).includes(feed)) continue;
        rate.numerator += ofFeed(numerator, feed) * times;
        rate.denominator += ofFeed(denominator, feed);
      }
      return rate;
    });
  }

  listing(place: string, window: Window, now: number): MetricValues {
    const frame = this.frame(window, now);
    const { sums, acts } = this.read(frame.cut);
    const slice = place.startsWith('listing ') ? 'listing' : 'sku';
    const at = (id: string): Sum[] =>
      sums.filter((sum) => (sum.id === id || sum.id === `place ${id}`) && sum.places.has(place) && sum.sec >= frame.from);
    const air = this.air.filter(({ listingId }) => place === `listing ${listingId}`).map(({ from, to }) => [Math.floor(from / 1000), to === null ? frame.now : Math.floor(to / 1000)] as const);
    const seconds = air.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
    const gmv = total(sums.filter((sum) => sum.id === 'place gmv' && sum.places.has(place)));
    return this.evaluate(slice, (metric) => {
      if (metric.id === 'netSales') return total(at('gmv')) - total(at('refundAmount'));
      if (metric.id === 'airSeconds') return seconds;
      if (metric.id === 'airViewers') return { numerator: air.reduce((sum, [from, to]) => sum + total2(this.levels(from, to - 1, true)), 0), denominator: seconds };
      if (metric.id === 'gmvPerAirMinute') return { numerator: gmv * 60, denominator: seconds };
      if (!metric.people) return total(at(metric.id));
      return new Set(acts.filter((act) => act.id === metric.id && act.places.has(place) && act.sec >= frame.from).map(({ viewer }) => viewer)).size;
    });
  }

  source(source: string, now: number): MetricValues {
    const frame = this.frame('show', now);
    const { sums, acts } = this.read(frame.cut);
    const { views } = this.comings();
    const mine = (viewer: string | null): boolean => this.sourceOf(viewer) === source;
    const sum = (id: string): number => total(sums.filter((each) => each.id === id && mine(each.viewer)));
    return this.evaluate('source', ({ id, people }) => {
      if (id === 'online') return views.filter((view) => view.end === null && mine(view.viewer)).length;
      if (id === 'watchSeconds') return this.watch(views.filter(({ viewer }) => mine(viewer)), frame.cut);
      if (id === 'netSales') return sum('gmv') - sum('refundAmount');
      if (id === 'spend' || id === 'attributedGmv') return this.spend(id === 'spend' ? 'spend:' : 'attributed:', 0, Infinity, source);
      if (!people) return sum(id);
      return new Set(acts.filter((act) => act.id === id && mine(act.viewer)).map(({ viewer }) => viewer)).size;
    });
  }

  shift(index: number, now: number): MetricValues {
    const frame = this.frame('show', now);
    const { sums, acts } = this.read(frame.cut);
    const [from, to] = [this.shifts[index]!.sec, this.shifts[index + 1]?.sec ?? Infinity];
    const sum = (id: string): number => this.feeds.reduce((all, feed) => {
      if (this.samples(feed, id).length > 0) return all + this.sampled(feed, id, from, to);
      return all + total(sums.filter((each) => each.id === id && each.feed === feed && this.shiftOf(each.shiftSec) === index));
    }, 0);
    const begin = Math.max(from, this.begun());
    const until = Math.min(to, frame.cut);
    return this.evaluate('shift', ({ id, people }) => {
      if (id === 'peakOnline') return Math.max(0, ...this.levels(begin, to > frame.cut ? frame.cut : to - 1, true));
      if (id === 'averageOnline') return { numerator: total2(this.levels(begin, until - 1, true)), denominator: Math.max(0, until - begin) };
      if (id === 'watchSeconds') return total2(this.levels(Math.max(from, this.begun() - 2_000), until - 1, false));
      if (id === 'netSales') return sum('gmv') - sum('refundAmount');
      if (id === 'spend' || id === 'attributedGmv') return this.spend(id === 'spend' ? 'spend:' : 'attributed:', from, to);
      if (!people) return sum(id);
      if (this.sampling(id).length > 0) return null;
      return new Set(acts.filter((act) => act.id === (id === 'viewers' ? 'present' : id) && this.shiftOf(act.shiftSec) === index).map(({ viewer }) => viewer)).size;
    });
  }

  deal(dealId: string): { inferredOrders: number; metrics: MetricValues } {
    const parts = this.read(0).dealParts.filter((part) => part.dealId === dealId);
    const orders = groupBy(parts, ({ orderId }) => orderId);
    const metrics = this.evaluate('deal', ({ id }) => {
      if (id === 'orders') return orders.size;
      if (id === 'buyers') return new Set(parts.flatMap(({ viewer }) => (viewer === null ? [] : [viewer]))).size;
      return parts.reduce((sum, part) => sum + (id === 'units' ? part.units : part.by), 0);
    });
    return { inferredOrders: [...orders.values()].filter(([first]) => first!.inferred).length, metrics };
  }

  /** Listings and SKUs with anything to show for them. */
  get places(): Set<string> {
    return new Set(this.read(0).sums.flatMap(({ by, places }) => (by === 0 ? [] : [...places])));
  }

  private evaluate(slice: Slice, value: (metric: Metric) => MetricValue, rate?: (rate: NonNullable<Metric['rate']>) => MetricValue | undefined): MetricValues {
    const metrics = DICTIONARY.filter(({ per }) => per.includes(slice));
    const values: MetricValues = {};
    for (const metric of metrics) if (!metric.rate) values[metric.id] = value(metric);
    for (const metric of metrics) {
      if (!metric.rate) continue;
      const special = rate?.(metric.rate);
      const upper = values[metric.rate.numerator];
      const lower = values[metric.rate.denominator];
      values[metric.id] =
        special ?? (typeof upper === 'number' && typeof lower === 'number' ? { numerator: upper * metric.rate.times, denominator: lower } : { numerator: 0, denominator: 0 });
    }
    return values;
  }
}

const total = (sums: readonly Sum[]): number => sums.reduce((sum, each) => sum + each.by, 0);
const total2 = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);
