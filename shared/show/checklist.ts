import { own } from './changes.ts';
import { forbiddenIn } from './forbidden-words.ts';
import type { Show } from './show.ts';

/** What the checklist must know that is not in the document. */
export interface ChecklistFacts {
  feeds: { alive: number; total: number };
  /** Units left of a SKU; undefined where the ledger does not say, and the opening stock counts. */
  available?: (sku: string) => number | undefined;
  tablets: number;
  overlays: number;
}

/** Items judged here, and those that people tick by hand. */
export const BUILT_IN_CHECKS = ['feeds', 'stock', 'tablet', 'overlay', 'words'] as const;
export const HAND_CHECKS = ['prices', 'backup'] as const;

export interface CheckItem {
  id: string;
  /** Own items carry their words; screens word the others by id. */
  label?: string;
  green: boolean;
  byHand: boolean;
  /** Who ticked it, or the figures that make it red. */
  params: Record<string, string | number>;
}

/** The checklist before the start (SCREENS.md): feeds, stock, prices and 机制 on the platform, tablet, overlay, words, backup line, own items. */
export function checklist(show: Show, facts: ChecklistFacts): CheckItem[] {
  const { feeds, tablets, overlays } = facts;
  const onShelf = show.listings.filter(({ shelved }) => !shelved);
  const left = ({ sku, stock }: { sku: string; stock: number }) => facts.available?.(sku) ?? stock;
  const empty = onShelf.filter(({ skus }) => skus.every((sku) => left(sku) <= 0));
  const worded = onShelf.filter(({ title, sellingPoints = [], offer = '' }) => [title, offer, ...sellingPoints].some((text) => forbiddenIn(text).length > 0));
  const judged = (id: (typeof BUILT_IN_CHECKS)[number], green: boolean, params: CheckItem['params']): CheckItem => ({ id, green, byHand: false, params });
  return [
    judged('feeds', feeds.total > 0 && feeds.alive === feeds.total, { ...feeds }),
    judged('stock', onShelf.length > 0 && empty.length === 0, { empty: empty.length, first: empty[0]?.number ?? 0, listings: onShelf.length }),
    judged('tablet', tablets > 0, { tablets }),
    judged('overlay', overlays > 0, { overlays }),
    judged('words', worded.length === 0, { listings: worded.length, first: worded[0]?.number ?? 0 }),
    ...HAND_CHECKS.map((id) => ticked(show, id)),
    ...(show.ownChecks ?? []).map(({ id, label }) => ({ ...ticked(show, id), label })),
  ];
}

function ticked(show: Show, id: string): CheckItem {
  const check = own(show.checks, id);
  return { id, green: check !== undefined, byHand: true, params: check ? { by: check.by, at: check.at } : {} };
}
