import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProblemCode } from '../../../shared/protocol/problems.ts';
import type { CommandType, Payload } from '../../../shared/show/commands.ts';
import { afterCoupon } from '../../../shared/show/coupons.ts';
import { dealOf, dealPhase, isOpen, isStarted, type Deal } from '../../../shared/show/deals.ts';
import { approvalRequest } from '../../../shared/show/decide.ts';
import { applyCommit, evolve } from '../../../shared/show/evolve.ts';
import type { Actor, ShowEvent } from '../../../shared/show/events.ts';
import type { Show } from '../../../shared/show/show.ts';
import { LI, Stage, WANG } from './make.ts';
import { Model, type ModelListing } from './model.ts';
import type { Plan } from './modelDeals.ts';

/** The value that an event says it changed, as the document has it: what `before` and `after` must agree with. */
function subjectOf(show: Show, event: ShowEvent): unknown {
  const listing = 'listingId' in event ? show.listings.find(({ id }) => id === event.listingId) : undefined;
  switch (event.type) {
    case 'listing.priced':
      return listing?.price;
    case 'listing.edited':
      return { title: listing?.title };
    case 'listing.pinned':
    case 'listing.unpinned':
      return show.pinned;
    case 'listing.shelved':
    case 'listing.unshelved':
      return listing?.shelved;
    case 'listing.reordered':
      return show.listings.map(({ id }) => id);
    case 'host.changed':
      return show.host;
    case 'deal.planned':
    case 'deal.started':
      return bareDeal(show, event.deal.dealId);
    case 'deal.extended':
    case 'deal.stopped':
      return bareDeal(show, event.dealId);
    case 'listing.taken':
      return show.onAir ?? null;
    default:
      return undefined;
  }
}

function bareDeal(show: Show, id: string): Deal | null {
  const { changed: _changed, ...deal } = dealOf(show, id) ?? {};
  return 'dealId' in deal ? deal : null;
}

/** A plan that is dropped is nowhere afterwards. */
const isDropped = (event: ShowEvent): boolean => event.type === 'deal.stopped' && !isStarted(event.after);

/** Applies a commit as the server does, checking that each event began where the document was and left it where it said. */
function commit(stage: Stage, events: ShowEvent[]): void {
  const before = stage.show.revision;
  let show = stage.show;
  for (const event of events) {
    const was = subjectOf(show, event);
    if ('before' in event) expect(event.before).toEqual(was);
    show = evolve(show, event);
    if (isDropped(event)) expect(subjectOf(show, event)).toBeNull();
    else if ('after' in event) expect(event.after).toEqual(subjectOf(show, event));
  }
  stage.commit(events);
  expect(stage.show.revision).toBe(before + 1);
  // A granted command's events bring the id of the command that was held, which its request has named before.
  if (events.some(({ type }) => type === 'approval.granted')) return;
  const ids = new Set(stage.commits.slice(0, -1).flat().map(({ commandId }) => commandId));
  for (const { commandId } of events) expect(ids).not.toContain(commandId);
}

let sent = 0;

function send<T extends CommandType>(stage: Stage, type: T, payload: Payload<T>, by: Actor = WANG, seen?: number): 'ok' | ProblemCode {
  stage.now += 1_000;
  const command = { id: `c-${++sent}`, type, payload, ...(seen === undefined ? {} : { expectedRevision: seen }) };
  const copy = JSON.stringify(stage.show);
  const first = stage.judge(type, payload, { by, id: command.id, ...(seen === undefined ? {} : { expectedRevision: seen }) });
  expect(JSON.stringify(stage.show)).toBe(copy);
  if (first.ok) {
    commit(stage, first.events);
    return 'ok';
  }
  const request = type === 'listing.price' ? approvalRequest(command, first.rejection, { now: stage.now, by }) : undefined;
  if (request) commit(stage, [request]);
  return first.rejection.code;
}

function agree(model: Model, stage: Stage): void {
  const { show } = stage;
  expect(show.revision).toBe(model.revision);
  expect([show.status, show.frozen, show.host]).toEqual([model.status, model.frozen, model.host]);
  expect(show.onAir?.listingId ?? null).toBe(model.onAir);
  if (model.onAir) expect(show.onAir?.since).toBe(model.onAirAt);
  expect(show.pinned).toEqual(model.pinned);
  expect(show.pinned.length).toBeLessThanOrEqual(3);
  expect(show.listings.map(({ id }) => id)).toEqual(model.order);
  expect(new Set(show.listings.map(({ number }) => number)).size).toBe(show.listings.length);
  for (const { id, number, title, price, shelved, takes } of show.listings) {
    const expected = model.listing(id);
    expect({ number, title, price, shelved, takes }).toEqual({ number: expected.number, title: expected.title, price: expected.price, shelved: expected.shelved, takes: model.takes.get(id) ?? 0 });
  }
}

function agreeOnDeals({ deals: book }: Model, { show, now }: Stage): void {
  expect(show.deals.map((deal) => [deal.listingId, deal.price, deal.quantity, deal.seconds, deal.startsAt ?? null, deal.endsAt ?? null, dealPhase(deal, now)])).toEqual(
    book.rows.map((deal) => [deal.listing, deal.price, deal.quantity, deal.seconds, deal.startsAt, deal.endsAt, book.phase(deal, now)]),
  );
  const open = show.deals.filter((deal) => isOpen(deal, now)).map(({ listingId }) => listingId);
  expect(new Set(open).size, 'at most one open deal a listing').toBe(open.length);
  expect(open.length === 0 || !show.frozen, 'nothing open while stopped').toBe(true);
  for (const deal of show.deals.filter((each) => isOpen(each, now) || !isStarted(each))) {
    const floor = show.listings.find(({ id }) => id === deal.listingId)?.floorPrice ?? 0;
    expect(afterCoupon(deal.price, deal.listingId, show.coupons, now).price, 'no deal below its floor').toBeGreaterThanOrEqual(floor);
  }
  expect(show.coupons.map(({ amount }) => amount)).toEqual(book.coupons.slice(-50).map(({ amount }) => amount));
}

class Step implements fc.Command<Model, Stage> {
  constructor(
    readonly name: string,
    private readonly act: (model: Model, stage: Stage) => { expected: 'ok' | ProblemCode; got: 'ok' | ProblemCode },
  ) {}
  check = (): boolean => true;
  run(model: Model, stage: Stage): void {
    const { expected, got } = this.act(model, stage);
    expect(got, this.name).toBe(expected);
    agree(model, stage);
    agreeOnDeals(model, stage);
  }
  toString = (): string => this.name;
}

const pick = (model: Model, n: number): string => model.order[n % model.order.length] ?? '';
const place = fc.nat({ max: 9 });
const actor = fc.constantFrom(WANG, LI);
let added = 0;

/** Once each in the mix: more of these and hardly anything else could happen. */
const states = [
  fc.constant(new Step('start', (m, s) => ({ got: send(s, 'show.start', {}), expected: m.go(['planned'], 'live', true) }))),
  fc.constant(new Step('pause', (m, s) => ({ got: send(s, 'show.pause', { reason: 'x' }), expected: m.go(['live'], 'paused', false) }))),
  fc.constant(new Step('resume', (m, s) => ({ got: send(s, 'show.resume', {}), expected: m.go(['paused'], 'live', true) }))),
  fc.constant(new Step('end', (m, s) => ({ got: send(s, 'show.end', {}), expected: m.go(['live', 'paused'], 'ended', false) }))),
  fc.constant(new Step('stop', (m, s) => ({ got: send(s, 'show.freeze', {}), expected: m.freeze(true) }))),
  fc.constant(new Step('lift', (m, s) => ({ got: send(s, 'show.unfreeze', {}), expected: m.freeze(false) }))),
];

const steps = [
  fc.constant(new Step('cue', (m, s) => ({ got: send(s, 'cue.send', { text: '好' }), expected: m.say() }))),
  fc.constant(new Step('add', (m, s) => {
    const id = `A${++added}`;
    const number = Math.max(...[...m.listings.values()].map((each) => each.number)) + 7;
    return {
      got: send(s, 'listing.add', { listings: [{ id, number, title: id, price: 100, floorPrice: 50, sku: id, stock: 1 }] }),
      expected: m.add(id, { number, title: id, price: 100, floor: 50, shelved: false }),
    };
  })),
  fc.tuple(place, fc.constantFrom(10, 60, 100, 120), fc.option(fc.nat({ max: 6 })), actor).map(([n, price, ago, by]) => new Step(`price ${n} ${price} ${ago}`, (m, s) => {
    const id = pick(m, n);
    const seen = ago === null ? undefined : Math.max(1, m.revision - ago);
    return { got: send(s, 'listing.price', { listingId: id, price }, by, seen), expected: m.price(id, price, seen, `c-${sent}`, by.id) };
  })),
  actor.map((by) => new Step(`grant by ${by.name}`, (m, s) => ({ got: send(s, 'approval.grant', { commandId: m.held.at(-1)?.id ?? 'none' }, by), expected: m.grant(by.id) }))),
  fc.tuple(place, fc.constantFrom('甲', '乙')).map(([n, title]) => new Step(`title ${n} ${title}`, (m, s) => {
    const id = pick(m, n);
    return { got: send(s, 'listing.edit', { listingId: id, title }), expected: m.title(id, title) };
  })),
  fc.tuple(place, place).map(([n, index]) => new Step(`move ${n} to ${index}`, (m, s) => {
    const id = pick(m, n);
    return { got: send(s, 'listing.reorder', { listingId: id, index }), expected: m.move(id, index) };
  })),
  ...(['pin', 'unpin', 'shelve', 'unshelve'] as const).map((verb) => place.map((n) => new Step(`${verb} ${n}`, (m, s) => {
    const id = pick(m, n);
    return { got: send(s, `listing.${verb}`, { listingId: id }), expected: m[verb](id) };
  }))),
  fc.constantFrom('小雨', '阿文').map((host) => new Step(`host ${host}`, (m, s) => ({ got: send(s, 'host.change', { host }), expected: m.changeHost(host) }))),
];

const aPlan = fc.record({ n: fc.nat({ max: 2 }), price: fc.constantFrom(40, 60, 80, 100), seconds: fc.constantFrom(30, 40), countdown: fc.constantFrom(0, 5) });
const planned = (m: Model, { n, ...plan }: { n: number } & Omit<Plan, 'listing' | 'quantity'>): Plan => ({ ...plan, listing: pick(m, n), quantity: 9 });
const payload = ({ listing, price, quantity, seconds, countdown }: Plan) => ({ listingId: listing, price, quantity, perBuyer: 2, seconds, countdownSeconds: countdown });
const idAt = (s: Stage, k: number): string => s.show.deals[k % Math.max(1, s.show.deals.length)]?.dealId ?? 'none';
const rowAt = (m: Model, k: number) => m.deals.rows[k % Math.max(1, m.deals.rows.length)];

const selling = [
  fc.tuple(aPlan, fc.option(place, { freq: 2 })).map(([wanted, k]) => new Step(`plan ${JSON.stringify(wanted)} ${k}`, (m, s) => {
    const plan = planned(m, wanted);
    const old = k === null ? undefined : (rowAt(m, k) ?? null);
    return { got: send(s, 'deal.plan', { ...payload(plan), ...(k === null ? {} : { dealId: idAt(s, k) }) }), expected: m.plan(plan, old) };
  })),
  place.map((k) => new Step(`start ${k}`, (m, s) => ({ got: send(s, 'deal.start', { dealId: idAt(s, k) }), expected: m.start(rowAt(m, k)) }))),
  aPlan.map((wanted) => new Step(`start ${JSON.stringify(wanted)}`, (m, s) => {
    const plan = planned(m, wanted);
    return { got: send(s, 'deal.start', payload(plan)), expected: m.start(m.deals.fresh(plan)) };
  })),
  fc.tuple(place, fc.constantFrom(1, 20), fc.constantFrom(0, 5)).map(([k, seconds, quantity]) => new Step(`extend ${k} ${seconds} ${quantity}`, (m, s) => {
    const row = rowAt(m, k);
    return { got: send(s, 'deal.extend', { dealId: idAt(s, k), seconds, ...(quantity ? { quantity } : {}) }), expected: m.extend(row, seconds, quantity) };
  })),
  place.map((k) => new Step(`stop ${k}`, (m, s) => {
    const row = rowAt(m, k);
    return { got: send(s, 'deal.stop', { dealId: idAt(s, k) }), expected: m.stopDeal(row) };
  })),
  fc.tuple(fc.constantFrom(10, 20, 45), fc.constantFrom(null, 20)).map(([amount, seconds]) => new Step(`coupon ${amount} ${seconds}`, (m, s) =>
    ({ got: send(s, 'coupon.record', { title: 'x', amount, ...(seconds === null ? {} : { seconds }) }), expected: m.coupon(amount, seconds) }))),
  fc.nat({ max: 1 }).map((n) => new Step(`adjust ${n}`, (m, s) => ({ got: send(s, 'stock.adjust', { sku: `L${n + 1}`, delta: -1, reason: 'x' }), expected: m.adjust(`L${n + 1}`) }))),
  fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 6 })).map(([n, ago]) => new Step(`count ${n} ${ago}`, (m, s) => {
    const seen = Math.max(1, m.revision - ago);
    return { got: send(s, 'stock.count', { sku: `L${n + 1}`, onHand: 3 }, WANG, seen), expected: m.countStock(`L${n + 1}`, seen) };
  })),
  fc.constantFrom(5, 30).map((seconds) => new Step(`wait ${seconds}`, (_m, s) => {
    s.now += seconds * 1_000;
    return { got: 'ok', expected: 'ok' };
  })),
];

/** What undoes and is undone most: as often as everything else together. */
const often = [
  fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 0, max: 4 }).map((n) => n > 0)).map(([n, honest]) => new Step(`take ${n} ${honest}`, (m, s) => {
    const id = pick(m, n);
    const believed = honest ? m.onAir : pick(m, n + 1);
    return { got: send(s, 'listing.take', { listingId: id, seenOnAir: believed }), expected: m.take(id, believed, s.now) };
  })),
  fc.nat({ max: 4 }).map((ago) => new Step(`undo ${ago} ago`, (m, s) => {
    const revision = Math.max(1, m.revision - ago);
    return { got: send(s, 'undo', { revision }), expected: m.undo(revision, s.now) };
  })),
];

function fresh(): { model: Model; real: Stage } {
  const listings = new Map<string, ModelListing>();
  for (let i = 1; i <= 5; i++) listings.set(`L${i}`, { number: i, title: `货 ${i}`, price: 100, floor: 50, shelved: false });
  const real = new Stage({ segments: [], listings: [...listings].map(([id, { title, price, floor }]) => ({ id, title, price, floorPrice: floor, sku: id, stock: 9 })) });
  return { model: new Model(listings, () => real.now), real };
}

it('a show does what a simple model of it does, over 600 sequences', () => {
  const seen = { ok: 0, commits: 0 };
  const sequence = fc.commands([...states, ...steps, ...steps, ...selling, ...selling, ...Array.from({ length: 8 }, () => often).flat()], { maxCommands: 40, size: 'max' });
  fc.assert(
    fc.property(sequence, fc.nat({ max: 9 }), (commands, chance) => {
      const { model, real } = fresh();
      // Mostly a show on air: before the start little can happen.
      if (chance > 0) expect(send(real, 'show.start', {})).toBe(model.go(['planned'], 'live', true));
      fc.modelRun(() => ({ model, real }), commands);
      seen.commits += real.commits.length;
      seen.ok += 1;
      // What the journal holds, read back as text, makes the very same document.
      const journal = real.commits.map((events) => JSON.parse(JSON.stringify(events)) as ShowEvent[]);
      const replayed = journal.reduce<Show | null>((show, events) => applyCommit(show, events), null);
      expect(replayed).toEqual(JSON.parse(JSON.stringify(real.show)));
    }),
    { numRuns: 600 },
  );
  expect(seen.ok).toBeGreaterThanOrEqual(500);
  expect(seen.commits / seen.ok).toBeGreaterThan(5);
}, 120_000);
