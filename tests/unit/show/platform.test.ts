import { describe, expect, it } from 'vitest';
import { pendingOf } from '../../../shared/show/listing-state.ts';
import { live } from './make.ts';

const onPlatform = () => live({ salesChannel: 'platform' });

describe('in a platform show', () => {
  it('a price waits for the platform, and the document keeps the old truth until then', () => {
    const stage = onPlatform();
    const [event] = stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { id: 'c-1' });
    expect(event).toMatchObject({ type: 'platform.pended', step: { kind: 'price', commandId: 'c-1', listingId: 'L1', from: 8_900, to: 7_900, at: stage.now } });
    expect(stage.listing('L1').price).toBe(8_900);
    expect(pendingOf(stage.show, 'L1')).toHaveLength(1);
    const confirmed = stage.do('platform.confirm', { commandId: 'c-1' });
    expect(confirmed).toMatchObject([{ type: 'platform.confirmed' }, { type: 'listing.priced', before: 8_900, after: 7_900 }]);
    expect(stage.listing('L1').price).toBe(7_900);
    expect(stage.show.pending).toEqual([]);
    expect(stage.refused('platform.confirm', { commandId: 'c-1' }).code).toBe('NOT_FOUND');
  });

  it('so does the shelf, and a pin falls only when it is confirmed', () => {
    const stage = onPlatform();
    stage.do('listing.pin', { listingId: 'L2' });
    stage.do('listing.shelve', { listingId: 'L2' }, { id: 'c-1' });
    expect(stage.listing('L2').shelved).toBe(false);
    expect(stage.refused('listing.shelve', { listingId: 'L2' }).code).toBe('WRONG_STATE');
    stage.do('platform.confirm', { commandId: 'c-1' });
    expect(stage.listing('L2').shelved).toBe(true);
    expect(stage.show.pinned).toEqual([]);
  });

  it('a later price replaces the one still waiting', () => {
    const stage = onPlatform();
    stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { id: 'c-1' });
    expect(stage.refused('listing.price', { listingId: 'L1', price: 7_900 }).code).toBe('WRONG_STATE');
    stage.do('listing.price', { listingId: 'L1', price: 6_900 }, { id: 'c-2' });
    expect(stage.show.pending.map(({ commandId }) => commandId)).toEqual(['c-2']);
    expect(stage.refused('platform.confirm', { commandId: 'c-1' }).code).toBe('NOT_FOUND');
    // Back to the old price is a step too: whether the platform has begun, nobody here knows.
    stage.do('listing.price', { listingId: 'L1', price: 8_900 }, { id: 'c-3' });
    expect(stage.show.pending).toMatchObject([{ commandId: 'c-3', from: 8_900, to: 8_900 }]);
  });

  it('one edit of several prices is confirmed as one', () => {
    const stage = onPlatform();
    const events = stage.do('listing.edit', { listingId: 'L2', title: '精华', price: 18_900, skus: [{ sku: 'JH30' }, { sku: 'JH50', price: 28_900 }] }, { id: 'c-1' });
    expect(events.map(({ type }) => type)).toEqual(['listing.edited', 'platform.pended', 'platform.pended']);
    expect(stage.listing('L2')).toMatchObject({ title: '精华', price: 19_900 });
    stage.do('platform.confirm', { commandId: 'c-1' });
    expect(stage.listing('L2')).toMatchObject({ price: 18_900, skus: [{ sku: 'JH30' }, { sku: 'JH50', price: 28_900 }] });
  });

  it('an undo withdraws what still waits, and brings back what it had replaced', () => {
    const stage = onPlatform();
    stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { id: 'c-1' });
    stage.do('listing.price', { listingId: 'L1', price: 6_900 }, { id: 'c-2' });
    stage.do('undo', { revision: stage.show.revision });
    expect(stage.show.pending.map(({ commandId }) => commandId)).toEqual(['c-1']);
  });

  it('an undo of what was confirmed says that it was not done after all', () => {
    const stage = onPlatform();
    stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { id: 'c-1' });
    const pended = stage.show.revision;
    stage.do('platform.confirm', { commandId: 'c-1' });
    expect(stage.refused('undo', { revision: pended }).code).toBe('STALE_REVISION');
    stage.do('undo', { revision: stage.show.revision });
    expect(stage.listing('L1').price).toBe(8_900);
    expect(stage.show.pending.map(({ commandId }) => commandId)).toEqual(['c-1']);
  });
});
