import type { ListingId, ShowId, Sku } from '../ids.ts';
import type { Minor } from '../money.ts';
import type { Coupon, Deal, Draw, LastChange } from './deal.ts';
import type { Actor, ApprovalRequest, PendingStep } from './waiting.ts';

export type { LastChange } from './deal.ts';
export type { Actor, ApprovalRequest, PendingStep } from './waiting.ts';

export type SalesChannel = 'own' | 'platform';
export type ShowStatus = 'planned' | 'live' | 'paused' | 'ended';
/** 引流 · 利润 · 形象 */
export const LISTING_TAGS = ['traffic', 'profit', 'image'] as const;
export type ListingTag = (typeof LISTING_TAGS)[number];
/** 开场 · 产品介绍 · 互动 · 福利 · 促单 · 结尾 */
export const SEGMENT_KINDS = ['opening', 'product', 'interaction', 'benefit', 'push', 'closing'] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];
/** 断流 · 标错价 · 违规 · 换人 · own */
export const EMERGENCY_KINDS = ['outage', 'wrongPrice', 'violation', 'hostChange', 'other'] as const;
export type EmergencyKind = (typeof EMERGENCY_KINDS)[number];

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
  /** When what people decide about it last changed; absent while it never did. */
  changed?: LastChange;
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
  /** Running time of earlier goes at this segment, pauses left out, in ms. */
  priorMs?: number;
  changed?: LastChange;
}

/** A host's time on air: the metrics of a shift are those of its interval. */
export interface Shift {
  host: string;
  from: number;
  note?: string;
}

/** A stop of the broadcast, [from, to) in Unix ms; the last one is open while the show is paused. */
export interface Pause {
  from: number;
  to?: number;
  reason: string;
}

/** What the host must read now. Times are Unix ms. */
export interface Cue {
  id: string;
  text: string;
  preset?: string;
  at: number;
  expiresAt: number;
  by: Actor;
  deliveredAt?: number;
  seenAt?: number;
  acknowledgedAt?: number;
  acknowledgedBy?: Actor;
}

/** A reminder that comes again: 下一个福袋 02:10. */
export interface Rhythm {
  label: string;
  everyMinutes: number;
  /** When it was set or last done, Unix ms: the next is `everyMinutes` later. */
  lastAt: number;
}

export interface CuePreset {
  id: string;
  text: string;
  seconds?: number;
}

/** 预案: what one press does; each command is judged like any other. */
export interface EmergencyCard {
  id: string;
  kind: EmergencyKind;
  title: string;
  cue?: string;
  commands: { type: string; payload: Record<string, unknown> }[];
}

/** A tick by hand on the checklist before the start. */
export interface Check {
  at: number;
  by: string;
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
  /** When somebody said that it had taken place before; absent where it was on air here. */
  toldAt?: number;
  frozen: boolean;
  /** The queue, in the order of the run. */
  listings: Listing[];
  onAir?: { listingId: ListingId; since: number };
  /** The listing whose card the platform pops up now, 讲解. */
  explaining?: { listingId: ListingId; since: number };
  pinned: ListingId[];
  segments: Segment[];
  segmentId?: string;
  shifts: Shift[];
  pauses: Pause[];
  rhythms: Rhythm[];
  /** The last 50, oldest first. */
  cues: Cue[];
  /** Steps the platform has not carried out yet, oldest first; always empty in own shows. */
  pending: PendingStep[];
  approvals: ApprovalRequest[];
  /** Plans and whatever became of them, oldest first; a plan that is dropped leaves. */
  deals: Deal[];
  /** The last 50 of each, oldest first. */
  coupons: Coupon[];
  draws: Draw[];
  /** Alerts somebody has taken note of, by alert id. */
  alerts: Record<string, Check>;
  /** When each other entity (shared/show/entities.ts) last changed; listings and segments carry their own, for a long map is dear to copy. */
  changed: Record<string, LastChange>;
  /** Comments that are just this (or this repeated) count as 扣1. */
  wantKeywords: string[];
  /** Orders paid later than this after the end no longer count to GMV. Hours. */
  lateHours: number;
  cuePresets?: CuePreset[];
  emergencyCards?: EmergencyCard[];
  /** Own items of the checklist, beside the built-in ones. */
  ownChecks?: { id: string; label: string }[];
  checks?: Record<string, Check>;
  /** Alert thresholds that differ from the defaults, by rule. */
  thresholds?: Record<string, number>;
  /** The overlay tells buyers how many are left of a listing below this many units; STOCK_BELOW where the show does not say. */
  overlayStockBelow?: number;
}
