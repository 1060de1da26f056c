import type { Redis } from 'ioredis';
import type { EntryId } from '../../shared/ids.ts';
import { keysOf } from './keys.ts';
import { asked } from './trouble.ts';

/** A decision as journalled: its events as JSON. */
export interface StoredDecision {
  id: EntryId;
  revision: number;
  events: string;
}

/** A refusal as written by `remember`. */
export interface StoredRefusal {
  id: string;
  entry: string;
}

/** What was decided in a show and what was refused, newest first: read backwards from any place. */
export class Logbook {
  constructor(private readonly read: Redis) {}

  /** The revision a show stands at; undefined where there is no such show. */
  async revision(showId: string): Promise<number | undefined> {
    const revision = await asked(this.read.hget(keysOf(showId).show, 'revision'));
    return revision === null ? undefined : Number(revision);
  }

  /** The decisions of the revisions below `before`, at most `count`; found by revision, so no fact is read. */
  async decisions(showId: string, before: number, count: number): Promise<StoredDecision[]> {
    const keys = keysOf(showId);
    const revisions = Array.from({ length: Math.max(0, Math.min(count, before - 1)) }, (_, i) => before - 1 - i);
    if (revisions.length === 0) return [];
    const ids = await asked(this.read.hmget(keys.revisions, ...revisions.map(String)));
    const found = await Promise.all(ids.map((id, i) => this.decision(showId, id, revisions[i] ?? 0)));
    return found.filter((decision) => decision !== undefined);
  }

  private async decision(showId: string, id: string | null, revision: number): Promise<StoredDecision | undefined> {
    if (id === null) return undefined;
    const events = await decidedAt(this.read, showId, id, revision);
    return events === undefined ? undefined : { id: id as EntryId, revision, events };
  }

  /** The refusals older than entry `before`, at most `count`. */
  async refusals(showId: string, before: string | undefined, count: number): Promise<StoredRefusal[]> {
    const rows = await asked(this.read.xrevrange(keysOf(showId).refusals, before === undefined ? '+' : `(${before}`, '-', 'COUNT', count));
    return rows.map(([id, fields]) => ({ id, entry: fields[1] ?? '' }));
  }
}

/** The events that made a revision, as JSON: from the journal, or from what was kept of the decisions when it was trimmed. */
export async function decidedAt(read: Redis, showId: string, id: string, revision: number): Promise<string | undefined> {
  const keys = keysOf(showId);
  const [row] = await asked(read.xrange(keys.journal, id, id));
  // What is not there any more is already kept: one script does both.
  if (!row) return (await asked(read.hget(keys.decisions, String(revision)))) ?? undefined;
  const fields = row[1];
  return fields[fields.indexOf('b') + 1];
}
