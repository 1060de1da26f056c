import type { ListingId, ShowId, Sku } from '../ids.ts';
import type { Minor } from '../money.ts';

export type SalesChannel = 'own' | 'platform';
export type ShowStatus = 'planned' | 'live' | 'paused' | 'ended';
/** 引流 · 利润 · 形象 */
export type ListingTag = 'traffic' | 'profit' | 'image';
/** 开场 · 产品介绍 · 互动 · 福利 · 促单 · 结尾 */
export const SEGMENT_KINDS = ['opening', 'product', 'interaction', 'benefit', 'push', 'closing'] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

export interface ListingSku {
  sku: Sku;
  name: string;
  /** Its own price where it differs from the listing's. */
  price?: Minor;
  /** Opening stock, in units. */
  stock: number;
  safetyStock?: number;
}

export interface Listing {
  id: ListingId;
  /** The link number people say aloud; only an edit changes it. */
  number: number;
  title: string;
  price: Minor;
  listPrice?: Minor;
  floorPrice?: Minor;
  /** 机制 */
  offer?: string;
  gifts?: string;
  tag?: ListingTag;
  sellingPoints?: string[];
  imageUrl?: string;
  maxPerBuyer?: number;
  skus: ListingSku[];
  /** Off the shelf: kept, not for sale. */
  shelved: boolean;
  /** How many times it has been on air in this show. */
  takes: number;
}

export interface Segment {
  id: string;
  kind: SegmentKind;
  title: string;
  minutes: number;
  target?: Minor;
  host?: string;
  listingId?: ListingId;
  /** Unix ms. */
  startedAt?: number;
  endedAt?: number;
  skipped?: boolean;
}

/** A host's time on air: the metrics of a shift are those of its interval. */
export interface Shift {
  host: string;
  from: number;
  note?: string;
}

/** The show document: owned by commits, one revision, no quantities sold. Times are Unix ms. */
export interface Show {
  id: ShowId;
  revision: number;
  title: string;
  currency: string;
  salesChannel: SalesChannel;
  status: ShowStatus;
  host?: string;
  /** The id of the show this one rehearses: labelled 彩排 everywhere. */
  rehearsalOf?: ShowId;
  /** A simulated audience: labelled 演示 everywhere. */
  demo?: boolean;
  createdAt: number;
  /** Planned start. */
  startsAt?: number;
  plannedMinutes?: number;
  gmvTarget?: Minor;
  startedAt?: number;
  endedAt?: number;
  frozen: boolean;
  /** The queue, in the order of the run. */
  listings: Listing[];
  onAir?: { listingId: ListingId; since: number };
  pinned: ListingId[];
  segments: Segment[];
  segmentId?: string;
  shifts: Shift[];
  /** Comments that are just this (or this repeated) count as 扣1. */
  wantKeywords: string[];
  /** Orders paid later than this after the end no longer count to GMV. Hours. */
  lateHours: number;
}
