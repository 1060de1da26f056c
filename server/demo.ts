import { randomUUID } from 'node:crypto';
import { entryMs, parseEventId } from '../shared/ids.ts';
import type { MetricValue } from '../shared/metrics/view.ts';
import type { Checkout } from './checkout/checkout.ts';
import type { Desk } from './desk/desk.ts';
import { Refusal } from '../shared/protocol/problems.ts';
import { DEMO_ACTOR, DEMO_SHOW, type DemoPorts } from './ingest/demo.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Views } from './room/views.ts';
import type { Store } from './store/store.ts';

export interface DemoParts {
  store: Store;
  ingest: Ingest;
  views: Views;
  checkout: Checkout;
  /** A desk whose clock stands at `at`, Unix ms: the demo begins some minutes ago. */
  deskAt: (at: number) => Desk;
  onTrouble: (error: unknown) => void;
}

/** What the demo show needs of the server around it. */
export function demoPorts({ store, ingest, views, checkout, deskAt, onTrouble }: DemoParts): DemoPorts {
  return {
    now: () => Date.now(),
    read: async (showId) => (await store.shows.get(showId))?.show,
    create: async (show, at) => void (await deskAt(at).create(show, DEMO_ACTOR)),
    command: async (showId, type, payload, at) => void (await deskAt(at).run(showId, { id: randomUUID(), type, payload }, DEMO_ACTOR)),
    till: {
      claim: (claim) => went(checkout.take(DEMO_SHOW, claim)),
      pay: (claimId, orderId) => went(checkout.pay(DEMO_SHOW, claimId, { orderId })),
      cancel: (claimId) => went(checkout.cancel(DEMO_SHOW, claimId)),
    },
    left: async (showId) => new Map([...(await store.ledger.state(showId, 0)).accounts].map(([sku, { available }]) => [sku, available])),
    append: async (showId, feed, events) => {
      const body = Buffer.from(JSON.stringify(events));
      await ingest.accept(showId, { name: feed }, { events: [...events], body, rejected: [], repeats: 0 }, body);
    },
    counted: async (showId) => {
      const { metrics, lastId } = await views.tally(showId, 'show');
      return { online: figure(metrics['online']), viewers: figure(metrics['viewers']), at: entryMs(parseEventId(lastId)?.entry ?? '0-0') };
    },
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
    onTrouble,
  };
}

/** Whether the ledger did it; anything but its refusal is trouble. */
async function went(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const figure = (value: MetricValue | undefined): number => (typeof value === 'number' ? value : 0);
