import { STALE_INTERVALS } from '../metrics/health.ts';
import { paceOf } from '../metrics/pace.ts';
import { suppliesOf } from '../metrics/supply.ts';
import type { FeedView } from '../metrics/view.ts';
import { isOpen, type StartedDeal } from '../show/deals.ts';
import type { Show } from '../show/show.ts';
import { lastDeed } from './deed.ts';
import { labelOf } from './overlay.ts';
import { lotOf, phaseOf, type Shelf } from './stock.ts';
import type { Figure, WallDeal, WallView } from './views.ts';

type FigureId = 'gmv' | 'online' | 'viewers' | 'orders';
/** Listings named on the wall. */
const TOP = 5;

/** What the wall reads of the tally. */
export interface WallFigures {
  values: Readonly<Record<FigureId, number | null>>;
  /** Ids of metrics that are estimates. */
  approximate: readonly string[];
  feeds: readonly FeedView[];
  /** A listing's GMV, minor units. */
  gmvOf: (listingId: string) => number;
}

/** What the wall shows at `now` (server time, Unix ms). */
export function wallView(show: Show, shelf: Shelf, figures: WallFigures, now: number): WallView {
  const { id, title, host, currency, status, frozen, startsAt, startedAt, endedAt } = show;
  const gmv = figures.values.gmv ?? 0;
  const figure = (metric: FigureId): Figure =>
    ({ value: figures.values[metric], isEstimate: figures.approximate.includes(metric), ...heardOf(metric, figures.feeds) });
  return {
    showId: id, at: now, label: labelOf(show), title, host: host ?? null, currency, status,
    isStopped: frozen,
    plannedAt: startsAt ?? null, startedAt: startedAt ?? null, endedAt: endedAt ?? null,
    gmv: figure('gmv'), online: figure('online'), viewers: figure('viewers'), orders: figure('orders'),
    feeds: figures.feeds.map((feed) => ({ feed: feed.feed, heardAt: feed.lastContactAt, staleAt: staleAt(feed) })),
    pace: paceNow(show, gmv, endedAt ?? now),
    onAir: onAirOf(show),
    deals: dealsNow(show, shelf, now),
    top: topOf(show, figures.gmvOf),
    deed: lastDeed(show),
  };
}

const staleAt = ({ lastContactAt, intervalMs }: FeedView): number => lastContactAt + STALE_INTERVALS * intervalMs;

/** A figure is as old as the oldest kind of thing it rests on, and that as young as the feed that spoke of it last; what no feed has brought yet ages as all of them. */
function heardOf(metric: string, feeds: readonly FeedView[]): Pick<Figure, 'heardAt' | 'staleAt'> {
  const brought = suppliesOf(metric).map((supply) => feeds.filter(({ supplies }) => supplies.includes(supply))).filter(({ length }) => length > 0);
  const parts = brought.length > 0 ? brought : feeds.length > 0 ? [feeds] : [];
  if (parts.length === 0) return { heardAt: null, staleAt: null };
  const oldest = (of: (feed: FeedView) => number): number => Math.min(...parts.map((part) => Math.max(...part.map(of))));
  return { heardAt: oldest(({ lastContactAt }) => lastContactAt), staleAt: oldest(staleAt) };
}

function paceNow(show: Show, gmv: number, now: number): WallView['pace'] {
  const { expected, ahead, neededPerMinute } = paceOf(show, gmv, now);
  const bySegments = show.segments.reduce((sum, { target = 0 }) => sum + target, 0);
  return { target: show.gmvTarget ?? (bySegments > 0 ? bySegments : null), expected, ahead, neededPerMinute };
}

function onAirOf({ listings, onAir }: Show): WallView['onAir'] {
  const listing = listings.find(({ id }) => id === onAir?.listingId);
  return listing && onAir ? { number: listing.number, title: listing.title, price: listing.price, since: onAir.since } : null;
}

function dealsNow(show: Show, shelf: Shelf, now: number): WallDeal[] {
  const open = show.deals.filter((deal): deal is StartedDeal => isOpen(deal, now));
  const rank = ({ listingId, endsAt }: StartedDeal): number => (listingId === show.onAir?.listingId ? 0 : endsAt);
  return open.sort((a, b) => rank(a) - rank(b)).flatMap((deal): WallDeal[] => {
    const listing = show.listings.find(({ id }) => id === deal.listingId);
    if (!listing) return [];
    const { dealId, price, startsAt, endsAt, quantity } = deal;
    const lot = lotOf(show, deal, listing, shelf);
    const { number, title, price: was } = listing;
    return [{ dealId, number, title, price, was, startsAt, endsAt, phase: phaseOf(deal, lot, now), quantity, taken: lot?.taken ?? null, left: lot?.left ?? null }];
  });
}

function topOf({ listings }: Show, gmvOf: WallFigures['gmvOf']): WallView['top'] {
  const sold = listings.flatMap(({ id, number, title }) => {
    const gmv = gmvOf(id);
    return gmv > 0 ? [{ number, title, gmv }] : [];
  });
  return sold.sort((a, b) => b.gmv - a.gmv || a.number - b.number).slice(0, TOP);
}
