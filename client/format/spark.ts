/** Two or three points are a stroke, not a course. */
const FEWEST = 4;

/**
 * The line of a sparkline. A null breaks the line: a gap is drawn as a gap. The scale starts at the smallest value, except
 * that a line that never moves lies in the middle and not on the floor.
 * @returns an SVG path in a box of `width` × `height`, with a pixel and a half of air above and below.
 */
export function sparkPath(points: readonly (number | null)[], width: number, height: number): string {
  const known = points.filter((p) => p !== null);
  if (known.length < FEWEST) return '';
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const step = width / (points.length - 1);
  const air = 1.5;
  const y = (value: number): number => (span === 0 ? height / 2 : height - air - ((value - low) / span) * (height - 2 * air));
  let path = '';
  let drawing = false;
  points.forEach((point, i) => {
    if (point === null) {
      drawing = false;
      return;
    }
    path += `${drawing ? 'L' : 'M'}${(i * step).toFixed(1)} ${y(point).toFixed(1)}`;
    drawing = true;
  });
  return path;
}
