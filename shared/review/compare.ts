import { scalarOf, type MetricValue, type MetricValues } from '../metrics/view.ts';
import { COMPARED, type ActionReview, type Compared, type Comparison } from './view.ts';

/** How long before and after an action is looked at. Unit: s. */
export const AROUND_S = 300;

/** What cannot be known counts as nothing. */
const known = (value: MetricValue | undefined): number => scalarOf(value) ?? 0;

/**
 * The five minutes after an action against the five before it. What was rising anyway is told apart: `expected` carries the change from the five
 * minutes before those on, never below zero. A comparison, not a cause.
 * @param at Unix ms @param bounds seconds the show has, from its start up to but not including its end
 * @param figures of the seconds [from, to)
 * @returns null where the ten minutes are not all inside the show
 */
export function compareAround(at: number, bounds: { from: number; to: number }, figures: (from: number, to: number) => MetricValues): Record<Compared, Comparison> | null {
  const sec = Math.floor(at / 1000);
  if (sec - AROUND_S < bounds.from || sec + AROUND_S > bounds.to) return null;
  const after = figures(sec, sec + AROUND_S);
  const before = figures(sec - AROUND_S, sec);
  const earlier = sec - 2 * AROUND_S < bounds.from ? undefined : figures(sec - 2 * AROUND_S, sec - AROUND_S);
  const of = (id: Compared): Comparison => {
    const [was, is] = [known(before[id]), known(after[id])];
    return { before: was, after: is, expected: earlier ? Math.max(0, 2 * was - known(earlier[id])) : null };
  };
  return Object.fromEntries(COMPARED.map((id) => [id, of(id)])) as Record<Compared, Comparison>;
}

/** Names with each action the others whose five minutes on either side reach into its own. Actions come by time. */
export function nameOverlaps(actions: ActionReview[]): void {
  const reach = 2 * AROUND_S * 1000;
  actions.forEach((action, i) => {
    for (let j = i + 1; j < actions.length && (actions[j] as ActionReview).at - action.at < reach; j++) {
      const other = actions[j] as ActionReview;
      action.overlaps.push(other.id);
      other.overlaps.push(action.id);
    }
  });
}
