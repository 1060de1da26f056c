import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, Watch, stretch } from './make.ts';

describe('GMV behind its pace', () => {
  const KIND = 'pace.behind';
  /** A show whose plan wants ¥1,000 in its first ten minutes and nothing after, at the end of those. */
  const after10 = (gmv: number): Watch => {
    const watch = new Watch({ segments: [{ kind: 'push', title: '促单', minutes: 10, target: 100_000 }, { kind: 'closing', title: '结尾', minutes: 90 }] });
    const { startedAt = 0 } = watch.stage.show;
    return watch.see({ gmv: 100_000 }).pass(startedAt + 10 * MINUTE - watch.now).see({ gmv });
  };

  it('20 % behind for a minute is told, with what should stand', () => {
    const watch = after10(80_000).pass(60 * SECOND);
    expect(watch.look(KIND)).toEqual([]);
    watch.pass(SECOND);
    expect(watch.look(KIND)).toMatchObject([{ level: 'amber', params: { gmv: 80_000, expected: 100_000, behind: 20 }, action: { cue: 'push' } }]);
  });

  it('less than 20 % behind is not', () => {
    expect(after10(80_001).pass(5 * MINUTE).look(KIND)).toEqual([]);
  });

  it('is not judged in the first ten minutes, and not without a target', () => {
    expect(new Watch({ segments: [], plannedMinutes: 100, gmvTarget: 1_000_000 }).pass(9 * MINUTE).look(KIND)).toEqual([]);
    expect(new Watch({ segments: [], plannedMinutes: 100 }).pass(20 * MINUTE).look(KIND)).toEqual([]);
  });

  it('clears after a minute at three quarters of the mark, then rests ten minutes', () => {
    const watch = after10(50_000).pass(61 * SECOND);
    expect(watch.look(KIND)).toHaveLength(1);
    watch.see({ gmv: 85_000 }).pass(2 * MINUTE);
    expect(watch.look(KIND)).toHaveLength(1);
    watch.see({ gmv: 85_001 }).pass(60 * SECOND);
    expect(watch.look(KIND)).toHaveLength(1);
    expect(watch.pass(SECOND).look(KIND)).toEqual([]);
    watch.see({ gmv: 0 });
    expect(watch.pass(10 * MINUTE).look(KIND)).toEqual([]);
    expect(watch.pass(61 * SECOND).look(KIND)).toHaveLength(1);
  });
});

describe('the pay rate falling', () => {
  const KIND = 'payRate.falling';
  const rates = (paid: number, created = 100, before = stretch({ created: 100, paid: 80 })) =>
    new Watch().see({ last10: stretch({ created, paid }), before10: before }).pass(31 * SECOND);

  it('by a quarter of what it was is told', () => {
    expect(rates(60).look(KIND)).toMatchObject([{ level: 'amber', params: { rate: 60, before: 80, created: 100, orders: 60 }, action: { cue: 'pay' } }]);
    expect(rates(61).look(KIND)).toEqual([]);
  });

  it('must last 30 s', () => {
    const watch = new Watch().see({ last10: stretch({ created: 100, paid: 60 }), before10: stretch({ created: 100, paid: 80 }) });
    expect(watch.pass(30 * SECOND).look(KIND)).toEqual([]);
    expect(watch.pass(SECOND).look(KIND)).toHaveLength(1);
  });

  it('needs 20 orders in each ten minutes', () => {
    expect(rates(5, 19).look(KIND)).toEqual([]);
    expect(rates(5, 20).look(KIND)).toHaveLength(1);
    expect(rates(5, 20, stretch({ created: 19, paid: 19 })).look(KIND)).toEqual([]);
    expect(rates(0, 100, stretch({ created: 100, paid: 0 })).look(KIND)).toEqual([]);
  });

  it('clears after a minute at half the drop, and rests ten', () => {
    const watch = rates(60).see({ last10: stretch({ created: 100, paid: 70 }) }).pass(2 * MINUTE);
    expect(watch.look(KIND)).toHaveLength(1);
    watch.see({ last10: stretch({ created: 100, paid: 71 }) }).pass(61 * SECOND);
    expect(watch.look(KIND)).toEqual([]);
    watch.see({ last10: stretch({ created: 100, paid: 10 }) });
    expect(watch.pass(10 * MINUTE - SECOND).look(KIND)).toEqual([]);
    expect(watch.pass(32 * SECOND).look(KIND)).toHaveLength(1);
  });
});

describe('refunds rising', () => {
  const KIND = 'refunds.spiking';
  const refunds = (last: number, before: number) => new Watch().see({ last10: stretch({ refunds: last, refundAmount: 1_000 * last }), before10: stretch({ refunds: before }) });

  it('to five in ten minutes and twice the ten before is told', () => {
    expect(refunds(5, 0).look(KIND)).toMatchObject([{ level: 'amber', params: { refunds: 5, before: 0, amount: 5_000 } }]);
    expect(refunds(4, 0).look(KIND)).toEqual([]);
    expect(refunds(8, 4).look(KIND)).toHaveLength(1);
    expect(refunds(7, 4).look(KIND)).toEqual([]);
  });

  it('clears after a minute below three quarters of the mark, and rests ten', () => {
    const watch = refunds(8, 4);
    watch.look(KIND);
    watch.see({ last10: stretch({ refunds: 6 }) }).pass(2 * MINUTE);
    expect(watch.look(KIND)).toHaveLength(1);
    watch.see({ last10: stretch({ refunds: 5 }) }).pass(61 * SECOND);
    expect(watch.look(KIND)).toEqual([]);
    watch.see({ last10: stretch({ refunds: 50 }) });
    expect(watch.pass(10 * MINUTE - SECOND).look(KIND)).toEqual([]);
    expect(watch.pass(SECOND).look(KIND)).toHaveLength(1);
  });
});
