import type { ShowEvent } from './events.ts';
import { replaced } from './lists.ts';
import type { LastChange, PendingStep, Show } from './show.ts';

const LISTING = 'listing:';
const SEGMENT = 'segment:';
const DEAL = 'deal:';

/** The names of the things a command can touch: `expectedRevision` refuses only where one of them changed since. */
export const entity = {
  /** Title, target, times, presets, thresholds. */
  settings: 'show',
  /** Planned, live, paused, ended, frozen. */
  status: 'status',
  host: 'host',
  onAir: 'onair',
  explaining: 'explaining',
  pins: 'pins',
  /** Which listings there are, in which order. */
  queue: 'queue',
  /** Which segments there are, in which order. */
  run: 'run',
  /** The segment that runs. */
  segmentNow: 'segment',
  listing: (id: string) => `${LISTING}${id}`,
  segment: (id: string) => `${SEGMENT}${id}`,
  rhythm: (label: string) => `rhythm:${label}`,
  deal: (id: string) => `${DEAL}${id}`,
  /** What the ledger has of a SKU, as far as people change it. */
  stock: (sku: string) => `stock:${sku}`,
} as const;

/** What an event changed, by entity. What only makes something new changes nothing that anybody could have seen before. */
export function changedBy(event: ShowEvent): readonly string[] {
  switch (event.type) {
    case 'show.edited':
      return [entity.settings];
    case 'show.started':
    case 'show.paused':
    case 'show.resumed':
    case 'show.frozen':
    case 'show.unfrozen':
      return [entity.status];
    case 'show.ended':
    case 'show.toldPast':
      return [entity.status, entity.onAir, entity.segmentNow];
    case 'host.changed':
      return [entity.host];
    case 'listing.added':
    case 'listing.reordered':
      return [entity.queue];
    case 'listing.edited':
    case 'listing.priced':
    case 'listing.shelved':
    case 'listing.unshelved':
      return [entity.listing(event.listingId)];
    case 'listing.taken':
      return [entity.onAir];
    case 'listing.explained':
      return [entity.explaining];
    case 'listing.pinned':
    case 'listing.unpinned':
      return [entity.pins];
    case 'segment.added':
    case 'segment.reordered':
      return [entity.run];
    case 'segment.edited':
      return [entity.segment(event.segmentId)];
    case 'segment.started':
    case 'segment.skipped':
    case 'segment.restored':
      return [entity.segmentNow];
    case 'rhythm.changed':
    case 'rhythm.done':
      return [entity.rhythm(event.label)];
    case 'platform.pended':
      return [subjectOf(event.step)];
    case 'platform.withdrawn':
      return event.steps.map(subjectOf);
    case 'deal.planned':
    case 'deal.started':
      return [entity.deal(event.deal.dealId)];
    case 'deal.extended':
    case 'deal.stopped':
      return [entity.deal(event.dealId)];
    case 'stock.adjusted':
    case 'stock.counted':
      return [entity.stock(event.sku)];
    case 'show.created':
    case 'show.rehearsed':
    // Answered once and then gone or refused by their own state, so nobody can be stale about them.
    case 'cue.sent':
    case 'cue.acknowledged':
    case 'alert.acknowledged':
    case 'approval.requested':
    case 'approval.granted':
    case 'platform.confirmed':
    case 'action.undone':
    case 'coupon.recorded':
    case 'draw.recorded':
    case 'hold.released':
    case 'journal.rewound':
      return [];
    default:
      return event satisfies never;
  }
}

/** What a step is about. */
function subjectOf(step: PendingStep): string {
  switch (step.kind) {
    case 'price':
    case 'shelf':
      return entity.listing(step.listingId);
    case 'deal':
      return entity.deal(step.deal.dealId);
    case 'stock':
      return entity.stock(step.sku);
    default:
      return step satisfies never;
  }
}

/** When an entity last changed; undefined while it never did. */
export function lastChangeOf(show: Show, name: string): LastChange | undefined {
  if (name.startsWith(LISTING)) return show.listings.find(({ id }) => id === name.slice(LISTING.length))?.changed;
  if (name.startsWith(SEGMENT)) return show.segments.find(({ id }) => id === name.slice(SEGMENT.length))?.changed;
  if (name.startsWith(DEAL)) return show.deals.find(({ dealId }) => dealId === name.slice(DEAL.length))?.changed;
  return show.changed[name];
}

/** The show with `change` noted at each of the entities. */
export function noted(show: Show, names: readonly string[], change: LastChange): Show {
  return names.reduce((next, name): Show => {
    if (name.startsWith(LISTING)) return { ...next, listings: marked(next.listings, name.slice(LISTING.length), change) };
    if (name.startsWith(SEGMENT)) return { ...next, segments: marked(next.segments, name.slice(SEGMENT.length), change) };
    if (name.startsWith(DEAL)) {
      const id = name.slice(DEAL.length);
      return { ...next, deals: replaced(next.deals, ({ dealId }) => dealId === id, (deal) => ({ ...deal, changed: change })) };
    }
    return { ...next, changed: { ...next.changed, [name]: change } };
  }, show);
}

function marked<T extends { id: string; changed?: LastChange }>(list: readonly T[], id: string, changed: LastChange): T[] {
  return replaced(list, (item) => item.id === id, (item) => ({ ...item, changed }));
}
