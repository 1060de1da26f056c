/** How many units of a deal were taken at a moment of server time, Unix ms. */
export interface Mark {
  at: number;
  taken: number;
}

/** Over how long the speed of a deal is read: long enough to be steady, short enough to feel a push. Unit: ms. */
export const SPEED_OVER = 60_000;
/** Marks nearer together than this are one. Unit: ms. */
const APART = 500;

/** The marks with one more, and without those that no speed needs any longer: of what is older, the newest stays. */
export function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const last = marks.at(-1);
  const kept = last && marks.length > 1 && last.at - (marks.at(-2)?.at ?? 0) < APART ? marks.slice(0, -1) : marks;
  const from = kept.findLastIndex(({ at }) => at <= mark.at - SPEED_OVER);
  return [...kept.slice(Math.max(0, from)), mark];
}
