import type { LoggedEvent } from '../../../shared/show/log.ts';
import type { Show } from '../../../shared/show/show.ts';

/** An action on the trend: when, in Unix seconds, and the few characters that fit beside its line. */
export interface Marker {
  at: number;
  label: string;
  kind: 'listing' | 'segment' | 'show';
}

/**
 * The actions known here: what the document tells of the past (starts, segments, the listing on air), what the log tells of it,
 * and what was seen happening since this screen was opened.
 */
export function markersOf(show: Show, events: readonly LoggedEvent[]): Marker[] {
  const number = (id: string): string => `#${show.listings.find((l) => l.id === id)?.number ?? '?'}`;
  const markers: Marker[] = [];
  const add = (at: number | undefined, label: string, kind: Marker['kind']): void => void (at !== undefined && markers.push({ at: at / 1000, label, kind }));
  add(show.startedAt, '▶', 'show');
  add(show.endedAt, '■', 'show');
  for (const segment of show.segments) add(segment.startedAt, segment.title, 'segment');
  if (show.onAir) add(show.onAir.since, number(show.onAir.listingId), 'listing');
  for (const event of events) {
    if (event.type === 'listing.taken' && event.at !== show.onAir?.since) add(event.at, number(event.listingId), 'listing');
    if (event.type === 'deal.started') add(event.at, `${number(event.deal.listingId)}!`, 'listing');
    if (event.type === 'show.paused') add(event.at, '❚❚', 'show');
  }
  return markers.sort((a, b) => a.at - b.at);
}
