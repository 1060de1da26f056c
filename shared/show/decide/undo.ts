import type { Sent } from '../commands.ts';
import { changedBy } from '../entities.ts';
import type { Decided, ShowEvent, ShowEventOf, ShowEventType } from '../events.ts';
import { evolve } from '../evolve.ts';
import { parseCommand } from '../parse.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { Show } from '../show.ts';
import { lastChange } from '../staleness.ts';
import { isRejection, type Deciding, type Happening, type Handler, type Outcome } from './context.ts';
import { REVERSE, type Reversal } from './reverse.ts';

/** The revision whose events the caller must pass as `undoing`: of an undo itself, or of one that an `approval.grant` would let through. */
export function revisionToUndo(show: Show, sent: Sent): number | undefined {
  const parsed = parseCommand(sent);
  if (!parsed.ok) return undefined;
  const { command } = parsed;
  if (command.type === 'undo') return command.payload.revision;
  if (command.type !== 'approval.grant') return undefined;
  const held = show.approvals.find(({ commandId }) => commandId === command.payload.commandId);
  return held ? revisionToUndo(show, held.command) : undefined;
}

/** Puts back what an action set, if it still stands as set. */
export const undoCommand: Handler<'undo'> = (show, { revision }, context) => {
  const { undoing = [] } = context;
  if (undoing.length === 0) return reject('NOT_FOUND', `There is no action at revision ${revision} to undo.`, { revision });
  const confirmed = undoing.some(({ type }) => type === 'platform.confirmed');
  const undone: Happening[] = [];
  let standing = show;
  for (const event of undoing.toReversed()) {
    const back = reversed(standing, event.type, event, { ...context, confirmed, revision });
    if (isRejection(back)) return back;
    for (const step of back) standing = evolve(standing, stamped(step, context));
    undone.push(...back);
  }
  if (undone.length === 0) return cannot(undoing[0]?.type ?? '', show);
  return [...undone, { type: 'action.undone', revision }];
};

const stamped = (event: Happening, { now: at, by, commandId }: Deciding): ShowEvent => ({ at, by, commandId, ...event }) satisfies Decided;

const cannot = (type: string, show: Show, instead = 'Do the opposite instead.'): Rejection =>
  reject('WRONG_STATE', `${type || 'This'} cannot be undone. ${instead}`, { state: show.status, what: type });

function reversed<T extends ShowEventType>(show: Show, type: T, event: ShowEventOf<T>, context: Deciding & { confirmed: boolean; revision: number }): Outcome {
  const rule: Reversal<T> = REVERSE[type];
  if (rule === 'nothing') return [];
  if (rule === 'never') return cannot(type, show);
  if ('never' in rule) return cannot(type, show, rule.never);
  if (show.frozen && rule.onAir) return reject('FROZEN', 'The show is stopped. Lift the stop first.', { command: 'undo' });
  if (!rule.stands(show, event, context.revision)) return movedSince(show, changedBy(event)[0] ?? '');
  return rule.back(show, event, context);
}

function movedSince(show: Show, entity: string): Rejection {
  const params = lastChange(show, entity);
  return reject('STALE_REVISION', `It no longer stands as it was set: ${params['by'] ?? 'somebody'} changed it at revision ${params['revision'] ?? show.revision} (${params['what'] ?? 'another change'}).`, params);
}
