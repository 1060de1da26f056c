import type { Sent } from '../commands.ts';
import { APPROVAL_MS } from '../limits.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { ShowEventOf } from '../events.ts';
import type { ApprovalRequest } from '../show.ts';
import { isRejection, type DecideContext, type HandlerGroup } from './context.ts';

/**
 * The commit of its own that keeps a command refused BELOW_FLOOR, so that a second person can grant it.
 * @returns undefined for any other refusal.
 */
export function approvalRequest(command: Sent, rejection: Rejection, { now, by }: Pick<DecideContext, 'now' | 'by'>): ShowEventOf<'approval.requested'> | undefined {
  if (rejection.code !== 'BELOW_FLOOR') return undefined;
  const { id, type, expectedRevision, payload = {} } = command;
  const request: ApprovalRequest = {
    commandId: id,
    command: { id, type, payload: { ...payload }, ...(expectedRevision === undefined ? {} : { expectedRevision }) },
    by,
    at: now,
    expiresAt: now + APPROVAL_MS,
    price: Number(rejection.params?.['price'] ?? 0),
    floor: Number(rejection.params?.['floor'] ?? 0),
  };
  return { type: 'approval.requested', at: now, by, commandId: id, request };
}

export const approvalCommands: HandlerGroup<'approval'> = {
  'approval.grant': (show, { commandId }, context) => {
    const request = show.approvals.find((each) => each.commandId === commandId);
    if (!request) return reject('NOT_FOUND', 'No command of this id waits for approval.', { commandId });
    if (context.now > request.expiresAt) return reject('EXPIRED', 'The ten minutes are over. Send the price again.', { commandId, expiresAt: request.expiresAt });
    if (context.by.id === request.by.id) return reject('FORBIDDEN', 'Somebody else has to grant it: nobody approves a price of their own.', { by: request.by.name });
    const held = context.judge(show, request.command, { by: request.by, approved: true });
    if (isRejection(held)) return held;
    // What it does stays its sender's doing, under its own command id; the grant beside it says who allowed it.
    return [{ type: 'approval.granted', request }, ...held.map((event) => ({ ...event, by: request.by, commandId: request.commandId }))];
  },
};
