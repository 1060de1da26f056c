import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastDeed } from '../../../shared/seats/deed.ts';
import { LONGEST_PAST_MS } from '../../../shared/show/limits.ts';
import { T0, Stage } from './make.ts';

const HOUR = 3_600_000;
const times = { startedAt: T0 - 3 * HOUR, endedAt: T0 - HOUR };
/** What a show is, but for what was changed when and how. */
const without = ({ revision: _revision, changed: _changed, toldAt: _told, ...rest }: Stage['show']): object => rest;

describe('a show that took place before', () => {
  it('is the ended show that it would be had it been started and ended then', () => {
    const told = new Stage();
    told.do('show.tellPast', times);
    expect(told.show).toMatchObject({ status: 'ended', ...times, toldAt: told.now, revision: 2, shifts: [{ host: '小雨', from: times.startedAt }] });

    const live = new Stage();
    live.now = times.startedAt - 1_000;
    live.do('show.start', {});
    live.now = times.endedAt - 1_000;
    live.do('show.end', {});
    expect(without(told.show)).toEqual(without(live.show));
    expect(lastDeed(told.show)).toEqual(lastDeed(live.show));
  });

  it('is told of in Unix ms or ISO 8601 with an offset, once, and only while it is planned', () => {
    const stage = new Stage();
    stage.do('show.tellPast', { startedAt: '2027-01-15T08:00:00+08:00', endedAt: '2027-01-15T02:00:00Z' });
    expect(stage.show).toMatchObject({ startedAt: Date.UTC(2027, 0, 15), endedAt: Date.UTC(2027, 0, 15, 2) });
    expect(stage.refused('show.tellPast', times)).toMatchObject({ code: 'WRONG_STATE', params: { state: 'ended' } });
    const live = new Stage();
    live.do('show.start', {});
    expect(live.refused('show.tellPast', times)).toMatchObject({ code: 'WRONG_STATE', params: { state: 'live' } });
  });

  it('can be told of while stopped, and then sells nothing', () => {
    const stage = new Stage();
    stage.do('show.freeze', {});
    stage.do('show.tellPast', times);
    expect(stage.refused('listing.take', { listingId: 'L1', seenOnAir: null }).code).toBe('WRONG_STATE');
  });

  it('cannot have taken place in the future, backwards or for longer than a review can tell, and says which it was', () => {
    const at = fc.oneof(fc.integer({ min: T0 - 40 * 24 * HOUR, max: T0 + 2 * HOUR }), fc.constantFrom(T0, T0 + 1, T0 - 1, T0 - LONGEST_PAST_MS, T0 - LONGEST_PAST_MS - 1));
    fc.assert(
      fc.property(at, at, (startedAt, endedAt) => {
        const stage = new Stage();
        const decision = stage.judge('show.tellPast', { startedAt, endedAt });
        const why = endedAt > T0 ? 'future' : startedAt >= endedAt ? 'order' : endedAt - startedAt > LONGEST_PAST_MS ? 'length' : undefined;
        if (why === undefined) expect(decision).toMatchObject({ ok: true, events: [{ type: 'show.toldPast', startedAt, endedAt, at: T0 }] });
        else expect(decision).toMatchObject({ ok: false, rejection: { code: 'INVALID', params: { why }, errors: [{ path: why === 'order' ? '/payload/startedAt' : '/payload/endedAt' }] } });
      }),
    );
    for (const unread of ['2027-01-15T08:00:00', 'yesterday 20:00 or so']) {
      expect(new Stage().refused('show.tellPast', { startedAt: unread, endedAt: T0 })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/startedAt' }] });
    }
  });
});
