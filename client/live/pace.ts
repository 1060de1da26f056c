import type { Live } from './live.ts';

/** In a playback at least this much of real time lies between two times. Unit: ms. */
const LEAST_MS = 1_000;

/**
 * Does something every so often of the show's own time: at sixty times its speed what is asked anew every ten seconds would be minutes old.
 * @param everyMs of the show @returns what ends it
 */
export function everyShown({ player, clock }: Pick<Live, 'player' | 'clock'>, everyMs: number, work: () => void): () => void {
  let last = clock.now();
  const look = (): void => {
    const now = clock.now();
    if (Math.abs(now - last) < everyMs) return;
    last = now;
    work();
  };
  const timer = player ? setInterval(look, LEAST_MS) : setInterval(work, everyMs);
  return () => clearInterval(timer);
}
