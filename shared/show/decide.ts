import { COMMANDS, type Command, type Sent, type CommandOf, type CommandType } from './commands.ts';
import { approvalCommands } from './decide/approvals.ts';
import { isRejection, type DecideContext, type Deciding, type Handler, type Outcome } from './decide/context.ts';
import { couponCommands, drawCommands } from './decide/coupons.ts';
import { dealCommands } from './decide/deals.ts';
import { listingCommands } from './decide/listings.ts';
import { alertCommands, cueCommands } from './decide/people.ts';
import { platformCommands } from './decide/platform.ts';
import { rhythmCommands, segmentCommands } from './decide/segments.ts';
import { hostCommands, showCommands } from './decide/show.ts';
import { holdCommands, stockCommands } from './decide/stock.ts';
import { undoCommand } from './decide/undo.ts';
import type { ShowEvent } from './events.ts';
import { parseCommand } from './parse.ts';
import { reject, type Rejection } from './rejection.ts';
import type { Show } from './show.ts';
import { staleness } from './staleness.ts';

export { approvalRequest } from './decide/approvals.ts';
export type { DecideContext } from './decide/context.ts';
export { revisionToUndo } from './decide/undo.ts';
export { changedSince } from './staleness.ts';

/** One handler a command type: the compiler misses none. */
const HANDLERS: { [T in CommandType]: Handler<T> } = {
  ...showCommands, ...hostCommands, ...listingCommands, ...segmentCommands, ...rhythmCommands, ...cueCommands, ...alertCommands,
  ...dealCommands, ...couponCommands, ...drawCommands, ...stockCommands, ...holdCommands, ...approvalCommands, ...platformCommands, undo: undoCommand,
};

export type Decision = { ok: true; events: ShowEvent[] } | { ok: false; rejection: Rejection };

/**
 * What a command does to a show, or why it is refused. Pure: the desk greys a button for the very reason the server would refuse it.
 * Permission, stored outcomes and `expired` come before it and are the caller's.
 * @returns events stamped with `now`, `by` and the command's id; or INVALID, WRONG_STATE, FROZEN, STALE_REVISION, and each handler's own.
 */
export function decide(show: Show, sent: Sent, context: DecideContext): Decision {
  const outcome = judged(show, sent, { ...context, commandId: sent.id, approved: false, judge });
  if (isRejection(outcome)) return { ok: false, rejection: outcome };
  const stamp = { at: context.now, by: context.by, commandId: sent.id };
  return { ok: true, events: outcome.map((event) => ({ ...stamp, ...event })) };

  function judge(on: Show, held: Sent, over: Pick<Deciding, 'by' | 'approved'>): Outcome {
    return judged(on, held, { ...context, ...over, commandId: held.id, judge });
  }
}

/** EXPIRED where a command comes later than its sender allowed: a late click does nothing. */
export function expired(command: Pick<Sent, 'expiresAt'>, now: number): Rejection | undefined {
  if (command.expiresAt === undefined || now <= command.expiresAt) return undefined;
  return reject('EXPIRED', 'The command came too late to be safe. Look at the room and press again.', { expiresAt: command.expiresAt, now });
}

function judged(show: Show, sent: Sent, context: Deciding): Outcome {
  const parsed = parseCommand(sent);
  if (!parsed.ok) return parsed.rejection;
  const { command } = parsed;
  return refusedAsItStands(show, command) ?? staleness(show, command) ?? handled(show, command.type, command, context);
}

function handled<T extends CommandType>(show: Show, type: T, command: CommandOf<T>, context: Deciding): Outcome {
  return HANDLERS[type](show, command.payload, context);
}

function refusedAsItStands(show: Show, { type }: Command): Rejection | undefined {
  const { states, stopped } = COMMANDS[type];
  if (!states.some((state) => state === show.status))
    return reject('WRONG_STATE', `The show is ${show.status}; ${type} is possible while it is ${states.join(' or ')}.`, { state: show.status, command: type });
  if (stopped && show.frozen) return reject('FROZEN', 'The show is stopped. Lift the stop first.', { command: type });
  return undefined;
}
