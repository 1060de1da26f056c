import { COL } from '../metrics/columns.ts';
import { approximations, readFeeds, readMetrics } from '../metrics/read.ts';
import type { Tally } from '../metrics/tally.ts';
import type { WallFigures } from './wall.ts';

/** What the wall needs of a tally at `now` (server time, Unix ms): of listings one figure each, so that ten thousand of them cost little. */
export function readWall(t: Tally, now: number): WallFigures {
  const { gmv, online, viewers, orders } = readMetrics(t, { now, window: 'show' });
  const known = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    values: { gmv: known(gmv), online: known(online), viewers: known(viewers), orders: known(orders) },
    approximate: approximations(t),
    feeds: readFeeds(t),
    gmvOf: (listingId) => {
      const subject = t.listingSubject.get(listingId);
      return subject === undefined ? 0 : (t.subjects.floats(subject)[t.subjects.atFloat(subject) + COL.gmv] ?? 0);
    },
  };
}
