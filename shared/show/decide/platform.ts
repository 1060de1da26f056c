import { reject } from '../rejection.ts';
import type { PendingStep, Show } from '../show.ts';
import { isRejection, listingOf, type Deciding, type HandlerGroup, type Happening, type Outcome } from './context.ts';
import { dealTruth } from './deals.ts';
import { priceNow, shelfTruth } from './prices.ts';
import { stockTruth } from './stock.ts';

/** What becomes true once the platform has carried a step out. */
function truthOf(show: Show, step: PendingStep, context: Deciding): Outcome {
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
      return dealTruth(show, step, context);
    case 'stock':
      return stockTruth(step);
    default:
      return step satisfies never;
  }
}

export const platformCommands: HandlerGroup<'platform'> = {
  'platform.confirm': (show, { commandId }, context) => {
    const steps = show.pending.filter((step) => step.commandId === commandId);
    if (steps.length === 0) return reject('NOT_FOUND', 'Nothing of this command waits for the platform: it is confirmed, withdrawn or replaced by a later one.', { commandId });
    const rest = { ...show, pending: show.pending.filter((step) => step.commandId !== commandId) };
    const truths: Happening[] = [];
    for (const step of steps) {
      const truth = truthOf(rest, step, context);
      if (isRejection(truth)) return truth;
      truths.push(...truth);
    }
    return [{ type: 'platform.confirmed', steps }, ...truths];
  },
};
