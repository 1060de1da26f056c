import { Type, type TSchema } from 'typebox';
import type { LinkRole } from '../../shared/show/permissions.ts';
import { OverlayView, WallView } from '../../shared/seats/views.ts';
import { checkOf, type Guard } from './check.ts';
import { createHttp, type Http, type Outcome } from './http.ts';
import { rejoinDelay } from './repair.ts';
import { keepTime } from './time.ts';
import { createTransport, type Transport } from './transport.ts';

/** What a wall or an overlay has in common for the line: how to ask for its view, and how to hear it. */
export interface SeatKind<V> {
  role: LinkRole;
  ask(transport: Transport, showId: string): Promise<Outcome<{ view: V | null }>>;
  hear(transport: Transport, shown: (view: V) => void, broken: () => void): () => void;
}

function guardOf<T>(schema: TSchema): Guard<T> {
  const check = checkOf(schema);
  return (value): value is T => check(value);
}
const answerOf = <V>(schema: TSchema): Guard<{ view: V | null }> => guardOf(Type.Object({ view: Type.Union([schema, Type.Null()]) }));

export const WALL_SEAT: SeatKind<WallView> = {
  role: 'wall',
  ask: (transport, showId) => transport.ask('wall:join', { showId }, answerOf<WallView>(WallView)),
  hear: (transport, shown, broken) => transport.hear('wall:shown', guardOf<WallView>(WallView), shown, broken),
};
export const OVERLAY_SEAT: SeatKind<OverlayView> = {
  role: 'overlay',
  ask: (transport, showId) => transport.ask('overlay:join', { showId }, answerOf<OverlayView>(OverlayView)),
  hear: (transport, shown, broken) => transport.hear('overlay:shown', guardOf<OverlayView>(OverlayView), shown, broken),
};

/** `restarting`: lost, as the server said beforehand. `refused`: the link is over, or there is no such show. */
export type SeatLink = 'joining' | 'live' | 'lost' | 'restarting' | 'refused';

export interface SeatHandlers<V> {
  shown(view: V): void;
  link(state: SeatLink): void;
}

/** A view comes at least once a second: after this without one the screen asks by itself. Unit: ms. */
const SILENT_MS = 2_500;
const LOOK_MS = 500;
/** A view this much older than the one shown is of a clock that was set back; one a little older was overtaken. Unit: ms. */
const OVERTAKEN_MS = 5_000;

/**
 * Follows one show's wall or overlay: asks when the line comes up, takes every view that is told, and asks again when nothing is.
 * Each view is whole, so none can be missed.
 * @param random in [0, 1), for the jitter.
 */
export function followSeat<V extends { showId: string; at: number }>(kind: SeatKind<V>, showId: string, transport: Transport, on: SeatHandlers<V>, random: () => number): void {
  let heardAt = -Infinity;
  let lastAt = -Infinity;
  let turn = 0;
  /** The ask that is under way, by its number; 0 where none is. */
  let asking = 0;
  let over = false;
  let attempt = 0;
  let askAt = 0;

  function shown(view: V): void {
    if (view.showId !== showId || over) return;
    heardAt = performance.now();
    attempt = 0;
    if (view.at < lastAt && lastAt - view.at < OVERTAKEN_MS) return;
    lastAt = view.at;
    on.shown(view);
    on.link('live');
  }

  async function ask(): Promise<void> {
    if (asking !== 0 || over || !transport.connected()) return;
    const mine = (asking = ++turn);
    const outcome = await kind.ask(transport, showId);
    // Of a line that broke meanwhile.
    if (asking !== mine) return;
    asking = 0;
    askAt = performance.now() + rejoinDelay(attempt, random());
    attempt += 1;
    if (!outcome.ok) {
      if (outcome.failure.code === 'NOT_FOUND' || outcome.failure.code === 'FORBIDDEN') refuse();
    } else if (outcome.value.view) shown(outcome.value.view);
  }

  function refuse(): void {
    over = true;
    on.link('refused');
  }

  kind.hear(transport, shown, () => void ask());
  transport.onRefused(refuse);
  transport.onLink((connected) => {
    attempt = 0;
    asking = 0;
    if (connected) void ask();
    else if (!over) on.link(transport.restarting() ? 'restarting' : 'lost');
  });
  setInterval(() => {
    const now = performance.now();
    if (transport.connected() && now - heardAt > SILENT_MS && now >= askAt) void ask();
  }, LOOK_MS);
  on.link('joining');
}

const isAnswer = (body: unknown): body is object => typeof body === 'object' && body !== null;

/**
 * Exchanges a link's token for a session, which is a cookie no script sees. Tries until there is a clear answer: the page may be up before its network.
 * A refusal ends the trying: whoever is signed in here may look all the same.
 */
export async function openLink(http: Http, token: string, random: () => number): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await http.send('POST', '/session/link', { token }, isAnswer);
    if (outcome.ok || outcome.failure.code === 'UNAUTHENTICATED' || outcome.failure.code === 'INVALID' || outcome.failure.code === 'FORBIDDEN') return;
    await new Promise((resolve) => setTimeout(resolve, rejoinDelay(attempt, random())));
  }
}

/** Opens the line of a wall or an overlay. @param token of the link it was opened by, where it was. @returns server time, Unix ms */
export function openSeat<V extends { showId: string; at: number }>(kind: SeatKind<V>, showId: string, token: string | undefined, on: SeatHandlers<V>): () => number {
  const http = createHttp((...args) => fetch(...args));
  const transport = createTransport(Math.random);
  const clock = keepTime(transport);
  transport.showAs(kind.role, showId);
  followSeat(kind, showId, transport, on, Math.random);
  const ready = token === undefined ? Promise.resolve() : openLink(http, token, Math.random);
  void ready.then(() => transport.open());
  return () => clock.now();
}
