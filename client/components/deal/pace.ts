import type { StartedDeal } from '../../../shared/show/deals.ts';
import { SPEED_OVER, type Mark } from '../../stores/marks.ts';

const MINUTE = 60_000;
/** Before this much of a deal has run, a speed would be a guess. Unit: ms. */
const TOO_EARLY = 3_000;

/** A deal's units: paid, held for buyers who still have to pay, and not taken. */
export interface SellThrough {
  sold: number;
  held: number;
  left: number;
  /** Shares of its quantity, each in [0, 1], together at most 1. */
  soldShare: number;
  heldShare: number;
}

export function sellThrough(quantity: number, { sold, held }: { sold: number; held: number }): SellThrough {
  const soldShare = quantity === 0 ? 0 : Math.min(1, sold / quantity);
  const heldShare = quantity === 0 ? 0 : Math.min(1 - soldShare, held / quantity);
  return { sold, held, left: Math.max(0, quantity - sold - held), soldShare, heldShare };
}

/**
 * Units a minute over the last minute, or since it opened where that is less. Units given back count against it, and it is never below 0.
 * @param marks how many were taken when, oldest first. @param now server time, Unix ms
 * @returns undefined while it has hardly begun
 */
export function speedOf({ startsAt, endsAt }: Pick<StartedDeal, 'startsAt' | 'endsAt'>, taken: number, marks: readonly Mark[], now: number): number | undefined {
  const to = Math.min(now, endsAt);
  if (to - startsAt < TOO_EARLY) return undefined;
  // When it opened nothing was taken: known also by a page that came later.
  const opened: Mark = { at: startsAt, taken: 0 };
  const from = marks.findLast(({ at }) => at > startsAt && at <= to - SPEED_OVER) ?? opened;
  // A mark holds until the next one, so one from long ago is as good as one a minute old.
  const since = from === opened ? startsAt : Math.max(from.at, to - SPEED_OVER);
  return Math.max(0, ((taken - from.taken) / (to - since)) * MINUTE);
}

/** After how long so many units are sold at this speed, in ms; undefined where nothing sells. @param speed units a minute */
export const soldOutIn = (left: number, speed: number | undefined): number | undefined => (speed === undefined || speed === 0 ? undefined : (left / speed) * MINUTE);

/** By how many units a deal is enlarged at one press: about half of it, as a round figure (50 of 100, 10 of 20). */
export function stepOf(quantity: number): number {
  const half = Math.max(1, quantity / 2);
  const ten = 10 ** Math.floor(Math.log10(half));
  return [5, 2, 1].map((times) => times * ten).find((step) => step <= half) ?? 1;
}
