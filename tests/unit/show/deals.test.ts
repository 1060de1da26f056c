import { describe, expect, it } from 'vitest';
import { rehearse } from '../../../shared/show/create.ts';
import { armedDeal, dealPhase, dealsOf, isOpen, openDeal, startingDeal } from '../../../shared/show/deals.ts';
import { applyCommit } from '../../../shared/show/evolve.ts';
import { LIMITS } from '../../../shared/show/limits.ts';
import { LI, Stage, T0, WANG, live } from './make.ts';

const DEAL = { listingId: 'L1', price: 6_900, quantity: 100, perBuyer: 2, seconds: 300 };
const FULL = { ...DEAL, countdownSeconds: 0, holdSeconds: 300 };
const last = (stage: Stage) => stage.show.deals.at(-1)!;

describe('a deal', () => {
  it('is planned, planned anew, armed by the take and started by its id', () => {
    const stage = live();
    const [event] = stage.do('deal.plan', { ...DEAL, listingId: 'L2', price: 14_900 });
    const { dealId } = last(stage);
    expect(event).toMatchObject({ type: 'deal.planned', before: null, deal: { ...FULL, dealId, listingId: 'L2', price: 14_900 } });
    stage.do('deal.plan', { ...DEAL, dealId, listingId: 'L2', price: 13_900, countdownSeconds: 10 });
    expect(stage.show.deals).toHaveLength(1);
    expect(armedDeal(stage.show)).toBeUndefined();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    expect(armedDeal(stage.show)).toMatchObject({ dealId, price: 13_900, changed: [5, '小王', 'deal.planned'] });
    const [started] = stage.do('deal.start', { dealId });
    expect(started).toMatchObject({ type: 'deal.started', deal: { dealId, startsAt: stage.now + 10_000, endsAt: stage.now + 310_000 }, before: { dealId, price: 13_900 } });
    expect(JSON.stringify(started)).not.toContain('changed');
    expect(armedDeal(stage.show)).toBeUndefined();
    expect(dealsOf(stage.show, 'L2')).toHaveLength(1);
  });

  it('counts down, runs, and is over by the clock alone', () => {
    const stage = live();
    stage.do('deal.start', { ...DEAL, countdownSeconds: 60 });
    const deal = last(stage);
    const at = (ms: number, taken?: number) => dealPhase(deal, stage.now + ms, taken);
    expect([at(0), at(59_999), at(60_000), at(60_000, 100), at(359_999), at(360_000)]).toEqual(['countdown', 'countdown', 'running', 'soldOut', 'running', 'ended']);
    expect([isOpen(deal, stage.now), isOpen(deal, stage.now + 359_999), isOpen(deal, stage.now + 360_000)]).toEqual([true, true, false]);
    stage.now += 360_000;
    expect(openDeal(stage.show, 'L1', stage.now)).toBeUndefined();
    expect(stage.refused('deal.extend', { dealId: deal.dealId, seconds: 60 })).toMatchObject({ code: 'DEAL_NOT_RUNNING', params: { state: 'ended' } });
    expect(stage.refused('deal.stop', { dealId: deal.dealId }).code).toBe('DEAL_NOT_RUNNING');
  });

  it('is the only open one of its listing, beside others on other listings', () => {
    const stage = live();
    stage.do('deal.start', DEAL);
    const { dealId, endsAt } = last(stage);
    expect(stage.refused('deal.start', DEAL)).toMatchObject({ code: 'WRONG_STATE', params: { state: 'dealOpen', listing: '#1 洁面', dealId, endsAt } });
    stage.do('deal.start', { ...DEAL, listingId: 'L2', price: 12_900 });
    stage.now += 300_000;
    stage.do('deal.start', DEAL);
    expect(stage.show.deals.map((deal) => isOpen(deal, stage.now))).toEqual([false, false, true]);
  });

  it('is extended in time and in units, within a day', () => {
    const stage = live();
    stage.do('deal.start', DEAL);
    const before = last(stage);
    const { dealId } = before;
    expect(stage.do('deal.extend', { dealId, seconds: 60, quantity: 50 })).toMatchObject([{ type: 'deal.extended', before: { seconds: 300 }, after: { seconds: 360, quantity: 150, startsAt: before.startsAt, endsAt: before.endsAt! + 60_000 } }]);
    expect(stage.refused('deal.extend', { dealId, seconds: 86_400 - 359 })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/seconds' }] });
    stage.do('deal.extend', { dealId, seconds: 86_400 - 360 });
    expect(stage.refused('deal.extend', { dealId, quantity: 1_000_000 }).errors).toMatchObject([{ path: '/payload/quantity' }]);
    expect(stage.refused('deal.extend', { dealId }).code).toBe('INVALID');
  });

  it('is stopped at the moment it is stopped, a countdown included, and stays so', () => {
    const stage = live();
    stage.do('deal.start', { ...DEAL, countdownSeconds: 60 });
    const { dealId } = last(stage);
    stage.do('deal.stop', { dealId });
    expect(last(stage)).toMatchObject({ startsAt: stage.now, endsAt: stage.now, stoppedAt: stage.now });
    expect(dealPhase(last(stage), stage.now)).toBe('stopped');
    for (const type of ['deal.stop', 'deal.extend'] as const) expect(stage.refused(type, { dealId, seconds: 60 })).toMatchObject({ code: 'DEAL_NOT_RUNNING', params: { state: 'stopped' } });
    expect(stage.refused('deal.start', { dealId }).code).toBe('WRONG_STATE');
    expect(stage.refused('deal.plan', { ...DEAL, dealId }).code).toBe('WRONG_STATE');
  });

  it('that is a plan is dropped by a stop', () => {
    const stage = new Stage();
    stage.do('deal.plan', DEAL);
    const { dealId } = last(stage);
    expect(stage.refused('deal.start', { dealId }).code).toBe('WRONG_STATE');
    stage.do('deal.stop', { dealId });
    expect(stage.show.deals).toEqual([]);
    expect(stage.refused('deal.stop', { dealId }).code).toBe('NOT_FOUND');
  });

  it('is refused where it makes no sense, naming the place', () => {
    const stage = live();
    const bad = (over: object) => stage.refused('deal.start', { ...DEAL, ...over }).errors?.map(({ path }) => path);
    expect([bad({ quantity: 0 }), bad({ quantity: 1.5 }), bad({ perBuyer: 0 }), bad({ seconds: 29 }), bad({ seconds: 86_401 }), bad({ countdownSeconds: 301 }), bad({ holdSeconds: 9 }), bad({ price: -1 }), bad({ dealId: 'x' })]).toEqual([
      ['/payload/quantity'], ['/payload/quantity'], ['/payload/perBuyer'], ['/payload/seconds'], ['/payload/seconds'], ['/payload/countdownSeconds'], ['/payload/holdSeconds'], ['/payload/price'], ['/payload/dealId'],
    ]);
    expect(stage.refused('deal.start', { listingId: 'L1', price: 6_900 }).errors?.map(({ path }) => path)).toEqual(['/payload/quantity', '/payload/perBuyer', '/payload/seconds']);
    for (const dealId of ['none', '__proto__']) expect(stage.refused('deal.start', { dealId }).code).toBe('NOT_FOUND');
    expect(stage.refused('deal.plan', { ...DEAL, listingId: 'none' }).code).toBe('NOT_FOUND');
    stage.do('listing.shelve', { listingId: 'L3' });
    expect(stage.refused('deal.start', { ...DEAL, listingId: 'L3' })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'offShelf' } });
  });

  it(`is one of ${LIMITS.deals} at most`, () => {
    const stage = live();
    for (let i = 0; i < LIMITS.deals; i++) stage.do('deal.plan', DEAL);
    for (const type of ['deal.plan', 'deal.start'] as const) expect(stage.refused(type, DEAL)).toMatchObject({ code: 'LIMIT_REACHED', params: { limit: LIMITS.deals } });
    const { dealId } = last(stage);
    stage.do('deal.start', { dealId });
    expect(stage.show.deals).toHaveLength(LIMITS.deals);
  });

  it('is refused to who looked at an older plan, while a stop goes through', () => {
    const stage = live();
    stage.do('deal.plan', DEAL);
    const { dealId } = last(stage);
    const seen = stage.show.revision;
    stage.do('deal.plan', { ...DEAL, dealId, price: 6_500 }, { by: LI });
    expect(stage.refused('deal.start', { dealId }, { expectedRevision: seen })).toMatchObject({ code: 'STALE_REVISION', params: { by: '小李', what: 'deal.planned' } });
    stage.do('deal.start', { dealId }, { expectedRevision: stage.show.revision });
    stage.do('deal.stop', { dealId }, { expectedRevision: seen });
  });
});

describe('STOP and the end', () => {
  it.each(['show.freeze', 'show.end'] as const)('%s stops every open deal and leaves plans', (type) => {
    const stage = live();
    stage.do('deal.plan', { ...DEAL, listingId: 'L3' });
    stage.do('deal.start', DEAL);
    stage.do('deal.start', { ...DEAL, listingId: 'L2', price: 12_900, countdownSeconds: 300 });
    expect(stage.do(type, {}).map((event) => event.type)).toEqual([type === 'show.end' ? 'show.ended' : 'show.frozen', 'deal.stopped', 'deal.stopped']);
    expect(stage.show.deals.map((deal) => dealPhase(deal, stage.now))).toEqual(['planned', 'stopped', 'stopped']);
    if (type === 'show.freeze') expect(stage.do('show.freeze', {})).toHaveLength(1);
  });

  it('nothing starts while stopped, and a plan can be dropped', () => {
    const stage = live();
    stage.do('show.freeze', {});
    stage.do('deal.plan', DEAL);
    expect(stage.refused('deal.start', DEAL).code).toBe('FROZEN');
    stage.do('deal.stop', { dealId: last(stage).dealId });
  });
});

describe('undo', () => {
  it('drops a plan, or brings back the one before', () => {
    const stage = live();
    stage.do('deal.plan', DEAL);
    const planned = stage.show.revision;
    const { dealId } = last(stage);
    stage.do('deal.plan', { ...DEAL, dealId, price: 6_500 });
    expect(stage.refused('undo', { revision: planned }).code).toBe('STALE_REVISION');
    stage.do('undo', { revision: stage.show.revision });
    expect(last(stage).price).toBe(6_900);
    stage.do('undo', { revision: planned });
    expect(stage.show.deals).toEqual([]);
  });

  it('takes back an extension while the deal runs and its earlier end is ahead', () => {
    const stage = live();
    stage.do('deal.start', DEAL);
    const { dealId, endsAt = 0 } = last(stage);
    stage.do('deal.extend', { dealId, seconds: 60, quantity: 5 });
    const revision = stage.show.revision;
    stage.do('undo', { revision });
    expect(last(stage)).toMatchObject({ endsAt, seconds: 300, quantity: 100 });
    expect(stage.refused('undo', { revision }).code).toBe('STALE_REVISION');
    stage.do('deal.extend', { dealId, seconds: 60 });
    stage.now = endsAt;
    expect(stage.refused('undo', { revision: stage.show.revision })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'dealOver' } });
    stage.now += 60_000;
    expect(stage.refused('undo', { revision: stage.show.revision }).code).toBe('DEAL_NOT_RUNNING');
  });

  it('says what to do instead where there is no way back', () => {
    const stage = live();
    const told = () => stage.refused('undo', { revision: stage.show.revision });
    stage.do('deal.start', DEAL);
    expect(told()).toMatchObject({ code: 'WRONG_STATE', params: { what: 'deal.started' }, detail: expect.stringContaining('stop the deal') as string });
    stage.do('deal.stop', { dealId: last(stage).dealId });
    expect(told().detail).toContain('start another');
  });
});

describe('in a platform show', () => {
  const onPlatform = () => live({ salesChannel: 'platform' });

  it('a start waits, counts as the open one, and its clock starts when it is confirmed', () => {
    const stage = onPlatform();
    stage.do('deal.plan', DEAL);
    const { dealId } = last(stage);
    stage.do('deal.start', { dealId }, { id: 'c-1' });
    expect(stage.show.pending).toMatchObject([{ kind: 'deal', what: 'start', commandId: 'c-1', listingId: 'L1', deal: { dealId }, from: { dealId } }]);
    expect([startingDeal(stage.show, 'L1')?.dealId, openDeal(stage.show, 'L1', stage.now), armedDeal(stage.show)]).toEqual([dealId, undefined, undefined]);
    for (const payload of [{ dealId }, DEAL]) expect(stage.refused('deal.start', payload)).toMatchObject({ code: 'WRONG_STATE', params: { state: 'dealPending' } });
    expect(stage.refused('deal.plan', { ...DEAL, dealId, price: 6_500 }).code).toBe('WRONG_STATE');
    stage.now += 60_000;
    const confirmed = stage.do('platform.confirm', { commandId: 'c-1' });
    expect(confirmed).toMatchObject([{ type: 'platform.confirmed' }, { type: 'deal.started', before: { dealId }, deal: { startsAt: stage.now, endsAt: stage.now + 300_000 } }]);
    expect(openDeal(stage.show, 'L1', stage.now)?.dealId).toBe(dealId);
  });

  it('a start is withdrawn by a stop, and the plan stays; a whole one leaves nothing', () => {
    const stage = onPlatform();
    stage.do('deal.plan', DEAL);
    stage.do('deal.start', { dealId: last(stage).dealId });
    stage.do('deal.stop', { dealId: last(stage).dealId });
    expect([stage.show.pending, stage.show.deals.length]).toEqual([[], 1]);
    stage.do('deal.start', { ...DEAL, listingId: 'L2', price: 12_900 }, { id: 'c-1' });
    const step = stage.show.pending[0];
    stage.do('deal.stop', { dealId: step?.kind === 'deal' ? step.deal.dealId : '' });
    expect([stage.show.pending, stage.show.deals.length]).toEqual([[], 1]);
    expect(stage.refused('platform.confirm', { commandId: 'c-1' }).code).toBe('NOT_FOUND');
  });

  it('a start is not confirmed into what has become impossible', () => {
    const stage = onPlatform();
    stage.do('deal.start', DEAL, { id: 'c-1' });
    stage.do('listing.shelve', { listingId: 'L1' }, { id: 'c-2' });
    stage.do('platform.confirm', { commandId: 'c-2' });
    expect(stage.refused('platform.confirm', { commandId: 'c-1' })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'offShelf' } });
  });

  it('extensions add up, and a stop replaces them', () => {
    const stage = onPlatform();
    stage.do('deal.start', DEAL, { id: 'c-1' });
    stage.do('platform.confirm', { commandId: 'c-1' });
    const { dealId, endsAt = 0 } = last(stage);
    stage.do('deal.extend', { dealId, seconds: 60 }, { id: 'c-2' });
    stage.do('deal.extend', { dealId, seconds: 30, quantity: 5 }, { id: 'c-3' });
    expect(stage.show.pending).toMatchObject([{ commandId: 'c-3', what: 'extend', deal: { seconds: 390, quantity: 105 }, from: { seconds: 300 } }]);
    expect(last(stage).endsAt).toBe(endsAt);
    // The news of it comes after the old end: the deal goes on.
    stage.now = endsAt + 5_000;
    stage.do('platform.confirm', { commandId: 'c-3' });
    expect(last(stage)).toMatchObject({ endsAt: endsAt + 90_000, quantity: 105 });
    stage.do('deal.extend', { dealId, seconds: 30 }, { id: 'c-4' });
    stage.do('deal.stop', { dealId }, { id: 'c-5' });
    expect(stage.show.pending.map(({ commandId }) => commandId)).toEqual(['c-5']);
    expect(stage.refused('deal.extend', { dealId, seconds: 30 }).params).toMatchObject({ state: 'stopping' });
    expect(stage.refused('deal.stop', { dealId }).code).toBe('WRONG_STATE');
    stage.do('platform.confirm', { commandId: 'c-5' });
    expect(last(stage)).toMatchObject({ stoppedAt: stage.now, endsAt: stage.now });
  });

  it('STOP asks for every stop once, and takes back what has not begun', () => {
    const stage = onPlatform();
    stage.do('deal.start', DEAL, { id: 'c-1' });
    stage.do('platform.confirm', { commandId: 'c-1' });
    stage.do('deal.start', { ...DEAL, listingId: 'L2', price: 12_900 }, { id: 'c-2' });
    stage.do('show.freeze', {}, { id: 'c-3' });
    expect(stage.show.pending).toMatchObject([{ kind: 'deal', what: 'stop', commandId: 'c-3' }]);
    expect(isOpen(last(stage), stage.now)).toBe(true);
    expect(stage.do('show.freeze', {})).toHaveLength(1);
    stage.do('platform.confirm', { commandId: 'c-3' });
    expect(stage.show.deals.map((deal) => isOpen(deal, stage.now))).toEqual([false]);
  });

  it('a start that comes back by an undo is not confirmed while stopped', () => {
    const stage = onPlatform();
    stage.do('deal.start', DEAL, { id: 'c-1' });
    const step = stage.show.pending[0];
    stage.do('deal.stop', { dealId: step?.kind === 'deal' ? step.deal.dealId : '' });
    stage.do('show.freeze', {});
    stage.do('undo', { revision: stage.show.revision - 1 });
    expect(stage.refused('platform.confirm', { commandId: 'c-1' }).code).toBe('FROZEN');
    expect(stage.show.deals).toEqual([]);
  });

  it('an undo withdraws a stop that still waits, but not while the show is stopped', () => {
    const stage = onPlatform();
    stage.do('deal.start', DEAL, { id: 'c-1' });
    stage.do('platform.confirm', { commandId: 'c-1' });
    stage.do('deal.stop', { dealId: last(stage).dealId });
    const revision = stage.show.revision;
    stage.do('show.freeze', {});
    expect(stage.refused('undo', { revision }).code).toBe('FROZEN');
    stage.do('show.unfreeze', {});
    stage.do('undo', { revision });
    expect(stage.show.pending).toEqual([]);
  });
});

it('a rehearsal has the plans as plans, and nothing that ran', () => {
  const stage = live();
  stage.do('deal.start', DEAL);
  stage.do('deal.plan', { ...DEAL, listingId: 'L2', price: 12_900 });
  const made = rehearse(stage.show, 'r', { now: T0, by: WANG, newId: () => 'x' });
  expect(made.ok && applyCommit(null, made.events).deals).toEqual([{ ...FULL, listingId: 'L2', price: 12_900, dealId: last(stage).dealId }]);
});
