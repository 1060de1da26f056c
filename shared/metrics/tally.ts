import { sourceNamed } from './sources.ts';
import { Tally } from './state.ts';

export { foldEntry, type Entry } from './fold.ts';
export type { Tally } from './state.ts';

/**
 * An empty tally of a show.
 * @param idWindow how many event ids are remembered for deduplication; the product keeps the default
 */
export function createTally(showId: string, idWindow?: number): Tally {
  const tally = new Tally(showId, idWindow);
  sourceNamed(tally, 'other');
  return tally;
}
