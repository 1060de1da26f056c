import { ANY_STATE, rule } from '../rule.ts';

/** The show's recording cannot be written: nothing is lost while Redis keeps the journal, and Redis is not endless. */
export const recordingFailing = rule('recording.failing', { states: ANY_STATE, main: 'recording.on' }, ({ sight: { unrecordedSince } }) =>
  unrecordedSince === undefined ? [] : [{ subject: '', state: 'on', since: unrecordedSince, say: { level: 'amber', params: { at: unrecordedSince } } }],
);
