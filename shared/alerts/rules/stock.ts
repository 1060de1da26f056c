import { isOpen } from '../../show/deals.ts';
import type { Listing, ListingSku, Show } from '../../show/show.ts';
import { oversoldOf, safetyOf } from '../../stock/ledger.ts';
import { ANY_STATE, RUNNING, rule, type Scene } from '../rule.ts';

/** How far back the pace is measured. Unit: min. Source: METRICS, Stock. */
const LATELY_MINUTES = 5;
/** Units come back and go again: a SKU is not told of more often than this. Unit: ms. */
const restMs = (): number => 60_000;

/** SKUs of listings that are or were presented, and still for sale: each once, by the first listing that has it. */
function* onSale({ listings, onAir }: Show): Generator<{ listing: Listing; sku: ListingSku }> {
  const seen = new Set<string>();
  for (const listing of listings) {
    if (listing.shelved || (listing.takes === 0 && listing.id !== onAir?.listingId)) continue;
    for (const sku of listing.skus) {
      if (seen.has(sku.sku)) continue;
      seen.add(sku.sku);
      yield { listing, sku };
    }
  }
}

/** "#7 精华液 50ml", as people say it. */
const titleOf = ({ title, skus }: Listing, { name }: ListingSku): string => (skus.length > 1 ? `${title} ${name}` : title);

/** At the pace of the last five minutes a SKU is gone within the minutes set. Cover = available ÷ units sold per minute. */
export const stockCover = rule('stock.cover', { states: ['live'], main: 'cover.minutes', restMs, most: 5 }, (scene) => {
  const { show, sight, limit } = scene;
  return [...onSale(show)].flatMap(({ listing, sku }) => {
    const left = sight.available(sku.sku) ?? 0;
    if (left <= 0) return [];
    const sold = sight.soldLately(sku.sku);
    const cover = (left * LATELY_MINUTES) / sold;
    if (sold === 0 || cover >= limit('cover.minutes')) return [];
    return [{
      subject: sku.sku,
      state: 'on',
      say: { level: 'amber', listingId: listing.id, params: { number: listing.number, title: titleOf(listing, sku), left, cover: Math.round(cover * 60_000), sold } },
    }];
  });
});

/** Less is left of a SKU than its safety stock; gone altogether is told where it is on air. */
export const stockLow = rule('stock.low', { states: RUNNING, main: 'safety.on', restMs, most: 5 }, ({ show, sight }) =>
  [...onSale(show)].flatMap(({ listing, sku }) => {
    const left = sight.available(sku.sku);
    const safety = safetyOf(sku.stock, sku.safetyStock);
    if (left === undefined || left <= 0 || left >= safety) return [];
    return [{ subject: sku.sku, state: 'on', say: { level: 'amber', listingId: listing.id, params: { number: listing.number, title: titleOf(listing, sku), left, safety } } }];
  }),
);

/** More was sold than there was: somebody has to be told before they wait for it. */
export const stockOversold = rule('stock.oversold', { states: ANY_STATE, main: 'oversold.on', restMs, most: 20 }, ({ show, sight }) => {
  const owner = new Map<string, { listing: Listing; sku: ListingSku }>(show.listings.flatMap((listing) => listing.skus.map((sku) => [sku.sku, { listing, sku }] as const)));
  return sight.overdrawn().flatMap(({ sku, available }) => {
    const found = owner.get(sku);
    const about = found ? { listingId: found.listing.id } : {};
    const params = { title: found ? `#${found.listing.number} ${titleOf(found.listing, found.sku)}` : sku, oversold: oversoldOf({ available }) };
    return [{ subject: sku, state: 'on', say: { level: 'red', ...about, params } }];
  });
});

/** Each open deal with its listing and what buyers took of it. */
function* openDeals({ show, sight, now }: Scene) {
  for (const deal of show.deals) {
    const listing = show.listings.find(({ id }) => id === deal.listingId);
    if (listing && isOpen(deal, now) && now >= deal.startsAt) yield { deal, listing, taken: sight.taken(deal.dealId) };
  }
}

/** A deal closes within the seconds set, and still has units. */
export const dealEnding = rule('deal.ending', { states: RUNNING, main: 'ending.seconds' }, (scene) =>
  [...openDeals(scene)].flatMap(({ deal, listing, taken }) => {
    const left = deal.quantity - taken.held - taken.sold;
    if (deal.endsAt - scene.now > scene.limit('ending.seconds') * 1000 || left <= 0) return [];
    return [{
      subject: deal.dealId,
      state: 'on',
      say: {
        level: 'amber', listingId: listing.id, params: { number: listing.number, title: listing.title, endsAt: deal.endsAt, left },
        action: { type: 'deal.extend', payload: { dealId: deal.dealId, seconds: 60 } },
      },
    }];
  }),
);

/** A deal's units are all taken while it still runs. */
export const dealSoldOut = rule('deal.soldOut', { states: RUNNING, main: 'dealSoldOut.on', clearMs: 5_000 }, (scene) =>
  [...openDeals(scene)].map(({ deal, listing, taken }) => {
    if (taken.held + taken.sold < deal.quantity) return { subject: deal.dealId, state: 'off' };
    return { subject: deal.dealId, state: 'on', say: { level: 'amber', listingId: listing.id, params: { number: listing.number, title: listing.title, quantity: deal.quantity, held: taken.held } } };
  }),
);

/** Many buyers are about to lose what they hold: a word from the host makes them pay. */
export const holdsExpiring = rule('holds.expiring', { states: RUNNING, main: 'holds.least', clearMs: 10_000, restMs }, ({ sight, now, limit }) => {
  const { count, amount } = sight.holdsDue(now + limit('holds.seconds') * 1000);
  if (count < limit('holds.least')) return [{ subject: '', state: 'off' }];
  return [{ subject: '', state: 'on', say: { level: 'amber', params: { count, amount, within: limit('holds.seconds') * 1000 }, action: { type: 'cue.send', payload: {}, cue: 'pay' } } }];
});
