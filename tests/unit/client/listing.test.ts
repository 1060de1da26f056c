import { describe, expect, it } from 'vitest';
import { placeAfterDrop } from '../../../client/components/listing/drag.ts';
import { pendingByListing, priceToCome, renewed, rowOf } from '../../../client/components/listing/row.ts';
import { additionOf, draftOf, editOf, emptySku, underFloor, wordsIn, wrongIn } from '../../../client/components/listing/sheet.ts';
import { nextSegment, segmentRows } from '../../../client/components/act/segments.ts';
import { Stage, live } from '../show/make.ts';

const none = () => undefined;

describe('the sheet of a listing', () => {
  const stage = live();
  const draft = () => draftOf(stage.listing('L2'), 'CNY');

  it('changes nothing where nothing was changed', () => {
    expect(editOf(stage.listing('L2'), draft(), 'CNY')).toBeUndefined();
  });

  it('sends only what was changed, an emptied field as taken away, and the server takes it', () => {
    const edited = { ...draft(), title: ' 精华液 新版 ', floorPrice: '', price: '209.9', points: '提亮\n\n 修护 ' };
    expect(wrongIn(edited, 'CNY', [])).toEqual(new Set());
    const payload = editOf(stage.listing('L2'), edited, 'CNY');
    expect(payload).toEqual({ listingId: 'L2', title: '精华液 新版', floorPrice: null, price: 20_990, sellingPoints: ['提亮', '修护'] });
    expect(new Stage().judge('listing.edit', payload ?? { listingId: '' }).ok).toBe(true);
  });

  it('sends all SKUs when one was added, and what was stocked stays so', () => {
    const edited = draft();
    edited.skus.push({ ...emptySku(), sku: 'JH100', name: '100ml', price: '399', stock: '9' });
    const payload = editOf(stage.listing('L2'), edited, 'CNY');
    expect(payload?.skus?.map(({ sku, price, stock }) => [sku, price, stock])).toEqual([['JH30', null, undefined], ['JH50', 29_900, undefined], ['JH100', 39_900, 9]]);
    expect(stage.judge('listing.edit', payload ?? { listingId: '' }).ok).toBe(true);
  });

  it('names every field that cannot be sent', () => {
    const others = stage.show.listings.filter(({ id }) => id !== 'L2');
    const wrong = wrongIn({ ...draft(), number: '1', title: ' ', price: 'abc', maxPerBuyer: '0', imageUrl: 'javascript:alert(1)', skus: [{ ...emptySku(), sku: 'X' }, { ...emptySku(), sku: 'X', stock: '-1' }] }, 'CNY', others);
    expect([...wrong].sort()).toEqual(['imageUrl', 'maxPerBuyer', 'number', 'price', 'skus/0/stock', 'skus/1/sku', 'skus/1/stock', 'title']);
  });

  it('makes a new listing that the server takes, with the stock of a known SKU left out', () => {
    const fresh = { ...draftOf(undefined, 'CNY'), title: '套装', price: '99', tag: 'profit' as const, skus: [{ ...emptySku(), sku: 'JM' }] };
    expect(wrongIn(fresh, 'CNY', stage.show.listings)).toEqual(new Set());
    const payload = additionOf(fresh, 'CNY');
    expect(payload).toEqual({ listings: [{ title: '套装', price: 9_900, tag: 'profit', skus: [{ sku: 'JM' }] }] });
    expect(stage.judge('listing.add', payload).ok).toBe(true);
  });

  it('keeps the cents of each currency', () => {
    expect(draftOf({ ...stage.listing('L1'), price: 1_999 as never }, 'JPY').price).toBe('1999');
    expect(editOf(stage.listing('L1'), { ...draftOf(stage.listing('L1'), 'CNY'), price: '0.1' }, 'CNY')?.price).toBe(10);
  });

  it('says forbidden words once each, and the lowest price under the floor', () => {
    expect(wordsIn('全网最好，最好的国家级')).toEqual(['最', '国家级']);
    expect(underFloor([19_900, 9_900, null, undefined, 8_000], 12_000)).toBe(8_000);
    expect(underFloor([19_900], 12_000)).toBeUndefined();
    expect(underFloor([1], undefined)).toBeUndefined();
  });
});

describe('a row of the rail', () => {
  it('says where the listing stands, and what is left of each SKU', () => {
    const stage = live();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    stage.do('listing.shelve', { listingId: 'L4' });
    const left: Record<string, number> = { JM: 0, JH30: 30, JH50: 3 };
    const row = (id: string) => rowOf(stage.show, stage.listing(id), 'L3', pendingByListing(stage.show), (sku) => left[sku]);
    expect(['L1', 'L2', 'L3', 'L4'].map((id) => row(id).state)).toEqual(['soldOut', 'onAir', 'queued', 'offShelf']);
    expect(row('L2').skus.map(({ name, left: n, state, price }) => [name, n, state, price])).toEqual([['30ml', 30, 'plenty', undefined], ['50ml', 3, 'low', 29_900]]);
    expect(row('L3')).toMatchObject({ next: true, known: false, left: 80 });
    expect(rowOf(stage.show, stage.listing('L1'), undefined, new Map(), none).state).toBe('onShelf');
  });

  it('stays the very object it was while it says the same, and is another where its stock moved', () => {
    const stage = live();
    const rows = (left: number) => stage.show.listings.map((listing) => rowOf(stage.show, listing, 'L3', pendingByListing(stage.show), (sku) => (sku === 'JM' ? left : undefined)));
    const before = rows(9);
    const now = renewed(before, rows(8).toReversed());
    expect(now.map(({ listing }) => listing.id)).toEqual(before.map(({ listing }) => listing.id).toReversed());
    expect(now.filter((row) => !before.includes(row)).map(({ listing, left }) => [listing.id, left])).toEqual([['L1', 8]]);
  });

  it('of a platform show keeps the old price and names the one to come', () => {
    const stage = live({ salesChannel: 'platform' });
    stage.do('listing.price', { listingId: 'L2', price: 15_000 });
    const pending = pendingByListing(stage.show).get('L2') ?? [];
    expect(stage.listing('L2').price).toBe(19_900);
    expect(priceToCome(pending)).toBe(15_000);
    expect(priceToCome([])).toBeUndefined();
  });
});

it('a dragged row lands where the line was drawn', () => {
  const all = ['a', 'b', 'c', 'd'];
  const drop = (from: number, gap: number): string => {
    const index = placeAfterDrop(from, gap);
    return index === undefined ? 'stays' : all.filter((_, i) => i !== from).toSpliced(index, 0, all[from] ?? '').join('');
  };
  expect(drop(0, 2)).toBe('bacd');
  expect(drop(3, 0)).toBe('dabc');
  expect(drop(0, 4)).toBe('bcda');
  expect([drop(1, 1), drop(1, 2), drop(-1, 2)]).toEqual(['stays', 'stays', 'stays']);
});

describe('the run of show', () => {
  it('knows what ran, for how long, and what comes next', () => {
    const stage = live();
    const [opening, product, benefit] = stage.show.segments;
    stage.do('segment.start', { segmentId: opening?.id ?? '' });
    stage.now += 11 * 60_000;
    stage.do('segment.start', { segmentId: product?.id ?? '' });
    stage.do('segment.skip', { segmentId: benefit?.id ?? '' });
    stage.now += 60_000;
    const rows = segmentRows(stage.show, stage.now);
    expect(rows.map(({ state }) => state)).toEqual(['done', 'now', 'skipped']);
    expect(rows[0]?.overMs).toBe(61_000);
    expect(rows[1]?.ranMs).toBe(61_000);
    expect(nextSegment(stage.show)).toBeUndefined();
    expect(nextSegment(live().show)?.title).toBe('开场');
  });
});
