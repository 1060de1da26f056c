import { minor } from '../../money.ts';
import type { FieldError } from '../../protocol/problems.ts';
import { diff, isEmpty, type Changes } from '../changes.ts';
import type { Payload } from '../commands.ts';
import { repeatedSkus, skuOf } from '../listings.ts';
import { invalid, reject, unchanged, type Rejection } from '../rejection.ts';
import { TAG_WORDS, type SkuInput } from '../schemas.ts';
import type { Listing, ListingSku, Show } from '../show.ts';
import { listingOf, noListing, type Handler } from './context.ts';
import { belowFloor, setPrices, type Wanted } from './prices.ts';

type Edit = Payload<'listing.edit'>;

/** Edits a listing. What it costs goes the way of every price: floors refuse it, platforms must carry it out. */
export const editListing: Handler<'listing.edit'> = (show, payload, context) => {
  const listing = listingOf(show, payload.listingId);
  if (!listing) return noListing(payload.listingId);
  const numberTaken = show.listings.find(({ id, number }) => number === payload.number && id !== listing.id);
  if (numberTaken) return invalid([{ path: '/payload/number', message: `number ${payload.number} belongs to ${numberTaken.title}` }]);
  const loweredFloor = floorLowered(show, listing, payload, context.approved);
  if (loweredFloor) return loweredFloor;
  const edited = payload.skus === undefined ? { skus: undefined, prices: [] } : editSkus(show, listing, payload.skus);
  if ('code' in edited) return edited;
  const prices: Wanted[] = [...(payload.price === undefined ? [] : [{ to: minor(payload.price) }]), ...edited.prices];
  const fresh = edited.skus?.flatMap(({ sku, price }) => (price !== undefined && !known(listing, sku) ? [price] : [])) ?? [];
  const floored = withFloor(listing, payload);
  const below = prices.length + fresh.length > 0 ? belowFloor(show, floored, [...prices.map(({ to }) => to), ...fresh], context) : undefined;
  if (below) return below;
  const changes = diff<Listing>(listing, wantedOf(payload, edited.skus));
  const events = setPrices(show, listing, prices, context);
  if (isEmpty(changes.after) && events.length === 0) return unchanged(`Nothing of this differs from #${listing.number} as it is.`);
  return isEmpty(changes.after) ? events : [{ type: 'listing.edited', listingId: listing.id, ...changes }, ...events];
};

const known = (listing: Listing, sku: string): ListingSku | undefined => listing.skus.find((each) => each.sku === sku);

/** The listing with the floor and price that the edit leaves it with, by which its prices are judged. */
function withFloor(listing: Listing, { floorPrice, price }: Edit): Listing {
  const { floorPrice: old, ...rest } = listing;
  const floor = floorPrice === undefined ? old : floorPrice === null ? undefined : minor(floorPrice);
  return { ...rest, price: price === undefined ? listing.price : minor(price), ...(floor === undefined ? {} : { floorPrice: floor }) };
}

/** Once the show runs, lowering the floor is as good as going below it, and needs the same second person. */
function floorLowered(show: Show, listing: Listing, { floorPrice }: Edit, approved: boolean): Rejection | undefined {
  const { floorPrice: floor } = listing;
  if (floorPrice === undefined || floor === undefined || approved || show.status === 'planned') return undefined;
  const to = floorPrice ?? 0;
  if (to >= floor) return undefined;
  return reject('BELOW_FLOOR', `The floor price ${floor} of #${listing.number} can be lowered during the show only with a second person.`, {
    listingId: listing.id, price: to, floor,
  });
}

type EditedSkus = { skus: ListingSku[]; prices: Wanted[] };

/** The whole list of SKUs as edited, prices of known ones apart: those are set on their own. */
function editSkus(show: Show, listing: Listing, edits: NonNullable<Edit['skus']>): EditedSkus | Rejection {
  const gone = listing.skus.filter(({ sku }) => !edits.some((each) => each.sku === sku));
  if (gone.length > 0 && show.status !== 'planned')
    return reject('WRONG_STATE', `SKU ${gone.map(({ sku }) => sku).join(', ')} may have been sold and stays. Count it to nothing instead.`, { state: show.status });
  const errors: FieldError[] = repeatedSkus(edits.map(({ sku }) => ({ sku })), '/payload/skus');
  const stock = new Map(show.listings.flatMap(({ skus }) => skus.map((sku): [string, number] => [sku.sku, sku.stock])));
  const skus = edits.map((edit, i): ListingSku => {
    const before = known(listing, edit.sku);
    const { price, safetyStock, ...rest } = edit;
    const keptPrice = before ? before.price : (price ?? undefined);
    const keptSafety = safetyStock === undefined ? before?.safetyStock : (safetyStock ?? undefined);
    const input: SkuInput = {
      name: before?.name ?? listing.title, ...rest,
      ...(keptPrice === undefined ? {} : { price: keptPrice }), ...(keptSafety === undefined ? {} : { safetyStock: keptSafety }),
    };
    return skuOf(input, listing.title, stock.get(edit.sku), `/payload/skus/${i}`, errors);
  });
  if (errors.length > 0) return invalid(errors);
  const prices = edits.flatMap(({ sku, price }): Wanted[] => {
    const before = known(listing, sku);
    return before && price !== undefined ? [{ sku: before.sku, to: price === null ? null : minor(price) }] : [];
  });
  return { skus, prices };
}

function wantedOf(payload: Edit, skus: ListingSku[] | undefined): Changes<Listing> {
  const { number, title, listPrice, floorPrice, offer, gifts, tag, sellingPoints, imageUrl, maxPerBuyer } = payload;
  return {
    ...(number === undefined ? {} : { number }),
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(listPrice === undefined ? {} : { listPrice: listPrice === null ? null : minor(listPrice) }),
    ...(floorPrice === undefined ? {} : { floorPrice: floorPrice === null ? null : minor(floorPrice) }),
    ...(offer === undefined ? {} : { offer }),
    ...(gifts === undefined ? {} : { gifts }),
    ...(tag === undefined ? {} : { tag: tag === null ? null : TAG_WORDS[tag] }),
    ...(sellingPoints === undefined ? {} : { sellingPoints }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
    ...(maxPerBuyer === undefined ? {} : { maxPerBuyer }),
    ...(skus === undefined ? {} : { skus }),
  };
}
