import type { PlatformEvent } from '../../../shared/metrics/events.ts';
import { Agenda } from './agenda.ts';
import { createTides, type Tide } from './arrivals.ts';
import { comment, nicknameOf, type Mood } from './comments.ts';
import { Crowd, type Source, type Visitor } from './crowd.ts';
import { createRandom, type Random } from './random.ts';
import type { SeenListing, SeenRoom } from './room.ts';
import { Shopping, type Feeds, type Step } from './shopping.ts';

export interface AudienceOptions {
  seed: number;
  /** When the first person may come, Unix ms. */
  startAt: number;
  /** People arriving in an average minute, those who return included. */
  arrivalsPerMinute: number;
  /** The most different people that ever come. */
  people: number;
  /** How many of them have come before `startAt`, in an earlier run with this seed. */
  seen?: number;
  /** People who were inside a moment ago and come straight back, as after a dropped stream. */
  rush?: number;
  /** With it, exactly `people` different people come within this time, in ms. */
  allWithinMs?: number;
}

export interface Audience {
  /** Everything that happens up to `now`, which never goes back, while the room looks like this. The same seed and rooms give the same events. */
  step: (now: number, room: SeenRoom) => Feeds;
  /** Everybody leaves: what a feed reports when it ends in good order. */
  close: (now: number) => PlatformEvent[];
  online: () => number;
}

type Task = { kind: 'leave'; visitor: Visitor } | Step;

/** The grain of simulated time: how the caller cuts its steps changes nothing. Unit: ms. */
export const GRAIN_MS = 250;
const SECOND = 1_000;
const LONGEST_VISIT_MS = 2 * 3_600_000;
const RETURNING = 0.14;
/** How quickly people come back after a dropped stream. */
const RUSH_MS = 15_000;
/** People who are shown the room for each who enters. */
const IMPRESSIONS = 3.2;
/** Passers-by have ids too, for 曝光人数; this many, so that a demo left alone for days does not grow for ever. */
const PASSERS_BY = 150_000;
const SOURCE_MIX: Readonly<Record<Source, number>> = { natural: 38, 'short-video': 20, paid: 15, follow: 14, search: 8, share: 5 };
/** How long the sources keep people. */
const PATIENCE: Readonly<Record<Source, number>> = { natural: 1, 'short-video': 0.75, paid: 0.65, follow: 1.9, search: 1.3, share: 1.1 };
/** What one person in the room does in a second, on average. */
const LIKES = 0.006;
const COMMENTS = 0.0011;
const FOLLOWS = 0.00024;
const SHARES = 0.00008;
const BAG = 0.0016;
/** Looks again at the card of what is on air, as the host holds it up once more. */
const LOOKS_AGAIN = 0.006;
/** 扣1: while the host asks for it. */
const WANTS = 0.011;
const CALL_MS = 12 * SECOND;

/** A seeded crowd of individuals: who is inside, what each plans, and what they do of a sudden. Reads no clock. */
export function createAudience({ seed, startAt, arrivalsPerMinute, people, seen = 0, rush = 0, allWithinMs }: AudienceOptions): Audience {
  const random = createRandom(seed);
  const tides = createTides(seed);
  const crowd = new Crowd(random, (person) => viewerIdOf(seed, person), people, seen);
  const agenda = new Agenda<Task>();
  const talk = new Talk(random, crowd);
  const shopping = new Shopping(random, crowd, agenda as Agenda<Step>, `o${seed.toString(36)}-${startAt.toString(36)}-`, (visitor, listing, inDeal) => {
    if (random.chance(inDeal ? 0.4 : 0.18)) talk.later(visitor, listing, inDeal ? 'rush' : 'bought');
  });
  const watching = new Watching(random, crowd, shopping);
  let clock = startAt;
  let expected = 0;
  let arrived = 0;

  const arrive = (now: number, tide: Tide, room: SeenRoom, feeds: Feeds): void => {
    expected += (arrivalsPerMinute / 60_000) * GRAIN_MS * tide.level;
    const all = allWithinMs !== undefined && now + GRAIN_MS >= startAt + allWithinMs;
    const fresh = people - crowd.seen;
    let count = all ? fresh : random.poisson(Math.max(0, expected - arrived));
    if (allWithinMs !== undefined) count = Math.min(count, fresh);
    arrived += count;
    for (let i = 0; i < count; i++) enter(now + random.below(GRAIN_MS), tide, false, room, feeds);
    const again = random.poisson((count * RETURNING) / (1 - RETURNING));
    for (let i = 0; i < again && crowd.seen > 50; i++) enter(now + random.below(GRAIN_MS), tide, true, room, feeds);
    const back = now - startAt < RUSH_MS ? random.poisson((rush * GRAIN_MS) / RUSH_MS) : 0;
    for (let i = 0; i < back; i++) enter(now + random.below(GRAIN_MS), tide, seen > 0, room, feeds, true);
    passBy(now, count + again, random, feeds);
  };

  const enter = (at: number, tide: Tide, returning: boolean, room: SeenRoom, feeds: Feeds, loyal = false): void => {
    const source = tide.surge && random.chance(tide.surge.share) ? tide.surge.source : random.weighted(SOURCE_MIX);
    const visitor = crowd.arrive(source, at + stay(random, source, loyal), returning);
    if (!visitor) return;
    const { viewerId, follower } = visitor;
    feeds.audience.push({ type: 'room.impressed', at: Math.max(startAt, at - random.below(900)), viewerId });
    feeds.audience.push({ type: 'viewer.entered', at, viewerId, source: visitor.source, ...(follower ? { follower: true } : {}) });
    agenda.add(visitor.leavesAt, { kind: 'leave', visitor });
    if (room.onAir && random.chance(0.72)) shopping.show(visitor, room.onAir.listingId, at, 6 * SECOND);
    if (random.chance(0.02)) talk.later(visitor, undefined, 'hello');
  };

  const grain = (now: number, room: SeenRoom): Feeds => {
    const feeds: Feeds = { audience: [], orders: [] };
    const end = now + GRAIN_MS;
    arrive(now, tides(now - startAt), room, feeds);
    watching.notice(now, room);
    for (let task = agenda.due(end); task; task = agenda.due(end)) {
      const at = Math.max(now, Math.floor(task.at));
      if (task.what.kind !== 'leave') shopping.take(task.what, at, room, feeds);
      else if (crowd.leave(task.what.visitor)) feeds.audience.push({ type: 'viewer.left', at, viewerId: task.what.visitor.viewerId });
    }
    idle(now, room, feeds);
    talk.speak(now, room, feeds);
    return feeds;
  };

  /** What happens of a sudden: drawn from the whole room, so that it costs by the event and not by the person. */
  const idle = (now: number, room: SeenRoom, feeds: Feeds): void => {
    const some = (rate: number, act: (visitor: Visitor, at: number) => void): void => {
      for (let left = random.poisson((crowd.size * rate * GRAIN_MS) / SECOND); left > 0; left--) {
        const visitor = crowd.anyone();
        if (visitor) act(visitor, now + random.below(GRAIN_MS));
      }
    };
    const heat = watching.heat(now, room);
    some(LIKES * heat, ({ viewerId }, at) => feeds.audience.push({ type: 'like.given', at, viewerId, count: 1 + Math.floor(random.exponential(4)) }));
    some(FOLLOWS * heat, (visitor, at) => {
      if (crowd.follow(visitor)) feeds.audience.push({ type: 'follow.made', at, viewerId: visitor.viewerId });
    });
    some(SHARES * heat, ({ viewerId }, at) => feeds.audience.push({ type: 'share.made', at, viewerId }));
    const { onAir } = room;
    if (onAir) some(LOOKS_AGAIN, (visitor, at) => shopping.show(visitor, onAir.listingId, at, SECOND));
    some(BAG, (visitor, at) => {
      const listing = room.listings[random.below(room.listings.length)];
      if (listing && !listing.shelved) shopping.show(visitor, listing.id, at, SECOND);
    });
  };

  return {
    step: (now, room) => {
      const all: Feeds = { audience: [], orders: [] };
      for (; clock + GRAIN_MS <= now; clock += GRAIN_MS) {
        const { audience, orders } = grain(clock, room);
        all.audience.push(...audience);
        all.orders.push(...orders);
      }
      return all;
    },
    close: (now) => [...crowd.everyone()].map((visitor) => {
      crowd.leave(visitor);
      return { type: 'viewer.left', at: now, viewerId: visitor.viewerId };
    }),
    online: () => crowd.size,
  };
}

/** The viewer id of the n-th person of a seed, counted from 0. */
export const viewerIdOf = (seed: number, person: number): string => `v${seed.toString(36)}-${person.toString(36)}`;

/** Heavy-tailed: two in five look in and go, a few stay for hours. */
function stay(random: Random, source: Source, loyal: boolean): number {
  const seconds = loyal ? random.logNormal(350, 1) : random.chance(0.4) ? 2 + random.exponential(9) : random.logNormal(90 * PATIENCE[source], 1.4);
  return Math.min(LONGEST_VISIT_MS, Math.max(1_500, seconds * SECOND));
}

function passBy(now: number, arrivals: number, random: Random, feeds: Feeds): void {
  for (let left = random.poisson(arrivals * (IMPRESSIONS - 1)); left > 0; left--) {
    feeds.audience.push({ type: 'room.impressed', at: now + random.below(GRAIN_MS), viewerId: `p${random.below(PASSERS_BY).toString(36)}` });
  }
}

/** Notices what changed in the room (a take, a deal, a lower price) and turns heads. */
class Watching {
  private onAir: string | undefined;
  private readonly prices = new Map<string, number>();
  private readonly deals = new Set<string>();
  private excitedUntil = 0;

  constructor(
    private readonly random: Random,
    private readonly crowd: Crowd,
    private readonly shopping: Shopping,
  ) {}

  notice(now: number, room: SeenRoom): void {
    const { onAir } = room;
    const taken = onAir && `${onAir.listingId} ${onAir.since}`;
    if (onAir && taken !== this.onAir) this.turnHeads(onAir.listingId, now, 0.7, 10 * SECOND);
    this.onAir = taken;
    for (const deal of room.deals ?? []) {
      const key = deal.dealId ?? `${deal.listingId} ${deal.startsAt}`;
      if (deal.startsAt > now || now >= deal.endsAt || this.deals.has(key)) continue;
      this.deals.add(key);
      this.excitedUntil = Math.min(deal.endsAt, now + 90 * SECOND);
      this.turnHeads(deal.listingId, now, 0.55, 8 * SECOND);
    }
    for (const { id, price } of room.listings) {
      const before = this.prices.get(id);
      if (before === price) continue;
      this.prices.set(id, price);
      if (before !== undefined && price < before && id === onAir?.listingId) this.turnHeads(id, now, 0.45, 12 * SECOND);
    }
  }

  heat(now: number, { onAir }: SeenRoom): number {
    const fresh = onAir && now - onAir.since < 60 * SECOND ? 1.3 : 1;
    return now < this.excitedUntil ? 2.4 : fresh;
  }

  private turnHeads(listingId: string, now: number, share: number, meanDelayMs: number): void {
    for (const visitor of this.crowd.everyone()) {
      if (this.random.chance(share)) this.shopping.show(visitor, listingId, now, meanDelayMs);
    }
  }
}

/** Who says what, when. */
class Talk {
  private readonly planned = new Agenda<{ visitor: Visitor; listing: SeenListing | undefined; mood: Mood }>();
  private now = 0;

  constructor(
    private readonly random: Random,
    private readonly crowd: Crowd,
  ) {}

  later(visitor: Visitor, listing: SeenListing | undefined, mood: Mood): void {
    this.planned.add(this.now + this.random.between(2, 12) * SECOND, { visitor, listing, mood });
  }

  speak(now: number, room: SeenRoom, { audience }: Feeds): void {
    this.now = now;
    const { random, crowd } = this;
    const listing = room.listings.find(({ id }) => id === room.onAir?.listingId);
    const say = (visitor: Visitor | undefined, mood: Mood, about: SeenListing | undefined, at: number): void => {
      if (!visitor) return;
      const { viewerId } = visitor;
      audience.push({ type: 'comment.posted', at, viewerId, text: comment(random, mood, about && topicOf(about)), nickname: nicknameOf(viewerId) });
    };
    for (let task = this.planned.due(now); task; task = this.planned.due(now)) {
      const { visitor, listing: about, mood } = task.what;
      if (crowd.isHere(visitor)) say(visitor, mood, about ?? listing, Math.floor(task.at));
    }
    const asked = askedForWants(now, room);
    const rates: readonly (readonly [Mood, number])[] = [['talk', COMMENTS], ['hello', COMMENTS * 0.15], ...(asked ? [['want', WANTS] as const] : [])];
    for (const [mood, rate] of rates) {
      for (let left = random.poisson((crowd.size * rate * GRAIN_MS) / SECOND); left > 0; left--) say(crowd.anyone(), mood, listing, now + random.below(GRAIN_MS));
    }
  }
}

const topicOf = ({ number, title, price, skus }: SeenListing) => ({ number, title, price: Math.round(price / 100), skuNames: skus.map(({ name }) => name) });

/** Hosts ask for 扣1 when a deal starts, and some way into explaining a product. */
function askedForWants(now: number, { onAir, deals }: SeenRoom): boolean {
  const since = (from: number): boolean => now >= from && now < from + CALL_MS;
  return (onAir !== undefined && (since(onAir.since + 45 * SECOND) || since(onAir.since + 150 * SECOND))) || (deals ?? []).some(({ startsAt }) => since(startsAt));
}
