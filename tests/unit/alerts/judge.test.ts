import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Check } from 'typebox/value';
import { AlertShape } from '../../../shared/alerts/alert.ts';
import type { AlertKind } from '../../../shared/alerts/kinds.ts';
import { restoreMemory, saveMemory, type SavedMemory } from '../../../shared/alerts/memory.ts';
import { MINUTE, SECOND, Watch, stretch } from './make.ts';

describe('alerts', () => {
  it('come red first, then the newest', () => {
    const watch = new Watch();
    watch.see({ stream: { state: 'lost', at: watch.now }, warnings: [{ id: '1-0.0', at: watch.now - MINUTE, feed: 'a', level: 'info', text: 'x' }, { id: '2-0.0', at: watch.now, feed: 'a', level: 'info', text: 'y' }] });
    watch.look('stream.lost');
    expect(watch.alerts.map(({ kind, params }) => [kind, params['text']])).toEqual([['stream.lost', undefined], ['platform.warned', 'y'], ['platform.warned', 'x']]);
  });

  it('of which nothing changed are the same objects, and numbers alone are told every ten seconds', () => {
    const watch = new Watch().see({ last10: stretch({ refunds: 9 }) }).pass(SECOND);
    const [first] = watch.look('refunds.spiking');
    watch.pass(SECOND);
    expect(watch.look('refunds.spiking')[0]).toBe(first);
    watch.see({ last10: stretch({ refunds: 10 }) }).pass(5 * SECOND);
    expect(watch.look('refunds.spiking')[0]).toBe(first);
    watch.pass(5 * SECOND);
    expect(watch.look('refunds.spiking')[0]).toMatchObject({ id: first?.id, since: first?.since, params: { refunds: 10 } });
  });

  it('tell another suggestion at once', () => {
    const watch = new Watch();
    watch.left['JM'] = 0;
    watch.look('listing.soldOut');
    watch.stage.do('listing.shelve', { listingId: 'L2' });
    expect(watch.pass(SECOND).look('listing.soldOut')[0]?.action).toMatchObject({ payload: { listingId: 'L3' } });
  });

  it('have ids that fit a command, however long the names', () => {
    const watch = new Watch({ salesChannel: 'platform' });
    const long = 'x'.repeat(128);
    watch.stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { id: long });
    watch.stage.do('listing.price', { listingId: 'L2', price: 17_900 }, { id: `${long.slice(1)}y` });
    watch.pass(MINUTE);
    const ids = watch.look('platform.pending').map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const alertId of ids) watch.stage.do('alert.acknowledge', { alertId });
    expect(watch.look('platform.pending').every(({ acknowledged }) => acknowledged)).toBe(true);
  });

  it('go on with the next host: same ids, acknowledgements and cooldowns', () => {
    const watch = new Watch().see({ online: 200, last10: stretch({ refunds: 9 }) }).pass(3 * MINUTE).see({ online: 100 }).pass(31 * SECOND);
    const [fallen] = watch.look('viewers.falling');
    const [refunds] = watch.look('refunds.spiking');
    watch.see({ online: 200, last10: stretch() }).pass(62 * SECOND);
    expect(watch.alerts).toEqual([]);
    const other = new Watch({}, watch.stage).see({ last10: stretch({ refunds: 9 }) });
    other.memory = restoreMemory(JSON.parse(JSON.stringify(saveMemory(watch.memory))) as SavedMemory);
    expect(other.pass(5 * MINUTE).look('refunds.spiking')).toEqual([]);
    const again = new Watch({}, watch.stage).see({ last10: stretch({ refunds: 9 }) }).pass(SECOND);
    expect(again.look('refunds.spiking')).toHaveLength(1);
    expect(fallen?.id).not.toBe(refunds?.id);
  });

  it('are silent in a show that has ended', () => {
    const watch = new Watch().see({ stream: { state: 'lost', at: 0 }, last10: stretch({ refunds: 99 }) });
    watch.look('stream.lost');
    expect(watch.alerts).toHaveLength(2);
    watch.stage.do('show.end', {});
    watch.look('stream.lost');
    expect(watch.alerts).toEqual([]);
  });
});

/** The least time between two risings of one subject: what must pass to clear, to rest and to rise. Unit: ms. */
const LEAST: Partial<Record<AlertKind, number>> = {
  'viewers.falling': (15 + 300 + 30) * SECOND,
  'pace.behind': 12 * MINUTE,
  'payRate.falling': 11.5 * MINUTE,
  'refunds.spiking': 11 * MINUTE,
  'listing.soldOut': MINUTE,
  'stock.oversold': MINUTE,
  'stock.low': MINUTE,
  'stream.lost': 5 * SECOND,
  'stream.stalled': 30 * SECOND,
};

/** Numbers from 0 to 1 that only look random, so that a failure is told by its seed. */
function noiseOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0) / 2 ** 32;
  };
}

describe('on input that is nothing but noise', () => {
  it('no alert flaps faster than it clears, rests and rises; each is one a screen believes', () => {
    const risen = new Set<AlertKind>();
    // Changing every second, and so slowly that everything has time to rise.
    for (const every of [1, 2, 7, 40, 90]) fc.assert(
      fc.property(fc.integer(), (seed) => {
        const noise = noiseOf(seed);
        const upTo = (most: number): number => Math.floor(noise() * (most + 1));
        const watch = new Watch({ segments: [], plannedMinutes: 60, gmvTarget: 1_000_000 });
        const rises = new Map<AlertKind, { id: string; at: number }>();
        let second = 0;
        const change = (): void => {
          if (second++ % every !== 0) return;
          watch.left['JM'] = upTo(2) - 1;
          watch.see({
            online: 100 + upTo(200), gmv: upTo(400_000), stream: { state: (['live', 'stalled', 'lost'] as const)[upTo(2)] ?? 'live', at: watch.now },
            last10: stretch({ created: 100, paid: upTo(100), refunds: upTo(10) }), before10: stretch({ created: 100, paid: 50, refunds: 2 }),
          });
        };
        for (let i = 0; i < 1_800; i++) {
          watch.pass(SECOND, change);
          for (const { id, kind } of watch.alerts) {
            const last = rises.get(kind);
            if (last?.id === id) continue;
            risen.add(kind);
            rises.set(kind, { id, at: watch.now });
            if (last) expect(watch.now - last.at, kind).toBeGreaterThanOrEqual(LEAST[kind] ?? Infinity);
          }
          if (i % 100 === 0) for (const alert of watch.alerts) expect(Check(AlertShape, alert)).toBe(true);
        }
      }),
      { numRuns: 3 },
    );
    // Noise that raises nothing would prove nothing.
    expect([...risen].sort()).toEqual(Object.keys(LEAST).sort());
  });
});
