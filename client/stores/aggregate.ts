/**
 * What a stretch of a series comes to: sums add up, levels (people online) and ratios are averaged over what is known.
 * @returns undefined where less than half of it is known: two stretches compared must both be whole enough.
 */
export function aggregate(points: readonly (number | null)[], kind: 'sum' | 'level' | 'ratio'): number | undefined {
  const known = points.filter((point) => point !== null);
  if (known.length === 0 || known.length * 2 < points.length) return undefined;
  const sum = known.reduce((a, b) => a + b, 0);
  return kind === 'sum' ? sum : sum / known.length;
}
