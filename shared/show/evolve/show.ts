import { patched } from '../changes.ts';
import type { ShowEventOf } from '../events.ts';
import type { Show, Shift } from '../show.ts';
import { entered } from '../run.ts';
import type { Apply, ApplyGroup } from './apply.ts';
import { withTimes } from './segments.ts';

/** The document at revision 0, before the commit that creates it is counted. */
export function showOf({ show, listings, segments, deals = [] }: ShowEventOf<'show.created'>): Show {
  return {
    ...show, revision: 0, listings, segments,
    pauses: [], rhythms: [], cues: [], pending: [], approvals: [], deals, coupons: [], draws: [], alerts: {}, changed: {},
  };
}

const firstShift = (show: Show, at: number): Shift[] => (show.host === undefined ? [] : [{ host: show.host, from: at }]);

const ended: Apply<'show.ended'> = (show, { at }) => {
  const { onAir: _onAir, explaining: _explaining, segmentId: _segment, ...rest } = withTimes(show, entered(show, null, at).times);
  return { ...rest, status: 'ended', endedAt: at, pauses: closed(show, at) };
};

const closed = ({ pauses }: Show, at: number) => pauses.map((pause) => (pause.to === undefined ? { ...pause, to: at } : pause));

export const showEvents: ApplyGroup<'show'> = {
  'show.created': (_, event) => showOf(event),
  'show.edited': (show, { after }) => patched<Show>(show, after),
  'show.rehearsed': (show) => show,
  'show.started': (show, { at }) => ({ ...show, status: 'live', startedAt: at, shifts: firstShift(show, at) }),
  'show.paused': (show, { at, reason }) => ({ ...show, status: 'paused', pauses: [...show.pauses, { from: at, reason }] }),
  'show.resumed': (show, { at }) => ({ ...show, status: 'live', pauses: closed(show, at) }),
  'show.ended': ended,
  'show.toldPast': (show, { at, startedAt, endedAt }) => ({ ...show, status: 'ended', startedAt, endedAt, toldAt: at, shifts: firstShift(show, startedAt) }),
  'show.frozen': (show) => ({ ...show, frozen: true }),
  'show.unfrozen': (show) => ({ ...show, frozen: false }),
};

const changed: Apply<'host.changed'> = (show, { at, after, note }) => {
  const onAir = show.status === 'live' || show.status === 'paused';
  const shift: Shift = { host: after, from: at, ...(note === undefined ? {} : { note }) };
  return { ...show, host: after, shifts: onAir ? [...show.shifts, shift] : show.shifts };
};

export const hostEvents: ApplyGroup<'host'> = { 'host.changed': changed };
