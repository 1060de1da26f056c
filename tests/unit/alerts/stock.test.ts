import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, Watch } from './make.ts';

describe('stock that runs out', () => {
  it('is told where it lasts less than ten minutes at the pace of the last five', () => {
    const watch = new Watch();
    watch.left['JM'] = 19;
    watch.soldLately['JM'] = 9;
    expect(watch.look('stock.cover')).toEqual([]);
    watch.soldLately['JM'] = 10;
    expect(watch.look('stock.cover')).toMatchObject([{ level: 'amber', listingId: 'L1', params: { number: 1, left: 19, sold: 10, cover: 9.5 * MINUTE } }]);
  });

  it('is nothing while nobody buys, nor of a listing not yet presented', () => {
    const watch = new Watch();
    Object.assign(watch.left, { JM: 1, MS: 1 });
    watch.soldLately['MS'] = 100;
    expect(watch.look('stock.cover')).toEqual([]);
  });

  it('is low below the safety stock, a tenth of the opening stock where none is named', () => {
    const watch = new Watch();
    watch.left['JM'] = 21;
    expect(watch.look('stock.low')).toEqual([]);
    watch.left['JM'] = 20;
    expect(watch.look('stock.low')).toMatchObject([{ level: 'amber', params: { left: 20, safety: 21 } }]);
  });

  it('is oversold, red, whatever is on air', () => {
    const watch = new Watch();
    watch.left['MS'] = -3;
    watch.left['ghost'] = -1;
    expect(watch.look('stock.oversold').map(({ level, params }) => [level, params['oversold']])).toEqual([['red', 3], ['red', 1]]);
  });
});

describe('a deal', () => {
  const started = (): { watch: Watch; dealId: string; endsAt: number } => {
    const watch = new Watch();
    watch.stage.do('deal.start', { listingId: 'L1', price: 6_900, quantity: 50, perBuyer: 2, seconds: 300, countdownSeconds: 10 });
    const { dealId = '', endsAt = 0 } = watch.stage.show.deals[0] ?? {};
    return { watch, dealId, endsAt };
  };

  it('is told half a minute before it ends, with a press that extends it', () => {
    const { watch, dealId, endsAt } = started();
    watch.pass(endsAt - 31 * SECOND - watch.now);
    expect(watch.look('deal.ending')).toEqual([]);
    watch.pass(SECOND);
    expect(watch.look('deal.ending')).toMatchObject([{ params: { number: 1, left: 50, endsAt }, action: { type: 'deal.extend', payload: { dealId, seconds: 60 } } }]);
    watch.pass(31 * SECOND);
    expect(watch.look('deal.ending')).toEqual([]);
  });

  it('is told once all its units are taken, paid or not, and no longer when some come back', () => {
    const { watch, dealId } = started();
    watch.pass(11 * SECOND);
    watch.taken[dealId] = { held: 20, sold: 29 };
    expect(watch.look('deal.soldOut')).toEqual([]);
    watch.taken[dealId] = { held: 20, sold: 30 };
    expect(watch.look('deal.soldOut')).toMatchObject([{ params: { quantity: 50, held: 20 } }]);
    watch.taken[dealId] = { held: 19, sold: 30 };
    expect(watch.pass(6 * SECOND).look('deal.soldOut')).toEqual([]);
  });
});

it('holds that expire are told where they are many, with words for the host', () => {
  const watch = new Watch();
  watch.holds = Array.from({ length: 20 }, (_, i) => ({ expiresAt: watch.now + (i < 19 ? 30 : 61) * SECOND }));
  expect(watch.look('holds.expiring')).toEqual([]);
  watch.pass(2 * SECOND);
  expect(watch.look('holds.expiring')).toMatchObject([{ params: { count: 20, amount: 2_000 }, action: { type: 'cue.send', cue: 'pay' } }]);
});
