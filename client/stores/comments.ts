import { compareEntries, parseEventId } from '../../shared/ids.ts';
import type { Comment } from '../../shared/metrics/view.ts';

/** Comments a screen remembers. */
const KEPT = 300;

/**
 * The comments of a screen with more of them taken in, newest first. One that is there already is not there twice: a join tells
 * the last minutes again, and a tick may repeat what the join had told.
 * @param more oldest first, as the wire has them.
 */
export function withComments(kept: readonly Comment[], more: readonly Comment[]): readonly Comment[] {
  const known = new Set(kept.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id)).reverse();
  if (fresh.length === 0) return kept;
  const all = [...fresh, ...kept];
  const [first] = kept;
  const oldest = fresh.at(-1);
  // Almost always what comes is newer than all there is; only a join after a gap can bring what belongs further down.
  if (first && oldest && byNewest(oldest, first) > 0) all.sort(byNewest);
  return all.slice(0, KEPT);
}

function byNewest(a: Comment, b: Comment): number {
  const [left, right] = [parseEventId(a.id), parseEventId(b.id)];
  if (!left || !right) return 0;
  return compareEntries(right.entry, left.entry) || right.index - left.index;
}
