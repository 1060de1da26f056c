import type { Listing } from '../show/show.ts';
import { isStarted, type StartedDeal } from '../show/deals.ts';
import type { DealWindow, ShowEvent } from '../show/events.ts';
import { setListings } from './catalogue.ts';
import { CELL, COLS, COMMERCE_END, COMMERCE_FROM, KIND, ORDER_END, ORDER_FROM, SUBJECT, V, second } from './columns.ts';
import { around } from './orderApply.ts';
import { dealNamed, inScope, paidInTime } from './orderEffect.ts';
import { LAST_IN_ACTIVITY, inc, readWord, separate, setShiftPerson, shiftTotals } from './people.ts';
import { endSessions } from './sessions.ts';
import { dropOldCells, eachCell } from './subjects.ts';
import { PEOPLE } from './rows.ts';
import { newShift, type CatalogueListing, type Deal, type HostShift, type Tally } from './state.ts';

const REWINDS_KEPT = 100;

/** Takes in what people decided; decisions that no number depends on pass by. */
export function foldDecision(t: Tally, event: ShowEvent): void {
  switch (event.type) {
    case 'show.created': {
      const { show } = event;
      t.lateHours = show.lateHours;
      t.wantKeywords = [...show.wantKeywords];
      t.shift.host = show.host ?? null;
      t.shift.from = show.createdAt;
      return setListings(t, event.listings.map(entryOf));
    }
    case 'show.edited': {
      const { lateHours, wantKeywords, host } = event.after;
      if (wantKeywords) t.wantKeywords = [...wantKeywords];
      if (host !== undefined && t.status === 'planned') t.shift.host = host;
      return lateHours === undefined ? undefined : rescope(t, { lateHours });
    }
    case 'show.started':
      t.status = 'live';
      if (t.shifts.length === 1) t.shift.from = event.at;
      return rescope(t, { startedAt: event.at });
    case 'show.paused':
      t.status = 'paused';
      return;
    case 'show.resumed':
      t.status = 'live';
      return;
    case 'show.ended':
      t.status = 'ended';
      closeAir(t, event.at);
      rescope(t, { endedAt: event.at });
      return dropOldCells(t);
    case 'show.toldPast':
      t.status = 'ended';
      t.shift.from = event.startedAt;
      rescope(t, { startedAt: event.startedAt, endedAt: event.endedAt });
      return dropOldCells(t);
    case 'host.changed':
      return changeHost(t, event.after, event.at);
    case 'listing.added':
      return setListings(t, event.listings.map(entryOf));
    case 'listing.edited': {
      const known = t.catalogue.get(event.listingId);
      const { number, skus } = event.after;
      if (!known || (number === undefined && skus === undefined)) return;
      return setListings(t, [{ id: known.id, number: number ?? known.number, skus: skus?.map(({ sku }) => sku) ?? known.skus }]);
    }
    case 'listing.taken':
      closeAir(t, event.at);
      t.air.push({ listingId: event.listingId, from: event.at, to: null });
      return startOnAir(t, second(event.at));
    case 'deal.started':
      return setDeal(t, windowOf(event.deal));
    case 'deal.extended':
      return setDeal(t, windowOf(event.after));
    case 'deal.stopped':
      // A plan that is dropped sold nothing.
      return isStarted(event.after) ? setDeal(t, windowOf(event.after)) : undefined;
    case 'journal.rewound':
      t.rewinds.push({ at: event.at, lostFrom: event.lostFrom, lostTo: event.lostTo });
      if (t.rewinds.length > REWINDS_KEPT) t.rewinds.shift();
      return;
    default:
      return;
  }
}

interface Scope {
  startedAt: number | null;
  endedAt: number | null;
  lateHours: number;
}

/** Changes which orders belong to the show, and counts again those for which that changed. */
function rescope(t: Tally, change: Partial<Scope>): void {
  const { startedAt, endedAt, lateHours } = t;
  const before = Uint8Array.from({ length: t.orders.count }, (_, index) => scopeOf(t, index));
  Object.assign(t, change);
  const affected = ordersWhere(t, (index) => before[index] !== scopeOf(t, index));
  const after: Scope = { startedAt: t.startedAt, endedAt: t.endedAt, lateHours: t.lateHours };
  Object.assign(t, { startedAt, endedAt, lateHours });
  around(t, affected, () => {
    t.startedAt = after.startedAt;
    t.lateHours = after.lateHours;
    if (after.endedAt !== t.endedAt) endSessions(t, after.endedAt);
  });
}

const scopeOf = (t: Tally, index: number): number => (inScope(t, t.orders.createdAt(index)) ? 2 : 0) + (paidInTime(t, t.orders.paidAt(index)) ? 1 : 0);

function ordersWhere(t: Tally, holds: (index: number) => boolean): number[] {
  const found: number[] = [];
  for (let index = 0; index < t.orders.count; index++) if (holds(index)) found.push(index);
  return found;
}

function closeAir(t: Tally, at: number): void {
  const last = t.air.at(-1);
  if (last?.to === null) last.to = at;
}

/** Begins 本次讲解 anew: what falls into it is added up once from the seconds, and kept up from then on. */
function startOnAir(t: Tally, sec: number): void {
  t.onAirSec = sec;
  for (const feed of t.feeds) {
    feed.onAir.fill(0);
    t.rows.sumAll(feed.index, feed.onAir, sec);
  }
  t.peopleOnAir.fill(0);
  t.rows.sumAll(PEOPLE, t.peopleOnAir, sec);
  for (let subject = 0; subject < t.subjects.count; subject++) {
    const floats = t.subjects.floats(subject);
    const from = t.subjects.atFloat(subject) + SUBJECT.onAir;
    for (let place = from; place < from + 32; place++) {
      if (floats[place] === 0) continue;
      t.subjects.touch(subject);
      floats.fill(0, from, from + 32);
      t.subjectVersion[subject] = t.version;
      break;
    }
  }
  eachCell(t, sec, (subject, floats, at) => {
    const into = t.subjects.floats(subject);
    const onAir = t.subjects.atFloat(subject) + SUBJECT.onAir;
    t.subjects.touch(subject);
    for (let col = COMMERCE_FROM; col < COMMERCE_END; col++) inc(into, onAir + col, floats[at + col] as number);
    for (let place = CELL.people; place < CELL.people + 4; place++) inc(into, onAir + place, floats[at + place] as number);
    t.subjectVersion[subject] = t.version;
  });
}

/** Begins a host's shift. Before the show starts it only says who will begin. */
function changeHost(t: Tally, host: string, at: number): void {
  const last = t.shifts.at(-1) as HostShift;
  const sec = second(at);
  if (t.status === 'planned' || sec <= last.sec) {
    last.host = host;
    return;
  }
  const affected = ordersWhere(t, (index) => t.orders.createdAt(index) >= sec * 1000);
  around(t, affected, () => {
    if (t.shifts.length === 1) {
      separate(t, last, true);
      for (const feed of t.feeds) shiftTotals(last, feed.index).set(feed.totals);
    }
    const next = newShift(host, at, sec);
    t.shifts.push(next);
    for (const feed of t.feeds) moveColumns(t, feed.index, last, next);
    if ((t.rows.scope(PEOPLE).order().at(-1) ?? 0) >= sec) takeOver(t, next);
  });
}

/** What was counted ahead of the change belongs to the new shift; orders follow on their own. */
function moveColumns(t: Tally, feed: number, last: HostShift, next: HostShift): void {
  const ahead = new Float64Array(COLS);
  t.rows.sumAll(feed, ahead, next.sec);
  const lost = shiftTotals(last, feed);
  const won = shiftTotals(next, feed);
  for (let col = 0; col < COLS; col++) {
    if (col >= ORDER_FROM && col < ORDER_END) continue;
    inc(lost, col, -(ahead[col] as number));
    inc(won, col, ahead[col] as number);
  }
}

/** People who already did something after the change count for the new shift too. */
function takeOver(t: Tally, next: HostShift): void {
  for (let v = 0; v < t.viewers.count; v++) {
    const did = (kind: number, last: number): void => {
      if (last >= next.sec) setShiftPerson(t, next, v, kind, true);
    };
    did(KIND.entered, readWord(t, v, V.lastPresent));
    did(KIND.impressed, readWord(t, v, V.lastImpressed));
    did(KIND.shown, readWord(t, v, V.lastShown));
    const a = readWord(t, v, V.activity) - 1;
    if (a < 0) continue;
    for (const [kind, word] of LAST_IN_ACTIVITY) did(kind, t.activity.words(a)[t.activity.at(a) + word] as number);
  }
}

const windowOf = ({ dealId, listingId, price, startsAt, endsAt }: StartedDeal): DealWindow => ({ dealId, listingId, price, startsAt, endsAt });

/** A deal's window decides which lines without a deal belong to it. */
function setDeal(t: Tally, window: DealWindow): void {
  const deal = dealNamed(t, window.dealId);
  const old = deal.window;
  const inside = (at: number, each: DealWindow | null): boolean => each !== null && at >= each.startsAt && at < each.endsAt;
  const affected = ordersWhere(t, (index) => {
    const at = t.orders.createdAt(index);
    return inside(at, old) || inside(at, window);
  });
  around(t, affected, () => {
    if (old) unlist(t, deal, old.listingId);
    deal.window = { ...window };
    const list = t.dealsByListing.get(window.listingId) ?? [];
    list.push(deal);
    t.dealsByListing.set(window.listingId, list);
  });
}

function unlist(t: Tally, deal: Deal, listingId: string): void {
  const list = t.dealsByListing.get(listingId) ?? [];
  t.dealsByListing.set(listingId, list.filter((each) => each !== deal));
}

const entryOf = ({ id, number, skus }: Listing): CatalogueListing => ({ id, number, skus: skus.map(({ sku }) => sku) });
