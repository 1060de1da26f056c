import { Type } from 'typebox';
import type { Window } from '../../shared/metrics/view.ts';
import type { Ask, ServerToClient } from '../../shared/protocol/socket.ts';
import type { Reel } from '../../shared/review/playback.ts';
import { checkOf } from './check.ts';
import { ServerClock } from './clock.ts';
import { failed, failureOf, type Failure, type Http, type Outcome } from './http.ts';
import type { Live } from './live.ts';
import type { Player } from './player.ts';
import { isLogPage } from './shapes.ts';
import type { Transport } from './transport.ts';

/** How often the player looks what is due. Unit: ms. */
const BEAT_MS = 100;
/** Reels kept beside the one that plays. */
const KEPT = 24;
/** A page that slept goes on where it was: no beat is longer. Unit: ms. */
const LONGEST_BEAT_MS = 1_000;

const OnlyAnswer = Type.Object({});
const checkReel = checkOf(
  Type.Object({
    begin: Type.Number(), end: Type.Number(), from: Type.Number(), length: Type.Number(), window: Type.String(),
    common: Type.Object({ opening: Type.Object({ revision: Type.Number(), id: Type.String() }), seconds: Type.Array(Type.Object({ at: Type.Number(), revision: Type.Number(), patches: Type.Array(OnlyAnswer) })) }),
    view: Type.Object({ tally: OnlyAnswer, seconds: Type.Array(OnlyAnswer) }),
  }),
);
const isReel = (value: unknown): value is Reel => checkReel(value);

type Listener = (body: unknown) => void;

/** The show's own clock: it is known, so nothing that is heard is taken for a witness of it. */
class ShownClock extends ServerClock {
  override heard(): void {
    // A join moves the clock itself: the way there and back says nothing.
  }
}

/**
 * An ended show in the place of the live one: the same asks and tellings, out of reels and by the show's own clock, so that the desk itself plays.
 * Nothing of it can be written, and there is no socket.
 * @param steady this machine's monotonic clock, ms
 */
export function createPlayback(showId: string, http: Http, steady: () => number): Live & { player: Player } {
  const reels = new Map<string, Promise<Outcome<Reel>>>();
  const listeners = new Map<string, Set<Listener>>();
  const links = new Set<(connected: boolean) => void>();
  const changed = new Set<() => void>();
  let reel: Reel | undefined;
  /** Seconds of the reel told so far. */
  let told = 0;
  let tick = 0;
  let at = 0;
  let begin = 0;
  let end = 0;
  /** Of each reel, ms; unknown before the first one, which has the beginning in it. */
  let length = Infinity;
  let playing = false;
  let speed = 1;
  let waiting = true;
  let trouble: Failure | undefined;
  let beatAt = steady();

  const change = (): void => changed.forEach((handler) => handler());
  const root = `/shows/${encodeURIComponent(showId)}/`;

  /** The reel of a moment, asked for once. */
  function load(moment: number, window: Window): Promise<Outcome<Reel>> {
    const number = Math.floor((moment - begin) / length);
    const key = `${window} ${begin === 0 ? 'first' : number}`;
    const known = reels.get(key);
    if (known) return known;
    const asked = http.get(`${root}playback?at=${Math.round(moment)}&window=${window}`, isReel);
    reels.set(key, asked);
    void asked.then(({ ok }) => void (ok || reels.delete(key)));
    for (const old of reels.keys()) if (reels.size > KEPT) reels.delete(old);
    return asked;
  }

  function loadAhead(current: Reel): void {
    const ahead = 1 + Math.ceil(speed / 10);
    for (let i = 1; i <= ahead; i += 1) if (current.from + i * length < end) void load(current.from + i * length, current.window);
  }

  async function join(window: Window): Promise<Outcome<unknown>> {
    waiting = true;
    change();
    const outcome = await load(at, window);
    trouble = outcome.ok ? undefined : outcome.failure;
    if (!outcome.ok) {
      change();
      return outcome;
    }
    reel = outcome.value;
    ({ begin, end, length } = reel);
    at = Math.min(end, Math.max(begin, at));
    told = 0;
    waiting = false;
    loadAhead(reel);
    change();
    const { opening } = reel.common;
    return { ok: true, value: { ...opening, tally: reel.view.tally, tick, serverTime: at } };
  }

  function tell<N extends 'show:patched' | 'tally:ticked'>(name: N, body: Parameters<ServerToClient[N]>[0]): void {
    listeners.get(name)?.forEach((listen) => listen(body));
  }

  function tellDue(current: Reel): void {
    const { common, view, window } = current;
    for (; told < common.seconds.length; told += 1) {
      const [second, figures] = [common.seconds[told], view.seconds[told]];
      if (!second || !figures || second.at > at) return;
      const { at: serverTime, revision, patches, lastId, ...rest } = second;
      for (const patch of patches) tell('show:patched', { showId, ...patch });
      tick += 1;
      tell('tally:ticked', { showId, window, tick, prevTick: tick - 1, revision, id: lastId, serverTime, ...figures, ...rest });
    }
  }

  /** Goes on into the next reel, once all of this one was told and its time has come. */
  async function goOn(current: Reel): Promise<void> {
    const next = current.from + length;
    if (told < current.common.seconds.length || at < next || next >= end) return;
    waiting = true;
    const outcome = await load(next, current.window);
    // Meanwhile somebody went elsewhere.
    if (reel !== current) return;
    trouble = outcome.ok ? undefined : outcome.failure;
    waiting = !outcome.ok;
    if (!outcome.ok) return;
    reel = outcome.value;
    told = 0;
    loadAhead(reel);
  }

  function beat(): void {
    const now = steady();
    const passed = Math.min(LONGEST_BEAT_MS, now - beatAt);
    beatAt = now;
    if (!reel) return;
    // The clock stands where what comes next is not here.
    if (playing && !waiting) at = Math.min(end, reel.from + length, at + passed * speed);
    tellDue(reel);
    if (at >= end) playing = false;
    if (!waiting || trouble) void goOn(reel);
    change();
  }
  setInterval(beat, BEAT_MS);

  const transport: Transport = {
    open: () => undefined,
    close: () => undefined,
    showAs: () => undefined,
    connected: () => true,
    async ask(name, body, check) {
      if (name !== 'show:join') return failed(failureOf('REPLAY'));
      const { window = 'show' } = body as Ask<'show:join'>;
      const outcome = await join(window);
      if (!outcome.ok) return outcome;
      return check(outcome.value) ? { ok: true, value: outcome.value } : failed(failureOf('UNKNOWN', 'playback: a reel of another shape'));
    },
    hear(name, check, handler, onBroken) {
      const listen: Listener = (body) => (check(body) ? handler(body) : onBroken?.());
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listen));
      return () => void all.delete(listen);
    },
    onLink(handler) {
      links.add(handler);
      return () => void links.delete(handler);
    },
    restarting: () => false,
    onRefused: () => () => undefined,
  };

  /** Answers as they were at the moment that is shown. */
  const then: Http = {
    async get(path, check, signal) {
      const believed = (value: unknown) => (check(value) ? ({ ok: true, value } as const) : failed(failureOf('UNKNOWN', `${path}: an answer of another shape`)));
      if (!path.startsWith(root)) return http.get(path, check, signal);
      const [rest = '', query = ''] = path.slice(root.length).split('?');
      const asked = new URLSearchParams(query);
      if (rest === 'series') {
        // Before anything is shown the clock stands at the beginning of time.
        if (Number(asked.get('from') ?? 0) < 0) asked.set('from', '0');
        asked.set('to', String(Math.min(Number(asked.get('to') ?? Infinity), Math.floor(at / 1000))));
        return http.get(`${root}series?${asked.toString()}`, check, signal);
      }
      if (rest === 'holds') return believed({ total: 0, holds: [] });
      if (rest === 'tally') {
        const window = asked.get('window');
        const outcome = await load(at, window === '5m' || window === 'onair' ? window : 'show');
        return outcome.ok ? believed(outcome.value.view.tally) : outcome;
      }
      const outcome = await http.get(path, check, signal);
      if (rest !== 'log' || !outcome.ok || !isLogPage(outcome.value)) return outcome;
      return believed({ ...outcome.value, entries: outcome.value.entries.filter((entry) => entry.at <= at) });
    },
    send: () => Promise.resolve(failed(failureOf('REPLAY'))),
  };

  const player: Player = {
    get at() { return at; },
    get begin() { return begin; },
    get end() { return end; },
    get playing() { return playing; },
    get speed() { return speed; },
    get waiting() { return waiting; },
    get trouble() { return trouble; },
    play() {
      playing = at < end;
      change();
    },
    pause() {
      playing = false;
      change();
    },
    run(next) {
      speed = next;
      if (reel) loadAhead(reel);
      change();
    },
    seek(moment) {
      at = Math.min(end, Math.max(begin, moment));
      reel = undefined;
      change();
    },
    onChange: (handler) => void changed.add(handler),
  };
  return { http: then, transport, clock: new ShownClock(() => at, 0), player };
}
