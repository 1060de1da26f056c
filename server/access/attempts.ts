import { Refusal } from '../../shared/protocol/problems.ts';
import type { Counter, Doors } from '../store/doors.ts';
import { hashOf, networkOf } from './tokens.ts';

const MINUTE = 60_000;

/** By address: a whole studio may sit behind one. */
export const byAddress = (address: string): Counter => ({
  what: `address:${networkOf(address)}`,
  patience: { free: 20, firstPause: 2_000, longestPause: 15 * MINUTE, forgottenAfter: 60 * MINUTE },
});
/** By name, wherever it is tried from: short pauses, or strangers could lock somebody out of a running broadcast. */
export const byName = (nameKey: string): Counter => ({
  what: `name:${hashOf(nameKey)}`,
  patience: { free: 10, firstPause: 1_000, longestPause: MINUTE, forgottenAfter: 60 * MINUTE },
});
/** Six digits are few: five typing errors, then longer and longer pauses. */
export const pairingByAddress = (address: string): Counter => ({
  what: `pairing:${networkOf(address)}`,
  patience: { free: 5, firstPause: 2_000, longestPause: 15 * MINUTE, forgottenAfter: 60 * MINUTE },
});
/**
 * From everywhere together: about 40 guesses in a code's three minutes, 1 in 25,000 for one code.
 * QR codes carry 192 bits and do not count here, so nobody can be kept from pairing by noise.
 */
export const pairingByAll: Counter = {
  what: 'pairing',
  patience: { free: 30, firstPause: 2_000, longestPause: MINUTE / 2, forgottenAfter: MINUTE },
};

/** A count of its own: an overlay that keeps knocking with a link that was removed must not lock the studio's people out. */
export const linkByAddress = (address: string): Counter => ({
  what: `link:${networkOf(address)}`,
  patience: { free: 20, firstPause: 2_000, longestPause: MINUTE, forgottenAfter: 60 * MINUTE },
});

/** Counts an attempt before it is made. @throws Refusal RATE_LIMITED, saying how many seconds to wait. */
export async function countAttempt(doors: Doors, counters: readonly Counter[]): Promise<void> {
  const wait = await doors.attempt(counters);
  if (wait === 0) return;
  const seconds = Math.ceil(wait / 1000);
  throw new Refusal('RATE_LIMITED', `Too many attempts. Wait ${seconds} s, then try again.`, { params: { seconds } });
}
