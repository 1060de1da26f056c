import type { Available } from '../show/listing-state.ts';
import type { Taken } from '../stock/ledger.ts';

/** Ten minutes of orders, by event time. `created` and `paid` are of the feeds that tell both alike, so that they may be divided. */
export interface Stretch {
  created: number;
  paid: number;
  refunds: number;
  /** Minor units. */
  refundAmount: number;
}

/** The newest words of a platform about the room. Times are Unix ms. */
export interface WarningSeen {
  id: string;
  at: number;
  feed: string;
  level: string;
  text: string;
}

/** All that the rules look at beside the show document: a small view of the tally. */
export interface Sight {
  feeds: readonly { feed: string; lastContactAt: number; intervalMs: number }[];
  stream: { state: 'live' | 'stalled' | 'lost'; at: number } | null;
  warnings: readonly WarningSeen[];
  /** Viewers online; null where nobody can tell: no feed, or all of them silent. */
  online: number | null;
  /** GMV of the show so far, minor units. */
  gmv: number;
  last10: Stretch;
  before10: Stretch;
  /** A listing's clicks so far. */
  clicks: (listingId: string) => number;
  /** Units left of a SKU; undefined where it cannot be said. */
  available: Available;
  /** Units of a SKU sold in the last five minutes. */
  soldLately: (sku: string) => number;
  /** SKUs of which more was sold than there was. */
  overdrawn: () => readonly { sku: string; available: number }[];
  /** Units of a deal that buyers hold and have paid. */
  taken: (dealId: string) => Taken;
  /** Unpaid holds that fall due until then: how many, and their amount in minor units. `until` is Unix ms. */
  holdsDue: (until: number) => { count: number; amount: number };
  /** Since when the show cannot be recorded, Unix ms; undefined while it can. */
  unrecordedSince: number | undefined;
}
