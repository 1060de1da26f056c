import { createRandom } from './random.ts';
import type { Source } from './crowd.ts';

interface Wave {
  from: number;
  height: number;
  fadeMs: number;
  source: Source;
}

/** How much more than usual arrives just now, and which source brings the surplus. */
export interface Tide {
  level: number;
  /** The source of the waves on, and their share of the level, 0 to 1. */
  surge?: { source: Source; share: number };
}

const MINUTE = 60_000;
const RISE_MS = 15_000;
/** From here on a show that nobody ends grows quiet, as rooms do at night; it also keeps its journal small. */
const QUIET_FROM = 120 * MINUTE;
const QUIET_AFTER = 300 * MINUTE;
const QUIET_LEVEL = 0.2;

/** Arrivals over time: a burst at the opening, slow swells, and waves when a short video catches on or paid traffic is bought. Mean about 1. */
export function createTides(seed: number): (elapsedMs: number) => Tide {
  const random = createRandom(seed ^ 0x7f4a7c15);
  const phases = [random.between(0, 6), random.between(0, 6)] as const;
  let waves: Wave[] = [];
  let nextWaveAt = random.between(60_000, 150_000);
  return (elapsed) => {
    while (elapsed >= nextWaveAt) {
      const source = random.weighted({ 'short-video': 5, paid: 4, share: 1, follow: 1 });
      waves.push({ from: nextWaveAt, height: random.between(0.5, 1.7), fadeMs: random.between(45_000, 110_000), source });
      nextWaveAt += random.between(0.4, 1.6) * 5 * MINUTE;
    }
    waves = waves.filter(({ from, fadeMs }) => elapsed - from < fadeMs * 6);
    const quiet = Math.min(1, Math.max(0, (elapsed - QUIET_FROM) / (QUIET_AFTER - QUIET_FROM)));
    const night = 1 - quiet * (1 - QUIET_LEVEL);
    const swell = 0.72 + 0.17 * Math.sin(phases[0] + elapsed / (1.9 * MINUTE)) + 0.1 * Math.sin(phases[1] + elapsed / (0.7 * MINUTE));
    const opening = 1.1 * Math.exp(-elapsed / (2.5 * MINUTE));
    let surplus = 0;
    let highest: { source: Source; height: number } | undefined;
    for (const { from, height, fadeMs, source } of waves) {
      const since = elapsed - from;
      const now = height * (since < RISE_MS ? since / RISE_MS : Math.exp(-(since - RISE_MS) / fadeMs));
      surplus += now;
      if (!highest || now > highest.height) highest = { source, height: now };
    }
    const level = (swell + opening + surplus) * night;
    return highest ? { level, surge: { source: highest.source, share: (surplus * night) / level } } : { level };
  };
}

/** The mean of the tides over a time, so that a planned number of people can be spread over it. */
export function tideVolume(seed: number, durationMs: number, stepMs: number): number {
  const tides = createTides(seed);
  let volume = 0;
  for (let elapsed = 0; elapsed < durationMs; elapsed += stepMs) volume += tides(elapsed).level * stepMs;
  return volume;
}
