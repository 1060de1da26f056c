import { describe, expect, it } from 'vitest';
import { changedSince } from '../../../shared/show/decide.ts';
import { LI, live } from './make.ts';

describe('stock', () => {
  it('is adjusted with a reason and counted, whatever the state of the show', () => {
    const stage = live();
    expect(stage.do('stock.adjust', { sku: 'JM', delta: -3, reason: ' 破损 ' })).toMatchObject([{ type: 'stock.adjusted', sku: 'JM', delta: -3, reason: '破损' }]);
    stage.do('show.end', {});
    expect(stage.do('stock.count', { sku: 'JM', onHand: 0 })).toMatchObject([{ type: 'stock.counted', sku: 'JM', counted: 0 }]);
    expect(stage.do('hold.release', {})).toMatchObject([{ type: 'hold.released' }]);
    expect(changedSince(stage.show, 'stock:JM')).toBe(stage.show.revision - 1);
  });

  it('is refused for what nobody has, and for nothing', () => {
    const stage = live();
    expect(stage.refused('stock.adjust', { sku: 'none', delta: 1, reason: 'x' }).code).toBe('NOT_FOUND');
    expect(stage.refused('stock.count', { sku: '__proto__', onHand: 1 }).code).toBe('NOT_FOUND');
    for (const delta of [0, 1.5, 1e9 + 1, -1e9 - 1]) expect(stage.refused('stock.adjust', { sku: 'JM', delta, reason: 'x' }).errors).toMatchObject([{ path: '/payload/delta' }]);
    expect(stage.refused('stock.adjust', { sku: 'JM', delta: 1, reason: ' ' }).code).toBe('INVALID');
    expect(stage.refused('stock.count', { sku: 'JM', onHand: -1 }).code).toBe('INVALID');
  });

  it('a count is refused to who has not seen the last change, an adjustment never', () => {
    const stage = live();
    const seen = stage.show.revision;
    stage.do('stock.adjust', { sku: 'JM', delta: 1, reason: 'x' }, { by: LI });
    expect(stage.refused('stock.count', { sku: 'JM', onHand: 1 }, { expectedRevision: seen })).toMatchObject({ code: 'STALE_REVISION', params: { by: '小李' } });
    stage.do('stock.count', { sku: 'MS', onHand: 1 }, { expectedRevision: seen });
    stage.do('stock.adjust', { sku: 'JM', delta: 1, reason: 'x' }, { expectedRevision: seen });
  });

  it('an adjustment is undone by its opposite, once, and only while it is the last word', () => {
    const stage = live();
    stage.do('stock.adjust', { sku: 'JM', delta: 5, reason: '补货' });
    const revision = stage.show.revision;
    expect(stage.do('undo', { revision })).toMatchObject([{ type: 'stock.adjusted', delta: -5, reason: '补货' }, { type: 'action.undone', revision }]);
    expect(stage.refused('undo', { revision }).code).toBe('STALE_REVISION');
    stage.do('stock.adjust', { sku: 'JM', delta: 5, reason: '补货' });
    stage.do('stock.count', { sku: 'JM', onHand: 9 });
    expect(stage.refused('undo', { revision: stage.show.revision - 1 }).code).toBe('STALE_REVISION');
    expect(stage.refused('undo', { revision: stage.show.revision })).toMatchObject({ code: 'WRONG_STATE', params: { what: 'stock.counted' }, detail: expect.stringContaining('Count again') as string });
  });

  it('of a platform show waits for the platform; a count speaks for the adjustments before it', () => {
    const stage = live({ salesChannel: 'platform' });
    stage.do('stock.adjust', { sku: 'JM', delta: 5, reason: 'a' }, { id: 'c-1' });
    stage.do('stock.adjust', { sku: 'JM', delta: 5, reason: 'a' }, { id: 'c-2' });
    expect(stage.show.pending).toMatchObject([{ kind: 'stock', commandId: 'c-1', listingId: 'L1', sku: 'JM', delta: 5, reason: 'a' }, { commandId: 'c-2' }]);
    expect(stage.do('platform.confirm', { commandId: 'c-1' })).toMatchObject([{ type: 'platform.confirmed' }, { type: 'stock.adjusted', delta: 5, reason: 'a' }]);
    stage.do('undo', { revision: stage.show.revision });
    expect(stage.show.pending.map(({ commandId }) => commandId)).toEqual(['c-2', 'c-1']);
    stage.do('stock.count', { sku: 'JM', onHand: 7 }, { id: 'c-3' });
    expect(stage.show.pending.map(({ commandId }) => commandId)).toEqual(['c-3']);
    expect(stage.do('platform.confirm', { commandId: 'c-3' })).toMatchObject([{ type: 'platform.confirmed' }, { type: 'stock.counted', counted: 7 }]);
    expect(stage.refused('hold.release', {}).code).toBe('WRONG_STATE');
  });
});
