import type { AskName } from '../protocol/socket.ts';
import { COMMANDS, COMMAND_TYPES, ROLES, isCommandType, type CommandType, type Role } from './commands.ts';

/** What a read-only link opens. */
export const LINK_ROLES = ['wall', 'overlay'] as const;
export type LinkRole = (typeof LINK_ROLES)[number];
/** What an API key is for. */
export const SCOPES = ['ingest', 'claims', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks: a person in a role of this show, the holder of a link, or an API key. `approver`: the right to approve prices. */
export type Subject = { role: Role | LinkRole; approver?: boolean } | { scopes: readonly Scope[] };

/** One way of being allowed: a role, or a key's scope. */
export type Grant = Role | LinkRole | `key:${Scope}`;

const ADMIN = ['admin', 'key:admin'] as const satisfies Grant[];
const DESK = [...ADMIN, 'controller'] as const satisfies Grant[];
const PEOPLE = [...ROLES, 'key:admin'] as const satisfies Grant[];
const READERS = [...PEOPLE, 'key:read'] as const satisfies Grant[];
/** What reaches beyond the moment: logs, exports, orders. */
const STUDY = [...DESK, 'analyst', 'key:read'] as const satisfies Grant[];

/** Every route behind the guard, by method and path under /api/v1. A route that is not here does not compile in its registration. */
export const ROUTES = {
  'GET /shows': READERS,
  'POST /shows': DESK,
  'GET /shows/:id': READERS,
  // The command itself is judged by its own row.
  'POST /shows/:id/commands': PEOPLE,
  'POST /shows/:id/events': [...DESK, 'key:ingest'],
  'GET /shows/:id/tally': READERS,
  'GET /shows/:id/stock': READERS,
  'GET /shows/:id/holds': [...STUDY, 'assistant'],
  'POST /shows/:id/claims': [...ADMIN, 'key:claims'],
  'GET /shows/:id/claims/:claimId': [...ADMIN, 'key:claims'],
  'POST /shows/:id/claims/:claimId/pay': [...ADMIN, 'key:claims'],
  'POST /shows/:id/claims/:claimId/cancel': [...ADMIN, 'key:claims'],
  'GET /shows/:id/journal': STUDY,
  'GET /shows/:id/log': STUDY,
  'GET /shows/:id/series': READERS,
  'GET /shows/:id/review': STUDY,
  'GET /shows/:id/review/slice': STUDY,
  'GET /shows/:id/review/medians': STUDY,
  'GET /shows/:id/playback': STUDY,
  'GET /shows/:id/export': STUDY,
  'POST /shows/:id/reconcile': STUDY,
  'GET /shows/:id/recording': STUDY,
  'DELETE /shows/:id/recording': ADMIN,
  'POST /recordings': ADMIN,
  'GET /items': STUDY,
  'GET /shows/:id/items': STUDY,
  'PUT /shows/:id/items/:itemId': [...DESK, 'analyst'],
  'GET /metrics': [...ADMIN, 'key:read'],
  'GET /server': DESK,
  'GET /people': ADMIN,
  'POST /people': ADMIN,
  'PATCH /people/:personId': ADMIN,
  'DELETE /people/:personId': ADMIN,
  'GET /shows/:id/members': DESK,
  'PUT /shows/:id/members/:personId': ADMIN,
  'DELETE /shows/:id/members/:personId': ADMIN,
  'GET /shows/:id/links': DESK,
  'POST /shows/:id/links': DESK,
  'DELETE /shows/:id/links/:linkId': DESK,
  'POST /shows/:id/pairings': DESK,
  'GET /keys': ADMIN,
  'POST /keys': ADMIN,
  'DELETE /keys/:keyId': ADMIN,
  // One's own; everybody's are the admin's, which the handler asks for as `GET /people`.
  'GET /sessions': PEOPLE,
  'DELETE /sessions/:sessionId': PEOPLE,
  'PUT /session/password': ROLES,
  'GET /access-log': ADMIN,
} as const satisfies Record<string, readonly Grant[]>;
export type Route = keyof typeof ROUTES;

const ASKS: Record<AskName, readonly Grant[]> = {
  'show:join': READERS,
  'show:leave': [...READERS, 'wall', 'overlay'],
  'show:command': PEOPLE,
  'tally:ask': READERS,
  // A link gets what its screen shows, and never the document: that has floors and costs in it.
  'wall:join': [...READERS, 'wall'],
  'overlay:join': [...READERS, 'overlay'],
  'clock:ask': [...READERS, 'wall', 'overlay'],
};

export type Action = CommandType | Route | AskName;

export const ACTIONS: readonly Action[] = [...COMMAND_TYPES, ...(Object.keys(ROUTES) as Route[]), ...(Object.keys(ASKS) as AskName[])];

const isRoute = (action: Action): action is Route => Object.hasOwn(ROUTES, action);

/** The one table of who may do what: a command's row, a route's or a socket question's. */
export function allowedTo(action: Action): readonly Grant[] {
  if (isCommandType(action)) return [...COMMANDS[action].roles, 'key:admin'];
  return isRoute(action) ? ROUTES[action] : ASKS[action];
}

const grantsOf = (subject: Subject): readonly Grant[] =>
  'role' in subject ? [subject.role] : subject.scopes.map((scope): Grant => `key:${scope}`);

/** The right to approve prices: admins have it, others where it was given to them. */
export function mayApprove(subject: Subject): boolean {
  return 'role' in subject ? subject.role === 'admin' || subject.approver === true : subject.scopes.includes('admin');
}

/** Whether this person, link or key may do this, in a show they are a member of. */
export function may(subject: Subject, action: Action): boolean {
  if (action === 'approval.grant' && !mayApprove(subject)) return false;
  const allowed = allowedTo(action);
  return grantsOf(subject).some((grant) => allowed.includes(grant));
}
