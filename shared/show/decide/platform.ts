import { reject } from '../rejection.ts';
import type { PendingStep, Show } from '../show.ts';
import { listingOf, type Happening, type HandlerGroup } from './context.ts';
import { priceNow, shelfTruth } from './prices.ts';

/** What becomes true once the platform has carried a step out. */
function truthOf(show: Show, step: PendingStep): Happening[] {
  const listing = listingOf(show, step.listingId);
  if (!listing) return [];
  switch (step.kind) {
    case 'price': {
      const which = step.sku === undefined ? {} : { sku: step.sku };
      return [{ type: 'listing.priced', listingId: listing.id, ...which, before: priceNow(listing, step.sku), after: step.to }];
    }
    case 'shelf':
      return shelfTruth(show, listing, step.to);
    case 'deal':
    case 'stock':
      return [];
    default:
      return step satisfies never;
  }
}

export const platformCommands: HandlerGroup<'platform'> = {
  'platform.confirm': (show, { commandId }) => {
    const steps = show.pending.filter((step) => step.commandId === commandId);
    if (steps.length === 0) return reject('NOT_FOUND', 'Nothing of this command waits for the platform: it is confirmed, withdrawn or replaced by a later one.', { commandId });
    return [{ type: 'platform.confirmed', steps }, ...steps.flatMap((step) => truthOf(show, step))];
  },
};
