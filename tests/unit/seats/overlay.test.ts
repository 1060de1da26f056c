import { describe, expect, it } from 'vitest';
import { checkOf } from '../../../client/live/check.ts';
import { overlayView } from '../../../shared/seats/overlay.ts';
import { OverlayView } from '../../../shared/seats/views.ts';
import type { NewShow } from '../../../shared/show/create.ts';
import { Stage, live } from '../show/make.ts';
import { hold, keysOf, shelfOf } from './make.ts';

const DEAL = { listingId: 'L1', price: 6_900, quantity: 50, perBuyer: 2, seconds: 60 };
const seen = (stage: Stage, ledger = shelfOf(stage.show)) => overlayView(stage.show, ledger, stage.now);
const dealIn = (stage: Stage): string => stage.show.deals.at(-1)?.dealId ?? '';

describe('an overlay', () => {
  it('shows what is on air while the show is live or paused, and nothing else ever', () => {
    const stage = new Stage();
    expect(seen(stage).on).toBeNull();
    stage.do('show.start', {});
    expect(seen(stage).on).toBeNull();
    stage.do('listing.take', { listingId: 'L1', seenOnAir: null });
    expect(seen(stage).on?.listing).toMatchObject({ number: 1, title: '洁面', price: 8_900 });
    stage.do('show.pause', { reason: '换景' });
    expect(seen(stage).on?.listing.number).toBe(1);
    stage.do('show.freeze', {});
    expect(seen(stage).on).toBeNull();
    stage.do('show.unfreeze', {});
    stage.do('show.resume', {});
    expect(seen(stage).on?.listing.number).toBe(1);
    stage.do('show.end', {});
    expect(seen(stage).on).toBeNull();
  });

  it('is told these fields and no others, whatever the show has', () => {
    const secret = { floorPrice: 4_321, gifts: 'secret-gift', sellingPoints: ['secret-point'], maxPerBuyer: 7 };
    const stage = live({
      gmvTarget: 98_765_400, host: 'secret-host', segments: [],
      listings: [{ id: 'L1', title: '洁面', price: 8_900, listPrice: 12_900, offer: '拍 1 发 2', imageUrl: 'https://example.com/1.png', skus: [{ sku: 'secret-sku', name: 'secret-name', stock: 60, safetyStock: 17 }], ...secret }],
    });
    const ledger = shelfOf(stage.show);
    const plain = ['showId', 'at', 'label', 'on.currency', 'on.listing.number', 'on.listing.title', 'on.listing.price', 'on.listing.isFrom', 'on.listing.listPrice', 'on.listing.offer', 'on.listing.imageUrl', 'on.deal', 'on.left'];
    expect(keysOf(seen(stage, ledger))).toEqual(plain);
    stage.do('deal.start', DEAL);
    stage.do('cue.send', { text: 'secret-cue' });
    hold(ledger, 'L1', 'secret-sku', 3, dealIn(stage));
    const view = overlayView(stage.show, ledger, stage.now);
    expect(keysOf(view)).toEqual(plain.flatMap((key) => (key === 'on.deal' ? ['price', 'startsAt', 'endsAt', 'phase', 'left'].map((each) => `on.deal.${each}`) : [key])));
    expect(JSON.stringify(view)).not.toMatch(/secret|4321|98765400|"17"|quantity|perBuyer/);
    expect(checkOf(OverlayView)(view)).toBe(true);
  });

  it('counts a running lot down by what can truly still be had: what the cap leaves, and the stock has', () => {
    const stage = live();
    const ledger = shelfOf(stage.show);
    stage.do('deal.start', DEAL);
    expect(seen(stage, ledger).on?.deal).toMatchObject({ price: 6_900, phase: 'running', left: 50 });
    const claim = hold(ledger, 'L1', 'JM', 2, dealIn(stage));
    hold(ledger, 'L1', 'JM', 1, dealIn(stage));
    expect(seen(stage, ledger).on?.deal?.left).toBe(47);
    ledger.apply({ type: 'claim.cancelled', at: 0, claimId: claim, left: 0 });
    expect(seen(stage, ledger).on?.deal?.left).toBe(49);
    // Of 210 in stock 205 go elsewhere: 4 are left, whatever the cap says.
    hold(ledger, 'L1', 'JM', 205);
    expect(seen(stage, ledger).on?.deal).toMatchObject({ left: 4, phase: 'running' });
    hold(ledger, 'L1', 'JM', 4);
    expect(seen(stage, ledger).on?.deal).toMatchObject({ left: 0, phase: 'soldOut' });
    ledger.adjust('JM', -500);
    expect(seen(stage, ledger).on?.deal?.left).toBe(0);
  });

  it('announces a deal, runs it, and forgets it once its time is over or somebody stops it', () => {
    const stage = live();
    stage.do('deal.start', { ...DEAL, countdownSeconds: 30 });
    const { startsAt = 0, endsAt = 0 } = stage.show.deals[0] ?? {};
    const at = (now: number) => overlayView(stage.show, shelfOf(stage.show), now).on?.deal?.phase;
    expect([at(startsAt - 1), at(startsAt), at(endsAt - 1), at(endsAt)]).toEqual(['countdown', 'running', 'running', undefined]);
    stage.do('deal.stop', { dealId: dealIn(stage) });
    expect(seen(stage).on?.deal).toBeNull();
  });

  it('knows nothing of a deal on another listing, or of a plan', () => {
    const stage = live();
    stage.do('deal.start', { ...DEAL, listingId: 'L3', price: 12_900 });
    stage.do('deal.plan', DEAL);
    expect(seen(stage).on?.deal).toBeNull();
  });

  it('says how many are left only below the number that is set, and never of a stock that nobody gave', () => {
    const listings: NewShow['listings'] = [{ id: 'L1', title: '洁面', price: 8_900, sku: 'JM', stock: 21 }, { id: 'L2', title: '面霜', price: 8_900, sku: 'MS', stock: 0 }];
    const stage = live({ listings, segments: [] });
    const ledger = shelfOf(stage.show);
    hold(ledger, 'L1', 'JM', 1);
    expect(seen(stage, ledger).on?.left).toBeNull();
    hold(ledger, 'L1', 'JM', 1);
    expect(seen(stage, ledger).on?.left).toBe(19);
    stage.do('show.edit', { overlayStockBelow: 19 });
    expect(seen(stage, ledger).on?.left).toBeNull();
    stage.do('show.edit', { overlayStockBelow: null });
    expect(seen(stage, ledger).on?.left).toBe(19);
    ledger.adjust('JM', -30);
    expect(seen(stage, ledger).on?.left).toBe(0);
    stage.do('show.edit', { overlayStockBelow: 0 });
    expect(seen(stage, ledger).on?.left).toBeNull();
    stage.do('listing.take', { listingId: 'L2', seenOnAir: 'L1' });
    stage.do('show.edit', { overlayStockBelow: 500 });
    expect(seen(stage, ledger).on?.left).toBeNull();
  });

  it('adds up the SKUs of a listing, and says "from" where they differ in price', () => {
    const stage = live({ segments: [], listings: [{ id: 'L1', title: '精华', price: 19_900, listPrice: 19_900, skus: [{ sku: 'A', name: '30ml', stock: 3 }, { sku: 'B', name: '50ml', price: 29_900, stock: 4 }] }] });
    expect(seen(stage).on).toMatchObject({ left: 7, listing: { price: 19_900, isFrom: true, listPrice: null } });
    stage.do('listing.price', { listingId: 'L1', sku: 'B', price: 17_900 });
    expect(seen(stage).on?.listing).toMatchObject({ price: 17_900, isFrom: true, listPrice: 19_900 });
  });

  it('keeps the old truth while the platform has not carried out the new, and never counts a lot that the platform sells', () => {
    const stage = live({ salesChannel: 'platform' });
    stage.do('listing.price', { listingId: 'L1', price: 7_900 });
    stage.do('deal.start', DEAL);
    expect(seen(stage).on).toMatchObject({ listing: { price: 8_900 }, deal: null });
    for (const { commandId } of stage.show.pending) stage.do('platform.confirm', { commandId });
    expect(seen(stage).on).toMatchObject({ listing: { price: 7_900 }, deal: { price: 6_900, phase: 'running', left: null } });
  });

  it('is labelled a rehearsal or a demo, also with nothing on air', () => {
    const stage = new Stage({ demo: true });
    expect(seen(stage)).toMatchObject({ label: 'demo', on: null });
    expect(overlayView({ ...stage.show, rehearsalOf: stage.show.id }, shelfOf(stage.show), stage.now).label).toBe('rehearsal');
    expect(seen(new Stage()).label).toBeNull();
  });
});
