import type { ShowId } from '../../ids.ts';
import { minor } from '../../money.ts';
import { parseAt } from '../../time.ts';
import { diff, isEmpty, type Changes } from '../changes.ts';
import { checklist } from '../checklist.ts';
import type { ShowHeader } from '../events.ts';
import { LONGEST_PAST_MS } from '../limits.ts';
import { invalid, reject, unchanged } from '../rejection.ts';
import type { Check, Show } from '../show.ts';
import type { Deciding, Handler, HandlerGroup } from './context.ts';
import { stopEveryDeal } from './deals.ts';

const UNREAD_MOMENT = 'must be Unix milliseconds, or ISO 8601 with an offset';

const edit: Handler<'show.edit'> = (show, payload, context) => {
  const { startsAt: starts, gmvTarget, checks, title, host, ...rest } = payload;
  const planned = show.status === 'planned';
  if (host !== undefined && !planned) return reject('WRONG_STATE', 'The show has started: hand over with host.change, so that shifts stay true.', { state: show.status });
  if (payload.salesChannel !== undefined && payload.salesChannel !== show.salesChannel && !planned)
    return reject('WRONG_STATE', 'How the show sells cannot change once it has started.', { state: show.status });
  const startsAt = typeof starts === 'string' ? parseAt(starts) : starts;
  if (starts !== undefined && startsAt === undefined) return invalid([{ path: '/payload/startsAt', message: UNREAD_MOMENT }]);
  const wanted: Changes<ShowHeader> = {
    ...rest,
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(host === undefined ? {} : { host: host?.trim() ?? null }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(gmvTarget === undefined ? {} : { gmvTarget: gmvTarget === null ? null : minor(gmvTarget) }),
    ...(checks === undefined ? {} : { checks: ticked(show, checks, context) }),
  };
  const changes = diff<ShowHeader>(show, wanted);
  if (isEmpty(changes.after)) return unchanged('Nothing of this differs from the show as it is.');
  return [{ type: 'show.edited', ...changes }];
};

/** The hand-ticked items with `checks` applied; an item already ticked keeps who ticked it. */
function ticked(show: Show, checks: Record<string, boolean>, { now, by }: Deciding): Record<string, Check> {
  const next = new Map(Object.entries(show.checks ?? {}));
  for (const [id, on] of Object.entries(checks)) {
    if (!on) next.delete(id);
    else if (!next.has(id)) next.set(id, { at: now, by: by.name });
  }
  return Object.fromEntries(next);
}

const start: Handler<'show.start'> = (show, { reason, red = [] }, { facts }) => {
  const judged = facts ? checklist(show, facts).filter(({ green }) => !green).map(({ id }) => id) : [];
  const allRed = [...new Set([...red, ...judged])];
  if (allRed.length > 0 && reason === undefined)
    return reject('WRONG_STATE', `Red on the checklist: ${allRed.join(', ')}. Give a reason to start all the same.`, { state: 'red', red: allRed.join(',') });
  return [{ type: 'show.started', ...(reason === undefined ? {} : { reason }), ...(allRed.length > 0 ? { red: allRed } : {}) }];
};

const tellPast: Handler<'show.tellPast'> = (_show, payload, { now }) => {
  const [startedAt, endedAt] = [parseAt(payload.startedAt), parseAt(payload.endedAt)];
  const wrong = (why: string, field: keyof typeof payload, message: string) => ({ ...invalid([{ path: `/payload/${field}`, message }]), params: { why } });
  if (startedAt === undefined) return wrong('unread', 'startedAt', UNREAD_MOMENT);
  if (endedAt === undefined) return wrong('unread', 'endedAt', UNREAD_MOMENT);
  if (endedAt > now) return wrong('future', 'endedAt', 'must be past: a show that is not over yet is started and ended as it happens');
  if (startedAt >= endedAt) return wrong('order', 'startedAt', 'must be before the end');
  if (endedAt - startedAt > LONGEST_PAST_MS) return wrong('length', 'endedAt', `must be at most ${LONGEST_PAST_MS / 86_400_000} days after the start`);
  return [{ type: 'show.toldPast', startedAt, endedAt }];
};

export const showCommands: HandlerGroup<'show'> = {
  'show.edit': edit,
  'show.rehearse': (show, { showId }, { newId }) => {
    if (show.rehearsalOf !== undefined) return reject('WRONG_STATE', 'This is a rehearsal already; rehearse the show it was made from.', { state: 'rehearsal' });
    if (showId === show.id) return invalid([{ path: '/payload/showId', message: 'must differ from the id of the show itself' }]);
    return [{ type: 'show.rehearsed', rehearsalId: (showId ?? newId()) as ShowId }];
  },
  'show.start': start,
  'show.pause': (_show, { reason }) => [{ type: 'show.paused', reason }],
  'show.resume': (_show, { reason = '' }) => [{ type: 'show.resumed', reason }],
  'show.end': (show, _payload, context) => [{ type: 'show.ended' }, ...stopEveryDeal(show, context)],
  'show.tellPast': tellPast,
  // Pressed twice it is logged twice: STOP never answers with a refusal.
  'show.freeze': (show, _payload, context) => [{ type: 'show.frozen' }, ...stopEveryDeal(show, context)],
  'show.unfreeze': (show) => (show.frozen ? [{ type: 'show.unfrozen' }] : unchanged('The show is not stopped.')),
};

export const hostCommands: HandlerGroup<'host'> = {
  'host.change': (show, { host, note }) => {
    const after = host.trim();
    if (after === show.host) return unchanged(`${after} is the host already.`);
    return [{ type: 'host.changed', before: show.host ?? null, after, ...(note ? { note } : {}) }];
  },
};
