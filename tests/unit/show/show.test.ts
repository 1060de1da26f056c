import { describe, expect, it } from 'vitest';
import { T0, Stage, live } from './make.ts';
import { parseCommand } from '../../../shared/show/parse.ts';
import { decide, expired } from '../../../shared/show/decide.ts';
import { checklist } from '../../../shared/show/checklist.ts';

describe('a show', () => {
  it('goes from planned to live to ended, and back from a pause', () => {
    const stage = new Stage();
    expect(stage.show).toMatchObject({ status: 'planned', revision: 1 });
    stage.do('show.start', {});
    expect(stage.show).toMatchObject({ status: 'live', startedAt: T0 + 1_000, shifts: [{ host: '小雨', from: T0 + 1_000 }] });
    stage.do('show.pause', { reason: '断流' });
    stage.do('show.resume', {});
    expect(stage.show.pauses).toEqual([{ from: T0 + 2_000, to: T0 + 3_000, reason: '断流' }]);
    stage.do('show.end', {});
    expect(stage.show).toMatchObject({ status: 'ended', endedAt: T0 + 4_000, revision: 5 });
  });

  it('refuses what its state does not allow, and says which state it is in', () => {
    const stage = new Stage();
    expect(stage.refused('show.end', {})).toMatchObject({ code: 'WRONG_STATE', params: { state: 'planned' } });
    expect(stage.refused('listing.take', { listingId: 'L1', seenOnAir: null })).toMatchObject({ code: 'WRONG_STATE' });
    stage.do('show.start', {});
    expect(stage.refused('show.start', {})).toMatchObject({ code: 'WRONG_STATE', params: { state: 'live' } });
    stage.do('show.end', {});
    expect(stage.refused('listing.price', { listingId: 'L1', price: 9_000 })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'ended' } });
  });

  it('takes everything off the air at its end', () => {
    const stage = live();
    stage.do('segment.start', { segmentId: 'seg-1' });
    stage.do('show.end', {});
    expect(stage.show.onAir).toBeUndefined();
    expect(stage.show.segmentId).toBeUndefined();
    expect(stage.show.segments[0]?.endedAt).toBe(stage.now);
  });

  it('asks for a reason to start with a red item, and logs both', () => {
    const stage = new Stage();
    const facts = { feeds: { alive: 0, total: 1 }, tablets: 1, overlays: 1 };
    const refusal = stage.refused('show.start', {}, { facts });
    expect(refusal).toMatchObject({ code: 'WRONG_STATE', params: { state: 'red', red: 'feeds,prices,backup' } });
    const [started] = stage.do('show.start', { reason: '平台还没推流' }, { facts });
    expect(started).toMatchObject({ type: 'show.started', reason: '平台还没推流', red: ['feeds', 'prices', 'backup'] });
  });

  it('has a checklist that its facts and its people turn green', () => {
    const stage = new Stage();
    const facts = { feeds: { alive: 1, total: 1 }, tablets: 1, overlays: 1, available: (sku: string) => (sku === 'MS' ? 0 : 5) };
    stage.do('show.edit', { ownChecks: [{ id: 'own-1', label: '灯光' }], checks: { prices: true } });
    const state = Object.fromEntries(checklist(stage.show, facts).map(({ id, green }) => [id, green]));
    expect(state).toEqual({ feeds: true, stock: false, tablet: true, overlay: true, words: true, prices: true, backup: false, 'own-1': false });
  });

  it('hands over from host to host with a note; before the start only the name changes', () => {
    const stage = new Stage();
    stage.do('host.change', { host: '阿文' });
    expect(stage.show.shifts).toEqual([]);
    stage.do('show.start', {});
    const [event] = stage.do('host.change', { host: '小雨', note: '#3 还没讲' });
    expect(event).toMatchObject({ type: 'host.changed', before: '阿文', after: '小雨', note: '#3 还没讲' });
    expect(stage.show.shifts.map(({ host }) => host)).toEqual(['阿文', '小雨']);
    expect(stage.refused('host.change', { host: '小雨' })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'unchanged' } });
  });

  it('is edited field by field, null removing what may be absent', () => {
    const stage = new Stage({ gmvTarget: 1_000_000 });
    const [event] = stage.do('show.edit', { title: ' 双11 收官 ', gmvTarget: null, startsAt: '2027-01-15T16:00:00+08:00' });
    expect(event).toMatchObject({ before: { title: '双11 美妆专场', gmvTarget: 1_000_000, startsAt: null }, after: { title: '双11 收官', gmvTarget: null } });
    expect(stage.show.gmvTarget).toBeUndefined();
    expect(stage.show.startsAt).toBe(Date.UTC(2027, 0, 15, 8));
    expect(stage.refused('show.edit', { startsAt: '2027-01-15T16:00:00' })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/startsAt' }] });
    stage.do('show.start', {});
    expect(stage.refused('show.edit', { host: '阿文' })).toMatchObject({ code: 'WRONG_STATE' });
    expect(stage.refused('show.edit', { salesChannel: 'platform' })).toMatchObject({ code: 'WRONG_STATE' });
  });
});

describe('STOP', () => {
  it('refuses what sells or changes what is on air, and nothing else', () => {
    const stage = live();
    stage.do('show.freeze', {});
    expect(stage.refused('listing.take', { listingId: 'L2', seenOnAir: 'L1' }).code).toBe('FROZEN');
    expect(stage.refused('listing.pin', { listingId: 'L2' }).code).toBe('FROZEN');
    expect(stage.refused('listing.explain', { listingId: 'L1' }).code).toBe('FROZEN');
    stage.do('listing.price', { listingId: 'L1', price: 9_900 });
    stage.do('cue.send', { text: '先停一下' });
    stage.do('show.unfreeze', {});
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
  });

  it('never answers with a refusal while the show is on, whatever its sender saw', () => {
    const stage = live();
    stage.do('show.freeze', {}, { expectedRevision: 0 });
    stage.do('show.freeze', {}, { expectedRevision: 0 });
    expect(stage.show.frozen).toBe(true);
    stage.do('show.end', {});
  });
});

describe('a command', () => {
  it('of an unknown type is refused by name', () => {
    const parsed = parseCommand({ id: 'c1', type: 'show.explode', payload: {} });
    expect(parsed).toMatchObject({ ok: false, rejection: { code: 'INVALID', errors: [{ path: '/type', message: 'there is no command show.explode' }] } });
  });

  it('with bad places in its payload is refused naming each', () => {
    const stage = new Stage();
    const decided = decide(stage.show, { id: 'c1', type: 'listing.price', payload: { price: -1 } }, { now: T0, by: { id: 'a', name: 'a', role: 'admin' }, newId: () => 'x' });
    expect(decided).toMatchObject({ ok: false, rejection: { code: 'INVALID' } });
    const paths = decided.ok ? [] : (decided.rejection.errors?.map(({ path }) => path) ?? []);
    expect(paths).toEqual(expect.arrayContaining(['/payload/listingId', '/payload/price']));
  });

  it('expires at the moment its sender named, not before', () => {
    expect(expired({ expiresAt: T0 }, T0)).toBeUndefined();
    expect(expired({}, T0)).toBeUndefined();
    expect(expired({ expiresAt: T0 }, T0 + 1)).toMatchObject({ code: 'EXPIRED' });
  });
});
