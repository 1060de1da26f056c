import { hash } from 'node:crypto';
import { PROBLEMS, Refusal, noShow, problemOf, type Problem } from '../../shared/protocol/problems.ts';
import type { CommandEnvelope } from '../../shared/show/commands.ts';
import { createShow, rehearse, type Created, type NewShow } from '../../shared/show/create.ts';
import { approvalRequest, decide, expired, revisionToUndo, type Decision } from '../../shared/show/decide.ts';
import { applyCommit } from '../../shared/show/evolve.ts';
import type { Actor, ShowEvent } from '../../shared/show/events.ts';
import type { Rejection } from '../../shared/show/rejection.ts';
import type { Show } from '../../shared/show/show.ts';
import type { EntryId } from '../../shared/ids.ts';
import { refusalToLog } from './log.ts';
import { ledgerWork } from './stock.ts';
import type { Store } from '../store/store.ts';

/** Losing this often in a row means that many others' commands went through meanwhile. */
const CONFLICTS = 20;

export type Done = { ok: true; revision: number; events: ShowEvent[] } | { ok: false; problem: Problem };

export interface DeskOptions {
  store: Store;
  /** Server time, Unix ms. */
  now: () => number;
  newId: () => string;
  /** Told of each commit, in the order of the replies. */
  onCommitted: (showId: string, entry: { id: EntryId; previous: EntryId; revision: number; events: ShowEvent[] }) => void;
}

/** The one way decisions are made: stored outcome, expiry, decide, commit; on a conflict decide again on the fresh state. */
export class Desk {
  constructor(private readonly options: DeskOptions) {}

  /** Creates a show; the same id again answers with the show as it stands. @throws Refusal */
  async create(input: NewShow, by: Actor): Promise<{ show: Show; created: boolean }> {
    const { now, newId } = this.options;
    const from = input.copyFrom === undefined ? undefined : await this.options.store.shows.known(input.copyFrom);
    return this.store(createShow(input, { now: now(), by, newId }, from));
  }

  /**
   * Runs one command, once: its outcome is remembered under its id, refusals too.
   * @throws Refusal where the store cannot say; a refusal by the rules is an answer.
   */
  async run(showId: string, command: CommandEnvelope, by: Actor): Promise<Done> {
    const { shows } = this.options.store;
    const bodyHash = hash('sha1', JSON.stringify([command.type, command.payload ?? {}, command.expectedRevision ?? null]), 'base64');
    const seen = await shows.outcome(showId, command.id);
    if (seen !== undefined) return outcomeOf(seen, bodyHash);
    const late = expired(command, this.options.now());
    if (late) {
      return this.refuse(showId, command, { bodyHash, done: refusedWith(late) }, by);
    }
    for (let attempt = 0; attempt < CONFLICTS; attempt++) {
      const done = await this.attempt(showId, command, bodyHash, by);
      if (done) return done;
    }
    throw new Refusal('OVERLOADED', 'Too many people are changing this show at this moment. Send the same command again.');
  }

  /** One decision on the show as it stands now; undefined where somebody else's commit came first. */
  private async attempt(showId: string, command: CommandEnvelope, bodyHash: string, by: Actor): Promise<Done | undefined> {
    const show = await this.options.store.shows.known(showId);
    const decision = await this.decide(show, command, by);
    if (decision.ok) {
      const done: Done = { ok: true, revision: show.revision + 1, events: decision.events };
      return this.commit(show, command, decision.events, { bodyHash, done }, by);
    }
    const { rejection } = decision;
    const refusal: Refused = { bodyHash, done: refusedWith(rejection) };
    // A price below the floor waits, in the show, for a second person.
    const request = approvalRequest(command, rejection, { now: this.options.now(), by });
    if (request) return this.commit(show, command, [request], refusal, by);
    return this.refuse(showId, command, refusal, by);
  }

  /** Remembers and logs a refusal; @returns the outcome that stands. */
  private async refuse(showId: string, command: CommandEnvelope, outcome: Refused, by: Actor): Promise<Done> {
    const entry = refusalToLog(command, outcome.done.problem, by, this.options.now());
    return outcomeOf(await this.options.store.shows.remember(showId, command.id, JSON.stringify(outcome), entry), outcome.bodyHash);
  }

  private async decide(show: Show, command: CommandEnvelope, by: Actor): Promise<Decision> {
    const revision = revisionToUndo(show, command);
    const undoing = revision === undefined ? undefined : await this.options.store.shows.eventsOf(show.id, revision);
    let made = 0;
    return decide(show, command, {
      now: this.options.now(),
      by,
      // Ids follow from the command's own, so deciding again after a conflict makes the same things.
      newId: () => hash('sha1', `${show.id} ${command.id} ${made++}`, 'hex').slice(0, 16),
      // Written by an earlier commit of ours.
      ...(undoing === undefined ? {} : { undoing: JSON.parse(undoing) as ShowEvent[] }),
    });
  }

  private async commit(show: Show, command: CommandEnvelope, events: ShowEvent[], outcome: Outcome, by: Actor): Promise<Done | undefined> {
    const { store, onCommitted } = this.options;
    for (const event of events) if (event.type === 'show.rehearsed') await this.store(rehearse(show, event.rehearsalId, { ...this.options, now: event.at, by: event.by }));
    const after = applyCommit(show, events);
    const { moves, release, marked } = ledgerWork(command.id, events);
    const { done } = outcome;
    const committed = await store.shows.commit({
      showId: show.id,
      commandId: command.id,
      before: show,
      show: after,
      events: JSON.stringify(marked),
      count: events.length,
      outcome: JSON.stringify(done.ok ? { ...outcome, done: { ...done, events: marked } } : outcome),
      moves,
      release,
    });
    switch (committed.status) {
      case 'ok': {
        // The script has only put figures into what was decided here.
        const filled = moves.length > 0 ? (JSON.parse(committed.events) as ShowEvent[]) : events;
        onCommitted(show.id, { id: committed.id, previous: committed.previous, revision: after.revision, events: filled });
        return done.ok ? { ...done, events: filled } : done;
      }
      case 'refused':
        return this.refuse(show.id, command, { bodyHash: outcome.bodyHash, done: refusedWith(tooFew(committed)) }, by);
      case 'seen':
        return outcomeOf(committed.outcome, outcome.bodyHash);
      case 'conflict':
        return undefined;
      case 'unknown':
        throw noShow(show.id);
    }
  }

  private async store(made: Created): Promise<{ show: Show; created: boolean }> {
    if (!made.ok) throw refused(made.rejection);
    const show = applyCommit(null, made.events);
    const created = await this.options.store.shows.create(show, JSON.stringify(made.events));
    return created ? { show, created } : { show: await this.options.store.shows.known(show.id), created };
  }
}

/** What is remembered under a command's id, and of which command it is the outcome. */
interface Outcome {
  bodyHash: string;
  done: Done;
}

type Refused = Outcome & { done: { ok: false } };

/** A remembered outcome, given only to the same command. */
function outcomeOf(text: string, bodyHash: string): Done {
  // Written by this class alone.
  const outcome = JSON.parse(text) as Outcome;
  if (outcome.bodyHash === bodyHash) return outcome.done;
  return { ok: false, problem: problemOf(new Refusal('ID_REUSED', 'This command id was used for another command. Send it under a new id.')) };
}

const tooFew = ({ code, sku, available }: { code: 'INSUFFICIENT_STOCK'; sku: string; available: number }): Rejection => ({
  code, detail: `Only ${available} of ${sku} are available: the rest is held by buyers or sold. Take fewer, or count the stock.`, params: { sku, available },
});
const refused = ({ code, detail, params, errors }: Rejection): Refusal =>
  new Refusal(code, detail, { status: PROBLEMS[code], ...(params ? { params } : {}), ...(errors ? { errors } : {}) });
const refusedWith = (rejection: Rejection): Refused['done'] => ({ ok: false, problem: problemOf(refused(rejection)) });
