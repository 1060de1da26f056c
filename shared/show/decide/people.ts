import { own } from '../changes.ts';
import { CUE_SECONDS } from '../limits.ts';
import { invalid, reject, unchanged } from '../rejection.ts';
import type { Cue } from '../show.ts';
import type { HandlerGroup } from './context.ts';

export const cueCommands: HandlerGroup<'cue'> = {
  'cue.send': (show, { text, preset, seconds }, { newId, now, by }) => {
    const known = show.cuePresets?.find(({ id }) => id === preset);
    const words = text?.trim() ?? known?.text;
    if (words === undefined) return invalid([{ path: '/payload/text', message: 'give the words, or a preset of this show' }]);
    const life = (seconds ?? known?.seconds ?? CUE_SECONDS) * 1000;
    const cue: Cue = { id: newId(), text: words, ...(preset === undefined ? {} : { preset }), at: now, expiresAt: now + life, by };
    return [{ type: 'cue.sent', cue }];
  },
  'cue.acknowledge': (show, { cueId, as = 'acknowledged' }) => {
    const cue = show.cues.find(({ id }) => id === cueId);
    if (!cue) return reject('NOT_FOUND', 'This cue is gone: only the last fifty are kept.', { cueId });
    const { deliveredAt, seenAt, acknowledgedAt } = cue;
    const already = { delivered: deliveredAt, seen: seenAt, acknowledged: acknowledgedAt }[as];
    if (already !== undefined) return unchanged(`The cue is ${as} already.`);
    return [{ type: 'cue.acknowledged', cueId, as }];
  },
};

export const alertCommands: HandlerGroup<'alert'> = {
  'alert.acknowledge': (show, { alertId, note }) => {
    const before = own(show.alerts, alertId);
    if (before) return reject('WRONG_STATE', `${before.by} has acknowledged it already.`, { state: 'unchanged', by: before.by, at: before.at });
    return [{ type: 'alert.acknowledged', alertId, ...(note ? { note } : {}) }];
  },
};
