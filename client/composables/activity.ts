import type { ShowEvent } from '../../shared/show/events.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';
import { useFigures } from './figures.ts';

/** What an event did, in a few words, and for an edit each field from → to. */
export interface Told {
  text: string;
  changes: { field: string; before: string; after: string }[];
}

const MONEY_FIELDS = new Set(['price', 'listPrice', 'floorPrice', 'gmvTarget']);

export function useActivity(): (event: ShowEvent) => Told {
  const { t, te } = useWords();
  const store = useShow();
  const figures = useFigures();

  const number = (id: string | undefined | null): string => String(store.show?.listings.find((l) => l.id === id)?.number ?? '?');
  const word = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('log.none');
    if (typeof value === 'number' && MONEY_FIELDS.has(field)) return figures.value.price(value);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '…';
  };
  function changes(before: object, after: object): Told['changes'] {
    const was = new Map(Object.entries(before));
    return Object.entries(after).map(([field, value]: [string, unknown]) => ({
      field: te(`log.field.${field}`) ? t(`log.field.${field}`) : field,
      before: word(field, was.get(field)),
      after: word(field, value),
    }));
  }
  const say = (key: string, params: Record<string, unknown> = {}): Told => ({ text: t(`log.${key}`, params), changes: [] });

  return (event) => {
    switch (event.type) {
      case 'listing.taken':
        return event.before ? say('listing.switched', { from: number(event.before.listingId), to: number(event.listingId) }) : say('listing.taken', { to: number(event.listingId) });
      case 'listing.edited':
        return { ...say('listing.edited', { number: number(event.listingId) }), changes: changes(event.before, event.after) };
      case 'listing.priced':
        return { ...say('listing.priced', { number: number(event.listingId) }), changes: [{ field: t('log.field.price'), before: word('price', event.before), after: word('price', event.after) }] };
      case 'listing.added':
        return say('listing.added', { n: event.listings.length });
      case 'listing.shelved':
      case 'listing.unshelved':
        return say(event.type, { number: number(event.listingId) });
      case 'show.edited':
        return { ...say('show.edited'), changes: changes(event.before, event.after) };
      case 'show.paused':
      case 'show.resumed':
        return say(event.type, { reason: event.reason });
      case 'host.changed':
        return say('host.changed', { before: event.before ?? t('log.none'), after: event.after });
      case 'segment.started':
      case 'segment.skipped':
        return say(event.type, { title: store.show?.segments.find((s) => s.id === event.segmentId)?.title ?? '?' });
      case 'deal.started':
        return say('deal.started', { price: figures.value.price(event.deal.price) });
      case 'cue.sent':
        return say('cue.sent', { text: event.cue.text });
      default:
        return te(`log.${event.type}`) ? say(event.type) : { text: event.type, changes: [] };
    }
  };
}
