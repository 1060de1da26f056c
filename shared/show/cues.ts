import type { Cue } from './show.ts';

/**
 * How far a cue has come. sent: in the show, on no host's screen yet. delivered: a host's screen holds it. seen: it was on a screen
 * that somebody had open. acknowledged: somebody pressed 收到. expired: its time is over without that.
 */
export type CueState = 'sent' | 'delivered' | 'seen' | 'acknowledged' | 'expired';

/** @param now server time, Unix ms. */
export function cueState(cue: Pick<Cue, 'expiresAt' | 'deliveredAt' | 'seenAt' | 'acknowledgedAt'>, now: number): CueState {
  if (cue.acknowledgedAt !== undefined) return 'acknowledged';
  if (now >= cue.expiresAt) return 'expired';
  if (cue.seenAt !== undefined) return 'seen';
  return cue.deliveredAt === undefined ? 'sent' : 'delivered';
}

/** The cue the host reads now: the newest, while it waits for an answer. */
export function cueNow<C extends Pick<Cue, 'expiresAt' | 'acknowledgedAt'>>(cues: readonly C[], now: number): C | undefined {
  const last = cues.at(-1);
  return last && last.acknowledgedAt === undefined && now < last.expiresAt ? last : undefined;
}
