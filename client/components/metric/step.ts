const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;
/** More points than this say nothing more on a screen, and cost the server and the drawing alike. */
const POINTS = 240;

/** The finest round step that draws `seconds` in at most 240 points. Unit: s. */
export const stepFor = (seconds: number): number => STEPS.find((step) => seconds / step <= POINTS) ?? Math.ceil(seconds / POINTS / 3600) * 3600;
