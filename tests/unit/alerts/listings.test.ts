import { describe, expect, it } from 'vitest';
import { LI } from '../show/make.ts';
import { MINUTE, SECOND, Watch } from './make.ts';

describe('a slow mover', () => {
  const KIND = 'listing.slow';
  /** #1 has been presented and stands on the shelf; #2 is on air. */
  const onShelf = (): Watch => {
    const watch = new Watch();
    watch.stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    return watch.pass(SECOND);
  };

  it('is on the shelf without a click for 15 minutes', () => {
    const watch = onShelf().pass(15 * MINUTE - SECOND);
    expect(watch.look(KIND)).toEqual([]);
    watch.pass(SECOND);
    expect(watch.look(KIND)).toMatchObject([
      { level: 'amber', listingId: 'L1', params: { number: 1, title: '洁面', quietSince: watch.now - 15 * MINUTE }, action: { type: 'listing.pin', payload: { listingId: 'L1' } } },
    ]);
  });

  it('clears with a click, and waits another 15 minutes', () => {
    const watch = onShelf().pass(15 * MINUTE);
    watch.clicks['L1'] = 1;
    expect(watch.pass(SECOND).look(KIND)).toEqual([]);
    expect(watch.pass(15 * MINUTE - SECOND).look(KIND)).toEqual([]);
    expect(watch.pass(SECOND).look(KIND)).toHaveLength(1);
  });

  it('is not one that waits its turn, is on air, or is off the shelf', () => {
    const watch = onShelf();
    watch.stage.do('listing.shelve', { listingId: 'L1' });
    expect(watch.pass(20 * MINUTE).look(KIND)).toEqual([]);
  });

  it('suggests no pin where three are pinned', () => {
    const watch = onShelf();
    for (const listingId of ['L3', 'L4', 'L5']) watch.stage.do('listing.pin', { listingId });
    expect(watch.pass(15 * MINUTE).look(KIND)[0]).not.toHaveProperty('action');
  });

  it('is one of five at most, the longest quiet first', () => {
    const watch = new Watch({ listings: Array.from({ length: 9 }, (_, i) => ({ id: `L${i + 1}`, title: `商品${i}`, price: 100, sku: `S${i}`, stock: 1 })) });
    for (let i = 1; i < 9; i++) {
      watch.stage.do('listing.take', { listingId: `L${i + 1}`, seenOnAir: `L${i}` });
      watch.pass(SECOND);
    }
    watch.pass(15 * MINUTE + SECOND);
    expect(watch.look(KIND).map(({ listingId }) => listingId).sort()).toEqual(['L1', 'L2', 'L3', 'L4', 'L5']);
  });
});

describe('sold out on air', () => {
  const KIND = 'listing.soldOut';

  it('is red as soon as no SKU has anything left, and suggests the next that has', () => {
    const watch = new Watch();
    watch.left['JM'] = 1;
    expect(watch.look(KIND)).toEqual([]);
    Object.assign(watch.left, { JM: 0, JH30: 0, JH50: 0, MS: 3 });
    expect(watch.look(KIND)).toMatchObject([{ level: 'red', listingId: 'L1', params: { number: 1, title: '洁面' }, action: { type: 'listing.take', payload: { listingId: 'L3', seenOnAir: 'L1' } } }]);
  });

  it('needs every SKU of it to be known as gone', () => {
    const watch = new Watch();
    watch.stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    watch.left['JH30'] = 0;
    expect(watch.look(KIND)).toEqual([]);
    watch.left['JH50'] = -2;
    expect(watch.look(KIND)).toHaveLength(1);
  });

  it('is gone with the next take; stock that comes back clears it after 5 s, and then it rests a minute', () => {
    const watch = new Watch();
    watch.left['JM'] = 0;
    watch.look(KIND);
    watch.left['JM'] = 1;
    expect(watch.pass(5 * SECOND).look(KIND)).toHaveLength(1);
    expect(watch.pass(SECOND).look(KIND)).toEqual([]);
    watch.left['JM'] = 0;
    expect(watch.pass(MINUTE - SECOND).look(KIND)).toEqual([]);
    expect(watch.pass(SECOND).look(KIND)).toHaveLength(1);
    watch.stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    expect(watch.look(KIND)).toEqual([]);
  });

  it('suggests nothing to take while the show is stopped', () => {
    const watch = new Watch();
    watch.left['JM'] = 0;
    watch.stage.do('show.freeze', {});
    expect(watch.look(KIND)[0]).not.toHaveProperty('action');
  });
});

describe('a step the platform has not confirmed', () => {
  const KIND = 'platform.pending';

  it('is told after 30 s, with the press that confirms it, and goes with that press', () => {
    const watch = new Watch({ salesChannel: 'platform' });
    watch.stage.do('listing.price', { listingId: 'L1', price: 7_900 }, { by: LI, id: 'cmd-price' });
    const wait = watch.stage.now - watch.now;
    watch.pass(wait + 30 * SECOND - 1);
    expect(watch.look(KIND)).toEqual([]);
    watch.pass(1);
    expect(watch.look(KIND)).toMatchObject([
      { level: 'amber', listingId: 'L1', params: { number: 1, title: '洁面', what: 'price', by: '小李' }, action: { type: 'platform.confirm', payload: { commandId: 'cmd-price' } } },
    ]);
    watch.stage.do('platform.confirm', { commandId: 'cmd-price' });
    expect(watch.look(KIND)).toEqual([]);
  });

  it('says whether it goes on or off the shelf', () => {
    const watch = new Watch({ salesChannel: 'platform' });
    watch.stage.do('listing.shelve', { listingId: 'L3' });
    expect(watch.pass(MINUTE).look(KIND)).toMatchObject([{ params: { what: 'shelve', number: 3 } }]);
  });
});
