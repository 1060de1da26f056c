import { compareEntries } from '../../shared/ids.ts';
import { Refusal, type Problem } from '../../shared/protocol/problems.ts';
import { briefly, isReport, type DoneEntry, type LogEntry, type LogPage, type RefusedEntry } from '../../shared/show/log.ts';
import type { CommandEnvelope } from '../../shared/show/commands.ts';
import type { Actor, ShowEvent } from '../../shared/show/events.ts';
import type { Logbook, StoredDecision, StoredRefusal } from '../store/logbook.ts';

/** A refused command's payload is kept up to this length, as JSON. Unit: characters. */
const PAYLOAD_KEPT = 2_000;
/** Decisions looked through for one page of certain events only. */
const LOOKED_THROUGH = 2_000;
const CHUNK = 200;

export interface LogQuestion {
  /** A page's own `before`. */
  before?: string;
  limit: number;
  /** Only decisions with one of these events. */
  types?: ReadonlySet<string>;
}

/** What is written down of a refused command; undefined for what no person did. */
export function refusalToLog(command: CommandEnvelope, { code, detail, params, errors }: Problem, by: Actor, at: number): string | undefined {
  const { id, type, payload } = command;
  if (isReport(type, payload)) return undefined;
  const short = payload !== undefined && JSON.stringify(payload).length <= PAYLOAD_KEPT;
  const entry: Omit<RefusedEntry, 'id'> = {
    outcome: 'refused', at, by, commandId: id, type, ...(short ? { payload } : {}),
    problem: { code, detail, ...(params ? { params } : {}), ...(errors ? { errors } : {}) },
  };
  return JSON.stringify(entry);
}

/** One page of a show's log, newest first. @throws Refusal NOT_FOUND */
export async function readLog(logbook: Logbook, showId: string, { before, limit, types }: LogQuestion): Promise<LogPage> {
  const revision = await logbook.revision(showId);
  if (revision === undefined) throw new Refusal('NOT_FOUND', `There is no show ${showId}. Check the id.`);
  const from = placeOf(before) ?? { revision: revision + 1, refusal: undefined };
  if (types) return someOf(logbook, showId, { revision: from.revision, limit, types });
  const [decisions, refusals] = await Promise.all([logbook.decisions(showId, from.revision, limit), logbook.refusals(showId, from.refusal, limit)]);
  const entries = [...decisions.map(doneEntry), ...refusals.map(refusedEntry)].sort((a, b) => compareEntries(b.id, a.id)).slice(0, limit);
  const last = { revision: from.revision, refusal: from.refusal };
  for (const entry of entries) {
    if (entry.outcome === 'done') last.revision = entry.revision;
    else last.refusal = entry.id;
  }
  const done = entries.length === decisions.length + refusals.length && refusals.length < limit && last.revision <= 1;
  return { entries, before: done ? null : nameOf(last) };
}

async function someOf(logbook: Logbook, showId: string, { revision, limit, types }: { revision: number; limit: number; types: ReadonlySet<string> }): Promise<LogPage> {
  const entries: LogEntry[] = [];
  let next = revision;
  while (next > 1 && entries.length < limit && revision - next < LOOKED_THROUGH) {
    const decisions = await logbook.decisions(showId, next, CHUNK);
    next = Math.max(1, next - CHUNK);
    for (const entry of decisions.map(doneEntry)) {
      const events = entry.events.filter(({ type }) => types.has(type));
      if (events.length === 0) continue;
      entries.push({ ...entry, events });
      if (entries.length < limit) continue;
      next = entry.revision;
      break;
    }
  }
  return { entries, before: next > 1 ? nameOf({ revision: next, refusal: undefined }) : null };
}

function doneEntry({ id, revision, events: text }: StoredDecision): DoneEntry {
  // Written by our own commit.
  const events = JSON.parse(text) as ShowEvent[];
  const [first] = events;
  if (!first) throw new TypeError(`revision ${revision} was committed without an event`);
  const { at, by, commandId } = first;
  return { id, outcome: 'done', at, by, commandId, revision, events: events.map(briefly) };
}

// Written by `refusalToLog`.
const refusedEntry = ({ id, entry }: StoredRefusal): RefusedEntry => ({ ...(JSON.parse(entry) as Omit<RefusedEntry, 'id'>), id });

interface Place {
  /** Decisions below this revision follow. */
  revision: number;
  /** Refusals older than this one follow; undefined for all. */
  refusal: string | undefined;
}
const nameOf = ({ revision, refusal }: Place): string => `${revision}_${refusal ?? ''}`;

function placeOf(before: string | undefined): Place | undefined {
  if (before === undefined) return undefined;
  const [revision = '', refusal = ''] = before.split('_');
  return { revision: Number(revision), refusal: refusal === '' ? undefined : refusal };
}
