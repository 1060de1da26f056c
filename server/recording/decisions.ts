import type { DuckDBConnection } from '@duckdb/node-api';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { ShowEvent } from '../../shared/show/events.ts';
import type { Show } from '../../shared/show/show.ts';
import { entriesOf } from './entries.ts';

/** A show's document as its decisions make it, one after the other. */
export class Decided {
  show: Show | null = null;
  /** What was decided, oldest first. */
  readonly events: ShowEvent[] = [];

  /** Takes the events of the next decision, which made `revision`. */
  take(events: ShowEvent[], revision: number | null): void {
    this.events.push(...events);
    const isNext: boolean = revision !== null && revision > (this.show?.revision ?? 0);
    if (isNext && (this.show || events[0]?.type === 'show.created')) this.show = { ...applyCommit(this.show, events), revision: revision ?? 0 };
  }
}

/** The decisions in the segments at these paths, in order; of the facts nothing is read. @throws Error where one cannot be read */
export async function decidedIn(connection: DuckDBConnection, paths: readonly string[]): Promise<Decided> {
  const decided = new Decided();
  for (const path of paths) {
    // Written by our own scripts, so its shape is known.
    for await (const { events, revision } of entriesOf(connection, path, "kind = 'decision'")) decided.take(events as unknown as ShowEvent[], revision);
  }
  return decided;
}
