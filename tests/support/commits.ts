import { applyCommit } from '../../shared/show/evolve.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { ledgerWork } from '../../server/desk/stock.ts';
import type { Committed } from '../../server/store/shows.ts';
import type { Store } from '../../server/store/store.ts';
import { TESTER } from './store.ts';

/** An event as a test writes it: who decided it, when and by which command is added. */
export type Undecided = { [E in ShowEvent as E['type']]: Omit<E, 'at' | 'by' | 'commandId'> }[ShowEvent['type']];

/**
 * Commits what `make` decides on the show as it stands, on the fresh show again after a conflict, as the desk does; undefined where it
 * decides nothing.
 */
export async function commitEvents(store: Store, showId: string, commandId: string, make: (show: Show) => Undecided[], now = Date.now()): Promise<Committed | undefined> {
  for (;;) {
    const stored = await store.shows.get(showId);
    if (!stored) throw new Error(`no show ${showId}`);
    const events = make(stored.show).map((event) => ({ ...event, at: now, by: TESTER, commandId }));
    if (events.length === 0) return undefined;
    const { moves, release, marked } = ledgerWork(commandId, events);
    const after = applyCommit(stored.show, events);
    const text = JSON.stringify(marked);
    const committed = await store.shows.commit({ showId, commandId, before: stored.show, show: after, events: text, count: events.length, outcome: text, moves, release });
    if (committed.status !== 'conflict') return committed;
  }
}
