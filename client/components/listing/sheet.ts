import { decimalsOf, parseMajor, type Minor } from '../../../shared/money.ts';
import { same } from '../../../shared/show/changes.ts';
import type { Payload } from '../../../shared/show/commands.ts';
import { forbiddenIn } from '../../../shared/show/forbidden-words.ts';
import type { Listing, ListingTag } from '../../../shared/show/show.ts';

/** A SKU as it is typed. `known`: the show has it already, so its opening stock is settled. */
export interface SkuDraft {
  sku: string;
  name: string;
  price: string;
  stock: string;
  safety: string;
  known: boolean;
}

/** A listing as it is typed: money in major units, an empty field is one without. */
export interface Draft {
  number: string;
  title: string;
  price: string;
  listPrice: string;
  floorPrice: string;
  offer: string;
  gifts: string;
  tag: ListingTag | '';
  /** One a line. */
  points: string;
  imageUrl: string;
  maxPerBuyer: string;
  skus: SkuDraft[];
}

export const emptySku = (): SkuDraft => ({ sku: '', name: '', price: '', stock: '', safety: '', known: false });

/** An amount as a field takes it: `199`, `199.9`. */
export const major = (amount: number | undefined, currency: string): string => (amount === undefined ? '' : String(amount / 10 ** decimalsOf(currency)));

/** @param listing undefined for a new one. */
export function draftOf(listing: Listing | undefined, currency: string): Draft {
  const money = (amount: number | undefined): string => major(amount, currency);
  const whole = (count: number | undefined): string => (count === undefined ? '' : String(count));
  return {
    number: whole(listing?.number),
    title: listing?.title ?? '',
    price: money(listing?.price),
    listPrice: money(listing?.listPrice),
    floorPrice: money(listing?.floorPrice),
    offer: listing?.offer ?? '',
    gifts: listing?.gifts ?? '',
    tag: listing?.tag ?? '',
    points: listing?.sellingPoints?.join('\n') ?? '',
    imageUrl: listing?.imageUrl ?? '',
    maxPerBuyer: whole(listing?.maxPerBuyer),
    skus: listing?.skus.map((sku) => ({ sku: sku.sku, name: sku.name, price: money(sku.price), stock: String(sku.stock), safety: whole(sku.safetyStock), known: true })) ?? [emptySku()],
  };
}

/** An amount; null for an empty field, undefined for what is no amount. */
export function amountOf(text: string, currency: string): Minor | null | undefined {
  return text.trim() === '' ? null : parseMajor(text, currency);
}

/** A whole number of at least `least`; null for an empty field, undefined for anything else. */
function wholeOf(text: string, least: number): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return /^\d{1,9}$/.test(trimmed) && value >= least ? value : undefined;
}

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

export type Field = Exclude<keyof Draft, 'skus'> | `skus/${number}/${keyof SkuDraft}`;

/** The fields that cannot be sent as they are. */
export function wrongIn(draft: Draft, currency: string, others: readonly Listing[]): Set<Field> {
  const wrong = new Set<Field>();
  const check = (field: Field, good: boolean): void => void (good || wrong.add(field));
  const number = wholeOf(draft.number, 1);
  check('number', number !== undefined && !others.some((listing) => listing.number === number));
  check('title', draft.title.trim() !== '');
  check('price', typeof amountOf(draft.price, currency) === 'number');
  check('listPrice', amountOf(draft.listPrice, currency) !== undefined);
  check('floorPrice', amountOf(draft.floorPrice, currency) !== undefined);
  check('maxPerBuyer', wholeOf(draft.maxPerBuyer, 1) !== undefined);
  check('imageUrl', draft.imageUrl.trim() === '' || /^(https?:\/\/|\/[^/])/.test(draft.imageUrl.trim()));
  check('points', linesOf(draft.points).length <= 10 && linesOf(draft.points).every((line) => line.length <= 200));
  const stocked = new Set(others.flatMap(({ skus }) => skus.map(({ sku }): string => sku)));
  draft.skus.forEach((each, i) => {
    const code = each.sku.trim();
    check(`skus/${i}/sku`, code !== '' && draft.skus.findIndex(({ sku }) => sku.trim() === code) === i);
    check(`skus/${i}/price`, amountOf(each.price, currency) !== undefined);
    // A SKU that the show has elsewhere has its stock already.
    const stock = wholeOf(each.stock, 0);
    check(`skus/${i}/stock`, each.known || typeof stock === 'number' || (stock === null && stocked.has(code)));
    check(`skus/${i}/safety`, wholeOf(each.safety, 0) !== undefined);
  });
  return wrong;
}

type SkuEdits = NonNullable<Payload<'listing.edit'>['skus']>;

const skuEdits = (draft: Draft, currency: string): SkuEdits =>
  draft.skus.map((each) => {
    const stock = each.known ? null : wholeOf(each.stock, 0);
    const name = each.name.trim();
    return {
      sku: each.sku.trim(),
      ...(name === '' ? {} : { name }),
      price: amountOf(each.price, currency) ?? null,
      ...(typeof stock === 'number' ? { stock } : {}),
      safetyStock: wholeOf(each.safety, 0) ?? null,
    };
  });

/** What a valid draft changes of the listing; undefined where it changes nothing. */
export function editOf(listing: Listing, draft: Draft, currency: string): Payload<'listing.edit'> | undefined {
  const before = draftOf(listing, currency);
  const text = (value: string): string | null => value.trim() || null;
  const number = wholeOf(draft.number, 1);
  const price = amountOf(draft.price, currency);
  const points = linesOf(draft.points);
  const changed = (field: Exclude<keyof Draft, 'skus'>): boolean => before[field].trim() !== draft[field].trim();
  const fields = {
    ...(changed('number') && number ? { number } : {}),
    ...(changed('title') ? { title: draft.title.trim() } : {}),
    ...(typeof price === 'number' && price !== listing.price ? { price } : {}),
    ...(changed('listPrice') ? { listPrice: amountOf(draft.listPrice, currency) ?? null } : {}),
    ...(changed('floorPrice') ? { floorPrice: amountOf(draft.floorPrice, currency) ?? null } : {}),
    ...(changed('offer') ? { offer: text(draft.offer) } : {}),
    ...(changed('gifts') ? { gifts: text(draft.gifts) } : {}),
    ...(changed('tag') ? { tag: draft.tag === '' ? null : draft.tag } : {}),
    ...(changed('points') ? { sellingPoints: points.length > 0 ? points : null } : {}),
    ...(changed('imageUrl') ? { imageUrl: text(draft.imageUrl) } : {}),
    ...(changed('maxPerBuyer') ? { maxPerBuyer: wholeOf(draft.maxPerBuyer, 1) ?? null } : {}),
    ...(same(skuEdits(before, currency), skuEdits(draft, currency)) ? {} : { skus: skuEdits(draft, currency) }),
  };
  return Object.keys(fields).length === 0 ? undefined : { listingId: listing.id, ...fields };
}

/** A valid draft as a new listing. */
export function additionOf(draft: Draft, currency: string): Payload<'listing.add'> {
  const amount = (text: string): number | undefined => amountOf(text, currency) ?? undefined;
  const optional = <K extends string, V>(key: K, value: V | undefined | null): Partial<Record<K, V>> => (value === undefined || value === null ? {} : ({ [key]: value } as Record<K, V>));
  const points = linesOf(draft.points);
  return {
    listings: [{
      title: draft.title.trim(),
      price: amount(draft.price) ?? 0,
      ...optional('number', wholeOf(draft.number, 1)),
      ...optional('listPrice', amount(draft.listPrice)),
      ...optional('floorPrice', amount(draft.floorPrice)),
      ...optional('offer', draft.offer.trim() || undefined),
      ...optional('gifts', draft.gifts.trim() || undefined),
      ...optional('tag', draft.tag || undefined),
      ...optional('sellingPoints', points.length > 0 ? points : undefined),
      ...optional('imageUrl', draft.imageUrl.trim() || undefined),
      ...optional('maxPerBuyer', wholeOf(draft.maxPerBuyer, 1)),
      skus: draft.skus.map((each) => ({
        sku: each.sku.trim(),
        ...optional('name', each.name.trim() || undefined),
        ...optional('price', amount(each.price)),
        ...optional('stock', wholeOf(each.stock, 0)),
        ...optional('safetyStock', wholeOf(each.safety, 0)),
      })),
    }],
  };
}

/** Forbidden words, each once, in the order they stand. */
export const wordsIn = (text: string): string[] => [...new Set(forbiddenIn(text).map(({ word }) => word))];

/** The lowest of these prices that is under the floor; undefined where none is. */
export function underFloor(prices: readonly (number | null | undefined)[], floor: number | null | undefined): number | undefined {
  if (floor === null || floor === undefined) return undefined;
  const low = prices.filter((price): price is number => typeof price === 'number' && price < floor);
  return low.length > 0 ? Math.min(...low) : undefined;
}

