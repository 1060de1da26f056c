import type { EntryId } from '../ids.ts';
import { eventId } from '../ids.ts';
import type { ShowEvent } from '../show/events.ts';
import { A, COL, I, KIND, V, second } from './columns.ts';
import { foldDecision } from './decisions.ts';
import { PLATFORM_EVENTS, type PlatformEvent, type PlatformEventOf } from './events.ts';
import { STALE_INTERVALS } from './health.ts';
import { cancelPrecedes, factOf, orderOf, precedes, refundPrecedes } from './order.ts';
import { replace } from './orderApply.ts';
import { activityOf, addActivity, addCount, addToSource, bump, interestOf, lastDid, person, present, separate, shiftAt, sourceOf, viewerOf } from './people.ts';
import { addSample, attributedKey, spendKey } from './samples.ts';
import { insertSession } from './sessions.ts';
import { becomeFan, considerSource, sourceNamed } from './sources.ts';
import { GAPS_KEPT, OTHER, newFeed, type Feed, type Tally } from './state.ts';
import { dropOldCells, pairDid, placeOf, subjectAdd } from './subjects.ts';
import { SAMPLEABLE } from './dictionary.ts';

/**
 * A journal entry, read. `arrivedAt` is Unix ms; an entry without events is a heartbeat of its feed. The product's own entries,
 * the only ones that hold decisions, have no feed name.
 */
export interface Entry {
  id: EntryId;
  arrivedAt: number;
  feed: string;
  events: readonly (PlatformEvent | ShowEvent)[];
}

/** Events may be ahead of their arrival by this much before their clock is not believed. Unit: ms. */
const AHEAD_MS = 60_000;
const COMMENTS_KEPT = 50;
const WARNINGS_KEPT = 50;

/** Counts one journal entry. Entries come in journal order, each once; what they say may be in any order and repeat. */
export function foldEntry(t: Tally, entry: Entry): void {
  const { events, arrivedAt } = entry;
  t.version++;
  t.lastEntry = entry.id;
  t.lastIndex = 0;
  if (events.length === 0) {
    if (entry.feed !== '') contact(feedNamed(t, entry.feed), arrivedAt);
    return;
  }
  const own = entry.feed === '';
  let name = '';
  let feed: Feed | null = null;
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as PlatformEvent | ShowEvent;
    t.lastIndex = i;
    if (isDecision(event, own)) {
      foldDecision(t, event);
      t.eventsCounted++;
      continue;
    }
    const by = event.feed ?? entry.feed;
    if (feed === null || by !== name) {
      name = by;
      feed = feedNamed(t, by);
      contact(feed, arrivedAt);
    }
    t.feed = feed;
    foldEvent(t, event, arrivedAt);
  }
}

/** Unknown fields of facts are kept, so that a `commandId` alone proves nothing. */
const isDecision = (event: PlatformEvent | ShowEvent, own: boolean): event is ShowEvent =>
  own && 'commandId' in event && !Object.hasOwn(PLATFORM_EVENTS, event.type);

/** Counts one fact of `t.feed`. */
function foldEvent(t: Tally, event: PlatformEvent, arrivedAt: number): void {
  const { feed } = t;
  if (event.id !== undefined && !t.ids.admit(event.id)) {
    t.duplicates++;
    feed.duplicates++;
    t.repeats.note(t.lastEntry, t.lastIndex);
    return;
  }
  t.eventsCounted++;
  feed.events++;
  const { at } = event;
  t.at = at;
  const sec = second(at);
  t.sec = sec;
  if (t.shifts.length > 1) t.shift = shiftAt(t, sec);
  if (at > t.lastAt) t.lastAt = at;
  if (at < t.firstAt) {
    t.firstAt = at;
    t.curveDirty = Math.min(t.curveDirty, sec);
  }
  if (sec > t.headSec && at <= arrivedAt + AHEAD_MS) {
    t.headSec = sec;
    dropOldCells(t);
  }
  switch (event.type) {
    case 'viewer.entered':
      return entered(t, event);
    case 'viewer.left':
      return left(t, event);
    case 'product.shown':
      return shown(t, event);
    case 'like.given':
      return liked(t, event);
    case 'comment.posted':
      return commented(t, event);
    case 'product.clicked':
      return clicked(t, event);
    case 'cart.added':
      return carted(t, event);
    case 'room.impressed':
      return impressed(t, event);
    case 'order.created':
    case 'order.paid':
      return ordered(t, event);
    case 'order.cancelled':
      return cancelled(t, event);
    case 'order.refunded':
      return refunded(t, event);
    case 'product.favourited':
      return favourited(t, event);
    case 'cart.removed':
      return present(t, viewerOf(t, event.viewerId));
    case 'share.made':
      return engaged(t, viewerOf(t, event.viewerId), A.shares, COL.shares, 1);
    case 'follow.made':
      return engaged(t, viewerOf(t, event.viewerId), A.follows, COL.follows, 1);
    case 'audience.sampled':
      return audienceSampled(t, event);
    case 'metrics.sampled':
      return metricsSampled(t, event);
    case 'spend.sampled':
      sourceNamed(t, event.source);
      addSample(t, feed, spendKey(event.source), at, event.amount);
      if (event.attributedGmv !== undefined) addSample(t, feed, attributedKey(event.source), at, event.attributedGmv);
      return;
    case 'stream.changed':
      if (!t.stream || at >= t.stream.at) t.stream = { state: event.state, at };
      return;
    case 'platform.warned':
      t.warnings.push({ id: t.lastId, at, feed: feed.name, level: event.level, text: event.text });
      if (t.warnings.length > WARNINGS_KEPT) t.warnings.shift();
      return;
    case 'feed.alive':
      if (event.intervalMs !== undefined) feed.intervalMs = event.intervalMs;
      return;
    default:
      event satisfies never;
  }
}

export function feedNamed(t: Tally, name: string): Feed {
  let feed = t.feedByName.get(name);
  if (feed) return feed;
  const first = t.feeds[0];
  if (t.feeds.length === 1 && first) separate(t, first, false);
  feed = newFeed(name, t.feeds.length);
  t.feeds.push(feed);
  t.feedByName.set(name, feed);
  return feed;
}

/** A feed spoke: a silence longer than three of its intervals is a gap. */
function contact(feed: Feed, arrivedAt: number): void {
  const { lastContactAt } = feed;
  if (lastContactAt > 0 && arrivedAt - lastContactAt > STALE_INTERVALS * feed.intervalMs) {
    feed.gaps.push([lastContactAt, arrivedAt]);
    if (feed.gaps.length > GAPS_KEPT) feed.gaps.shift();
  }
  if (arrivedAt > lastContactAt) feed.lastContactAt = arrivedAt;
}

function entered(t: Tally, event: PlatformEventOf<'viewer.entered'>): void {
  const v = viewerOf(t, event.viewerId);
  considerSource(t, v, event.source);
  if (event.follower === true) becomeFan(t, v);
  person(t, v, KIND.entered);
  addCount(t, v, V.views, 1);
  bump(t, COL.enters, 1);
  addToSource(t, sourceOf(t, v), COL.enters, 1);
  insertSession(t, v, true);
  present(t, v);
}

function left(t: Tally, event: PlatformEventOf<'viewer.left'>): void {
  const v = viewerOf(t, event.viewerId);
  present(t, v);
  insertSession(t, v, false);
}

function impressed(t: Tally, event: PlatformEventOf<'room.impressed'>): void {
  const count = event.count ?? 1;
  bump(t, COL.impressions, count);
  if (event.viewerId === undefined) return addToSource(t, OTHER, COL.impressions, count);
  const v = viewerOf(t, event.viewerId);
  person(t, v, KIND.impressed);
  addCount(t, v, V.impressions, count);
  addToSource(t, sourceOf(t, v), COL.impressions, count);
  lastDid(t, t.viewers, v, V.lastImpressed, KIND.impressed);
}

/** Adds to what a viewer did, in the activity record, the row and the source. @returns the activity record */
function act(t: Tally, v: number, counter: number, col: number, count: number): number {
  const a = activityOf(t, v);
  addActivity(t, a, counter, count);
  bump(t, col, count);
  addToSource(t, sourceOf(t, v), col, count);
  return a;
}

/** A comment, like, share or follow. */
function engaged(t: Tally, v: number, counter: number, col: number, count: number): void {
  const a = act(t, v, counter, col, count);
  person(t, v, KIND.engaged);
  lastDid(t, t.activity, a, A.lastEngaged, KIND.engaged);
  present(t, v);
}

function liked(t: Tally, event: PlatformEventOf<'like.given'>): void {
  const count = event.count ?? 1;
  if (event.viewerId !== undefined) return engaged(t, viewerOf(t, event.viewerId), A.likes, COL.likes, count);
  bump(t, COL.likes, count);
  addToSource(t, OTHER, COL.likes, count);
}

function commented(t: Tally, event: PlatformEventOf<'comment.posted'>): void {
  const { viewerId, text, nickname } = event;
  const v = viewerOf(t, viewerId);
  engaged(t, v, A.comments, COL.comments, 1);
  person(t, v, KIND.commented);
  const a = activityOf(t, v);
  lastDid(t, t.activity, a, A.lastComment, KIND.commented);
  if (wants(t, text)) lastDid(t, t.interest, interestOf(t, v), I.lastWant, KIND.wanted);
  t.comments.push({ id: eventId(t.lastEntry, t.lastIndex), at: event.at, viewerId, text, ...(nickname === undefined ? {} : { nickname }) });
  if (t.comments.length > COMMENTS_KEPT) t.comments.shift();
}

/** Whether a comment is just one of the show's keywords, or one repeated: 扣1, 111. */
function wants(t: Tally, text: string): boolean {
  const bare = text.trim();
  for (const word of t.wantKeywords) {
    const n = word.length;
    if (n === 0 || bare.length === 0 || bare.length % n !== 0 || !bare.startsWith(word)) continue;
    let i = n;
    while (i < bare.length && bare.startsWith(word, i)) i += n;
    if (i === bare.length) return true;
  }
  return false;
}

function shown(t: Tally, event: PlatformEventOf<'product.shown'>): void {
  const count = event.count ?? 1;
  bump(t, COL.shown, count);
  let v = -1;
  if (event.viewerId === undefined) addToSource(t, OTHER, COL.shown, count);
  else {
    v = viewerOf(t, event.viewerId);
    person(t, v, KIND.shown);
    addCount(t, v, V.shown, count);
    addToSource(t, sourceOf(t, v), COL.shown, count);
    lastDid(t, t.viewers, v, V.lastShown, KIND.shown);
    present(t, v);
  }
  onListing(t, event.listingId, event.sku, v, 0, COL.shown, count);
}

function clicked(t: Tally, event: PlatformEventOf<'product.clicked'>): void {
  const count = event.count ?? 1;
  let v = -1;
  if (event.viewerId === undefined) {
    bump(t, COL.clicks, count);
    addToSource(t, OTHER, COL.clicks, count);
  } else {
    v = viewerOf(t, event.viewerId);
    const a = act(t, v, A.clicks, COL.clicks, count);
    person(t, v, KIND.clicked);
    lastDid(t, t.activity, a, A.lastClick, KIND.clicked);
    present(t, v);
  }
  onListing(t, event.listingId, event.sku, v, 1, COL.clicks, count);
}

function favourited(t: Tally, event: PlatformEventOf<'product.favourited'>): void {
  const count = event.count ?? 1;
  if (event.viewerId === undefined) {
    bump(t, COL.favourites, count);
    addToSource(t, OTHER, COL.favourites, count);
  } else {
    const v = viewerOf(t, event.viewerId);
    act(t, v, A.favourites, COL.favourites, count);
    present(t, v);
  }
  onListing(t, event.listingId, event.sku, -1, -1, COL.favourites, count);
}

function carted(t: Tally, event: PlatformEventOf<'cart.added'>): void {
  const quantity = event.quantity ?? 1;
  const v = viewerOf(t, event.viewerId);
  const a = act(t, v, A.cartAdds, COL.cartAdds, 1);
  act(t, v, A.cartUnits, COL.cartUnits, quantity);
  person(t, v, KIND.carted);
  lastDid(t, t.activity, a, A.lastCart, KIND.carted);
  present(t, v);
  onListing(t, event.listingId, event.sku, v, 2, COL.cartAdds, 1);
  onListing(t, event.listingId, event.sku, -1, -1, COL.cartUnits, quantity);
}

/** Counts a fact for the listing and the SKU it names; `kind` is its place in PAIR_KINDS, -1 where no people are counted. */
function onListing(t: Tally, listingId: string | undefined, sku: string | undefined, v: number, kind: number, col: number, count: number): void {
  const place = placeOf(t, listingId, sku);
  if (place.listing >= 0) {
    subjectAdd(t, place.listing, t.sec, col, count);
    if (v >= 0 && kind >= 0) pairDid(t, v, place.listing, kind, t.sec);
  }
  if (place.sku >= 0) {
    subjectAdd(t, place.sku, t.sec, col, count);
    if (v >= 0 && kind >= 0) pairDid(t, v, place.sku, kind, t.sec);
  }
}

function ordered(t: Tally, event: PlatformEventOf<'order.created' | 'order.paid'>): void {
  const order = orderOf(t, event.orderId);
  const fact = factOf(t, event);
  if (fact.viewer >= 0) present(t, fact.viewer);
  const part = event.type === 'order.created' ? 'created' : 'paid';
  const known = order[part];
  if (known && !precedes(t, fact, known)) return;
  replace(t, order, { ...order, [part]: fact }, () => t.orders.putFact(order.index, part, fact));
}

function cancelled(t: Tally, event: PlatformEventOf<'order.cancelled'>): void {
  const order = orderOf(t, event.orderId);
  const fact = { at: event.at, feed: t.feed.index };
  if (order.cancelled && !cancelPrecedes(t, fact, order.cancelled)) return;
  replace(t, order, { ...order, cancelled: fact }, () => t.orders.putCancellation(order.index, fact));
}

function refunded(t: Tally, event: PlatformEventOf<'order.refunded'>): void {
  const order = orderOf(t, event.orderId);
  const { refundId, at, amount } = event;
  const fact = { refundId, at, feed: t.feed.index, amount };
  const known = order.refunds.find((each) => each.refundId === refundId);
  if (known && !refundPrecedes(t, fact, known)) return;
  const refunds = [...order.refunds.filter((each) => each !== known), fact];
  replace(t, order, { ...order, refunds }, () => t.orders.putRefund(order.index, fact));
}

function audienceSampled(t: Tally, event: PlatformEventOf<'audience.sampled'>): void {
  sample(t, 'online', event.at, event.online);
  if (event.viewers !== undefined) sample(t, 'viewers', event.at, event.viewers);
  if (event.views !== undefined) sample(t, 'views', event.at, event.views);
}

function metricsSampled(t: Tally, event: PlatformEventOf<'metrics.sampled'>): void {
  for (const key in event.values) {
    if (SAMPLEABLE.has(key)) sample(t, key, event.at, event.values[key] as number);
    else t.feed.ignored++;
  }
}

function sample(t: Tally, key: string, at: number, value: number): void {
  // The first figure for the audience replaces all that was counted from this feed; a later one only what follows it.
  if (key === 'online') t.curveDirty = t.feed.series.has(key) ? Math.min(t.curveDirty, t.sec) : 0;
  addSample(t, t.feed, key, at, value);
}
