import type { Joined, Patch, Tick } from '../../shared/protocol/socket.ts';
import type { Failure } from './http.ts';
import { judgePatch, judgeTick, rejoinDelay, type Held } from './repair.ts';
import { isAnything, isJoined, isPatch, isPresence, isTick, type Presence } from './shapes.ts';
import type { ServerClock } from './clock.ts';
import type { Transport } from './transport.ts';

export type LinkState = 'joining' | 'live' | 'reconnecting' | 'refused';

export interface FollowHandlers {
  joined(snapshot: Joined): void;
  patched(patch: Patch): void;
  ticked(tick: Tick): void;
  presence(told: Presence): void;
  link(state: LinkState, why?: Failure): void;
}

export interface Following {
  /** Asks for another window: the next snapshot and every tick after it are of that window. */
  look(window: Tick['window']): void;
  stop(): void;
}

/** How long a tick may speak of a patch that has not come before the screen asks again. Unit: ms. */
const PATCH_GRACE = 400;

/**
 * Follows one show: joins, applies what fits, and joins again when something was missed, one attempt at a time.
 * Patches that come while a join is under way are kept and judged against its snapshot, so none falls between the two.
 * @param random in [0, 1), for the jitter.
 */
export function follow(transport: Transport, clock: ServerClock, showId: string, window: Tick['window'], on: FollowHandlers, random: () => number): Following {
  let held: Held | undefined;
  let wanted = window;
  let joining = false;
  let again = false;
  let attempt = 0;
  let stopped = false;
  let kept: Patch[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;

  async function join(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (stopped || !transport.connected()) return;
    if (joining) {
      again = true;
      return;
    }
    joining = true;
    again = false;
    clearTimeout(grace);
    const asked = wanted;
    const sentAt = clock.stamp();
    const have = held ? { have: { revision: held.revision, id: held.id } } : {};
    const outcome = await transport.ask('show:join', { showId, window: asked, ...have }, isJoined);
    joining = false;
    if (stopped) return;
    if (!outcome.ok) return failedToJoin(outcome.failure);
    const snapshot = outcome.value;
    clock.heard({ sentAt, receivedAt: clock.stamp(), serverTime: snapshot.serverTime });
    held = { revision: snapshot.revision, id: snapshot.id, tick: snapshot.tick, window: snapshot.tally.window, heardAt: snapshot.serverTime };
    attempt = 0;
    on.joined(snapshot);
    on.link('live');
    const waiting = kept;
    kept = [];
    waiting.forEach(patched);
    if (again || asked !== wanted) rejoin();
  }

  function failedToJoin(failure: Failure): void {
    if (failure.code === 'NOT_FOUND' || failure.code === 'FORBIDDEN' || failure.code === 'UNAUTHENTICATED') {
      on.link('refused', failure);
      return;
    }
    if (transport.connected()) rejoin();
  }

  function rejoin(): void {
    if (stopped || joining) {
      again = joining;
      return;
    }
    // Each tick after a lost one says so again: putting the join off for it would put it off for ever.
    if (timer !== undefined) return;
    timer = setTimeout(() => void join(), rejoinDelay(attempt, random()));
    attempt += 1;
  }

  function patched(patch: Patch): void {
    if (patch.showId !== showId) return;
    if (joining || !held) {
      kept.push(patch);
      return;
    }
    const verdict = judgePatch(held, patch);
    if (verdict === 'rejoin') return rejoin();
    if (verdict === 'ignore') return;
    held.revision = patch.revision;
    held.id = patch.id;
    clearTimeout(grace);
    on.patched(patch);
  }

  function ticked(tick: Tick): void {
    if (tick.showId !== showId || !held || joining) return;
    const verdict = judgeTick(held, tick);
    if (verdict === 'rejoin') return rejoin();
    if (verdict === 'ignore') return;
    held.tick = tick.tick;
    held.heardAt = tick.serverTime;
    on.ticked(tick);
    if (verdict === 'watch') {
      clearTimeout(grace);
      grace = setTimeout(() => held && tick.revision > held.revision && rejoin(), PATCH_GRACE);
    }
  }

  const stops = [
    transport.hear('show:patched', isPatch, patched, rejoin),
    transport.hear('tally:ticked', isTick, ticked, rejoin),
    transport.hear('show:presence', isPresence, (told) => told.showId === showId && on.presence(told)),
    transport.onLink((connected) => {
      if (connected) return void join();
      on.link('reconnecting');
    }),
  ];
  on.link('joining');
  void join();

  return {
    look(next) {
      if (next === wanted) return;
      wanted = next;
      void join();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(grace);
      stops.forEach((stop) => stop());
      if (transport.connected()) void transport.ask('show:leave', { showId }, isAnything);
    },
  };
}
