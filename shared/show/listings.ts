import type { ListingId, Sku } from '../ids.ts';
import { minor } from '../money.ts';
import type { FieldError } from '../protocol/problems.ts';
import { LIMITS } from './limits.ts';
import { TAG_WORDS, type ListingInput, type SkuInput } from './schemas.ts';
import type { Listing, ListingSku } from './show.ts';

/** What new listings must not collide with, and must agree with. */
interface Taken {
  ids: Set<string>;
  numbers: Set<number>;
  /** Opening stock by SKU: listings that share a SKU share its stock. */
  stock: Map<string, number>;
}

function takenBy(listings: readonly Listing[]): Taken {
  const taken: Taken = { ids: new Set(), numbers: new Set(), stock: new Map() };
  for (const listing of listings) {
    taken.ids.add(listing.id);
    taken.numbers.add(listing.number);
    for (const { sku, stock } of listing.skus) taken.stock.set(sku, stock);
  }
  return taken;
}

/** One SKU made whole; `knownStock` is the opening stock where the show already has the SKU. */
export function skuOf(input: SkuInput, title: string, knownStock: number | undefined, path: string, errors: FieldError[]): ListingSku {
  if (input.stock === undefined && knownStock === undefined) errors.push({ path: `${path}/stock`, message: `the opening stock of ${input.sku} is missing` });
  if (input.stock !== undefined && knownStock !== undefined && input.stock !== knownStock)
    errors.push({ path: `${path}/stock`, message: `${input.sku} already has an opening stock of ${knownStock}: give that, leave it out, or adjust the stock` });
  return {
    sku: input.sku as Sku,
    name: input.name?.trim() || title,
    stock: input.stock ?? knownStock ?? 0,
    ...(input.price === undefined ? {} : { price: minor(input.price) }),
    ...(input.safetyStock === undefined ? {} : { safetyStock: input.safetyStock }),
  };
}

/** SKUs that stand twice in one list, named by path. */
export function repeatedSkus(skus: readonly SkuInput[], path: string): FieldError[] {
  const seen = new Set<string>();
  return skus.flatMap(({ sku }, i) => {
    if (seen.has(sku)) return [{ path: `${path}/${i}/sku`, message: `${sku} is already in this listing` }];
    seen.add(sku);
    return [];
  });
}

function skusOf(input: ListingInput, title: string, taken: Taken, path: string, errors: FieldError[]): ListingSku[] {
  const short = input.sku !== undefined;
  if (short === (input.skus !== undefined)) {
    errors.push({ path: `${path}/skus`, message: short ? 'give either sku or skus, not both' : 'give skus, or sku and stock' });
    return [];
  }
  const { sku, stock, safetyStock } = input;
  const one = { ...(stock === undefined ? {} : { stock }), ...(safetyStock === undefined ? {} : { safetyStock }) };
  const inputs: readonly SkuInput[] = input.skus ?? (sku === undefined ? [] : [{ sku, ...one }]);
  errors.push(...repeatedSkus(inputs, `${path}/skus`));
  return inputs.map((each, i) => {
    const made = skuOf(each, title, taken.stock.get(each.sku), short ? path : `${path}/skus/${i}`, errors);
    taken.stock.set(made.sku, made.stock);
    return made;
  });
}

function claimNumbers(inputs: readonly ListingInput[], taken: Taken, path: string, errors: FieldError[]): number[] {
  inputs.forEach(({ number }, i) => {
    if (number === undefined) return;
    if (taken.numbers.has(number)) errors.push({ path: `${path}/${i}/number`, message: `number ${number} is taken` });
    taken.numbers.add(number);
  });
  let next = 1;
  return inputs.map(({ number }) => {
    if (number !== undefined) return number;
    while (taken.numbers.has(next)) next++;
    taken.numbers.add(next);
    return next;
  });
}

/**
 * Makes listings of what was sent: ids given where there are none, free numbers from 1 up, Chinese tags understood, the short form opened.
 * @param existing the show's listings, with which ids and numbers must not collide.
 * @returns the listings, and every mistake by its path; the listings are of use only where there is none.
 */
export function listingsOf(
  inputs: readonly ListingInput[], existing: readonly Listing[], newId: () => string, path: string,
): { listings: Listing[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const taken = takenBy(existing);
  const numbers = claimNumbers(inputs, taken, path, errors);
  const listings = inputs.map((input, i): Listing => {
    const at = `${path}/${i}`;
    if (input.id !== undefined && taken.ids.has(input.id)) errors.push({ path: `${at}/id`, message: `id ${input.id} is taken` });
    const id = input.id ?? newId();
    taken.ids.add(id);
    const title = input.title.trim();
    return {
      id: id as ListingId, number: numbers[i] ?? i + 1, title, price: minor(input.price), ...extrasOf(input),
      skus: skusOf(input, title, taken, at, errors), shelved: false, takes: 0,
    };
  });
  return { listings, errors: errors.slice(0, LIMITS.errors) };
}

function extrasOf(input: ListingInput): Partial<Listing> {
  return {
    ...(input.listPrice === undefined ? {} : { listPrice: minor(input.listPrice) }),
    ...(input.floorPrice === undefined ? {} : { floorPrice: minor(input.floorPrice) }),
    ...(input.offer === undefined ? {} : { offer: input.offer.trim() }),
    ...(input.gifts === undefined ? {} : { gifts: input.gifts.trim() }),
    ...(input.tag === undefined ? {} : { tag: TAG_WORDS[input.tag] }),
    ...(input.sellingPoints === undefined ? {} : { sellingPoints: input.sellingPoints.map((point) => point.trim()) }),
    ...(input.imageUrl === undefined ? {} : { imageUrl: input.imageUrl }),
    ...(input.maxPerBuyer === undefined ? {} : { maxPerBuyer: input.maxPerBuyer }),
  };
}
