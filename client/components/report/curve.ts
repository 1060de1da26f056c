import { MOMENT_STEPS } from '../../format/time.ts';

/** A box that a curve is drawn in, in the units of its picture. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const ROUND = [1, 2, 2.5, 5, 10] as const;

/** Round figures from 0 to just above `most`, at most `count` of them beside 0. */
export function roundTicks(most: number, count: number): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / count;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * (ROUND.find((each) => each * size >= rough) ?? 10);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}

/** Whole steps of minutes in [from, to] on a clock that is `ahead` of UTC; up to a year no more than `count` of them from end to end. Unix seconds; `ahead` in seconds. */
export function timeTicks(from: number, to: number, count: number, ahead = 0): number[] {
  const step = MOMENT_STEPS.find((each) => (to - from) / each <= count) ?? Math.max(...MOMENT_STEPS);
  const first = Math.ceil((from + ahead) / step) * step - ahead;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}

/** Where a moment and a figure lie in a box. */
export const placer = ({ left, top, width, height }: Box, from: number, to: number, most: number) => ({
  x: (at: number): number => left + ((at - from) / Math.max(1, to - from)) * width,
  y: (value: number): number => top + height - (Math.max(0, value) / Math.max(1e-9, most)) * height,
});

/** A line as an SVG path; what is not known breaks it. */
export function curvePath(times: readonly number[], values: readonly (number | null)[], { x, y }: ReturnType<typeof placer>): string {
  let path = '';
  let drawing = false;
  times.forEach((time, i) => {
    const value = values[i] ?? null;
    if (value !== null) path += `${drawing ? 'L' : 'M'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
    drawing = value !== null;
  });
  return path;
}
