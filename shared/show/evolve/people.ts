import type { ShowEventOf } from '../events.ts';
import { LIMITS } from '../limits.ts';
import { replaced } from '../lists.ts';
import type { Cue } from '../show.ts';
import type { ApplyGroup } from './apply.ts';

function answered(cue: Cue, { as, at, by }: ShowEventOf<'cue.acknowledged'>): Cue {
  switch (as) {
    case 'delivered':
      return { ...cue, deliveredAt: cue.deliveredAt ?? at };
    case 'seen':
      return { ...cue, deliveredAt: cue.deliveredAt ?? at, seenAt: cue.seenAt ?? at };
    case 'acknowledged':
      return { ...cue, deliveredAt: cue.deliveredAt ?? at, seenAt: cue.seenAt ?? at, acknowledgedAt: at, acknowledgedBy: by };
    default:
      return as satisfies never;
  }
}

export const cueEvents: ApplyGroup<'cue'> = {
  'cue.sent': (show, { cue }) => ({ ...show, cues: [...show.cues, cue].slice(-LIMITS.cues) }),
  'cue.acknowledged': (show, event) => ({ ...show, cues: replaced(show.cues, ({ id }) => id === event.cueId, (cue) => answered(cue, event)) }),
};

export const alertEvents: ApplyGroup<'alert'> = {
  'alert.acknowledged': (show, { alertId, at, by }) => {
    const entries = [...Object.entries(show.alerts), [alertId, { at, by: by.name }] as const];
    return { ...show, alerts: Object.fromEntries(entries.slice(-LIMITS.alerts)) };
  },
};

export const approvalEvents: ApplyGroup<'approval'> = {
  // Those that expired leave with the next request: nothing else needs to sweep them.
  'approval.requested': (show, { request, at }) =>
    ({ ...show, approvals: [...show.approvals.filter(({ expiresAt }) => expiresAt >= at), request].slice(-LIMITS.approvals) }),
  'approval.granted': (show, { request }) =>
    ({ ...show, approvals: show.approvals.filter(({ commandId }) => commandId !== request.commandId) }),
};
