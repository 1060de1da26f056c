const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;
/** More points than this say nothing more on a card of the desk, and cost the server and the drawing alike. */
const POINTS = 120;

/** The finest round step that draws `seconds` in at most `points` points. Unit: s. */
export const stepFor = (seconds: number, points = POINTS): number => STEPS.find((step) => seconds / step <= points) ?? Math.ceil(seconds / points / 3600) * 3600;

/** The shortest stretch that is drawn: a show of one minute is not stretched over the whole card. Unit: s. */
const SHORTEST = 300;

/**
 * What the trend covers: the last `span` seconds, or all of the show for 0, from the start of the show at the earliest.
 * @param begin of the show, undefined where it never started (an import); @param end of it, or now. Unix seconds.
 */
export function trendRange(span: number, begin: number | undefined, end: number): { from: number; to: number; step: number } {
  const wanted = span || (begin === undefined ? 3_600 : end - begin);
  const earliest = Math.min(begin ?? -Infinity, end - SHORTEST);
  const from = Math.max(earliest, end - Math.max(SHORTEST, wanted));
  const step = stepFor(end - from);
  return { from: Math.floor(from / step) * step, to: Math.floor(end / step) * step, step };
}
