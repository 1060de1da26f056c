import { randomUUID } from 'node:crypto';
import { entryMs, parseEventId } from '../shared/ids.ts';
import type { MetricValue } from '../shared/metrics/view.ts';
import type { Desk } from './desk/desk.ts';
import { DEMO_ACTOR, type DemoPorts } from './ingest/demo.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Views } from './room/views.ts';
import type { Store } from './store/store.ts';

export interface DemoParts {
  store: Store;
  ingest: Ingest;
  views: Views;
  /** A desk whose clock stands at `at`, Unix ms: the demo begins some minutes ago. */
  deskAt: (at: number) => Desk;
  onTrouble: (error: unknown) => void;
}

/** What the demo show needs of the server around it. */
export function demoPorts({ store, ingest, views, deskAt, onTrouble }: DemoParts): DemoPorts {
  return {
    now: () => Date.now(),
    read: async (showId) => (await store.shows.get(showId))?.show,
    create: async (show, at) => void (await deskAt(at).create(show, DEMO_ACTOR)),
    command: async (showId, type, payload, at) => void (await deskAt(at).run(showId, { id: randomUUID(), type, payload }, DEMO_ACTOR)),
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

const figure = (value: MetricValue | undefined): number => (typeof value === 'number' ? value : 0);
