import { Errors } from 'typebox/value';
import { minor } from '../../money.ts';
import { diff, isEmpty, type Changes } from '../changes.ts';
import { LIMITS } from '../limits.ts';
import { invalid, reject, unchanged } from '../rejection.ts';
import { entered, timesOf } from '../run.ts';
import { KIND_WORDS, SegmentInput } from '../schemas.ts';
import { segmentsOf } from '../segments.ts';
import type { RunState } from '../events.ts';
import type { Segment, Show } from '../show.ts';
import { listingOf, noListing, noSegment, segmentOf, type Handler, type HandlerGroup } from './context.ts';
import { newOrder } from './order.ts';

const isSegment = (input: unknown): input is SegmentInput => Errors(SegmentInput, input).length === 0;

const add: Handler<'segment.add'> = (show, { segments, index, ...one }, { newId }) => {
  const inputs = segments ?? (isSegment(one) ? [one] : undefined);
  if (!inputs) return invalid([{ path: '/payload/kind', message: 'give kind, title and minutes, or a list of segments' }]);
  if (show.segments.length + inputs.length > LIMITS.segments) return reject('LIMIT_REACHED', `A run of show holds at most ${LIMITS.segments} segments.`, { limit: LIMITS.segments });
  const made = segmentsOf(inputs, show.listings, newId, segments ? '/payload/segments' : '/payload');
  if (made.errors.length > 0) return invalid(made.errors);
  return [{ type: 'segment.added', segments: made.segments, index: Math.min(index ?? show.segments.length, show.segments.length) }];
};

const edit: Handler<'segment.edit'> = (show, { segmentId, kind, target, host, listingId, title, minutes }) => {
  const segment = segmentOf(show, segmentId);
  if (!segment) return noSegment(segmentId);
  const listing = typeof listingId === 'string' ? listingOf(show, listingId) : null;
  if (listing === undefined) return noListing(listingId ?? '');
  const wanted: Changes<Segment> = {
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(minutes === undefined ? {} : { minutes }),
    ...(kind === undefined ? {} : { kind: KIND_WORDS[kind] }),
    ...(target === undefined ? {} : { target: target === null ? null : minor(target) }),
    ...(host === undefined ? {} : { host: host?.trim() ?? null }),
    ...(listingId === undefined ? {} : { listingId: listing?.id ?? null }),
  };
  const changes = diff(segment, wanted);
  if (isEmpty(changes.after)) return unchanged('Nothing of this differs from the segment as it is.');
  return [{ type: 'segment.edited', segmentId, ...changes }];
};

/** What `after` will change, as it is now. */
function beforeOf(show: Show, after: RunState): RunState {
  return { current: show.segmentId ?? null, times: after.times.flatMap(({ segmentId }) => show.segments.filter(({ id }) => id === segmentId).map(timesOf)) };
}

const start: Handler<'segment.start'> = (show, { segmentId }, { now }) => {
  const segment = segmentOf(show, segmentId);
  if (!segment) return noSegment(segmentId);
  if (show.segmentId === segmentId) return unchanged(`${segment.title} is running already.`);
  const after = entered(show, segment, now);
  return [{ type: 'segment.started', segmentId, before: beforeOf(show, after), after }];
};

const skip: Handler<'segment.skip'> = (show, { segmentId = show.segmentId }, { now }) => {
  if (segmentId === undefined) return reject('WRONG_STATE', 'No segment is running. Name the one to skip.', { state: 'idle' });
  const segment = segmentOf(show, segmentId);
  if (!segment) return noSegment(segmentId);
  if (segment.skipped) return unchanged(`${segment.title} is skipped already.`);
  const running = segmentId === show.segmentId;
  if (segment.endedAt !== undefined && !running) return reject('WRONG_STATE', `${segment.title} has been run.`, { state: 'done' });
  const left = running ? entered(show, null, now) : { current: show.segmentId ?? null, times: [timesOf(segment)] };
  const after = { ...left, times: left.times.map((times) => ({ ...times, skipped: true })) };
  return [{ type: 'segment.skipped', segmentId, before: beforeOf(show, after), after }];
};

export const segmentCommands: HandlerGroup<'segment'> = {
  'segment.add': add,
  'segment.edit': edit,
  'segment.reorder': (show, { order, segmentId, index }) => {
    const made = newOrder(show.segments.map(({ id }) => id), { order, id: segmentId, index });
    return made.ok ? [{ type: 'segment.reordered', before: made.before, after: made.after }] : made.rejection;
  },
  'segment.start': start,
  'segment.skip': skip,
};

export const rhythmCommands: HandlerGroup<'rhythm'> = {
  'rhythm.set': (show, { label, everyMinutes }, { now }) => {
    const name = label.trim();
    const before = show.rhythms.find((rhythm) => rhythm.label === name) ?? null;
    if ((before?.everyMinutes ?? 0) === everyMinutes) return unchanged(`${name} is set so already.`);
    if (!before && show.rhythms.length >= LIMITS.rhythms) return reject('LIMIT_REACHED', `At most ${LIMITS.rhythms} reminders run at once.`, { limit: LIMITS.rhythms });
    return [{ type: 'rhythm.changed', label: name, before, after: everyMinutes === 0 ? null : { label: name, everyMinutes, lastAt: before?.lastAt ?? now } }];
  },
  'rhythm.done': (show, { label }, { now }) => {
    const rhythm = show.rhythms.find((each) => each.label === label.trim());
    if (!rhythm) return reject('NOT_FOUND', `There is no reminder ${label}.`, { label });
    return [{ type: 'rhythm.done', label: rhythm.label, before: rhythm.lastAt, after: now }];
  },
};
