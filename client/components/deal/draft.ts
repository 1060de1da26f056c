import { parseMajor } from '../../../shared/money.ts';
import { afterCoupon } from '../../../shared/show/coupons.ts';
import type { Coupon } from '../../../shared/show/deals.ts';
import type { Payload } from '../../../shared/show/commands.ts';
import { major } from '../listing/sheet.ts';
import { formatDuration } from '../../format/number.ts';
import type { DealHabit } from '../../stores/habit.ts';

/** A deal as it is typed: money in major units, lengths as `5:00`, a bare number is minutes. */
export interface DealDraft {
  price: string;
  quantity: string;
  perBuyer: string;
  length: string;
  countdown: string;
  hold: string;
}
export type DealField = keyof DealDraft;

/** @param price of the deal, minor units; undefined for a new one */
export const draftOf = (habit: DealHabit, price: number | undefined, currency: string): DealDraft => ({
  price: major(price, currency),
  quantity: String(habit.quantity),
  perBuyer: String(habit.perBuyer),
  length: formatDuration(habit.seconds),
  countdown: String(habit.countdownSeconds),
  hold: formatDuration(habit.holdSeconds),
});

/** `5` and `5:00` are five minutes, `0:30` half of one, `1:30:00` ninety. Unit: s; undefined for what is no length. */
export function secondsOf(text: string): number | undefined {
  const trimmed = text.trim().replaceAll('：', ':');
  if (/^\d{1,4}$/.test(trimmed)) return Number(trimmed) * 60;
  if (!/^\d{1,4}(:[0-5]\d){1,2}$/.test(trimmed)) return undefined;
  return trimmed.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

const whole = (text: string): number | undefined => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : undefined);
const within = (value: number | undefined, least: number, most: number): value is number => value !== undefined && value >= least && value <= most;

/** The deal that was typed, or the fields that cannot be sent as they are. Limits are those of `deal.plan`. */
export function readDraft(draft: DealDraft, currency: string): { deal: Omit<Payload<'deal.plan'>, 'listingId'>; wrong?: never } | { wrong: Set<DealField>; deal?: never } {
  const price = draft.price.trim() === '' ? undefined : parseMajor(draft.price, currency);
  const quantity = whole(draft.quantity);
  const perBuyer = whole(draft.perBuyer);
  const seconds = secondsOf(draft.length);
  const countdownSeconds = draft.countdown.trim() === '' ? 0 : whole(draft.countdown);
  const holdSeconds = secondsOf(draft.hold);
  const wrong = new Set<DealField>();
  if (price === undefined) wrong.add('price');
  if (!within(quantity, 1, 1_000_000)) wrong.add('quantity');
  if (!within(perBuyer, 1, 1_000_000)) wrong.add('perBuyer');
  if (!within(seconds, 30, 86_400)) wrong.add('length');
  if (!within(countdownSeconds, 0, 300)) wrong.add('countdown');
  if (!within(holdSeconds, 10, 86_400)) wrong.add('hold');
  if (price === undefined || quantity === undefined || perBuyer === undefined || seconds === undefined || countdownSeconds === undefined || holdSeconds === undefined || wrong.size > 0) return { wrong };
  return { deal: { price, quantity, perBuyer, seconds, countdownSeconds, holdSeconds } };
}

/** What somebody should know before a deal starts, gravest first. */
export type DealWarning =
  | { what: 'floor'; floor: number; price: number; coupon?: string }
  | { what: 'shelved' }
  | { what: 'stock'; available: number }
  | { what: 'notCheaper' }
  | { what: 'oneBuyer' };

export interface DealSurroundings {
  /** The live price and the floor, minor units. */
  price: number;
  floorPrice?: number | undefined;
  shelved: boolean;
  /** Units that can be sold of all its SKUs; undefined where the ledger does not say. */
  available: number | undefined;
  coupons: readonly Coupon[];
}

/** @param now server time, Unix ms */
export function warningsOf(deal: { listingId: string; price: number; quantity: number; perBuyer: number }, around: DealSurroundings, now: number): DealWarning[] {
  const { floorPrice: floor, available } = around;
  const paid = afterCoupon(deal.price, deal.listingId, around.coupons, now);
  return [
    ...(floor !== undefined && paid.price < floor ? [{ what: 'floor', floor, price: paid.price, ...(paid.coupon ? { coupon: paid.coupon.title } : {}) } as const] : []),
    ...(around.shelved ? [{ what: 'shelved' } as const] : []),
    ...(available !== undefined && available < deal.quantity ? [{ what: 'stock', available: Math.max(0, available) } as const] : []),
    ...(deal.price >= around.price ? [{ what: 'notCheaper' } as const] : []),
    ...(deal.perBuyer >= deal.quantity && deal.quantity > 1 ? [{ what: 'oneBuyer' } as const] : []),
  ];
}
