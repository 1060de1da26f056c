import { hash } from 'node:crypto';
import { Refusal, problemOf, type Problem } from '../../shared/protocol/problems.ts';
import type { Command } from '../../shared/show/commands.ts';
import { createShow, type NewShow } from '../../shared/show/create.ts';
import { changedSince, decide } from '../../shared/show/decide.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { Actor, ShowEvent } from '../../shared/show/events.ts';
import type { Rejection } from '../../shared/show/rejection.ts';
import type { Show } from '../../shared/show/show.ts';
import type { EntryId } from '../../shared/ids.ts';
import type { Store } from '../store/store.ts';

/** Commits that kept losing to others' commits; each loss means somebody else's command went through. */
const CONFLICTS = 20;

export type Done = { ok: true; revision: number; events: ShowEvent[] } | { ok: false; problem: Problem };

export interface DeskOptions {
  store: Store;
  now: () => number;
  newId: () => string;
  onCommitted: (showId: string, entry: { id: EntryId; previous: EntryId; revision: number; events: ShowEvent[] }) => void;
}

/** The one way decisions are made: stored outcome, expiry, decide, commit; on a conflict decide again on the fresh state. */
export class Desk {
  constructor(private readonly options: DeskOptions) {}

  /** Creates a show; the same id again answers with the show as it stands. @throws Refusal */
  async create(input: NewShow, by: Actor): Promise<{ show: Show; created: boolean }> {
    const { store, now, newId } = this.options;
    const from = input.copyFrom === undefined ? undefined : (await this.show(input.copyFrom)).show;
    const made = createShow(input, { now: now(), by, newId }, from);
    if (!made.ok) throw refused(made.rejection);
    const show = applyCommit(null, made.events);
    const created = await store.shows.create(show, JSON.stringify(made.events));
    return created ? { show, created } : { show: (await this.show(show.id)).show, created };
  }

  /**
   * Runs one command, once: its outcome is remembered under its id, refusals too.
   * @throws Refusal where the store cannot say; a refusal by the rules is an answer.
   */
  async run(showId: string, command: Command, by: Actor): Promise<Done> {
    const { store, now } = this.options;
    const bodyHash = hash('sha1', JSON.stringify([command.type, command.payload, command.expectedRevision ?? null]), 'base64');
    const seen = await store.shows.outcome(showId, command.id);
    if (seen !== undefined) return outcomeOf(seen, bodyHash);
    if (command.expiresAt !== undefined && now() > command.expiresAt) {
      return this.refuse(showId, command, bodyHash, { code: 'EXPIRED', detail: 'The command came too late to be safe. Look at the room and press again.' });
    }
    for (let attempt = 0; attempt < CONFLICTS; attempt++) {
      const done = await this.attempt(showId, command, bodyHash, by);
      if (done) return done;
    }
    throw new Refusal('OVERLOADED', 'Too many people are changing this show at this moment. Send the same command again.');
  }

  private async attempt(showId: string, command: Command, bodyHash: string, by: Actor): Promise<Done | undefined> {
    const { store, now, newId, onCommitted } = this.options;
    const { show } = await this.show(showId);
    const decided = decide(show, command, { now: now(), by, newId, changedSince: (entity) => changedSince(show, entity) });
    if (!decided.ok) return this.refuse(showId, command, bodyHash, decided.rejection);
    const events = [...decided.events];
    const after = applyCommit(show, events);
    const { revision } = after;
    const done: Done = { ok: true, revision, events };
    const committed = await store.shows.commit({
      showId,
      revision: show.revision,
      commandId: command.id,
      document: JSON.stringify(after),
      events: JSON.stringify(events),
      count: events.length,
      outcome: JSON.stringify({ bodyHash, done }),
    });
    switch (committed.status) {
      case 'ok':
        onCommitted(showId, { id: committed.id, previous: committed.previous, revision, events });
        return done;
      case 'seen':
        return outcomeOf(committed.outcome, bodyHash);
      case 'conflict':
        return undefined;
      case 'unknown':
        throw unknown(showId);
    }
  }

  private async refuse(showId: string, command: Command, bodyHash: string, rejection: Rejection): Promise<Done> {
    const done: Done = { ok: false, problem: problemOf(refused(rejection)) };
    return outcomeOf(await this.options.store.shows.remember(showId, command.id, JSON.stringify({ bodyHash, done })), bodyHash);
  }

  private async show(showId: string): Promise<{ show: Show }> {
    const stored = await this.options.store.shows.get(showId);
    if (!stored) throw unknown(showId);
    return stored;
  }
}

/** A remembered outcome, given only to the same command. */
function outcomeOf(text: string, bodyHash: string): Done {
  // Written by this class alone.
  const outcome = JSON.parse(text) as { bodyHash: string; done: Done };
  if (outcome.bodyHash === bodyHash) return outcome.done;
  return { ok: false, problem: problemOf(new Refusal('ID_REUSED', 'This command id was used for another command. Send it under a new id.')) };
}

const refused = ({ code, detail, params, errors }: Rejection): Refusal =>
  new Refusal(code, detail, { ...(params ? { params } : {}), ...(errors ? { errors } : {}) });

const unknown = (showId: string): Refusal => new Refusal('NOT_FOUND', `There is no show ${showId}. Create it first, or check the id.`);
