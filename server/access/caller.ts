import { Refusal } from '../../shared/protocol/problems.ts';
import { ACTIONS, allowedTo, may, type Action, type Subject } from '../../shared/show/permissions.ts';
import type { Actor } from '../../shared/show/events.ts';

/** Who asks, as they stand at this moment. */
export interface Caller {
  /** `owner`: whoever holds the server itself, by its one-time link or the admin key. */
  kind: 'person' | 'tablet' | 'link' | 'owner' | 'key';
  id: string;
  name: string;
  /** As events record it: a role, or `key`. */
  role: string;
  /** What the permission table is asked about; undefined in a show this caller has no part in. */
  subject: Subject | undefined;
  /** The show it was asked about; undefined for what belongs to none. */
  within?: string;
  /** The only show a tablet, a link or a bound key may act in. */
  bound?: string;
  /** By what it came in, so that it can be asked again: a session's or an API key's id. */
  by: { session: string } | { key: string } | { adminKey: true };
}

/** Outside its show, a bound caller may see what it is itself, and nothing else. */
const BOUND: readonly Action[] = ['GET /shows', 'GET /sessions', 'DELETE /sessions/:sessionId', 'show:leave', 'clock:ask'];

/** Why this caller may not do this where they stand; undefined where they may. Pure. */
export function forbidden(caller: Caller, action: Action): Refusal | undefined {
  const { kind, subject, role, within, bound } = caller;
  if (!subject) {
    const why = bound === undefined ? 'You are not a member of this show. An admin can add you under Settings.' : `This ${kind} is for another show.`;
    return new Refusal('FORBIDDEN', why, { params: { role, show: within ?? '' } });
  }
  if (bound !== undefined && within === undefined && !BOUND.includes(action)) {
    return new Refusal('FORBIDDEN', `This ${kind} is for one show only.`, { params: { role, show: bound } });
  }
  if (may(subject, action)) return undefined;
  const allowed = allowedTo(action).join(', ').replaceAll('key:', 'a key with scope ');
  const approving = action === 'approval.grant' ? ', with the right to approve prices' : '';
  const who = 'scopes' in subject ? `A key with scope ${subject.scopes.join(', ')}` : `The role ${role}`;
  return new Refusal('FORBIDDEN', `${who} may not do this. Who may: ${allowed}${approving}.`, { params: { role, action, allowed } });
}

/** @throws Refusal FORBIDDEN */
export function judge(caller: Caller, action: Action): void {
  const refusal = forbidden(caller, action);
  if (refusal) throw refusal;
}

/** All that decides about every action. */
const standingOf = ({ subject, within, bound }: Caller): string => JSON.stringify([subject, within, bound]);

/** Whether somebody may now do less than before. */
export function lostRights(before: Caller, now: Caller): boolean {
  // Thousands of screens are asked about every few seconds, and nearly always nothing has changed.
  return standingOf(before) !== standingOf(now) && ACTIONS.some((action) => !forbidden(before, action) && forbidden(now, action) !== undefined);
}

/** The caller as events record them. */
export const actorOf = ({ id, name, role }: Pick<Caller, 'id' | 'name' | 'role'>, screen: string): Actor => ({ id, name, role, screen });
