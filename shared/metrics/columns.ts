/**
 * What is counted, by position. A row (one second of one feed), a feed's totals, a source and a listing all keep these
 * columns at the same places, so that one addition is one array write everywhere.
 */
export const COL = {
  enters: 0,
  leaves: 1,
  impressions: 2,
  comments: 3,
  likes: 4,
  shares: 5,
  follows: 6,
  shown: 7,
  clicks: 8,
  favourites: 9,
  cartAdds: 10,
  cartUnits: 11,
  ordersCreated: 12,
  createdAmount: 13,
  unpaidOrders: 14,
  unpaidAmount: 15,
  orders: 16,
  units: 17,
  gmv: 18,
  refunds: 19,
  refundAmount: 20,
  fanGmv: 21,
  dealGmv: 22,
  dealOrders: 23,
  subsidy: 24,
  deposits: 25,
  depositAmount: 26,
  /** Views that ended and lasted a minute, in the second they reached it. */
  longViews: 27,
  /** Joins minus leaves: the step of the online curve in this second. */
  online: 28,
} as const;
export const COLS = 29;
/** Columns from here to `ORDER_END` come from the order record, and follow the order's shift rather than the second's. */
export const ORDER_FROM = COL.ordersCreated;
export const ORDER_END = COL.longViews;

/** Kinds of people: the bit in a viewer's flags, the place of the count, and of the "last did it in this second" column. */
export const KIND = {
  entered: 0,
  impressed: 1,
  shown: 2,
  clicked: 3,
  carted: 4,
  commented: 5,
  engaged: 6,
  created: 7,
  bought: 8,
  boughtFirst: 9,
  /** A column only: viewers whose last 扣1 was in this second. */
  wanted: 10,
  /** A flag and a count only: watched for a minute without a break, in a view that has ended. */
  stayed: 11,
} as const;
export const KINDS = 12;
/** Flags that feeds and shifts keep for themselves. */
export const PEOPLE_MASK = (1 << (KIND.boughtFirst + 1)) - 1;
export const FAN = 1 << 12;
export const OPEN = 1 << 13;
/** Has so many pairs that they are found by an index. */
export const MANY_PAIRS = 1 << 14;

/** Places of a source's record beyond the columns. */
export const SOURCE = { people: 32, watch: 45 } as const;

/** Words of a viewer's record. */
export const V = {
  /** Flags in the low half, source in the high half. */
  head: 0,
  interest: 1,
  firstEntry: 2,
  sessions: 4,
  pairs: 5,
  orders: 6,
  activity: 7,
  lastPresent: 8,
  lastImpressed: 9,
  impressions: 10,
  views: 11,
  watch: 12,
  longViews: 13,
  shown: 14,
  lastShown: 15,
} as const;

/** An activity record, which only those have who do more than watch: its counters, two in a word, then words. */
export const A = {
  comments: 0,
  likes: 1,
  shares: 2,
  follows: 3,
  clicks: 4,
  favourites: 5,
  cartAdds: 6,
  cartUnits: 7,
  lastClick: 4,
  lastCart: 5,
  lastComment: 6,
  lastEngaged: 7,
} as const;

/** Words of an interest record, which only those have who asked for something or ordered. */
export const I = { lastWant: 0, lastCreated: 1, lastPaid: 2, lastFirstPaid: 3 } as const;

/** Words of a pair: one viewer and one deed, which is a listing or SKU (times four) and a place in PAIR_KINDS; and when they last did it. */
export const P = { deed: 0, next: 1, last: 2, viewer: 3 } as const;
/** What is unique per listing. */
export const PAIR_KINDS = [KIND.shown, KIND.clicked, KIND.carted, KIND.bought] as const;

/** Places of a listing's record beyond the columns: people by pair kind, then everything again since the listing on air was taken. */
export const SUBJECT = { lastCellSec: 1, lastCell: 2, people: 28, onAir: 32 } as const;
/** Places of a cell (one listing in one second); the columns before the commerce ones are never used there. */
export const CELL = { sec: 0, subject: 1, next: 2, people: 28 } as const;
/** The first column that counts per listing. */
export const COMMERCE_FROM = COL.shown;
export const COMMERCE_END = COL.subsidy;

/** Seconds as the records keep them: whole, within a uint32, 0 meaning never. */
export function second(at: number): number {
  const sec = Math.floor(at / 1000);
  return sec < 1 ? 1 : sec > 4_294_967_294 ? 4_294_967_294 : sec;
}

/** A view of this many seconds is long. */
export const LONG_SECONDS = 60;
/** How long per-listing seconds are kept behind the newest event. Unit: s. */
export const CELL_SECONDS = 900;
