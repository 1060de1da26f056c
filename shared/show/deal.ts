import type { ListingId } from '../ids.ts';
import type { Minor } from '../money.ts';

/** An entity's last change: the revision, who, and the event's type. */
export type LastChange = readonly [revision: number, who: string, what: string];

/** 秒杀. A plan until somebody starts it; what became of it then follows from the clock and the ledger, and is never stored twice. */
export interface Deal {
  dealId: string;
  listingId: ListingId;
  /** What each unit of it costs, minor units. */
  price: Minor;
  /** The most units it sells: a cap, not a reservation. */
  quantity: number;
  /** The most units one buyer gets of it. */
  perBuyer: number;
  /** How long it runs once its countdown is over. Unit: s. */
  seconds: number;
  /** How long it is announced before it opens. Unit: s. */
  countdownSeconds: number;
  /** How long a buyer has to pay. Unit: s. */
  holdSeconds: number;
  /** Unix ms, [startsAt, endsAt); absent while it is a plan. A stop moves `endsAt` to the moment it was stopped. */
  startsAt?: number;
  endsAt?: number;
  stoppedAt?: number;
  changed?: LastChange;
}

export type StartedDeal = Deal & { startsAt: number; endsAt: number };

/** 优惠券 as the platform runs it: a marker, which floors count. */
export interface Coupon {
  id: string;
  at: number;
  title: string;
  /** What it takes off, minor units. */
  amount: Minor;
  /** The least that must be spent, minor units. */
  threshold?: Minor;
  quantity?: number;
  /** What it is for; absent: the whole show. */
  listingIds?: ListingId[];
  conditions?: string;
  /** Unix ms. */
  endsAt?: number;
}

/** 福袋 and other draws as the platform runs them: a marker. */
export interface Draw {
  id: string;
  at: number;
  prize: string;
  quantity: number;
  conditions?: string;
  /** Unix ms. */
  endsAt?: number;
}
