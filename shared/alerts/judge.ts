import type { Alert } from './alert.ts';
import type { Track } from './memory.ts';
import type { Rule, Say, Scene, Signal } from './rule.ts';
import { RULES } from './rules.ts';

/** How often the numbers of a standing alert are brought up to date. Unit: ms. */
const REFRESH_MS = 10_000;
/** Subjects longer than this stand in an id by their beginning and a hash. */
const SUBJECT_LENGTH = 80;

type Raised = Extract<Signal, { state: 'on' }>;

/**
 * Looks at a show once: what is wrong now, red first, then the newest. Changes `scene.memory`, and only that; an alert of
 * which nothing changed is the same object as the last time. Meant to be asked once a second.
 */
export function judge(scene: Scene): Alert[] {
  const heard = new Set<string>();
  for (const rule of Object.values(RULES)) {
    if (!rule.states.includes(scene.show.status) || scene.limit(rule.main) === 0) continue;
    const room = { left: roomFor(scene, rule) };
    for (const signal of rule.look(scene)) {
      const key = `${rule.kind}:${signal.subject}`;
      heard.add(key);
      hear(scene, rule, key, signal, room);
    }
  }
  for (const [key, track] of scene.memory.tracks) if (!heard.has(key)) gone(scene, key, track);
  return standing(scene).sort((a, b) => Number(b.level === 'red') - Number(a.level === 'red') || b.since - a.since);
}

function standing({ memory, show }: Scene): Alert[] {
  const alerts: Alert[] = [];
  for (const track of memory.tracks.values()) {
    if (!track.alert) continue;
    const check = show.alerts[track.alert.id];
    if (check && check.at !== track.alert.acknowledged?.at) track.alert = { ...track.alert, acknowledged: check };
    alerts.push(track.alert);
  }
  return alerts;
}

function hear(scene: Scene, rule: Rule, key: string, signal: Signal, room: { left: number }): void {
  const { memory: { tracks }, now } = scene;
  let track = tracks.get(key);
  if (track?.state === 'resting') {
    if (now < track.at) return;
    track = undefined;
    tracks.delete(key);
  }
  if (!track?.alert) {
    if (signal.state !== 'on') return void tracks.delete(key);
    const wait = rule.riseMs?.(scene) ?? 0;
    if (room.left <= 0 && wait === 0) return;
    if (!track) tracks.set(key, (track = { state: 'rising', at: now, sign: '', toldAt: now }));
    if (room.left <= 0 || now - track.at < wait) return;
    room.left--;
    raise(scene, rule, track, signal);
    return;
  }
  if (signal.state === 'off') {
    if (track.state === 'up') Object.assign(track, { state: 'falling', at: now });
    if (now - track.at >= (rule.clearMs ?? 0)) return clear(scene, rule, key);
  } else if (track.state === 'falling') Object.assign(track, { state: 'up', at: now });
  if (signal.state === 'on' && isAnother(signal, track, track.alert)) return raise(scene, rule, track, signal);
  if (signal.say) refresh(track, track.alert, signal.say, now);
}

/** How many more alerts of this rule anybody would read; those somebody took note of do not count. */
function roomFor({ memory, show }: Scene, { kind, most }: Rule): number {
  if (most === undefined) return Infinity;
  let left = most;
  for (const { alert } of memory.tracks.values()) if (alert?.kind === kind && !show.alerts[alert.id]) left--;
  return left;
}

/** Another sign, or red where it was amber: who took note of the one has not taken note of the other. */
const isAnother = ({ sign = '', say }: Raised, track: Track, alert: Alert): boolean => sign !== track.sign || (say.level === 'red' && alert.level === 'amber');

function raise({ now }: Scene, { kind }: Rule, track: Track, { subject, since, sign = '', say }: Raised): void {
  const began = since === undefined || since > now || since === track.alert?.since ? now : since;
  const id = [kind, short(subject), Math.floor(began).toString(36)].filter((part) => part !== '').join(':');
  Object.assign(track, { state: 'up', at: now, sign, toldAt: now, alert: { id, kind, since: began, ...bare(say) } });
}

/** Says what it says now: the action and the level at once, numbers alone now and then. */
function refresh(track: Track, alert: Alert, say: Say, now: number): void {
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  const urgent = say.level !== alert.level || !same(say.action, alert.action);
  if (!urgent && (now - track.toldAt < REFRESH_MS || same(say.params, alert.params))) return;
  const { id, kind, since, acknowledged } = alert;
  track.toldAt = now;
  track.alert = { id, kind, since, ...bare(say), ...(acknowledged ? { acknowledged } : {}) };
}

function bare({ level, params, action, listingId, segmentId, feed }: Say): Omit<Alert, 'id' | 'kind' | 'since' | 'acknowledged'> {
  return {
    level,
    params,
    ...(listingId === undefined ? {} : { listingId }),
    ...(segmentId === undefined ? {} : { segmentId }),
    ...(feed === undefined ? {} : { feed }),
    ...(action === undefined ? {} : { action }),
  };
}

function gone(scene: Scene, key: string, track: Track): void {
  if (track.alert) clear(scene, RULES[track.alert.kind], key);
  else if (track.state === 'rising' || scene.now >= track.at) scene.memory.tracks.delete(key);
}

function clear(scene: Scene, rule: Rule, key: string): void {
  const { memory: { tracks }, now } = scene;
  const rest = rule.restMs?.(scene) ?? 0;
  if (rest > 0) tracks.set(key, { state: 'resting', at: now + rest, sign: '', toldAt: now });
  else tracks.delete(key);
}

/** A subject as it stands in an id, which has 128 places. */
function short(subject: string): string {
  if (subject.length <= SUBJECT_LENGTH) return subject;
  let hash = 0x811c9dc5;
  for (let i = 0; i < subject.length; i++) hash = Math.imul(hash ^ subject.charCodeAt(i), 0x01000193) >>> 0;
  return `${subject.slice(0, 60)}~${hash.toString(36)}`;
}
