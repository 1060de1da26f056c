import { describe, expect, it } from 'vitest';
import { approvalRequest } from '../../../shared/show/decide.ts';
import type { Payload } from '../../../shared/show/commands.ts';
import { APPROVAL_MS } from '../../../shared/show/limits.ts';
import { LI, WANG, live, type Stage } from './make.ts';

type Priced = 'listing.price' | 'listing.edit' | 'listing.add' | 'undo';

/** As the server does: a refusal below the floor is kept by a commit of its own. */
function refusedAndKept<T extends Priced>(stage: Stage, type: T, payload: Payload<T>, id = 'held-1', expectedRevision?: number): void {
  const rejection = stage.refused(type, payload, { id, ...(expectedRevision === undefined ? {} : { expectedRevision }) });
  expect(rejection.code).toBe('BELOW_FLOOR');
  const kept = approvalRequest({ id, type, payload, ...(expectedRevision === undefined ? {} : { expectedRevision }) }, rejection, { now: stage.now, by: WANG });
  if (!kept) throw new Error('not kept');
  stage.commit([kept]);
}

describe('a price below the floor', () => {
  it('is refused with the figures, and kept for a second person', () => {
    const stage = live();
    expect(stage.refused('listing.price', { listingId: 'L1', price: 5_999 })).toMatchObject({ code: 'BELOW_FLOOR', params: { listingId: 'L1', price: 5_999, floor: 6_000 } });
    stage.do('listing.price', { listingId: 'L1', price: 6_000 });
    refusedAndKept(stage, 'listing.price', { listingId: 'L1', price: 4_900 });
    expect(stage.show.approvals).toMatchObject([{ commandId: 'held-1', by: { name: '小王' }, price: 4_900, floor: 6_000, expiresAt: stage.now + APPROVAL_MS }]);
    expect(stage.listing('L1').price).toBe(6_000);
  });

  it('happens once a second person grants it, as its sender’s doing', () => {
    const stage = live();
    refusedAndKept(stage, 'listing.price', { listingId: 'L1', price: 4_900 });
    const events = stage.do('approval.grant', { commandId: 'held-1' }, { by: LI });
    expect(events).toMatchObject([
      { type: 'approval.granted', by: { name: '小李' } },
      { type: 'listing.priced', by: { name: '小王' }, commandId: 'held-1', before: 8_900, after: 4_900 },
    ]);
    expect(stage.show.approvals).toEqual([]);
    expect(stage.refused('approval.grant', { commandId: 'held-1' }, { by: LI }).code).toBe('NOT_FOUND');
  });

  it('cannot be granted by who asked for it, nor after ten minutes', () => {
    const stage = live();
    refusedAndKept(stage, 'listing.price', { listingId: 'L1', price: 4_900 });
    expect(stage.refused('approval.grant', { commandId: 'held-1' }, { by: WANG }).code).toBe('FORBIDDEN');
    stage.now += APPROVAL_MS;
    expect(stage.refused('approval.grant', { commandId: 'held-1' }, { by: LI }).code).toBe('EXPIRED');
  });

  it('is judged again on the show as it is when it is granted', () => {
    const stage = live();
    refusedAndKept(stage, 'listing.price', { listingId: 'L1', price: 4_900 }, 'held-1', stage.show.revision);
    stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { by: LI });
    expect(stage.refused('approval.grant', { commandId: 'held-1' }, { by: LI })).toMatchObject({ code: 'STALE_REVISION', params: { entity: 'listing:L1' } });
  });

  it('is caught in every way a price can be set', () => {
    const stage = live();
    expect(stage.refused('listing.edit', { listingId: 'L2', price: 100 }).code).toBe('BELOW_FLOOR');
    expect(stage.refused('listing.edit', { listingId: 'L2', skus: [{ sku: 'JH30', price: 100 }, { sku: 'JH50' }] }).code).toBe('BELOW_FLOOR');
    expect(stage.refused('listing.edit', { listingId: 'L2', skus: [{ sku: 'JH30' }, { sku: 'JH50' }, { sku: 'JH99', stock: 1, price: 100 }] }).code).toBe('BELOW_FLOOR');
    expect(stage.refused('listing.price', { listingId: 'L2', sku: 'JH50', price: 100 }).code).toBe('BELOW_FLOOR');
    expect(stage.refused('listing.add', { listings: [{ title: 'x', price: 1, floorPrice: 2, sku: 'x', stock: 1 }] }).code).toBe('BELOW_FLOOR');
    expect(stage.refused('listing.edit', { listingId: 'L1', floorPrice: 100 }).code).toBe('BELOW_FLOOR');
    expect(stage.refused('listing.edit', { listingId: 'L1', floorPrice: null, price: 100 }).code).toBe('BELOW_FLOOR');
    stage.do('listing.edit', { listingId: 'L1', floorPrice: 7_000 });
  });

  it('counts when an undo would bring it back', () => {
    const stage = live();
    refusedAndKept(stage, 'listing.price', { listingId: 'L1', price: 4_900 });
    stage.do('approval.grant', { commandId: 'held-1' }, { by: LI });
    stage.do('listing.price', { listingId: 'L1', price: 8_900 });
    refusedAndKept(stage, 'undo', { revision: stage.show.revision }, 'held-2');
    expect(stage.listing('L1').price).toBe(8_900);
  });

  it('can be taken back like any other price', () => {
    const stage = live();
    refusedAndKept(stage, 'listing.price', { listingId: 'L1', price: 4_900 });
    stage.do('approval.grant', { commandId: 'held-1' }, { by: LI });
    stage.do('undo', { revision: stage.show.revision });
    expect(stage.listing('L1').price).toBe(8_900);
  });

  it('is not kept when it is refused for anything else', () => {
    expect(approvalRequest({ id: 'x', type: 'listing.price', payload: {} }, { code: 'FROZEN', detail: '' }, { now: 0, by: WANG })).toBeUndefined();
  });
});
