import type { EmergencyKind, Show } from '../../show/show.ts';
import type { AlertAction, CueKey } from '../alert.ts';
import { RUNNING, rule } from '../rule.ts';

/** A feed that last spoke longer than this before the start belongs to another day. Unit: ms. */
const BEFORE_START_MS = 600_000;
/** A picture that is back must stay for this long, or it is not back. Unit: ms. */
const STREAM_CLEAR_MS = 5_000;
/** Words by which platforms say that a warning is not the first. */
const SEVERE = /severe|serious|critical|high|red|ban|final|严重|封禁|处罚|红/i;

/** The cue for the host: the show's own emergency card where it has words, else the product's. */
export function cueFor(show: Show, kind: EmergencyKind, cue: CueKey): AlertAction {
  const own = show.emergencyCards?.find((card) => card.kind === kind)?.cue;
  return own === undefined ? { type: 'cue.send', payload: {}, cue } : { type: 'cue.send', payload: { text: own } };
}

/** A feed silent for three of its own intervals (shared/metrics/health.ts greys at the same moment). */
export const feedSilent = rule('feed.silent', { states: RUNNING, main: 'feed.intervals' }, ({ show, sight, now, limit }) => {
  const expectedFrom = (show.startedAt ?? 0) - BEFORE_START_MS;
  return sight.feeds.flatMap(({ feed, lastContactAt, intervalMs }) => {
    const since = lastContactAt + limit('feed.intervals') * intervalMs;
    if (now < since || lastContactAt < expectedFrom) return [];
    return [{ subject: feed, state: 'on', since, say: { level: 'red', feed, params: { feed, lastContactAt, interval: intervalMs } } }];
  });
});

/** The picture stalls; gone once it is lost, which says more. */
export const streamStalled = rule('stream.stalled', { states: RUNNING, main: 'stream.on', clearMs: STREAM_CLEAR_MS, restMs: () => 30_000 }, ({ sight: { stream } }) => {
  if (stream?.state === 'live') return [{ subject: '', state: 'off' }];
  if (stream?.state !== 'stalled') return [];
  return [{ subject: '', state: 'on', since: stream.at, say: { level: 'amber', params: { at: stream.at } } }];
});

/** The picture is gone. */
export const streamLost = rule('stream.lost', { states: RUNNING, main: 'stream.on', clearMs: STREAM_CLEAR_MS }, ({ show, sight: { stream } }) => {
  if (stream?.state !== 'lost') return [{ subject: '', state: 'off' }];
  return [{ subject: '', state: 'on', since: stream.at, say: { level: 'red', params: { at: stream.at }, action: cueFor(show, 'outage', 'outage') } }];
});

/** What a platform said about the room, for as long as it is news. Each warning is an alert of its own. */
export const platformWarned = rule('platform.warned', { states: ['planned', ...RUNNING], main: 'warning.minutes', most: 10 }, ({ show, sight, now, limit }) => {
  const news = now - limit('warning.minutes') * 60_000;
  return sight.warnings.filter(({ at }) => at > news).map(({ id, at, feed, level, text }) => ({
    subject: id,
    state: 'on',
    since: at,
    say: {
      level: SEVERE.test(level) ? 'red' : 'amber',
      feed,
      params: { feed, severity: level, text, at },
      action: cueFor(show, 'violation', 'violation'),
    },
  }));
});
