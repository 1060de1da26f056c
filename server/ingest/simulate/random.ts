/** Seeded randomness: the same seed gives the same audience, always. */
export interface Random {
  /** In [0, 1). */
  next: () => number;
  /** A whole number in [0, n). */
  below: (n: number) => number;
  chance: (probability: number) => boolean;
  between: (low: number, high: number) => number;
  exponential: (mean: number) => number;
  /** Heavy-tailed, with this median: watch times and waits. */
  logNormal: (median: number, sigma: number) => number;
  poisson: (mean: number) => number;
  pick: <T>(items: readonly [T, ...T[]]) => T;
  /** The key of one weight, in proportion. */
  weighted: <K extends string>(weights: Readonly<Record<K, number>>) => K;
}

/** Mulberry32: 32 bits of state, fast, and even enough for an audience. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const poisson = (mean: number): number => {
    // Knuth's product underflows for large means, where the normal curve is as good.
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = next(); product > limit; product *= next()) count += 1;
    return count;
  };
  return {
    next,
    below: (n) => Math.floor(next() * n),
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    exponential: (mean) => -Math.log(1 - next()) * mean,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighted: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const keys = Object.keys(weights) as K[];
      let left = next() * keys.reduce((sum, key) => sum + weights[key], 0);
      return keys.find((key) => (left -= weights[key]) < 0) ?? (keys.at(-1) as K);
    },
  };
}

/** A number in [0, 1) that belongs to a text for ever: FNV-1a, then mixed, so that similar texts differ. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return createRandom(hash).next();
}
