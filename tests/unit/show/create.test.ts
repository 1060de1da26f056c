import { describe, expect, it } from 'vitest';
import { Check } from 'typebox/value';
import { NewShow, copyShow, createShow, rehearse } from '../../../shared/show/create.ts';
import { applyCommit } from '../../../shared/show/evolve.ts';
import { T0, WANG, live, newIds, newShow } from './make.ts';

const context = () => ({ now: T0, by: WANG, newId: newIds() });
const create = (over: Partial<NewShow>) => createShow(newShow(over), context());
const listingsOf = (over: Partial<NewShow>) => {
  const made = create(over);
  if (!made.ok) throw new Error(made.rejection.detail);
  return made.events[0].listings;
};
const errorsOf = (over: Partial<NewShow>) => {
  const made = create(over);
  return made.ok ? [] : made.rejection.errors;
};

describe('a new show', () => {
  it('begins planned, selling on our own, at revision 1', () => {
    const made = create({});
    if (!made.ok) throw new Error(made.rejection.detail);
    expect(applyCommit(null, made.events)).toMatchObject({ id: 'show-1', revision: 1, status: 'planned', salesChannel: 'own', frozen: false, createdAt: T0, lateHours: 24 });
  });

  it('gets an id where none is given, and keeps the one that is', () => {
    const made = createShow({ title: 'x', currency: 'CNY' }, context());
    expect(made).toMatchObject({ ok: true, events: [{ show: { id: 'id-1' } }] });
  });

  it('numbers its listings from 1, filling what others do not claim', () => {
    const listing = { title: 'a', price: 1, stock: 1 };
    const listings = listingsOf({ listings: [{ ...listing, sku: 'a' }, { ...listing, sku: 'b', number: 1 }, { ...listing, sku: 'c' }, { ...listing, sku: 'd', number: 27 }], segments: [] });
    expect(listings.map(({ number }) => number)).toEqual([2, 1, 3, 27]);
  });

  it('understands the short form and the room’s own words', () => {
    const [listing] = listingsOf({ listings: [{ title: ' 洁面 ', price: 8_900, sku: 'JM', stock: 10, safetyStock: 2, tag: '引流' }], segments: [{ kind: '福利', title: '福利', minutes: 5 }] });
    expect(listing).toMatchObject({ title: '洁面', tag: 'traffic', shelved: false, takes: 0, skus: [{ sku: 'JM', name: '洁面', stock: 10, safetyStock: 2 }] });
    expect(create({ segments: [{ kind: '福利', title: '福利', minutes: 5 }] })).toMatchObject({ events: [{ segments: [{ kind: 'benefit' }] }] });
  });

  it('names every bad row by its path', () => {
    const errors = errorsOf({
      listings: [
        { title: 'a', price: 100, sku: 'A', stock: 1, number: 7 },
        { title: 'b', price: 100, sku: 'B', stock: 1, number: 7 },
        { title: 'c', price: 100 },
        { title: 'd', price: 100, floorPrice: 200, sku: 'D', stock: 1 },
        { title: 'e', price: 100, skus: [{ sku: 'E', stock: 1 }, { sku: 'E', stock: 1 }] },
        { title: 'f', price: 100, sku: 'A', stock: 2 },
        { title: 'g', price: 100, sku: 'G' },
      ],
      segments: [{ kind: 'product', title: 'x', minutes: 1, listingNumber: 99 }],
      startsAt: '2027-01-01T20:00',
    });
    expect(errors?.map(({ path }) => path)).toEqual([
      '/listings/1/number', '/listings/2/skus', '/listings/4/skus/1/sku', '/listings/5/stock', '/listings/6/stock', '/listings/3/price', '/segments/0/listingNumber', '/startsAt',
    ]);
  });

  it('lets listings share a SKU whose opening stock is given once', () => {
    const listings = listingsOf({ listings: [{ title: 'a', price: 1, sku: 'A', stock: 9 }, { title: 'set', price: 2, skus: [{ sku: 'A' }, { sku: 'B', stock: 1 }] }], segments: [] });
    expect(listings[1]?.skus).toMatchObject([{ sku: 'A', stock: 9 }, { sku: 'B', stock: 1 }]);
  });

  it('has a body that the schema judges', () => {
    expect(Check(NewShow, newShow())).toBe(true);
    for (const over of [{ currency: 'yuan' }, { id: 'a}b' }, { title: '  ' }, { listings: [{ title: 'a', price: 1.5, sku: 'a', stock: 1 }] }, { listings: [{ title: 'a', price: -1, sku: 'a', stock: 1 }] }, { salesChannel: 'both' }])
      expect(Check(NewShow, { ...newShow(), ...over })).toBe(false);
    expect(Check(NewShow, { ...newShow(), listings: [{ title: 'a', price: 1, sku: 'a', stock: 1, imageUrl: 'javascript:alert(1)' }] })).toBe(false);
  });
});

describe('a copy of an earlier show', () => {
  it('brings listings, run and settings, and none of what happened', () => {
    const stage = live({ gmvTarget: 5_000_000 });
    stage.do('show.edit', { wantKeywords: ['想要'], cuePresets: [{ id: 'p1', text: '讲慢一点' }] });
    stage.do('segment.start', { segmentId: 'seg-1' });
    stage.do('listing.shelve', { listingId: 'L3' });
    const made = copyShow(stage.show, { id: 'show-2', title: '第二场', currency: 'CNY' }, context());
    if (!made.ok) throw new Error(made.rejection.detail);
    const copy = applyCommit(null, made.events);
    expect(copy).toMatchObject({ id: 'show-2', title: '第二场', status: 'planned', host: '小雨', gmvTarget: 5_000_000, wantKeywords: ['想要'], shifts: [], pending: [] });
    expect(copy.onAir).toBeUndefined();
    expect(copy.listings.map(({ number, takes, shelved }) => [number, takes, shelved])).toEqual([1, 2, 3, 4, 5].map((number) => [number, 0, false]));
    expect(copy.segments[0]).not.toHaveProperty('startedAt');
    expect(copy.cuePresets).toHaveLength(1);
  });

  it('takes the input’s own listings instead where it has some', () => {
    const made = copyShow(live().show, { title: 'x', currency: 'CNY', listings: [{ title: 'only', price: 1, sku: 'o', stock: 1 }] }, context());
    expect(made).toMatchObject({ ok: true, events: [{ listings: [{ title: 'only' }] }] });
    if (made.ok) expect(made.events[0].segments.every(({ listingId }) => listingId === undefined)).toBe(true);
  });
});

describe('a rehearsal', () => {
  it('is a labelled copy under its own id', () => {
    const stage = live();
    const [event] = stage.do('show.rehearse', { showId: 'show-1-r' });
    expect(event).toMatchObject({ type: 'show.rehearsed', rehearsalId: 'show-1-r' });
    const made = rehearse(stage.show, 'show-1-r', context());
    expect(made).toMatchObject({ ok: true, events: [{ show: { id: 'show-1-r', rehearsalOf: 'show-1', status: 'planned' } }] });
    if (!made.ok) return;
    expect(rehearse(applyCommit(null, made.events), 'again', context())).toMatchObject({ ok: false, rejection: { code: 'WRONG_STATE' } });
    expect(stage.refused('show.rehearse', { showId: 'show-1' }).code).toBe('INVALID');
  });
});
