import type { OrderLine } from './events.ts';
import { Interner } from './interner.ts';

/** A line of an order but for its amount. */
export type LineSort = Omit<OrderLine, 'amount'>;

type Key = [listingId: string | null, sku: string | null, quantity: number, dealId: string | null];

/** What lines of orders say but for their amounts, each sort once: a show has many orders, and few things to order. */
export class LineSorts {
  readonly texts = new Interner();
  private readonly read: (LineSort | undefined)[] = [];

  get size(): number {
    return this.texts.size;
  }

  numberOf({ listingId, sku, quantity, dealId }: LineSort): number {
    const key: Key = [listingId ?? null, sku ?? null, quantity, dealId ?? null];
    return this.texts.intern(JSON.stringify(key));
  }

  sort(number: number): LineSort {
    return (this.read[number] ??= sortOf(this.texts.text(number)));
  }
}

function sortOf(text: string): LineSort {
  // Only numberOf() writes these texts.
  const [listingId, sku, quantity, dealId] = JSON.parse(text) as Key;
  return { ...(listingId === null ? {} : { listingId }), ...(sku === null ? {} : { sku }), quantity, ...(dealId === null ? {} : { dealId }) };
}

/** A line with its fields always in the same order: where two facts are of one moment, their texts decide. */
export function lineOf({ listingId, sku, quantity, dealId }: LineSort, amount: number): OrderLine {
  return {
    ...(listingId === undefined ? {} : { listingId }),
    ...(sku === undefined ? {} : { sku }),
    quantity,
    amount,
    ...(dealId === undefined ? {} : { dealId }),
  };
}
