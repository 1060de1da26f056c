import { describe, expect, it } from 'vitest';
import { listingState, isSoldOut, nextUp } from '../../../shared/show/listing-state.ts';
import { LI, live } from './make.ts';

describe('taking a listing', () => {
  it('puts it on air and counts it', () => {
    const stage = live();
    const [event] = stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    expect(event).toMatchObject({ type: 'listing.taken', listingId: 'L2', before: { listingId: 'L1' } });
    expect(stage.show.onAir).toEqual({ listingId: 'L2', since: stage.now });
    expect(stage.listing('L2').takes).toBe(1);
  });

  it('is refused with who moved it, and to what, when somebody was quicker', () => {
    const stage = live();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' }, { by: LI });
    const refusal = stage.refused('listing.take', { listingId: 'L3', seenOnAir: 'L1' });
    expect(refusal).toMatchObject({ code: 'STALE_REVISION', params: { by: '小李', onAir: '#2 精华液', seen: '#1 洁面', revision: stage.show.revision } });
  });

  it('is refused for what is on air already, off the shelf, or unknown', () => {
    const stage = live();
    expect(stage.refused('listing.take', { listingId: 'L1', seenOnAir: 'L1' })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'unchanged' } });
    stage.do('listing.shelve', { listingId: 'L3' });
    expect(stage.refused('listing.take', { listingId: 'L3', seenOnAir: 'L1' })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'offShelf' } });
    expect(stage.refused('listing.take', { listingId: 'nope', seenOnAir: 'L1' }).code).toBe('NOT_FOUND');
  });
});

describe('what a listing costs', () => {
  it('changes at once in a show of our own, before and after on record', () => {
    const stage = live();
    expect(stage.do('listing.price', { listingId: 'L1', price: 7_900 })).toMatchObject([{ type: 'listing.priced', listingId: 'L1', before: 8_900, after: 7_900 }]);
    expect(stage.listing('L1').price).toBe(7_900);
  });

  it('can differ by SKU, and null gives a SKU the listing’s price again', () => {
    const stage = live();
    stage.do('listing.price', { listingId: 'L2', sku: 'JH30', price: 18_900 });
    expect(stage.listing('L2').skus[0]?.price).toBe(18_900);
    stage.do('listing.price', { listingId: 'L2', sku: 'JH50', price: null });
    expect(stage.listing('L2').skus[1]).not.toHaveProperty('price');
    expect(stage.refused('listing.price', { listingId: 'L2', sku: 'XX', price: 1 }).code).toBe('NOT_FOUND');
    expect(stage.refused('listing.price', { listingId: 'L2', price: null }).code).toBe('INVALID');
    expect(stage.refused('listing.price', { listingId: 'L2', price: 19_900 })).toMatchObject({ code: 'WRONG_STATE', params: { state: 'unchanged' } });
  });
});

describe('editing a listing', () => {
  it('records the fields that changed, and only those', () => {
    const stage = live();
    const events = stage.do('listing.edit', { listingId: 'L1', title: '洁面乳', offer: '买一送一', tag: '利润', listPrice: 12_900, price: 8_900 });
    expect(events).toMatchObject([{ type: 'listing.edited', before: { title: '洁面', offer: null, tag: null, listPrice: null }, after: { title: '洁面乳', offer: '买一送一', tag: 'profit', listPrice: 12_900 } }]);
    expect(Object.keys(events[0]?.type === 'listing.edited' ? events[0].after : {})).not.toContain('price');
  });

  it('changes a number only to a free one', () => {
    const stage = live();
    stage.do('listing.edit', { listingId: 'L1', number: 11 });
    expect(stage.listing('L1').number).toBe(11);
    expect(stage.refused('listing.edit', { listingId: 'L2', number: 11 })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/number' }] });
  });

  it('adds SKUs, never changes their opening stock, and keeps those that may have been sold', () => {
    const stage = live();
    stage.do('listing.edit', { listingId: 'L1', skus: [{ sku: 'JM' }, { sku: 'JM2', name: '大瓶', stock: 5, price: 9_900 }] });
    expect(stage.listing('L1').skus).toEqual([{ sku: 'JM', name: '洁面', stock: 210 }, { sku: 'JM2', name: '大瓶', stock: 5, price: 9_900 }]);
    expect(stage.refused('listing.edit', { listingId: 'L1', skus: [{ sku: 'JM', stock: 9 }, { sku: 'JM2' }] })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/skus/0/stock' }] });
    expect(stage.refused('listing.edit', { listingId: 'L1', skus: [{ sku: 'JM' }] }).code).toBe('WRONG_STATE');
  });

  it('sets SKU prices as prices, not as an edit', () => {
    const stage = live();
    const events = stage.do('listing.edit', { listingId: 'L2', skus: [{ sku: 'JH30', price: 17_900 }, { sku: 'JH50' }] });
    expect(events).toMatchObject([{ type: 'listing.priced', sku: 'JH30', before: null, after: 17_900 }]);
    expect(stage.listing('L2').skus[1]?.price).toBe(29_900);
  });
});

describe('the queue', () => {
  it('is reordered without renumbering', () => {
    const stage = live();
    stage.do('listing.reorder', { listingId: 'L5', index: 0 });
    expect(stage.show.listings.map(({ id, number }) => `${id}=${number}`)).toEqual(['L5=5', 'L1=1', 'L2=2', 'L3=3', 'L4=4']);
    stage.do('listing.reorder', { order: ['L1', 'L2', 'L3', 'L4', 'L5'] });
    expect(stage.show.listings.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(stage.refused('listing.reorder', { order: ['L1', 'L1', 'L3', 'L4', 'L5'] }).code).toBe('INVALID');
    expect(stage.refused('listing.reorder', { order: ['L1'] }).code).toBe('INVALID');
    expect(stage.refused('listing.reorder', { listingId: 'L1' }).code).toBe('INVALID');
    expect(stage.refused('listing.reorder', { listingId: 'L1', index: 0 }).code).toBe('WRONG_STATE');
  });

  it('takes new listings during the show, with free numbers', () => {
    const stage = live();
    stage.do('listing.add', { listings: [{ title: '面膜', price: 5_900, sku: 'MM', stock: 100 }, { title: '套装', price: 30_000, skus: [{ sku: 'MM' }, { sku: 'JM' }] }] });
    expect(stage.show.listings.slice(5).map(({ number, skus }) => [number, skus.map(({ stock }) => stock)])).toEqual([[6, [100]], [7, [100, 210]]]);
    expect(stage.refused('listing.add', { listings: [{ title: 'x', price: 1, sku: 'x', stock: 1, number: 3 }] })).toMatchObject({ code: 'INVALID', errors: [{ path: '/payload/listings/0/number' }] });
  });

  it('has up to three pinned beside the one on air', () => {
    const stage = live();
    for (const listingId of ['L2', 'L3', 'L4']) stage.do('listing.pin', { listingId });
    expect(stage.refused('listing.pin', { listingId: 'L5' })).toMatchObject({ code: 'LIMIT_REACHED', params: { limit: 3 } });
    expect(stage.refused('listing.pin', { listingId: 'L2' }).code).toBe('WRONG_STATE');
    stage.do('listing.unpin', { listingId: 'L3' });
    stage.do('listing.pin', { listingId: 'L5' });
    expect(stage.show.pinned).toEqual(['L2', 'L4', 'L5']);
  });

  it('lets go of a pin when its listing leaves the shelf', () => {
    const stage = live();
    stage.do('listing.pin', { listingId: 'L2' });
    expect(stage.do('listing.shelve', { listingId: 'L2' }).map(({ type }) => type)).toEqual(['listing.unpinned', 'listing.shelved']);
    expect(stage.show.pinned).toEqual([]);
    expect(stage.refused('listing.pin', { listingId: 'L2' }).code).toBe('WRONG_STATE');
    stage.do('listing.unshelve', { listingId: 'L2' });
    expect(stage.refused('listing.unshelve', { listingId: 'L2' }).code).toBe('WRONG_STATE');
  });

  it('says of each listing where it stands', () => {
    const stage = live();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    stage.do('listing.shelve', { listingId: 'L3' });
    const left = (sku: string) => (sku === 'YS' || sku.startsWith('JH') ? 0 : undefined);
    expect(stage.show.listings.map((listing) => listingState(stage.show, listing, left))).toEqual(['onShelf', 'onAir', 'offShelf', 'soldOut', 'queued']);
    expect(isSoldOut(stage.listing('L2'), left)).toBe(true);
    expect(nextUp(stage.show)?.id).toBe('L4');
  });

  it('knows which listing is being explained', () => {
    const stage = live();
    stage.do('listing.explain', { listingId: 'L1' });
    expect(stage.show.explaining).toEqual({ listingId: 'L1', since: stage.now });
    expect(stage.refused('listing.explain', { listingId: 'L1' }).code).toBe('WRONG_STATE');
    stage.do('listing.explain', { listingId: null });
    expect(stage.show.explaining).toBeUndefined();
  });
});

describe('what the sender saw', () => {
  it('matters only where it changed since', () => {
    const stage = live();
    const seen = stage.show.revision;
    stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { by: LI });
    stage.do('listing.price', { listingId: 'L2', price: 18_900 }, { expectedRevision: seen });
    const refusal = stage.refused('listing.edit', { listingId: 'L1', title: '新名' }, { expectedRevision: seen });
    expect(refusal).toMatchObject({ code: 'STALE_REVISION', params: { entity: 'listing:L1', by: '小李', what: 'listing.priced', revision: seen + 1 } });
    stage.do('listing.edit', { listingId: 'L1', title: '新名' }, { expectedRevision: seen + 1 });
  });

  it('is not asked of a take about anything but what is on air', () => {
    const stage = live();
    const seen = stage.show.revision;
    stage.do('listing.price', { listingId: 'L2', price: 18_900 });
    stage.do('listing.reorder', { listingId: 'L5', index: 0 });
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' }, { expectedRevision: seen });
    expect(stage.refused('listing.take', { listingId: 'L3', seenOnAir: 'L2' }, { expectedRevision: seen })).toMatchObject({ code: 'STALE_REVISION', params: { onAir: '#2 精华液' } });
  });
});
