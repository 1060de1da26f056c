/** What a stretch of a series comes to: flows add up, levels (people online) and rates are averaged over what is known. */
export function aggregate(points: readonly (number | null)[], kind: 'flow' | 'level'): number | undefined {
  const known = points.filter((point) => point !== null);
  if (known.length === 0) return undefined;
  const sum = known.reduce((a, b) => a + b, 0);
  return kind === 'flow' ? sum : sum / known.length;
}
