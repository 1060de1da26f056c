import { ALERT_KINDS, ALERT_WORDS } from '../../shared/alerts/kinds.ts';
import { diff } from '../../shared/show/changes.ts';
import { isStarted, type Deal } from '../../shared/show/deals.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import { briefly, type LoggedEvent } from '../../shared/show/log.ts';
import type { PendingStep } from '../../shared/show/show.ts';
import { counted, formatCount, signedCount, textKey } from '../format/number.ts';
import { formatDay, formatTime } from '../format/time.ts';
import { useWords } from '../i18n/words.ts';
import { useShow } from '../stores/show.ts';
import { useFigures } from './figures.ts';
import { useStepWords } from './pending.ts';

/** What an event did, in a few words, and for an edit each field from → to. */
export interface Told {
  text: string;
  changes: { field: string; before: string; after: string }[];
}

const MONEY_FIELDS = new Set(['price', 'listPrice', 'floorPrice', 'gmvTarget', 'target']);

export function useActivity(): (event: ShowEvent | LoggedEvent) => Told {
  const { t, te, language } = useWords();
  const store = useShow();
  const figures = useFigures();

  const number = (id: string | undefined | null): string => String(store.show?.listings.find((l) => l.id === id)?.number ?? '?');
  const segment = (id: string): string => store.show?.segments.find((s) => s.id === id)?.title ?? '?';
  const price = (amount: number | null): string => (amount === null ? t('log.none') : figures.value.price(amount));
  const stepWords = useStepWords();
  const first = (steps: readonly PendingStep[]): { number: string; what: string } => ({ number: number(steps[0]?.listingId), what: steps[0] ? stepWords(steps[0]) : '' });
  function word(field: string, value: unknown): string {
    if (value === null || value === undefined || value === '') return t('log.none');
    if (typeof value === 'number' && MONEY_FIELDS.has(field)) return price(value);
    if (typeof value === 'number' && field === 'endsAt') return formatTime(value);
    if (Array.isArray(value)) return value.every((each) => typeof each === 'string') ? value.join(' ') : t('log.items', { n: value.length });
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '…';
  }
  function changes(before: object, after: object): Told['changes'] {
    const was = new Map(Object.entries(before));
    return Object.entries(after).map(([field, value]: [string, unknown]) => ({ field: te(`log.field.${field}`) ? t(`log.field.${field}`) : field, before: word(field, was.get(field)), after: word(field, value) }));
  }
  const change = (field: 'price' | 'shelved', before: string, after: string): Told['changes'] => [{ field: t(`log.field.${field}`), before, after }];
  const say = (key: string, params: Record<string, unknown> = {}, changed: Told['changes'] = []): Told => ({ text: t(`log.${key}`, params), changes: changed });

  const deal = ({ listingId, price: at, quantity }: Deal): Record<string, string | number> => ({ number: number(listingId), price: price(at), ...counted(quantity) });
  const dealChanges = (before: Deal, after: Deal): Told['changes'] => {
    const moved = diff<Deal>(before, after);
    return changes(moved.before, moved.after);
  };
  const onHand = (stock: { before: number; after: number } | undefined): Told['changes'] =>
    stock ? [{ field: t('log.field.onHand'), before: formatCount(stock.before), after: formatCount(stock.after) }] : [];

  function tell(event: LoggedEvent): Told {
    switch (event.type) {
      case 'listing.taken':
        return event.before ? say('listing.switched', { from: number(event.before.listingId), to: number(event.listingId) }) : say('listing.taken', { to: number(event.listingId) });
      case 'listing.explained':
        return event.listingId === null ? say('listing.explainEnded') : say('listing.explained', { number: number(event.listingId) });
      case 'listing.edited':
        return say('listing.edited', { number: number(event.listingId) }, changes(event.before, event.after));
      case 'listing.priced':
        return say('listing.priced', { number: number(event.listingId) }, change('price', price(event.before), price(event.after)));
      case 'listing.added':
        return { ...say('listing.added', { n: event.count }), changes: event.titles.map((title) => ({ field: '', before: '', after: title })) };
      case 'listing.shelved':
      case 'listing.unshelved':
      case 'listing.pinned':
      case 'listing.unpinned':
        return say(event.type, { number: number(event.listingId) });
      case 'show.edited':
        return say('show.edited', {}, changes(event.before, event.after));
      case 'show.started':
        return event.reason === undefined ? say('show.started') : say('show.startedWith', { reason: event.reason });
      case 'show.paused':
      case 'show.resumed':
        return say(event.type, { reason: event.reason });
      case 'show.toldPast':
        return say('show.toldPast', { from: formatDay(event.startedAt, language.value, true), to: formatDay(event.endedAt, language.value, true) });
      case 'host.changed':
        return say('host.changed', { before: event.before ?? t('log.none'), after: event.after });
      case 'segment.started':
      case 'segment.skipped':
        return say(event.type, { title: segment(event.segmentId) });
      case 'segment.edited':
        return say('segment.edited', { title: segment(event.segmentId) }, changes(event.before, event.after));
      case 'segment.added':
        return say('segment.added', { n: event.segments.length });
      case 'rhythm.changed':
      case 'rhythm.done':
        return say(event.type, { label: event.label });
      case 'deal.planned':
        return event.before
          ? say('deal.replanned', { number: number(event.deal.listingId) }, dealChanges(event.before, event.deal))
          : say('deal.planned', deal(event.deal));
      case 'deal.started':
        return say('deal.started', deal(event.deal));
      case 'deal.extended':
        // An extension that is undone goes the other way.
        return say(event.after.endsAt < event.before.endsAt || event.after.quantity < event.before.quantity ? 'deal.shortened' : 'deal.extended', deal(event.after), dealChanges(event.before, event.after));
      case 'deal.stopped':
        return say(isStarted(event.after) ? 'deal.stopped' : 'deal.dropped', deal(event.after));
      case 'coupon.recorded':
        return say('coupon.recorded', { title: event.coupon.title, amount: price(event.coupon.amount) });
      case 'draw.recorded':
        return say('draw.recorded', { prize: event.draw.prize, n: formatCount(event.draw.quantity) });
      case 'stock.adjusted':
        return say('stock.adjusted', { sku: event.sku, n: signedCount(event.delta), reason: event.reason }, onHand(event.onHand));
      case 'stock.counted':
        return say('stock.counted', { sku: event.sku, n: formatCount(event.counted) }, onHand(event.onHand));
      case 'cue.sent':
        return say('cue.sent', { text: event.cue.text });
      case 'cue.acknowledged':
        return event.as === 'acknowledged' ? say('cue.acknowledged', { text: store.show?.cues.find(({ id }) => id === event.cueId)?.text ?? '' }) : say(`cue.${event.as}`);
      case 'alert.acknowledged':
        return say('alert.acknowledged', { kind: kindOf(event.alertId) });
      case 'approval.requested':
        return say('approval.requested', { price: price(event.request.price), floor: price(event.request.floor) });
      case 'approval.granted':
        return say('approval.granted', { name: event.request.by.name, price: price(event.request.price) });
      case 'platform.pended':
        return say('platform.pended', { number: number(event.step.listingId), what: stepWords(event.step) });
      case 'platform.confirmed':
        return say('platform.confirmed', first(event.steps));
      case 'platform.withdrawn':
        return say('platform.withdrawn', first(event.steps));
      default:
        return te(`log.${event.type}`) ? say(event.type) : { text: event.type, changes: [] };
    }
  }
  /** An alert's kind, which its id begins with. */
  const kindOf = (alertId: string): string => {
    const kind = ALERT_KINDS.find((each) => each === alertId.split(':')[0]);
    return kind === undefined ? alertId : ALERT_WORDS[kind].title[textKey(language.value)];
  };
  return (event) => tell(isBrief(event) ? event : briefly(event));
}

const isBrief = (event: ShowEvent | LoggedEvent): event is LoggedEvent => 'count' in event;
