import { describe, expect, it } from 'vitest';
import type { CommandType, Payload } from '../../../shared/show/commands.ts';
import { revisionToUndo } from '../../../shared/show/decide.ts';
import type { Show } from '../../../shared/show/show.ts';
import { LI, live, type Stage } from './make.ts';

const undoLast = (stage: Stage) => stage.do('undo', { revision: stage.show.revision });

describe('undo', () => {
  it('puts a price back, and says which action it undid', () => {
    const stage = live();
    stage.do('listing.price', { listingId: 'L1', price: 7_900 });
    const revision = stage.show.revision;
    expect(undoLast(stage)).toMatchObject([{ type: 'listing.priced', before: 7_900, after: 8_900 }, { type: 'action.undone', revision }]);
    expect(stage.listing('L1').price).toBe(8_900);
  });

  it('takes a take back, without counting either', () => {
    const stage = live();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    undoLast(stage);
    expect(stage.show.onAir).toEqual({ listingId: 'L1', since: stage.now });
    expect([stage.listing('L1').takes, stage.listing('L2').takes]).toEqual([1, 0]);
    undoLast(stage);
    expect(stage.show.onAir?.listingId).toBe('L2');
    expect([stage.listing('L1').takes, stage.listing('L2').takes]).toEqual([1, 1]);
  });

  it('says who changed it since, when it no longer stands', () => {
    const stage = live();
    stage.do('listing.price', { listingId: 'L1', price: 7_900 });
    const revision = stage.show.revision;
    stage.do('listing.price', { listingId: 'L1', price: 7_500 }, { by: LI });
    expect(stage.refused('undo', { revision })).toMatchObject({ code: 'STALE_REVISION', params: { by: '小李', what: 'listing.priced', revision: revision + 1 } });
    stage.do('listing.edit', { listingId: 'L1', title: '别的' });
    stage.do('undo', { revision: revision + 1 });
    expect(stage.listing('L1')).toMatchObject({ price: 7_900, title: '别的' });
  });

  it('takes back this take, not another one of the same listing', () => {
    const stage = live();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    const revision = stage.show.revision;
    stage.do('listing.take', { listingId: 'L3', seenOnAir: 'L2' });
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L3' });
    expect(stage.refused('undo', { revision })).toMatchObject({ code: 'STALE_REVISION', params: { onAir: '#2 精华液' } });
  });

  it('refuses what cannot be taken back', () => {
    const stage = live();
    const first = 3;
    expect(stage.refused('undo', { revision: 2 })).toMatchObject({ code: 'WRONG_STATE', params: { what: 'show.started' } });
    expect(stage.refused('undo', { revision: first })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'first' } });
    stage.do('listing.add', { listings: [{ title: 'x', price: 1, sku: 'x', stock: 1 }] });
    expect(stage.refused('undo', { revision: stage.show.revision })).toMatchObject({ code: 'WRONG_STATE', params: { what: 'listing.added' } });
    stage.do('cue.send', { text: '好' });
    expect(stage.refused('undo', { revision: stage.show.revision }).code).toBe('WRONG_STATE');
    expect(stage.refused('undo', { revision: 999 }).code).toBe('NOT_FOUND');
    stage.do('listing.edit', { listingId: 'L1', skus: [{ sku: 'JM' }, { sku: 'JM2', stock: 1 }] });
    expect(stage.refused('undo', { revision: stage.show.revision }).code).toBe('WRONG_STATE');
  });

  it('puts nothing back on air while the show is stopped', () => {
    const stage = live();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    const revision = stage.show.revision;
    stage.do('show.freeze', {});
    expect(stage.refused('undo', { revision }).code).toBe('FROZEN');
  });

  it('does not give a number back that somebody else has by now', () => {
    const stage = live();
    stage.do('listing.edit', { listingId: 'L1', number: 11 });
    const revision = stage.show.revision;
    stage.do('listing.edit', { listingId: 'L2', number: 1 });
    expect(stage.refused('undo', { revision })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'numberTaken' } });
  });

  it('names the revision whose events it needs, that of a held undo too', () => {
    const stage = live();
    expect(revisionToUndo(stage.show, { id: 'a', type: 'undo', payload: { revision: 4 } })).toBe(4);
    expect(revisionToUndo(stage.show, { id: 'a', type: 'show.end', payload: {} })).toBeUndefined();
    const request = { commandId: 'held', command: { id: 'held', type: 'undo', payload: { revision: 7 } }, by: LI, at: 0, expiresAt: 1, price: 0, floor: 1 };
    const holding = { ...stage.show, approvals: [request] };
    expect(revisionToUndo(holding, { id: 'b', type: 'approval.grant', payload: { commandId: 'held' } })).toBe(7);
  });
});

type Reversible = {
  [T in CommandType]?: Payload<T>;
};
const REVERSIBLE: Reversible = {
  'show.edit': { title: '另一个名字', gmvTarget: 100 },
  'host.change': { host: '阿文' },
  'listing.edit': { listingId: 'L1', title: '别的', number: 99, listPrice: 99_900, skus: [{ sku: 'JM', name: '新名' }] },
  'listing.price': { listingId: 'L2', sku: 'JH50', price: null },
  'listing.pin': { listingId: 'L2' },
  'listing.shelve': { listingId: 'L2' },
  'listing.reorder': { listingId: 'L5', index: 1 },
  'listing.explain': { listingId: 'L1' },
  'segment.edit': { segmentId: 'seg-1', minutes: 99 },
  'segment.reorder': { segmentId: 'seg-3', index: 0 },
  'segment.start': { segmentId: 'seg-2' },
  'segment.skip': { segmentId: 'seg-1' },
  'rhythm.set': { label: '福袋', everyMinutes: 5 },
};

/** The document without what only records that something happened. */
function told({ revision: _revision, changed: _changed, shifts: _shifts, ...show }: Show) {
  const unmarked = <T extends { changed?: unknown }>({ changed: _mark, ...rest }: T) => rest;
  return { ...show, listings: show.listings.map(unmarked), segments: show.segments.map(unmarked) };
}

describe('undone at once, the document is as it was', () => {
  const types = Object.keys(REVERSIBLE) as (keyof typeof REVERSIBLE)[];
  it.each(types)('after %s', (type) => {
    const stage = live();
    const payload = REVERSIBLE[type];
    const before = told(stage.show);
    if (payload) stage.do(type, payload);
    expect(told(stage.show)).not.toEqual(before);
    undoLast(stage);
    expect(told(stage.show)).toEqual(before);
  });
});
