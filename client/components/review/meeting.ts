import { scalarOf } from '../../../shared/metrics/view.ts';
import type { ActionReview, ListingReview, ReviewView } from '../../../shared/review/view.ts';
import { formatDuration, type Language } from '../../format/number.ts';
import { formatDay, formatTime } from '../../format/time.ts';
import type { Marker } from '../metric/markers.ts';

/** What a meeting asks for first, beside GMV. */
export const MEETING_METRICS = ['orders', 'buyers', 'viewers', 'averageWatch', 'conversionRate', 'clickToPayRate', 'spendPerBuyer', 'gpm', 'refundRate', 'netSales'] as const;

/** How many listings a list of the best or the worst has. */
const RANKED = 5;
const gmvOf = ({ metrics }: ListingReview): number => scalarOf(metrics['gmv']) ?? 0;

/** The listings that sold best and least, and the greatest GMV of one; no listing is in both lists. */
export function ranksOf({ listings }: Pick<ReviewView, 'listings'>): { best: ListingReview[]; worst: ListingReview[]; most: number } {
  const ranked = [...listings].sort((a, b) => gmvOf(b) - gmvOf(a));
  const [first] = ranked;
  return {
    best: ranked.filter((each) => gmvOf(each) > 0).slice(0, RANKED),
    worst: ranked.slice(Math.max(RANKED, ranked.length - RANKED)).reverse(),
    most: first ? gmvOf(first) : 0,
  };
}

/** Who was on air, in order, else who was to be. */
export const hostsOf = ({ hosts, show }: Pick<ReviewView, 'hosts' | 'show'>): string => [...new Set(hosts.map(({ host }) => host))].join(' · ') || (show.host ?? '');

/** Day, beginning, end and length, as a head says them; empty for a show that never began. */
export function whenOf({ show, at }: Pick<ReviewView, 'show' | 'at'>, language: Language): string {
  if (!show.startedAt) return '';
  const end = show.endedAt ?? at;
  const until = end - show.startedAt > 86_400_000 ? formatDay(end, language) : formatTime(end);
  return `${formatDay(show.startedAt, language, show.told)} – ${until} · ${formatDuration((end - show.startedAt) / 1000)}`;
}

/** The show itself: what comes days later would press it into a corner. Unix seconds. */
export function spanOf({ show, hours, at }: Pick<ReviewView, 'show' | 'hours' | 'at'>): { from: number; to: number } {
  const from = Math.floor((show.startedAt ?? hours[0]?.from ?? at) / 1000);
  return { from, to: Math.max(from + 1, Math.ceil((show.endedAt ?? at) / 1000)) };
}

const KIND: Partial<Record<ActionReview['kind'], Marker['kind']>> = { 'segment.started': 'segment', 'host.changed': 'show' };
const short = ({ kind, about }: ActionReview): string => (kind.startsWith('deal') ? `${about.split(' ')[0] ?? ''}!` : kind.startsWith('listing') ? (about.split(' ')[0] ?? '') : about.slice(0, 8));

/** Actions as lines on a curve. A cue is seen by the host alone. */
export const markersFor = ({ actions }: Pick<ReviewView, 'actions'>): Marker[] =>
  actions.filter(({ kind }) => kind !== 'cue.sent').map((action) => ({ at: action.at / 1000, label: short(action), kind: KIND[action.kind] ?? 'listing' }));
